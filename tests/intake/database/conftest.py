"""A PostgreSQL server of the tests' own, and the small term stored in each of the three databases."""

from __future__ import annotations

import contextlib
import csv
import glob
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest
import sqlalchemy

from groupreport.errors import Problem
from groupreport.intake import TABLES
from groupreport.intake.findings import Findings
from groupreport.intake.sources import Request, Sources, gather
from groupreport.parameters import Project, read_parameters

PASSWORD = "correct-horse-7Q"
_KINDS = {"date": "date", "whole": "integer", "number": "numeric(6, 2)", "yes_no": "boolean"}
_WRITER = "owner"
# The server ends with the tests, however these end: then nobody holds the other end of its shell's input.
_UNTIL_INPUT_ENDS = '"$@" & server=$!; cat > /dev/null; kill -QUIT $server; wait $server; rm -rf "$PWD"'


@dataclass
class Server:
    """A PostgreSQL server of this machine alone: `owner` is trusted on the socket, `reader` needs a password."""

    folder: Path
    programs: Path
    user: str | None
    port: int
    running: subprocess.Popen[bytes] | None = None

    @property
    def _as_user(self) -> dict[str, Any]:
        return {"user": self.user, "group": _group_of(self.user), "extra_groups": []} if self.user else {}

    def make(self) -> None:
        """Make the server's files; `owner` comes in by the socket, others with a password."""
        data = str(self.folder / "data")
        options = ["-D", data, "-U", _WRITER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        subprocess.run(
            [self.programs / "initdb", *options],
            check=True,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
            **self._as_user,
        )
        (self.folder / "data" / "pg_hba.conf").write_text(
            f"local all {_WRITER} trust\nlocal all all scram-sha-256\nhost all reader 127.0.0.1/32 scram-sha-256\n"
        )

    def start(self) -> None:
        """Start the server and wait until it can be spoken to."""
        settings = {"port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": self.folder}
        options = [part for name, value in {**settings, "fsync": "off"}.items() for part in ("-c", f"{name}={value}")]
        self.running = subprocess.Popen(
            ["sh", "-c", _UNTIL_INPUT_ENDS, "sh", self.programs / "postgres", "-D", self.folder / "data", *options],
            cwd=self.folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **self._as_user,
        )
        for _ in range(300):
            with contextlib.suppress(psycopg.OperationalError):
                self.connect().close()
                return
            time.sleep(0.1)
        raise TimeoutError("PostgreSQL did not start within 30 seconds")

    def stop(self) -> None:
        """Stop the server as if its machine had lost its power, and remove its files."""
        if self.running is not None and self.running.stdin is not None:
            self.running.stdin.close()
            self.running.wait(timeout=60)
            self.running = None

    def connect(self, database: str = "postgres", user: str = _WRITER) -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), port=self.port, dbname=database, user=user, autocommit=True)

    def address(self, database: str, user: str = "reader") -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}&port={self.port}"


def _group_of(user: str) -> int:
    import pwd  # not on Windows

    return pwd.getpwnam(user).pw_gid


def _made_server() -> Server:
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else sorted(map(Path, glob.glob("/usr/lib/postgresql/*/bin")))
    if not places:
        pytest.skip("PostgreSQL's programs initdb and postgres are not installed (Debian: apt-get install postgresql)")
    # PostgreSQL does not run as root.
    user = "nobody" if os.name == "posix" and os.geteuid() == 0 else None
    # The name of a socket may not be long.
    folder = Path(tempfile.mkdtemp(prefix="groupreport-", dir="/tmp" if os.name == "posix" else None))
    if user:
        shutil.chown(folder, user, _group_of(user))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = Server(folder, places[-1], user, free.getsockname()[1])
    server.make()
    server.start()
    with server.connect() as connection:
        connection.execute(f"create role reader login password '{PASSWORD}'")
    return server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    server = _made_server()
    yield server
    server.stop()


