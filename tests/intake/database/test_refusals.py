"""What the database does not give, and why: one problem for each cause, in words that hold nothing of the data."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace

import pytest
from sqlalchemy import make_url

from groupreport.errors import InvalidDataError
from groupreport.intake.sources.sql.failures import DatabaseError
from groupreport.intake.sources.sql.other import Other
from groupreport.intake.sources.sql.postgresql import PostgreSQL
from groupreport.intake.sources.sql.queries import TableQuery
from groupreport.intake.sources.sql.snapshot import snapshot_of
from groupreport.parameters import DatabaseSettings, Limits, TableSource

postgresql = pytest.mark.postgresql


@postgresql
def test_a_wrong_password(in_postgresql, monkeypatch):
    """The account and its password are doubted, neither is shown, and nothing is tried twice."""
    monkeypatch.setenv("GROUPREPORT_DATABASE_PASSWORD", "wrong-horse-9Z")
    problem = in_postgresql.the("server-refused")
    assert str(problem) == (
        "database [server-refused] did not accept the account or its password. "
        "Check the account in the address and the password in the environment or keyring."
    )


@postgresql
def test_no_password(in_postgresql, monkeypatch):
    """Where the server asks for a password and there is none, the place to put it is named."""
    monkeypatch.delenv("GROUPREPORT_DATABASE_PASSWORD")
    problem = in_postgresql.the("secret-missing")
    assert problem.message == "asks for a password, and there is none"
    assert "data.database.password_variable" in problem.remedy


@postgresql
def test_a_server_that_needs_no_password(in_postgresql, monkeypatch):
    """A server that knows its users otherwise, such as by their account on the machine, is asked without one."""
    monkeypatch.delenv("GROUPREPORT_DATABASE_PASSWORD")
    address = in_postgresql.place.address(in_postgresql.database, user="owner")
    assert in_postgresql.set_queries(address=address).gather()[1] == []


@postgresql
def test_an_unknown_database(in_postgresql):
    """A wrong name at the end of the address is told apart from a wrong password."""
    in_postgresql.set_queries(address=in_postgresql.place.address("clinics"))
    assert in_postgresql.the("server-refused").message == "has no database of the name that the address ends in"


@postgresql
def test_a_server_without_encryption(in_postgresql):
    """A server that is to be spoken to in secret and cannot is not spoken to in the clear."""
    port = in_postgresql.place.port
    address = f"postgresql://reader@127.0.0.1:{port}/{in_postgresql.database}"
    assert in_postgresql.set_queries(address=address).gather()[1] == []

    problem = in_postgresql.set_queries(address=f"{address}?sslmode=require").the("server-refused")
    assert problem.message == "offers no encrypted connection that can be trusted"


@pytest.mark.parametrize(
    ("address", "mode"),
    [
        ("postgresql+psycopg://reader@db.clinic.example/clinic", "require"),
        ("postgresql+psycopg://reader@10.1.2.3/clinic", "require"),
        ("postgresql+psycopg://reader@/clinic?host=db.clinic.example", "require"),
        ("postgresql+psycopg://reader@db.clinic.example/clinic?sslmode=verify-full", "verify-full"),
        ("postgresql+psycopg://reader@localhost/clinic", None),
        ("postgresql+psycopg://reader@127.0.0.1/clinic", None),
        ("postgresql+psycopg://reader@/clinic?host=/var/run/postgresql", None),
        ("postgresql+psycopg:///clinic", None),
    ],
)
def test_another_computer_is_spoken_to_in_secret(address, mode):
    """Health data cross a network encrypted unless the address itself says something else."""
    assert PostgreSQL(make_url(address), 60).engine.url.query.get("sslmode") == mode


@postgresql
def test_no_right_on_a_table(in_postgresql):
    """The table is named, and what to ask for."""
    in_postgresql.run("revoke select on ratings from reader")
    problem = in_postgresql.the("server-refused")
    assert problem.file == "query ratings (2026-fall)"
    assert problem.message == "was refused: permission denied for table ratings"


@postgresql
def test_a_server_that_stops_the_query_after_its_own_time(in_postgresql):
    """A limit of the server's own is a limit all the same."""
    in_postgresql.run("alter role reader set statement_timeout = '1h'")
    problem = in_postgresql.set_queries(", timeout_seconds: 1", ratings="select pg_sleep(9)").the("query-failed")
    assert problem.message == "took longer than 1 seconds and was stopped"


_UNKNOWN = {
    "postgresql": (
        'relation "rating" does not exist',
        ("ratings.value", 'column "valu" does not exist'),
        'syntax error at or near "selec"',
    ),
    "sqlite": ("no such table: rating", (None, "no such column: valu"), 'near "selec": syntax error'),
    "duckdb": (
        "Table with name rating does not exist",
        ("value", 'Referenced column "valu" not found in FROM clause'),
        'syntax error at or near "selec"',
    ),
}


def test_unknown_tables_and_columns_are_named_with_the_near_one(stored):
    """What the database says of the query is handed on, with the name that was probably meant."""
    table, (near, column), syntax = _UNKNOWN[stored.kind]
    problem = stored.set_queries(ratings="select * from rating").the("query-failed")
    assert problem.message == f"is not understood by the database: {table}"
    assert problem.suggestion == "ratings"
    problem = stored.set_queries(ratings="select valu from ratings").the("query-failed")
    assert (problem.message, problem.suggestion) == (f"is not understood by the database: {column}", near)
    problem = stored.set_queries(ratings="selec * from ratings").the("query-failed")
    assert problem.message == f"is not understood by the database: {syntax}"


