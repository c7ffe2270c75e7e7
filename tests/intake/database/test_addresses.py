"""Which database is meant: an address without a password, in program.yml or in the environment."""

from __future__ import annotations

import pytest

from groupreport.errors import ParameterError


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://reader:hunter2@db.clinic.example/clinic",
        "postgresql://reader:hun/ter2@db.clinic.example/clinic",
        "postgresql://db.clinic.example/clinic?user=reader&password=hunter2",
        "postgresql://db.clinic.example/clinic?sslpassword=hunter2",
        "mssql+pyodbc:///?odbc_connect=DRIVER%3D%7BODBC%7D%3B+UID%3Dreader%3B+PWD%3Dhunter2",
    ],
)
def test_a_password_in_the_parameters_is_refused(in_sqlite, address):
    """Parameters are kept under version control: a password among them stops the run, and is not shown again."""
    in_sqlite.set_queries(address=address)
    with pytest.raises(ParameterError) as caught:
        in_sqlite.gather()
    (problem,) = caught.value.problems
    assert problem.place == "params/program.yml:6:data.database.url"
    assert problem.message.startswith("holds a password; leave it out here")
    told = [str(caught.value), repr(problem), str(caught.value.__cause__), repr(caught.value.__cause__)]
    assert not any("ter2" in text for text in told)


def test_an_address_in_the_environment(in_sqlite, monkeypatch):
    """The whole address may stand in an environment variable, for one that nobody else should know."""
    program = in_sqlite.small.folder / "params" / "program.yml"
    text = program.read_text(encoding="utf-8")
    program.write_text(text.replace('url: "sqlite:///data/clinic.db"', "url_variable: CLINIC_ADDRESS"), "utf-8")
    monkeypatch.delenv("CLINIC_ADDRESS", raising=False)
    problem = in_sqlite.the("secret-missing")
    assert problem.message == "the database's address is missing: the environment variable CLINIC_ADDRESS is not set"
    monkeypatch.setenv("CLINIC_ADDRESS", "sqlite:///data/clinic.db")
    assert in_sqlite.gather()[1] == []
    monkeypatch.setenv("CLINIC_ADDRESS", "clinic, user reader, password hunter2")
    assert "hunter2" not in repr(in_sqlite.the("database-address"))


def test_each_term_may_have_a_file_of_its_own(in_sqlite):
    """`{term}` in the address is the term's id."""
    in_sqlite.place.rename(in_sqlite.place.with_name("2026-fall.db"))
    program = in_sqlite.small.folder / "params" / "program.yml"
    text = program.read_text(encoding="utf-8")
    program.write_text(text.replace("clinic.db", "{term}.db"), encoding="utf-8")
    assert in_sqlite.gather()[1] == []


def test_a_path_begins_at_the_projects_folder(in_sqlite, tmp_path, monkeypatch):
    """The same command finds the same file, wherever it is called from."""
    monkeypatch.chdir(tmp_path)
    assert in_sqlite.gather()[1] == []


def test_a_frozen_term_knows_no_folder_of_this_machine(in_sqlite):
    """The frozen term can be handed on: of a database file it keeps no more than the name."""
    in_sqlite.set_queries(address=f"sqlite:///{in_sqlite.place}")
    assert str(in_sqlite.small.folder) not in (in_sqlite.small.freeze() / "term.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("clinic.db", "is not the address of a database"),
        ("postgresql://reader@db:port/clinic", "is not the address of a database"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:///data/clinic.db?mode=rw", "is not the address of a sqlite file"),
        ("sqlite:///file:data/clinic.db", "is not the address of a sqlite file"),
        ("duckdb:///md:clinic", "is not the address of a duckdb file"),
        (
            "posgresql://reader@db/clinic",
            "names a kind of database, 'posgresql', that nothing installed here speaks to",
        ),
    ],
)
def test_an_address_that_is_none(in_sqlite, address, message):
    """What is no address of a database that can be read is said to be none, and nothing is opened."""
    problem = in_sqlite.set_queries(address=address).the("database-address")
    assert problem.place == "params/program.yml:data.database.url"
    assert problem.message == message


@pytest.mark.postgresql
@pytest.mark.parametrize("ending", ["&no_such_setting=1", "&sslmode=perhaps"])
def test_settings_that_the_driver_does_not_know(in_postgresql, ending):
    """A misspelt setting behind the address is not taken for a server that is down."""
    in_postgresql.set_queries(address=in_postgresql.address + ending)
    assert in_postgresql.the("database-address").remedy == "Correct the host in it, and what follows the `?`."