@dataclass(frozen=True)
class StoredTerm:
    """The small term's project with its data in a database."""

    small: object
    kind: str
    place: Server | Path
    database: str = ""

    @property
    def project(self) -> Project:
        return self.small.project

    @property
    def address(self) -> str:
        if isinstance(self.place, Server):
            return self.place.address(self.database)
        return f"{self.kind}:///{self.place.relative_to(self.small.folder).as_posix()}"

    def run(self, *statements: str) -> None:
        """Run statements that may write, and commit them."""
        with contextlib.closing(self._connect()) as connection:
            for statement in statements:
                connection.execute(statement)

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        with contextlib.closing(self._connect()) as connection:
            return connection.execute(statement).fetchall()

    def _connect(self):
        if isinstance(self.place, Server):
            return self.place.connect(self.database)
        if self.kind == "sqlite":
            return sqlite3.connect(self.place, isolation_level=None)
        return duckdb.connect(str(self.place))

    def load(self) -> None:
        """Store the tables of the small term's files in columns of the contract's types."""
        for name, table in TABLES.items():
            path = self.small.path(name)
            if not path.exists():
                continue
            header, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
            known = {column.name: _KINDS.get(column.kind, "text") for column in table.columns}
            columns = ", ".join(f"{column} {known.get(column, 'text')}" for column in header)
            values = ", ".join(f"({', '.join(map(_literal, row))})" for row in rows)
            self.run(f"create table {name} ({columns})", f"insert into {name} values {values}")
            if isinstance(self.place, Server):
                self.run(f"grant select on {name} to reader")
            path.unlink()

    def set_queries(self, settings: str = "", *, address: str = "", **queries: str) -> StoredTerm:
        """Let the program read every table, some by a query of the test's own."""
        stored = self.stored()
        texts = {name: f"select * from {name}" for name in TABLES if name in stored} | queries
        tables = "".join(f"    {name}: {{query: {_quoted(text)}}}\n" for name, text in texts.items())
        self.small.set_program(
            "program: {name: Evening groups}\ninstruments: [alliance_1_10, phq9]\ncharacteristics: [age_band]\n"
            f"data:\n  source: database\n  database: {{url: {_quoted(address or self.address)}{settings}}}\n"
            f"  tables:\n{tables}"
        )
        return self

    def gather(self) -> tuple[Sources, list[Problem]]:
        """What the source gives, and what it finds, before the tables are looked into."""
        parameters = read_parameters(self.project, "2026-fall")
        findings = Findings()
        request = Request(project=self.project, data=parameters.settings.data, term=parameters.term)
        return gather(request, findings), findings.problems

    def the(self, rule: str) -> Problem:
        """The source's one problem, which is of this rule."""
        problems = self.gather()[1]
        if [each.rule for each in problems] != [rule]:
            raise ValueError(f"not one of {rule}: {list(map(str, problems))}")
        return problems[0]

    def stored(self) -> set[str]:
        catalog = "sqlite_master" if self.kind == "sqlite" else "information_schema.tables"
        column = "name" if self.kind == "sqlite" else "table_name"
        return {str(name) for (name,) in self.rows(f"select {column} from {catalog}")}


def _literal(cell: str) -> str:
    return "'" + cell.replace("'", "''") + "'" if cell else "null"


def _quoted(text: str) -> str:
    return json.dumps(text)  # which YAML reads as well


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUPREPORT_DATABASE_PASSWORD", PASSWORD)


def _in_server(small_term, server: Server) -> StoredTerm:
    name = f"clinic_{os.urandom(4).hex()}"
    with server.connect() as connection:
        connection.execute(f"create database {name} template template0")
    stored = StoredTerm(small_term, "postgresql", server, name)
    stored.load()
    return stored.set_queries()


@pytest.fixture
def in_postgresql(small_term, postgresql: Server) -> Iterator[StoredTerm]:
    stored = _in_server(small_term, postgresql)
    yield stored
    with postgresql.connect() as connection:
        connection.execute(f"drop database {stored.database} with (force)")


@pytest.fixture
def in_own_postgresql(small_term) -> Iterator[StoredTerm]:
    """The small term in a server that the test may stop."""
    server = _made_server()
    yield _in_server(small_term, server)
    server.stop()


@pytest.fixture
def in_sqlite(small_term) -> StoredTerm:
    stored = StoredTerm(small_term, "sqlite", small_term.folder / "data" / "clinic.db")
    stored.load()
    return stored.set_queries()


@pytest.fixture
def in_duckdb(small_term) -> StoredTerm:
    stored = StoredTerm(small_term, "duckdb", small_term.folder / "data" / "clinic.duckdb")
    stored.load()
    return stored.set_queries()


@pytest.fixture(params=["sqlite", "duckdb", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def stored(request: pytest.FixtureRequest) -> StoredTerm:
    """The small term in each of the databases."""
    return request.getfixturevalue(f"in_{request.param}")


@pytest.fixture
def before_query() -> Iterator[Callable[[str, Callable[[], object]], None]]:
    """Have something done once, before the first statement that holds a word is sent to the database."""
    listeners = []

    def do_before(word: str, action: Callable[[], object]) -> None:
        done = []

        def listen(connection, cursor, statement, *_: object) -> None:
            if word in statement and not done:
                done.append(True)
                action()

        sqlalchemy.event.listen(sqlalchemy.Engine, "before_cursor_execute", listen)
        listeners.append(listen)

    yield do_before
    for listener in listeners:
        with contextlib.suppress(sqlalchemy.exc.InvalidRequestError):
            sqlalchemy.event.remove(sqlalchemy.Engine, "before_cursor_execute", listener)