@postgresql
def test_the_line_of_a_query_is_named(in_postgresql):
    """In a long query the line is where to look."""
    problem = in_postgresql.set_queries(ratings="select *\nfrom ratings\nwhere valu = 1").the("query-failed")
    assert problem.place == "query ratings (2026-fall):3"


@postgresql
def test_a_table_of_another_schema_is_suggested_with_it(in_postgresql):
    """A table that is there but not where the account looks is named with its schema."""
    in_postgresql.run("create schema intake", "create table intake.forms as select * from ratings")
    in_postgresql.run("grant usage on schema intake to reader", "grant select on intake.forms to reader")
    assert in_postgresql.set_queries(ratings="select * from forms").the("query-failed").suggestion == "intake.forms"


_FAILS_ON_A_VALUE = {
    "postgresql": "select cast(member_id as integer) as value from ratings",
    "sqlite": "select json_extract(instrument, '$') as value from ratings",
    "duckdb": "select cast(instrument as integer) as value from ratings",
}


def test_a_value_that_stops_a_query_is_not_shown(stored):
    """Databases quote the value that they stumble over: here it is said that there is one, and nothing more."""
    stored.run("update ratings set member_id = 'MRN-00042', instrument = 'MRN-00042'")
    problem = stored.set_queries(ratings=_FAILS_ON_A_VALUE[stored.kind]).the("query-failed")
    assert problem.message.startswith("was stopped by a value in the data (")
    assert "MRN" not in repr(problem)


def test_a_file_that_is_not_there(in_sqlite):
    """The near name is suggested, and nothing is made in its place: SQLite would make an empty database."""
    problem = in_sqlite.set_queries(address="sqlite:///data/clinik.db").the("file-unreadable")
    assert (problem.place, problem.suggestion) == ("data/clinik.db", "clinic.db")
    assert not (in_sqlite.small.folder / "data" / "clinik.db").exists()


@pytest.mark.parametrize("fixture", ["in_sqlite", "in_duckdb"])
def test_a_file_that_is_no_database(request, fixture):
    """A workbook, a text or half a file under the name of a database is called what it is not."""
    stored = request.getfixturevalue(fixture)
    stored.place.write_bytes(b"member_id,group_id\n007,G01\n" * 500)
    assert "is not a" in stored.the("file-format").message


def test_a_sqlite_file_that_another_program_writes_to(in_sqlite):
    """A file in the middle of a change is waited for as long as the program allows, then not read."""
    in_sqlite.set_queries(", timeout_seconds: 0.2")
    writer = sqlite3.connect(in_sqlite.place, isolation_level=None)
    writer.execute("begin exclusive")
    problem = in_sqlite.the("server-refused")
    assert problem.message == "is being written to by another program"
    writer.execute("rollback")
    writer.close()
    assert in_sqlite.gather()[1] == []


def test_a_duckdb_file_that_another_program_has_open(in_duckdb):
    """DuckDB lets nobody read while somebody may write: that is said, not which process or path it is."""
    code = f"import duckdb; c = duckdb.connect({str(in_duckdb.place)!r}); print('open', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout.readline().strip() == b"open"
        problem = in_duckdb.the("server-refused")
        writer.communicate(b"\n", timeout=60)
    assert problem.message == "is open in another program that may write to it"
    assert in_duckdb.gather()[1] == []


def test_nothing_is_made_of_a_term_whose_query_failed(stored):
    """A table that could not be read stops the term: no report is made of the others."""
    stored.set_queries(outcomes="select * from outcome")
    with pytest.raises(InvalidDataError) as caught:
        stored.small.freeze()
    assert caught.value.exit_code == 2
    assert not (stored.small.folder / "build" / "2026-fall" / "frozen").exists()


def test_a_driver_that_is_not_installed(in_sqlite):
    """A database that needs a driver names the module, and that another driver can be named."""
    problem = in_sqlite.set_queries(address="mysql+mysqlconnector://reader@127.0.0.1/clinic").the("source-package")
    assert problem.message == "needs the Python module mysql, which is not installed"


def test_any_other_database_is_read_and_never_written_to(in_sqlite):
    """What SQLAlchemy speaks to can be read; a statement that begins like no query is not even sent."""
    kind = Other(make_url(f"sqlite:///{in_sqlite.place}"))
    query = TableQuery(
        table="groups", part=TableSource(), shown_as="query groups (2026-fall)", text="select group_id from groups"
    )
    settings = DatabaseSettings(url="sqlite:///data/clinic.db")
    with snapshot_of(kind, settings, Limits()) as snapshot:
        assert snapshot.read(query, {}).content == b'"group_id"\n"G01"\n"G02"\n'
        for text, rule in (("delete from groups", "query-not-reading"), ("select nothing", "query-failed")):
            with pytest.raises(DatabaseError) as caught:
                snapshot.read(replace(query, text=text), {})
            assert caught.value.reason.rule == rule
    assert in_sqlite.rows("select count(*) from groups") == [(2,)]
