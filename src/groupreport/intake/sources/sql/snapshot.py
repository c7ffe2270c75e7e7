"""All queries of a term in one read-only transaction, so that their rows are of one state of the data."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy
from sqlalchemy import Connection, CursorResult
from sqlalchemy.exc import SQLAlchemyError

from groupreport.intake.sources.gathered import SourceFile
from groupreport.intake.sources.sql import failures
from groupreport.intake.sources.sql.answers import Row, as_file
from groupreport.intake.sources.sql.failures import DatabaseError, Reason
from groupreport.intake.sources.sql.kinds import Kind, driver_connection
from groupreport.intake.sources.sql.queries import TableQuery
from groupreport.intake.sources.sql.time_limit import limited
from groupreport.intake.spelling import nearest
from groupreport.parameters import DatabaseSettings, Limits

_ROWS_AT_ONCE = 5_000
_FIRST_PAUSE_SECONDS = 0.5
_NO_TABLE = re.compile(r'(?:relation "|no such table: |Table with name "?)([\w.]+)')


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """An open read-only transaction."""

    kind: Kind
    connection: Connection
    seconds: float
    limits: Limits

    def read(self, query: TableQuery, bound: Mapping[str, object]) -> SourceFile:
        """Run a query and take all its rows.

        Args:
            query: The query.
            bound: The values of the names that it may hold.

        Raises:
            DatabaseError: The query failed. Another one can be tried unless the connection is lost, but what it gives
                is not of the same state of the data.
        """
        try:
            return self._read(query, {name: bound[name] for name in query.names})
        except DatabaseError as error:
            raise DatabaseError(self._recovered(error.reason)) from None

    def _read(self, query: TableQuery, values: Mapping[str, object]) -> SourceFile:
        options = {"stream_results": True, "max_row_buffer": _ROWS_AT_ONCE}
        with self._explained(query.text):
            self.kind.check(self.connection, query.text)
            result = self.connection.execute(sqlalchemy.text(query.text), values, execution_options=options)
        with result:
            if result.cursor is None or not result.returns_rows:
                raise DatabaseError(failures.not_reading(failures.other_statement(query.text)))
            single = [self.kind.is_single(column[1]) for column in result.cursor.description]
            chunks = self._chunks(result, query.text)
            return as_file(query.shown_as, list(result.keys()), single, chunks, self.limits)

    def _chunks(self, result: CursorResult[tuple[object, ...]], text: str) -> Iterator[Sequence[Row]]:
        while True:
            with self._explained(text):
                rows = result.fetchmany(_ROWS_AT_ONCE)
            if not rows:
                return
            yield rows

    @contextlib.contextmanager
    def _explained(self, text: str) -> Iterator[None]:
        """Wait no longer than the limit, and turn what the database says into a reason."""
        seconds = self.seconds + self.kind.patience_seconds
        driver = driver_connection(self.connection)
        with limited(seconds, lambda: self.kind.stop(driver)) as wait:
            try:
                yield
            except SQLAlchemyError as error:
                raise DatabaseError(self._reason(error, text, seconds if wait.ended else None)) from None
            except UnicodeError:
                raise DatabaseError(failures.not_text()) from None
            except (ValueError, OverflowError) as error:  # a day, say, that Python's calendar does not have
                raise DatabaseError(failures.of_a_value(failures.words_of(type(error).__name__))) from None

    def _reason(self, error: SQLAlchemyError, text: str, waited: float | None) -> Reason:
        reason = self.kind.explain(error)
        if reason.lost:
            return reason if waited is None else failures.silent(waited)
        statement = failures.other_statement(text)
        return failures.not_reading(statement) if statement else reason

    def _recovered(self, reason: Reason) -> Reason:
        """Begin anew, so that other queries can be tried; name a near table where one was not found."""
        if reason.lost:
            return reason
        try:
            self.connection.rollback()
            self.kind.begin(self.connection)
            unknown = _NO_TABLE.search(reason.message)
            if unknown:
                return replace(reason, suggestion=_near(unknown.group(1), self.kind.known_tables(self.connection)))
        except SQLAlchemyError:
            return replace(reason, lost=True)
        return reason


@contextlib.contextmanager
def snapshot_of(kind: Kind, settings: DatabaseSettings, limits: Limits) -> Iterator[Snapshot]:
    """Connect and begin; nothing is ever committed.

    Raises:
        DatabaseError: There is no connection.
    """
    connection = _connected(kind, settings.timeout_seconds, settings.tries)
    try:
        yield Snapshot(kind=kind, connection=connection, seconds=settings.timeout_seconds, limits=limits)
    finally:
        with contextlib.suppress(SQLAlchemyError):
            connection.close()


def _connected(kind: Kind, seconds: float, tries: int, pause: float = _FIRST_PAUSE_SECONDS) -> Connection:
    try:
        return _begun(kind, seconds)
    except SQLAlchemyError as error:
        reason = kind.explain_connecting(error)
    except ValueError:  # such as a host that cannot be the name of one
        reason = failures.no_address()
    if not reason.lost or tries == 1:
        raise DatabaseError(reason)
    time.sleep(pause)
    return _connected(kind, seconds, tries - 1, 2 * pause)


def _begun(kind: Kind, seconds: float) -> Connection:
    connection = kind.engine.connect()
    driver = driver_connection(connection)
    try:
        with limited(seconds, lambda: kind.stop(driver)):
            kind.begin(connection)
    except SQLAlchemyError:
        connection.close()
        raise
    return connection


def _near(name: str, known: Sequence[str]) -> str | None:
    """The known table that a name resembles, with or without the schema before it."""
    by_last_part = {each.rpartition(".")[2]: each for each in known}
    near = nearest(name.rpartition(".")[2], by_last_part)
    return by_last_part[near] if near else None
