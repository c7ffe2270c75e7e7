"""One query a table: in program.yml or in a file of the project, with values that are bound."""

from __future__ import annotations

import os

import pytest
import sqlalchemy

_OF_TERM = "select * from ratings where :term = '2026-fall' and :starts = {day} and :ends > :starts"
_DAY = {"postgresql": "date '2026-09-01'", "sqlite": "'2026-09-01'", "duckdb": "date '2026-09-01'"}


def test_the_terms_id_and_days_are_bound(stored):
    """A query may ask for the term: its id as text, its first and last day as days."""
    query = _OF_TERM.format(day=_DAY[stored.kind])
    sources, problems = stored.set_queries(ratings=query).gather()
    assert problems == []
    assert next(part.file for part in sources.parts if part.table == "ratings").content.count(b"\n") == 8


def test_a_value_never_becomes_a_part_of_the_query(stored):
    """What is sent to the database is the query as it is written, signs of every kind in it; values go beside it."""
    sent = []

    def listen(connection, cursor, statement, *_: object) -> None:
        sent.append(statement)

    sqlalchemy.event.listen(sqlalchemy.Engine, "before_cursor_execute", listen)
    sources, problems = stored.set_queries(
        roster="select *, :term as asked_for from roster where 'a%b \\:c' like '%\\:c' and '12:30' = '12:30'"
    ).gather()
    sqlalchemy.event.remove(sqlalchemy.Engine, "before_cursor_execute", listen)

    assert problems == []
    assert any("asked_for" in statement for statement in sent)
    assert not any("2026-fall" in statement for statement in sent)
    lines = next(part.file for part in sources.parts if part.table == "roster").content.decode().splitlines()
    assert [line.rpartition(",")[2] for line in lines] == ['"asked_for"', *['"2026-fall"'] * 5]


def test_a_query_may_stand_in_a_file_of_the_project(in_sqlite):
    """A long query is kept in a file of its own, under version control beside the parameters."""
    (in_sqlite.small.folder / "queries").mkdir()
    (in_sqlite.small.folder / "queries" / "ratings.sql").write_text(
        "-- answers\nselect *\nfrom ratings;\n", encoding="utf-8-sig"
    )
    assert in_sqlite.set_queries(ratings="queries/ratings.sql").small.found() == []


def test_a_query_file_that_is_not_there_is_named(in_sqlite):
    """A wrong name is shown with the name that was meant."""
    (in_sqlite.small.folder / "queries").mkdir()
    (in_sqlite.small.folder / "queries" / "ratings.sql").write_text("select * from ratings")
    problem = in_sqlite.set_queries(ratings="queries/rating.sql").the("file-unreadable")
    assert problem.place == "params/program.yml:data.tables.ratings.query"
    assert problem.message == "names the file 'queries/rating.sql', which is not in the project's folder"
    assert problem.suggestion == "queries/ratings.sql"


@pytest.mark.parametrize("name", ["../outside.sql", "{parent}/outside.sql", "link.sql", "queries/../../outside.sql"])
def test_a_query_file_elsewhere_is_not_read(in_sqlite, name):
    """What the project runs lies in the project: no path and no link leads out of it."""
    outside = in_sqlite.small.folder.parent / "outside.sql"
    outside.write_text("select * from ratings")
    os.symlink(outside, in_sqlite.small.folder / "link.sql")
    in_sqlite.set_queries(ratings=name.format(parent=in_sqlite.small.folder.parent.as_posix()))
    assert in_sqlite.the("file-outside").message.endswith("which lies outside of the project's folder")


def test_a_query_file_in_another_encoding_is_refused(in_sqlite):
    """A query with letters that cannot be read is not run."""
    (in_sqlite.small.folder / "ratings.sql").write_bytes("select 'é' from ratings".encode("cp1252"))
    assert in_sqlite.set_queries(ratings="ratings.sql").the("file-encoding").file == "ratings.sql"


def test_a_value_that_is_not_known_is_named_with_its_line(in_sqlite):
    """A misspelt name is found before anything is asked of the database."""
    problem = in_sqlite.set_queries(ratings="select *\nfrom ratings\nwhere :trem = '2026-fall'").the("query-parameter")
    assert (problem.place, problem.suggestion) == ("query ratings (2026-fall):3", ":term")
    assert problem.message == "names the value :trem, which is not known"


