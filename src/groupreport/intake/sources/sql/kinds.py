"""What one kind of database does in its own way: how it is opened, kept from writing, stopped, and understood."""

from __future__ import annotations

import logging
from typing import Any, Protocol

import sqlalchemy
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from groupreport.intake.sources.sql.failures import Reason

_LOGGER = "groupreport"
# SQLAlchemy shows rows, and its pool whom it connects to and what a broken connection said.
_LOGGERS = ("sqlalchemy.engine.Engine", "sqlalchemy.pool.impl.NullPool")


class Kind(Protocol):
    """One kind of database."""

    engine: Engine
    # How much longer than the limit is waited, where the database itself keeps the limit.
    patience_seconds: float

    def begin(self, connection: Connection) -> None:
        """Begin the one transaction that all queries run in: read-only, and seeing one state of the data."""

    def check(self, connection: Connection, query: str) -> None:
        """Refuse a query that does something else than read, where running it would be too late.

        Raises:
            DatabaseError: The database's own reader of SQL says that it is another statement.
        """

    def stop(self, driver: Any) -> None:  # noqa: ANN401 - each driver has a type of its own
        """Make the call that waits for the database raise; called from another thread, with the driver's connection."""

    def is_single(self, type_code: object) -> bool:
        """Whether a column of this type holds floating numbers of single precision that the driver makes double."""

    def known_tables(self, connection: Connection) -> list[str]:
        """The tables that the account may read, for a near name."""

    def explain(self, error: SQLAlchemyError) -> Reason:
        """Why a query failed."""

    def explain_connecting(self, error: SQLAlchemyError) -> Reason:
        """Why there is no connection; `lost` where it is worth another try."""


def quiet_engine(address: URL | str, **options: Any) -> Engine:  # noqa: ANN401 - handed on to SQLAlchemy
    """An engine that keeps no connection for later, and whose logs and errors hold no value and no address."""
    for name in _LOGGERS:
        logging.getLogger(f"{name}.{_LOGGER}").setLevel(logging.CRITICAL + 1)
    return sqlalchemy.create_engine(
        address,
        poolclass=sqlalchemy.NullPool,
        hide_parameters=True,
        logging_name=_LOGGER,
        pool_logging_name=_LOGGER,
        **options,
    )


def original(error: SQLAlchemyError) -> BaseException:
    """The driver's own error behind SQLAlchemy's."""
    return getattr(error, "orig", None) or error


def driver_connection(connection: Connection) -> Any:  # noqa: ANN401 - each driver has a type of its own
    """The driver's own connection."""
    return connection.connection.driver_connection
