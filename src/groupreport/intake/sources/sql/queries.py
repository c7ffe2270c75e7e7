"""The query of each table: from program.yml or from a file of the project, with the names that are bound in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy

from groupreport.intake.contract import TABLES
from groupreport.intake.findings import Findings
from groupreport.intake.sources.files import read_file
from groupreport.intake.sources.gathered import Request
from groupreport.intake.spelling import nearest
from groupreport.parameters import PROGRAM_FILE, TableSource

_NAMES = ("term", "starts", "ends", "project")
_KNOWN = "Known are :term, :starts, :ends (the term's id and days) and :project (the project's folder)."
# `:term::text` is PostgreSQL's way to convert; SQLAlchemy leaves a name that is followed by a colon alone.
_CONVERTED = re.compile(r"(?<![:\w\\]):(\w+)::")
# What says how files are written, not rows of a database.
_OF_FILES = ("file", "sheet", "forms", "events", "header_row", "encoding", "delimiter")


@dataclass(frozen=True, kw_only=True)
class TableQuery:
    """What a part of a table is read from.

    Attributes:
        table: The contract's table.
        part: How the columns of the answer become the contract's.
        shown_as: The query's name in messages.
        text: The SQL, with names such as `:term` where values are bound.
    """

    table: str
    part: TableSource
    shown_as: str
    text: str

    @property
    def names(self) -> frozenset[str]:
        """The names of the values that are bound."""
        return frozenset(sqlalchemy.text(self.text).compile().params)


def bound_values(request: Request) -> dict[str, object]:
    """The values that a query may name; they are bound by the driver and never become part of the SQL."""
    term = request.term
    folder = request.project.folder.resolve().as_posix()
    return {"term": term.id, "starts": term.starts, "ends": term.ends, "project": folder}


def wanted_queries(request: Request, findings: Findings) -> list[TableQuery]:
    """Every query of the program that can be run; what is missing or cannot be bound is noted."""
    queries = []
    for table, number, part in _parts(request, findings):
        shown_as = f"query {table}{f' {number}' if number > 1 else ''} ({request.term.id})"
        key = f"data.tables.{table}"
        _note_keys_of_files(part, key, findings)
        if part.query is None:
            message = "has no query, so nothing is read for it"
            remedy = f"Write `query:` there, or take {key} out."
            findings.add("table-missing", PROGRAM_FILE, message, remedy, column=key)
            continue
        text = _read_query(part.query, request, f"{key}.query", findings)
        if text is None:
            continue
        query = TableQuery(table=table, part=part, shown_as=shown_as, text=text)
        if _can_be_bound(query, findings):
            queries.append(query)
    return queries


def _parts(request: Request, findings: Findings) -> Iterator[tuple[str, int, TableSource]]:
    for table, contract in TABLES.items():
        if table not in request.data.tables:
            if contract.required:
                message = f"the required table '{table}' is missing"
                remedy = f"Write its query under data.tables.{table}."
                findings.add("table-missing", PROGRAM_FILE, message, remedy, column="data.tables")
            continue
        for number, part in enumerate(request.data.parts_of(table), start=1):
            yield table, number, part


def _note_keys_of_files(part: TableSource, key: str, findings: Findings) -> None:
    given = [name for name in _OF_FILES if getattr(part, name) is not None]
    given += ["format"] if part.format != "plain" else []
    if given:
        message = f"sets {', '.join(given)}, which say how files are written and mean nothing for a query"
        findings.add("source-setting", PROGRAM_FILE, message, "Take them out.", column=key)


def _read_query(given: str, request: Request, key: str, findings: Findings) -> str | None:
    """The SQL itself, or that of the file which is named."""
    if not given.lower().endswith(".sql"):
        return given
    folder = request.project.folder.resolve()
    path = folder / given
    if not _lies_in(folder, path):
        message = f"names the file '{given}', which lies outside of the project's folder"
        remedy = "Put the file into the project, such as queries/ratings.sql."
        findings.add("file-outside", PROGRAM_FILE, message, remedy, column=key)
        return None
    if not path.exists():
        message = f"names the file '{given}', which is not in the project's folder"
        near = nearest(path.name, [entry.name for entry in _siblings(path)])
        meant = (path.parent / near).relative_to(folder).as_posix() if near else None
        findings.add("file-unreadable", PROGRAM_FILE, message, "Correct the name.", column=key, suggestion=meant)
        return None
    file = read_file(path, given, request.data.limits, findings)
    if file is None:
        return None
    try:
        return file.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        findings.add("file-encoding", given, "is not UTF-8 text", "Save it as UTF-8.")
        return None


def _lies_in(folder: Path, path: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder)
    except (OSError, RuntimeError):  # a loop of links
        return False


def _siblings(path: Path) -> list[Path]:
    return sorted(path.parent.glob("*.sql")) if path.parent.is_dir() else []


def _can_be_bound(query: TableQuery, findings: Findings) -> bool:
    converted = _CONVERTED.search(query.text)
    if converted:
        name = converted.group(1)
        message = f"converts :{name} with ::, where it would not be bound"
        remedy = f"Write cast(:{name} as …) instead."
        findings.add("query-parameter", query.shown_as, message, remedy, line=_line(query.text, converted.start()))
        return False
    unknown = sorted(query.names - set(_NAMES))
    for name in unknown:
        message = f"names the value :{name}, which is not known"
        remedy = f"{_KNOWN} In a text, write a colon before a letter as \\:."
        near = nearest(name, _NAMES)
        line = _line(query.text, query.text.find(f":{name}"))
        suggestion = f":{near}" if near else None
        findings.add("query-parameter", query.shown_as, message, remedy, line=line, suggestion=suggestion)
    return not unknown


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
