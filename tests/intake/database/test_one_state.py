"""All tables of a term are of one state of the data, whatever others write meanwhile."""

from __future__ import annotations

import subprocess
import sys

import pytest

from groupreport.intake import open_term

_NEW_MEMBER = (
    "insert into roster (member_id, group_id, enrolled_on) values ('103', 'G02', '2026-09-08')",
    "insert into attendance (member_id, group_id, session, status) values ('103', 'G02', 1, 'attended')",
)


@pytest.fixture(params=[pytest.param("postgresql", marks=pytest.mark.postgresql), "sqlite"])
def written_to(request: pytest.FixtureRequest):
    stored = request.getfixturevalue(f"in_{request.param}")
    if stored.kind == "sqlite":
        stored.run("pragma journal_mode = wal")
    return stored


def test_what_is_written_between_two_queries_is_in_neither(written_to, before_query):
    """A member who is added while the tables are read is in none of them, and in all of them at the next run."""
    before_query("from attendance", lambda: written_to.run(*_NEW_MEMBER))

    term = open_term(written_to.small.freeze())
    assert written_to.rows("select count(*) from attendance where member_id = '103'") == [(1,)]
    assert "103" not in set(term.table("roster")["member_id"]) | set(term.table("attendance")["member_id"])

    term = open_term(written_to.small.freeze())
    assert "103" in set(term.table("roster")["member_id"]) & set(term.table("attendance")["member_id"])


def test_a_row_that_is_deleted_meanwhile_is_still_read(written_to, before_query):
    """A half of a deletion cannot be seen: the tables fit together as they did when the reading began."""
    before_query("from sessions", lambda: written_to.run("delete from roster", "delete from ratings"))

    assert len(open_term(written_to.small.freeze()).table("ratings")) == 7


def test_the_term_to_compare_with_is_read_afresh(written_to, before_query):
    """Each term has a state of its own: what is written while the first is read is in the second."""
    small = written_to.small
    small.set_term("term: {id: 2026-spring, starts: 2026-08-01, ends: 2026-12-31}\n", "2026-spring")
    small.set_term("term: {id: 2026-fall, starts: 2026-09-01, ends: 2026-12-11}\ncompare_with: 2026-spring\n")
    change = "update groups set group_name = 'Sadness' where group_id = 'G02'"
    before_query("from roster", lambda: written_to.run(change))

    frozen = small.freeze()
    names = [set(open_term(folder).table("groups")["group_name"]) for folder in (frozen, frozen / "previous")]
    assert names == [{"Anxiety", "Grief"}, {"Anxiety", "Sadness"}]


def test_nobody_writes_to_a_duckdb_file_that_is_read(in_duckdb, before_query):
    """DuckDB has one writer or some readers: while a term is read, no other program can change its file."""
    code = f"import duckdb; duckdb.connect({str(in_duckdb.place)!r}).execute('delete from roster')"
    results = []

    def write() -> None:
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
        results.append((done.returncode, "lock" in done.stderr))

    before_query("from ratings", write)

    assert in_duckdb.gather()[1] == []
    assert results == [(1, True)]
