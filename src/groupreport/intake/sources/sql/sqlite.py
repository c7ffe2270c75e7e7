"""SQLite: the file opened for reading only, one read transaction, and no statement but a query let through."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from groupreport.intake.sources.sql import failures
from groupreport.intake.sources.sql.failures import Reason
from groupreport.intake.sources.sql.kinds import driver_connection, original, quiet_engine

_READING = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE},
)
# Names and signs of the query itself, never values.
_OF_THE_QUERY = re.compile(
    r"no such (?:table|column|function|collation sequence): .*|near \".*\": syntax error|ambiguous column name: .*"
    r"|incomplete input|unrecognized token: .*|wrong number of arguments to function .*|misuse of .*",
    re.DOTALL,
)


class SQLite:
    """A SQLite file through Python's own module."""

    patience_seconds = 0.0

    def __init__(self, path: Path, seconds: float) -> None:
        self.seconds = seconds
        address = f"{path.absolute().as_uri()}?mode=ro"

        def connect() -> sqlite3.Connection:
            # No transaction of the module's own: it would begin one before writing only. Stopping a query that
            # takes too long is done from another thread.
            return sqlite3.connect(address, uri=True, timeout=seconds, isolation_level=None, check_same_thread=False)

        self.engine = quiet_engine("sqlite://", creator=connect)

    def begin(self, connection: Connection) -> None:
        """Begin; the first read fixes the state that every query sees."""
        driver = driver_connection(connection)
        driver.set_authorizer(None)
        connection.exec_driver_sql("pragma query_only = on")
        connection.exec_driver_sql("begin")
        connection.exec_driver_sql("select count(*) from sqlite_master")
        driver.set_authorizer(_allow_reading)

    def check(self, connection: Connection, query: str) -> None:
        """Nothing: the authorizer is asked for every step of a statement before it runs."""

    def stop(self, driver: sqlite3.Connection) -> None:
        """Interrupt what runs."""
        driver.interrupt()

    def is_single(self, type_code: object) -> bool:
        """Never: SQLite has double precision only."""
        return False

    def known_tables(self, connection: Connection) -> list[str]:
        """The tables and views of the file."""
        found = connection.exec_driver_sql("select name from sqlite_master where type in ('table', 'view')")
        return [str(name) for name in found.scalars()]

    def explain(self, error: SQLAlchemyError) -> Reason:
        """By SQLite's code; its own words only where they cannot hold a value."""
        theirs = original(error)
        code = str(getattr(theirs, "sqlite_errorname", ""))
        words = str(theirs)
        if code in {"SQLITE_AUTH", "SQLITE_READONLY"} or words.startswith("You can only execute one statement"):
            return failures.not_reading()
        if code == "SQLITE_INTERRUPT":
            return failures.too_slow(self.seconds)
        if words.startswith("Could not decode"):
            return failures.not_text()
        if _OF_THE_QUERY.fullmatch(words):
            return failures.misunderstood(words)
        if code == "SQLITE_ERROR":
            return failures.of_a_value("by a function of the query")
        return self.explain_connecting(error)

    def explain_connecting(self, error: SQLAlchemyError) -> Reason:
        """Why the file cannot be read."""
        code = str(getattr(original(error), "sqlite_errorname", ""))
        if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            message = "is being written to by another program"
            return Reason(rule="server-refused", message=message, remedy="Wait until it has ended, then try again.")
        if code.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
            message = "is not a SQLite database, or is damaged or encrypted"
            return Reason(
                rule="file-format", message=message, remedy="Check data.database.url, or copy the file again."
            )
        if code.startswith("SQLITE_READONLY_"):
            message = "is in SQLite's WAL mode, for which its folder must be writable, and is not"
            remedy = "Let this account write to the folder, or read a copy that SQLite made (`vacuum into`)."
            return Reason(rule="file-unreadable", message=message, remedy=remedy)
        message = f"cannot be read ({code or type(original(error)).__name__})"
        remedy = "Check who may read the file and its folder."
        return Reason(rule="file-unreadable", message=message, remedy=remedy)


def _allow_reading(action: int, first: str | None, *_: str | None) -> int:
    is_end = action == sqlite3.SQLITE_TRANSACTION and first == "ROLLBACK"
    return sqlite3.SQLITE_OK if action in _READING or is_end else sqlite3.SQLITE_DENY
