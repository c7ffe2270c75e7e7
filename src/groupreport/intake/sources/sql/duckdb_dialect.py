"""DuckDB for SQLAlchemy, as far as running queries needs it.

Of the packages that offer a whole dialect, duckdb-engine stands still, and duckdb-sqlalchemy holds DuckDB below 2,
tries failed statements again, and turns to a cloud service where the address or the environment says so.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import duckdb
from sqlalchemy.dialects import registry
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.engine.interfaces import DBAPIConnection

ADDRESS = "duckdb+groupreport://"


class OneConnection:
    """A connection whose cursors see its transaction: DuckDB's own cursors are connections of their own."""

    def __init__(self, own: duckdb.DuckDBPyConnection) -> None:
        self.own = own

    def cursor(self) -> _Cursor:
        """A cursor; only one of a connection can be read at a time."""
        return _Cursor(self.own)

    def commit(self) -> None:
        """Nothing is ever written."""

    def rollback(self) -> None:
        """SQLAlchemy also rolls back where nothing was begun, which DuckDB refuses."""
        with contextlib.suppress(duckdb.TransactionException):
            self.own.rollback()

    def close(self) -> None:
        """Close the connection, and the file."""
        self.own.close()


class _Cursor:
    arraysize = 1
    rowcount = -1

    def __init__(self, own: duckdb.DuckDBPyConnection) -> None:
        self._own = own

    @property
    def description(self) -> Any:  # noqa: ANN401 - DuckDB's
        return self._own.description

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        self._own.execute(statement, list(parameters))

    def fetchone(self) -> Any:  # noqa: ANN401 - a row
        return self._own.fetchone()

    def fetchmany(self, size: int = 1) -> list[Any]:
        return self._own.fetchmany(size)

    def fetchall(self) -> list[Any]:
        return self._own.fetchall()

    def close(self) -> None:
        """Nothing: the connection lives on."""


class Dialect(DefaultDialect):
    """The least that SQLAlchemy needs."""

    name = "duckdb"
    driver = "groupreport"
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> ModuleType:
        """DuckDB's own module keeps to Python's interface for databases."""
        return duckdb

    def do_begin(self, dbapi_connection: DBAPIConnection) -> None:
        """DuckDB begins nothing by itself."""
        dbapi_connection.cursor().execute("begin transaction read only")


registry.register("duckdb.groupreport", __name__, "Dialect")
