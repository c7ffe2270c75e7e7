"""PostgreSQL: one REPEATABLE READ READ ONLY transaction, each query behind a cursor that takes nothing but a query."""

from __future__ import annotations

import contextlib
import logging
import re
import socket

import psycopg
from sqlalchemy import Connection, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from groupreport.intake.sources.sql import failures
from groupreport.intake.sources.sql.failures import Reason
from groupreport.intake.sources.sql.kinds import original, quiet_engine

_LONGEST_CALL_SECONDS = 10
_LOCAL = re.compile(r"|localhost|127\.[\d.]+|::1|/.*")
_QUOTED = re.compile('["»„“]([^"»«„“”]+)["«“”]')
_LINE = re.compile(r"^LINE (\d+):", re.MULTILINE)
# read_only_sql_transaction, and active_sql_transaction for setting it to read and write.
_WOULD_WRITE = frozenset({"25006", "25001"})
_REFUSED = (
    (
        r"password authentication failed",
        "did not accept the account or its password",
        "Check the account in the address and the password in the environment or keyring.",
    ),
    (
        r'database ".*" does not exist',
        "has no database of the name that the address ends in",
        "Correct the name in the address.",
    ),
    (
        r"pg_hba\.conf",
        "lets this account in neither from this computer nor in this way",
        "Ask whoever runs it to let it in.",
    ),
    (
        r"SSL|certificate",
        "offers no encrypted connection that can be trusted",
        "Ask whoever runs it for TLS and its certificate, and see `sslmode` and `sslrootcert` in PostgreSQL's manual.",
    ),
)
_COMES_BACK = re.compile(r"starting up|shutting down|too many|remaining connection slots", re.IGNORECASE)


class PostgreSQL:
    """PostgreSQL through psycopg."""

    # The server keeps the limit itself; only a server that no longer runs is not waited for.
    patience_seconds = 5.0

    def __init__(self, address: URL, seconds: float) -> None:
        self.seconds = seconds
        # psycopg tells whom it connects to, to whoever sets logging to DEBUG.
        logging.getLogger("psycopg").setLevel(logging.CRITICAL + 1)
        self.engine = quiet_engine(
            _encrypted(address),
            isolation_level="REPEATABLE READ",
            execution_options={"postgresql_readonly": True},
            connect_args={
                "connect_timeout": int(min(seconds, _LONGEST_CALL_SECONDS)) or 1,
                "client_encoding": "utf8",
                "application_name": "groupreport",
            },
        )

    def begin(self, connection: Connection) -> None:
        """Begin; SQLAlchemy sends BEGIN with the isolation level and READ ONLY before the first statement."""
        milliseconds = str(int(self.seconds * 1000))
        connection.execute(text("select set_config('statement_timeout', :limit, true)"), {"limit": milliseconds})

    def check(self, connection: Connection, query: str) -> None:
        """Nothing: `DECLARE … CURSOR FOR` takes one query alone, and the transaction is read-only."""

    def stop(self, driver: psycopg.Connection[object]) -> None:
        """End the conversation under the waiting call; a server that no longer runs hears of no cancelling."""
        with contextlib.suppress(OSError, psycopg.Error):
            handle = socket.socket(fileno=driver.fileno())
            try:
                handle.shutdown(socket.SHUT_RDWR)
            finally:
                handle.detach()  # the socket stays the driver's

    def is_single(self, type_code: object) -> bool:
        """Never: psycopg gets the fewest digits from the server."""
        return False

    def known_tables(self, connection: Connection) -> list[str]:
        """The tables outside of the server's own schemas; with their schema, where it is not searched first."""
        found = connection.execute(
            text(
                "select case when table_schema = current_schema() then table_name"
                " else table_schema || '.' || table_name end from information_schema.tables"
                " where table_schema not in ('pg_catalog', 'information_schema')"
            )
        )
        return [str(name) for name in found.scalars()]

    def explain(self, error: SQLAlchemyError) -> Reason:
        """By the five signs of the state; the server's own words only where they cannot hold a value."""
        theirs = original(error)
        state = (theirs.sqlstate if isinstance(theirs, psycopg.Error) else None) or ""
        if state == "57014":
            return failures.too_slow(self.seconds)
        if (isinstance(error, DBAPIError) and error.connection_invalidated) or state[:2] in {"08", "57"}:
            return failures.broken_off()
        if not isinstance(theirs, psycopg.Error) or state[:2] in {"", "21", "22", "23"}:
            return failures.of_a_value(failures.words_of(type(theirs).__name__))
        if state in _WOULD_WRITE or re.search("DECLARE CURSOR|multiple commands", theirs.diag.message_primary or ""):
            return failures.not_reading()
        if state == "42501":
            return Reason(
                rule="server-refused",
                message=f"was refused: {theirs.diag.message_primary}",
                remedy="Ask whoever runs the database to `grant select` on it to the account.",
            )
        # An error of reading the query comes with a place in it; others of this class may be about values.
        if state[:2] == "42" and theirs.diag.statement_position:
            hint, line = _QUOTED.search(theirs.diag.message_hint or ""), _LINE.search(str(theirs))
            return failures.misunderstood(
                theirs.diag.message_primary or "",
                hint.group(1) if hint and "." in hint.group(1) else None,
                int(line.group(1)) if line else None,
            )
        return Reason(
            rule="query-failed",
            message=f"failed ({failures.words_of(type(theirs).__name__)}, {state})",
            remedy=failures.OWN_CLIENT,
        )

    def explain_connecting(self, error: SQLAlchemyError) -> Reason:
        """By what the client library knows, and by the server's words as far as they are in English."""
        theirs = original(error)
        client = theirs.pgconn if isinstance(theirs, psycopg.Error) else None
        if client is not None and client.needs_password:
            message = "asks for a password, and there is none"
            remedy = "Put it into the environment variable that data.database.password_variable names, or the keyring."
            return Reason(rule="secret-missing", message=message, remedy=remedy)
        words = str(theirs)
        if isinstance(theirs, psycopg.ProgrammingError) or re.search(r"invalid \S+ value", words):
            return failures.no_address()
        if _COMES_BACK.search(words):
            message = "is there but takes no connection now: it is starting, stopping or full"
            return Reason(rule="server-unreachable", message=message, remedy="Try again later.", lost=True)
        for pattern, message, remedy in _REFUSED:
            if re.search(pattern, words):
                return Reason(rule="server-refused", message=message, remedy=remedy)
        if "FATAL" in words or (client is not None and client.used_password):
            remedy = "Try the same address and account in the database's own client."
            return Reason(rule="server-refused", message="did not let the account in", remedy=remedy)
        message = "cannot be reached"
        remedy = "Check the host and port in data.database, and whether the server runs and the network leads there."
        return Reason(rule="server-unreachable", message=message, remedy=remedy, lost=True)


def _encrypted(address: URL) -> URL:
    """The address; a server elsewhere is spoken to in the clear only if the address says so."""
    host = address.query.get("host", address.host or "")
    if "sslmode" in address.query or (isinstance(host, str) and _LOCAL.fullmatch(host)):
        return address
    return address.update_query_dict({"sslmode": "require"})