def test_postgresqls_sign_for_a_conversion_is_explained(in_sqlite):
    """`:starts::date` would reach the database unbound: the way that works is named."""
    problem = in_sqlite.set_queries(ratings="select * from ratings where :starts::date < '2027-01-01'")
    assert problem.the("query-parameter").remedy == "Write cast(:starts as …) instead."


def test_a_required_table_without_a_query_is_missing(in_sqlite):
    """A table that no query is given for is named, with the place where to write one."""
    program = in_sqlite.small.folder / "params" / "program.yml"
    lines = program.read_text(encoding="utf-8").splitlines(keepends=True)
    program.write_text("".join(line for line in lines if "roster" not in line), encoding="utf-8")
    problem = in_sqlite.the("table-missing")
    assert (problem.message, problem.remedy) == (
        "the required table 'roster' is missing",
        "Write its query under data.tables.roster.",
    )


def test_an_optional_table_without_a_query_is_not_collected(in_sqlite):
    """What is not asked for is not collected, without a word."""
    in_sqlite.run("drop table outcomes")
    assert in_sqlite.set_queries().small.found() == []
    assert "outcomes" not in {part.table for part in in_sqlite.gather()[0].parts}


@pytest.mark.parametrize("key", ["file: ratings.csv", "header_row: 2", "format: redcap", "encoding: cp1252"])
def test_what_says_how_files_are_written_is_refused(in_sqlite, key):
    """A setting that means nothing here is no hint of a file that would be read."""
    program = in_sqlite.small.folder / "params" / "program.yml"
    text = program.read_text(encoding="utf-8")
    program.write_text(text.replace("ratings: {", f"ratings: {{{key}, "), encoding="utf-8")
    problem = in_sqlite.the("source-setting")
    assert problem.place == "params/program.yml:data.tables.ratings"
    assert problem.message.startswith(f"sets {key.partition(':')[0]}, which say")


def test_columns_values_and_constants_apply_to_an_answer(stored, small_term):
    """A query may give a clinic's own columns and words: they are mapped as those of a file are."""
    stored.set_queries(
        attendance="select member_id as client, group_id as grp, session as nr,"
        " case status when 'attended' then 'here' else status end as how from attendance"
    )
    program = stored.small.folder / "params" / "program.yml"
    text = program.read_text(encoding="utf-8")
    mapping = (
        "attendance: {columns: {member_id: client, group_id: grp, session: nr, status: how},"
        " values: {status: {here: attended}}, "
    )
    program.write_text(text.replace("attendance: {", mapping), encoding="utf-8")
    assert stored.small.found() == []
    assert set(stored.small.open().table("attendance")["status"]) >= {"attended", "late"}


def test_a_table_may_have_several_queries(in_sqlite):
    """Rows of one table from two places are put together; a problem names the query that it is in."""
    in_sqlite.set_queries()
    program = in_sqlite.small.folder / "params" / "program.yml"
    text = program.read_text(encoding="utf-8").replace(
        'ratings: {query: "select * from ratings"}',
        'ratings: [{query: "select * from ratings where session = 1"},'
        ' {query: "select *, 1/0 as x from rating where session > 1"}]',
    )
    program.write_text(text, encoding="utf-8")
    assert in_sqlite.the("query-failed").file == "query ratings 2 (2026-fall)"
    program.write_text(text.replace("from rating where", "from ratings where"), encoding="utf-8")
    assert len(in_sqlite.small.open().table("ratings")) == 7


def test_an_answer_beyond_the_limits_is_not_read_on(stored):
    """A query for everything that there is ends at the limit, whatever the database would still give."""
    endless = {
        "postgresql": "select member_id, generate_series(1, 100000000) from ratings",
        "sqlite": "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n",
        "duckdb": "select range as i from range(1000000000)",
    }
    stored.set_queries(ratings=endless[stored.kind])
    program = stored.small.folder / "params" / "program.yml"
    text = program.read_text(encoding="utf-8")
    program.write_text(f"{text}  limits: {{rows: 12000}}\n", encoding="utf-8")
    assert stored.the("too-many-rows").message == "gives more than 12,000 rows"
    program.write_text(f"{text}  limits: {{file_megabytes: 1}}\n", encoding="utf-8")
    assert stored.the("file-too-large").message == "gives more than 1 MB"


def test_every_query_is_tried(stored):
    """One look shows what is wrong with all queries, not only with the first."""
    stored.set_queries(groups="select * from grups", roster="selec 1", ratings="select valu from ratings")
    assert [each.file for each in stored.gather()[1]] == [
        f"query {table} (2026-fall)" for table in ("groups", "roster", "ratings")
    ]
