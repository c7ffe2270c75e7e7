"""A source is only ever read: what would change it is refused by the database itself."""

from __future__ import annotations

import pytest

_WRITING = [
    "insert into ratings (member_id) values ('x')",
    "update ratings set value = 1",
    "delete from ratings",
    "drop table ratings",
    "create table left_behind (a integer)",
    "create temporary table left_behind (a integer)",
    "select 1; delete from ratings",
    "begin",
    "commit",
]
_WRITING_IN = {
    "postgresql": [
        "with gone as (delete from ratings returning *) select * from gone",
        "select * from ratings for update",
        "select * into left_behind from ratings",
        "truncate ratings",
        "copy ratings to '/tmp/groupreport-left-behind.csv'",
        "copy ratings to program 'touch /tmp/groupreport-left-behind.csv'",
        "select set_config('transaction_read_only', 'off', true)",
        "set transaction read write",
        "do $$ begin delete from ratings; end $$",
        "select nextval('counter')",
    ],
    "sqlite": [
        "with gone as (select 1) delete from ratings",
        "pragma user_version = 7",
        "pragma query_only = off",
        "attach 'left-behind.db' as another",
        "vacuum into 'left-behind.db'",
        "replace into ratings (member_id) values ('x')",
    ],
    "duckdb": [
        "with gone as (delete from ratings returning *) select * from gone",
        "copy ratings to 'left-behind.csv'",
        "copy ratings to '{folder}/left-behind.csv'",
        "export database '{folder}/left-behind'",
        "attach '{folder}/left-behind.duckdb' as another",
        "set enable_external_access = true",
        "install httpfs",
        "load httpfs",
    ],
}


@pytest.fixture
def counted(stored):
    """The term, read with an account that might write, so that nothing but the way of reading keeps it from it."""
    if stored.kind == "postgresql":
        stored.run("create sequence counter")
    return stored


def _files(stored) -> list[str]:
    return sorted(path.relative_to(stored.small.folder).as_posix() for path in stored.small.folder.rglob("*"))


def test_a_statement_that_writes_is_refused_and_changes_nothing(counted, monkeypatch):
    """Whatever stands in place of a query, no row, no table and no file is different afterwards."""
    stored = counted
    monkeypatch.chdir(stored.small.folder)  # where a file without a folder would be left
    address = stored.place.address(stored.database, user="owner") if stored.kind == "postgresql" else stored.address
    before = (stored.rows("select * from ratings order by 1, 3, 5"), stored.stored(), _files(stored))
    for statement in _WRITING + _WRITING_IN[stored.kind]:
        stored.set_queries(address=address, ratings=statement.format(folder=stored.small.folder.as_posix()))
        assert stored.gather()[1][0].rule in {"query-not-reading", "query-failed"}, statement
    after = (stored.rows("select * from ratings order by 1, 3, 5"), stored.stored(), _files(stored))
    assert after == before
    if stored.kind == "postgresql":
        assert stored.rows("select is_called from counter") == [(False,)]


@pytest.mark.parametrize("statement", ["insert into ratings (member_id) values ('x')", "drop table ratings", "commit"])
def test_the_message_names_the_statement(stored, statement):
    """Whoever wrote a statement that is no query is told so, in one sentence that holds nothing of the data."""
    problem = stored.set_queries(ratings=statement).the("query-not-reading")
    word = statement.split()[0]
    assert problem.message == f"is no query that only reads, but `{word}`; it was refused"
    assert problem.place == "query ratings (2026-fall)"


_ENDLESS = {
    "postgresql": "select * from pg_sleep(30)",
    "sqlite": "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n",
    "duckdb": "select count(*) from range(100000000) a, range(100000000) b where hash(a.range + b.range) = 1",
}


def test_a_query_that_takes_too_long_is_stopped(stored):
    """A query without an end does not hang the report: it ends after the seconds that the program allows."""
    problem = stored.set_queries(", timeout_seconds: 0.5", ratings=_ENDLESS[stored.kind]).the("query-failed")
    assert problem.message == "took longer than 0.5 seconds and was stopped"
    assert stored.set_queries(", timeout_seconds: 0.5").gather()[1] == []
