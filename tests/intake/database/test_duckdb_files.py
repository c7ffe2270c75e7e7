"""Queries over the CSV and Parquet files of a project, through DuckDB without a file of its own."""

from __future__ import annotations

import json

import duckdb
import pytest

_CSV = "select * from read_csv(:project || '/data/' || :term || '/{table}.csv', all_varchar = true)"


@pytest.fixture
def over_files(small_term):
    """The small term's files, asked by queries."""

    def set_queries(**queries: str):
        tables = [path.stem for path in small_term.path("groups").parent.glob("*.csv")]
        texts = {table: _CSV.format(table=table) for table in tables} | queries
        lines = "".join(f'    {table}: {{query: "{text}"}}\n' for table, text in texts.items())
        small_term.set_program(
            "program: {name: Evening groups}\ninstruments: [alliance_1_10, phq9]\ncharacteristics: [age_band]\n"
            f"data:\n  source: database\n  database: {{url: 'duckdb://'}}\n  tables:\n{lines}"
        )
        return small_term

    return set_queries


def _data_hash(folder) -> str:
    return json.loads((folder / "term.json").read_text(encoding="utf-8"))["data_hash"]


def test_queries_over_csv_files_give_the_same_term(small_term, over_files):
    """The files read by queries are the same term as the files themselves."""
    expected = _data_hash(small_term.freeze())
    assert over_files().found() == []
    assert _data_hash(small_term.freeze()) == expected


def test_queries_over_parquet_files_give_the_same_term(small_term, over_files):
    """Parquet files keep their types, so that they need no more than their name."""
    expected = _data_hash(small_term.freeze())
    parquet = small_term.folder / "data" / "ratings.parquet"
    duckdb.execute(f"copy (from read_csv('{small_term.path('ratings')}', all_varchar = true)) to '{parquet}'")
    over_files(ratings="select * from read_parquet(:project || '/data/ratings.parquet')")
    assert _data_hash(small_term.freeze()) == expected


@pytest.mark.parametrize(
    "query",
    [
        "select * from read_csv(:project || '/data/2026-fall/ratings.csv')",
        "select * from read_csv_auto(:project || '/data/2026-fall/ratings.csv', all_varchar = false)",
        "select * from '{folder}/data/2026-fall/ratings.csv'",
        f"{_CSV.format(table='ratings')} a join read_csv(:project || '/data/2026-fall/roster.csv') b using (member_id)",
    ],
)
def test_types_are_never_guessed(small_term, over_files, query):
    """A query that would make 7 of the id 007 is refused, with the option that keeps it."""
    problem = over_files(ratings=query.format(folder=small_term.folder.as_posix())).the("query-guesses")
    assert problem.message == "reads a CSV file and lets DuckDB guess the types, which makes 7 of the id 007"
    assert "all_varchar = true" in problem.remedy


@pytest.mark.parametrize(
    "name",
    [
        "'{parent}/elsewhere.csv'",
        "'{folder}/../elsewhere.csv'",
        ":project || '/../elsewhere.csv'",
        "'{folder}-other/elsewhere.csv'",
        "'data/2026-fall/ratings.csv'",
        "'/etc/passwd'",
        "'http://127.0.0.1:1/ratings.csv'",
    ],
)
def test_files_outside_of_the_project_are_not_read(small_term, over_files, name):
    """A query reads the project's files and no others, however they are named."""
    other = small_term.folder.with_name(f"{small_term.folder.name}-other")
    other.mkdir()
    for folder in (small_term.folder.parent, other):
        (folder / "elsewhere.csv").write_text("member_id\n007\n")
    named = name.format(folder=small_term.folder.as_posix(), parent=small_term.folder.parent.as_posix())
    problem = over_files(ratings=f"select * from read_csv({named}, all_varchar = true)").the("file-outside")
    assert problem.message == "reads a file that is not named from the project's folder on"


def test_a_file_that_is_not_there_is_said_to_be_missing(over_files):
    """A misspelt name is a problem of this query."""
    query = "select * from read_csv(:project || '/data/rating.csv', all_varchar = true)"
    assert over_files(ratings=query).the("file-unreadable").file == "query ratings (2026-fall)"


@pytest.mark.parametrize(
    "statement",
    [
        "copy (select 1) to '{folder}/data/left-behind.csv'",
        "export database '{folder}/data/left-behind'",
        "attach '{folder}/data/left-behind.duckdb' as another",
        "create table left_behind (a integer)",
        "set enable_external_access = true",
        "select 1; copy (select 1) to '{folder}/data/left-behind.csv'",
    ],
)
def test_nothing_is_written_beside_the_files(small_term, over_files, statement):
    """Also in the project's own folder, where reading is allowed, no query leaves a file."""
    over_files(ratings=statement.format(folder=small_term.folder.as_posix()))
    assert small_term.the("query-not-reading").file == "query ratings (2026-fall)"
    assert [path.name for path in small_term.folder.rglob("left-behind*")] == []


def test_variables_of_the_program_cannot_be_read(over_files):
    """DuckDB would take a name for a variable of Python that holds rows: it does not here."""
    assert "does not exist" in over_files(ratings="select * from statements").the("query-failed").message
