"""Any other database that SQLAlchemy speaks to: nothing is written, but only the account can keep a query from it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from groupreport.intake.sources.sql import failures
from groupreport.intake.sources.sql.failures import Reason
from groupreport.intake.sources.sql.kinds import original, quiet_engine

# How each calls a transaction that sees one state of the data.
_ONE_STATE = {"mysql": "REPEATABLE READ", "mariadb": "REPEATABLE READ", "oracle": "SERIALIZABLE", "mssql": "SNAPSHOT"}


class Other:
    """A database of a kind that this package knows nothing special of."""

    patience_seconds = 0.0

    def __init__(self, address: URL) -> None:
        level = _ONE_STATE.get(address.get_backend_name())
        self.engine = quiet_engine(address, **({"isolation_level": level} if level else {}))

    def begin(self, connection: Connection) -> None:
        """Nothing more: SQLAlchemy begins with the first statement."""

    def check(self, connection: Connection, query: str) -> None:
        """Refuse what begins like another statement; only the account can keep the rest from writing."""
        if failures.other_statement(query):
            raise failures.DatabaseError(failures.not_reading(failures.other_statement(query)))

    def stop(self, driver: Any) -> None:  # noqa: ANN401 - any driver's
        """Nothing: how to stop a query differs from driver to driver."""

    def is_single(self, type_code: object) -> bool:
        """Never, as far as is known."""
        return False

    def known_tables(self, connection: Connection) -> list[str]:
        """None."""
        return []

    def explain(self, error: SQLAlchemyError) -> Reason:
        """By the kind of error alone: whether the words hold a value cannot be known."""
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            return failures.broken_off()
        kind = failures.words_of(type(original(error)).__name__)
        return Reason(rule="query-failed", message=f"failed ({kind})", remedy=failures.OWN_CLIENT)

    def explain_connecting(self, error: SQLAlchemyError) -> Reason:
        """The same for the connection."""
        kind = failures.words_of(type(original(error)).__name__)
        return Reason(
            rule="server-unreachable",
            message=f"cannot be reached, or does not let the account in ({kind})",
            remedy="Try the same address and account in the database's own client.",
            lost=True,
        )
