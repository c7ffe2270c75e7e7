"""DuckDB: a file opened for reading only, or none; no file but the project's is read, nothing but a query is run."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from groupreport.intake.sources.sql import failures
from groupreport.intake.sources.sql.duckdb_dialect import ADDRESS, OneConnection
from groupreport.intake.sources.sql.failures import DatabaseError, Reason
from groupreport.intake.sources.sql.kinds import driver_connection, original, quiet_engine

_SUGGESTED = re.compile(r'^(?:Did you mean|Candidate bindings:) "([^"]+)"', re.MULTILINE)
_LINE = re.compile(r"^LINE (\d+):", re.MULTILINE)
_READS_CSV = re.compile(r"\bread_csv(?:_auto)?\s*\(|\b(?:from|join)\s+'[^']*\.(?:csv|tsv)(?:\.gz)?'", re.IGNORECASE)
_SAYS_TYPES = re.compile(r"\b(?:all_varchar|columns|types|dtypes|column_types)\s*:?=", re.IGNORECASE)
_NOT_READING = (duckdb.InvalidInputException, duckdb.TransactionException)
_OF_THE_QUERY = (duckdb.CatalogException, duckdb.BinderException, duckdb.ParserException)


class DuckDB:
    """A DuckDB file, or without one the CSV and Parquet files of the project."""

    patience_seconds = 0.0

    def __init__(self, path: Path | None, folder: Path, seconds: float) -> None:
        self.seconds = seconds

        def connect() -> OneConnection:
            connection = duckdb.connect(str(path) if path else ":memory:", read_only=path is not None)
            for setting in _bounds(folder):
                connection.execute(setting)
            return OneConnection(connection)

        self.engine = quiet_engine(ADDRESS, creator=connect)

    def begin(self, connection: Connection) -> None:
        """Begin; while a file is open for reading, DuckDB lets no other program write to it."""
        connection.exec_driver_sql("select 1")

    def check(self, connection: Connection, query: str) -> None:
        """Ask DuckDB what statement it is: `copy … to` a file of the project would not change the database."""
        if _READS_CSV.search(query) and not _SAYS_TYPES.search(query):
            raise DatabaseError(
                Reason(
                    rule="query-guesses",
                    message="reads a CSV file and lets DuckDB guess the types, which makes 7 of the id 007",
                    remedy="Use read_csv(…, all_varchar = true).",
                )
            )
        statements = driver_connection(connection).own.extract_statements(query)
        if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
            raise DatabaseError(failures.not_reading(query))

    def stop(self, driver: OneConnection) -> None:
        """Interrupt what runs."""
        driver.own.interrupt()

    def is_single(self, type_code: object) -> bool:
        """DuckDB's FLOAT."""
        return str(type_code) == "FLOAT"

    def known_tables(self, connection: Connection) -> list[str]:
        """None: DuckDB names near tables itself."""
        return []

    def explain(self, error: SQLAlchemyError, query: str) -> Reason:
        """By the kind of error; DuckDB's own words only where they cannot hold a value."""
        theirs = original(error)
        words = str(theirs)
        if isinstance(theirs, duckdb.InterruptException):
            return failures.too_slow(self.seconds)
        if isinstance(theirs, duckdb.PermissionException):
            return Reason(
                rule="file-outside",
                message="names a file outside of the project's folder, or a file without its folder",
                remedy="Only files of the project are read: begin the name with :project || '/data/…'.",
            )
        if isinstance(theirs, _NOT_READING) and re.search("read-only|Cannot execute statement", words):
            return failures.not_reading(query)
        if isinstance(theirs, _OF_THE_QUERY):
            return _misunderstood(words)
        if isinstance(theirs, duckdb.IOException):
            message = "finds no file of the name that it gives, or cannot read it"
            return Reason(rule="file-unreadable", message=message, remedy="Correct the name in the query.")
        return failures.of_a_value(failures.words_of(type(theirs).__name__.removesuffix("Exception")))

    def explain_connecting(self, error: SQLAlchemyError) -> Reason:
        """Why the file cannot be opened."""
        words = str(original(error))
        if "lock" in words or "different configuration" in words:
            message = "is open in another program that may write to it"
            return Reason(rule="server-refused", message=message, remedy="Close it there, then try again.")
        message = "is not a DuckDB file that this version of DuckDB can read"
        remedy = "Check data.database.url, or install the version of DuckDB that wrote the file."
        return Reason(rule="file-format", message=message, remedy=remedy)


def _bounds(folder: Path) -> list[str]:
    """What a connection may not do: leave the project's folder, load or spill anything, change these bounds."""
    allowed = str(folder.resolve()).rstrip("/\\").replace("'", "''")
    return [
        "set python_enable_replacements = false",
        "set autoinstall_known_extensions = false",
        "set temp_directory = ''",
        f"set allowed_directories = ['{allowed}/']",
        "set enable_external_access = false",
        "set lock_configuration = true",
    ]


def _misunderstood(words: str) -> Reason:
    hint, line = _SUGGESTED.search(words), _LINE.search(words)
    said = words.splitlines()[0].partition(": ")[2]
    return Reason(
        rule="query-failed",
        message=f"is not understood by the database: {said}",
        remedy="Correct the query.",
        suggestion=hint.group(1) if hint else None,
        line=int(line.group(1)) if line else None,
    )
