"""DuckDB: a file opened for reading only, or none; no file but the project's is read, nothing but a query is run."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from groupreport.intake.sources.sql import failures
from groupreport.intake.sources.sql.duckdb_dialect import ADDRESS, OneConnection
from groupreport.intake.sources.sql.failures import DatabaseError, Reason
from groupreport.intake.sources.sql.kinds import driver_connection, original, quiet_engine

_CANDIDATE = re.compile(r'^Candidate bindings: :? ?"([^"]+)"', re.MULTILINE)
_LINE = re.compile(r"^LINE (\d+):", re.MULTILINE)
_READS_CSV = re.compile(r"\bread_csv(?:_auto)?\s*\(|\b(?:from|join)\s+'[^']*\.(?:csv|tsv)(?:\.gz)?'", re.IGNORECASE)
_SAYS_TYPES = re.compile(r"\ball_varchar\s*:?=\s*(?:true|1)\b|\bcolumns\s*:?=", re.IGNORECASE)
_IN_USE = re.compile(r"could not set lock|different configuration|already open", re.IGNORECASE)
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
        if len(_READS_CSV.findall(query)) > len(_SAYS_TYPES.findall(query)):
            raise DatabaseError(
                Reason(
                    rule="query-guesses",
                    message="reads a CSV file and lets DuckDB guess the types, which makes 7 of the id 007",
                    remedy="Use read_csv(…, all_varchar = true).",
                )
            )
        try:
            sent = str(text(query).compile(dialect=connection.dialect))
            statements = driver_connection(connection).own.extract_statements(sent)
        except duckdb.Error as error:
            raise DatabaseError(_misunderstood(str(error))) from None
        if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
            raise DatabaseError(failures.not_reading(failures.other_statement(query)))

    def stop(self, driver: OneConnection) -> None:
        """Interrupt what runs."""
        driver.own.interrupt()

    def is_single(self, type_code: object) -> bool:
        """DuckDB's FLOAT."""
        return str(type_code) == "FLOAT"

    def known_tables(self, connection: Connection) -> list[str]:
        """The tables and views of the file; DuckDB's own hints name its inner tables as well."""
        found = connection.exec_driver_sql("select table_name from information_schema.tables")
        return [str(name) for name in found.scalars()]

    def explain(self, error: SQLAlchemyError) -> Reason:
        """By the kind of error; DuckDB's own words only where they cannot hold a value."""
        theirs = original(error)
        words = str(theirs)
        if isinstance(theirs, duckdb.InterruptException):
            return failures.too_slow(self.seconds)
        if isinstance(theirs, duckdb.PermissionException):
            return Reason(
                rule="file-outside",
                message="reads a file that is not named from the project's folder on",
                remedy="Begin the name with :project, as in read_csv(:project || '/data/ratings.csv', …).",
            )
        if isinstance(theirs, _NOT_READING) and re.search("read-only|Cannot execute statement", words):
            return failures.not_reading()
        if isinstance(theirs, _OF_THE_QUERY):
            return _misunderstood(words)
        if isinstance(theirs, duckdb.IOException):
            message = "finds no file of the name that it gives, or cannot read it"
            return Reason(rule="file-unreadable", message=message, remedy="Correct the name in the query.")
        return failures.of_a_value(failures.words_of(type(theirs).__name__.removesuffix("Exception")))

    def explain_connecting(self, error: SQLAlchemyError) -> Reason:
        """Why the file cannot be opened."""
        if _IN_USE.search(str(original(error))):
            message = "is open in another program that may write to it"
            return Reason(rule="server-refused", message=message, remedy="Close it there, then try again.")
        message = "is not a DuckDB file that this version of DuckDB can read"
        remedy = "Check data.database.url, or install the version of DuckDB that wrote the file."
        return Reason(rule="file-format", message=message, remedy=remedy)


def _bounds(folder: Path) -> list[str]:
    """What a connection may not do: leave the project's folder, load or spill anything, change these bounds."""
    allowed = folder.resolve().as_posix().replace("'", "''")
    return [
        "set python_enable_replacements = false",
        "set autoinstall_known_extensions = false",
        "set temp_directory = ''",
        f"set allowed_directories = ['{allowed}/']",
        "set enable_external_access = false",
        "set lock_configuration = true",
    ]


def _misunderstood(words: str) -> Reason:
    hint, line = _CANDIDATE.search(words), _LINE.search(words)
    said = words.splitlines()[0].partition(": ")[2]
    return failures.misunderstood(said, hint.group(1) if hint else None, int(line.group(1)) if line else None)
