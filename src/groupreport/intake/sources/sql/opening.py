"""From an address to the kind of database that it names, or a note on why it cannot be opened."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from groupreport.intake.findings import Findings
from groupreport.intake.sources.files import shown_path
from groupreport.intake.sources.gathered import Request
from groupreport.intake.sources.sql.address import EMBEDDED
from groupreport.intake.sources.sql.kinds import Kind
from groupreport.intake.spelling import nearest
from groupreport.parameters import PROGRAM_FILE

_COLUMN = "data.database.url"
_EXTRAS = {"postgresql+psycopg": "database", "duckdb": "duckdb"}


def kind_of(address: URL, request: Request, seconds: float, findings: Findings) -> Kind | None:
    """The database, not yet connected to; None where a problem was noted."""
    name = address.get_backend_name()
    try:
        if name in EMBEDDED:
            return _embedded(address, request, seconds, findings)
        if address.drivername == "postgresql+psycopg":
            from groupreport.intake.sources.sql.postgresql import PostgreSQL

            return PostgreSQL(address, seconds)
        return _other(address, findings)
    except NoSuchModuleError:
        message = f"names a kind of database, '{address.drivername}', that nothing installed here speaks to"
        near = nearest(address.drivername, ("postgresql", "sqlite", "duckdb"))
        remedy = "Known without more are postgresql, sqlite and duckdb; others need SQLAlchemy's package for them."
        findings.add("database-address", PROGRAM_FILE, message, remedy, column=_COLUMN, suggestion=near)
    except ModuleNotFoundError as error:
        message = f"needs the Python module {error.name}, which is not installed"
        extra = _EXTRAS.get(address.drivername)
        remedy = "Install the package that brings it, or name another driver in the address, as in mysql+pymysql://."
        if extra:
            remedy = f"Run `pip install 'groupreport[{extra}]'`."
        findings.add("source-package", PROGRAM_FILE, message, remedy, column=_COLUMN)
    except (ArgumentError, TypeError, ValueError):  # whose text may hold parts of the address
        message = "holds settings that the database's driver does not know"
        findings.add("database-address", PROGRAM_FILE, message, "Correct what follows the `?`.", column=_COLUMN)
    return None


def _embedded(address: URL, request: Request, seconds: float, findings: Findings) -> Kind | None:
    name, file = address.get_backend_name(), address.database or ""
    if "+" in address.drivername or address.host or address.query or file.startswith(("file:", "md:", "motherduck:")):
        message = f"is not the address of a {name} file"
        remedy = f"It looks like {name}:///data/clinic.{'db' if name == 'sqlite' else 'duckdb'}, and nothing follows."
        findings.add("database-address", PROGRAM_FILE, message, remedy, column=_COLUMN)
        return None
    path = None if file in {"", ":memory:"} else request.project.folder / file
    if path is not None and not path.is_file():
        _note_no_file(path, request, findings)
        return None
    if name == "duckdb":
        from groupreport.intake.sources.sql.duckdb import DuckDB

        return DuckDB(path, request.project.folder, seconds)
    if path is None:
        message, remedy = "names no file", "It looks like sqlite:///data/clinic.db."
        findings.add("database-address", PROGRAM_FILE, message, remedy, column=_COLUMN)
        return None
    from groupreport.intake.sources.sql.sqlite import SQLite

    return SQLite(path, seconds)


def _other(address: URL, findings: Findings) -> Kind | None:
    from groupreport.intake.sources.sql.other import Other

    other = Other(address)
    if other.engine.dialect.is_async:
        message = f"names '{address.drivername}', a driver for another way of programming"
        findings.add("database-address", PROGRAM_FILE, message, "Name another driver of the database.", column=_COLUMN)
        return None
    message = f"names a database ({address.get_backend_name()}) that only its account can keep from being written to"
    remedy = "Use an account that may do nothing but `select`."
    findings.add("database-untested", PROGRAM_FILE, message, remedy, severity="warning", column=_COLUMN)
    return other


def _note_no_file(path: Path, request: Request, findings: Findings) -> None:
    shown = shown_path(request.project, path)
    entries = [entry.name for entry in path.parent.iterdir() if entry.is_file()] if path.parent.is_dir() else []
    near = nearest(path.name, entries)
    message = "is not there, or is no file"
    remedy = "Correct data.database.url in params/program.yml; a path in it begins at the project's folder."
    findings.add("file-unreadable", shown, message, remedy, suggestion=near)
