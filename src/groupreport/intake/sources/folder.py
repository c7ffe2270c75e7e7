"""A folder of exported files, one or more for each table."""

from __future__ import annotations

import difflib
import fnmatch
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from groupreport.errors import Severity
from groupreport.intake.contract import TABLES
from groupreport.intake.findings import Findings
from groupreport.intake.sources.files import SPREADSHEETS, WORKBOOKS, read_file, shown_path
from groupreport.intake.sources.gathered import Request, SourcePart, Sources
from groupreport.intake.spelling import nearest
from groupreport.parameters import TableSource


def gather(request: Request, findings: Findings) -> Sources:
    """Read the bytes of each table's files; note files that are missing, or that no table asks for."""
    folder = request.project.folder / request.data.path_of(request.term.id)
    shown = shown_path(request.project, folder)
    if not folder.is_dir():
        _note_no_folder(request, folder, shown, findings)
        return Sources(shown_folder=shown, parts=())
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        findings.add("file-unreadable", shown, f"cannot be read: {error.strerror}", "Check who may read the folder.")
        return Sources(shown_folder=shown, parts=())
    paths = {entry.name: entry for entry in entries if not entry.name.startswith((".", "~$"))}
    wanted = [(table, part, _names(table, part, paths)) for table in TABLES for part in request.data.parts_of(table)]
    used = {name for _, _, names in wanted for name in names if name in paths}
    read = {name: read_file(paths[name], f"{shown}/{name}", request.data.limits, findings) for name in sorted(used)}
    strangers = [name for name in paths if name not in used]
    parts: list[SourcePart] = []
    for table, settings, names in wanted:
        for name in names:
            if name in paths:
                file = read[name]
                parts += [SourcePart(table=table, file=file, settings=settings)] if file else []
            elif TABLES[table].required or settings.file is not None:
                _note_missing(table, name, shown, strangers, findings)
    for name in strangers:
        _note_stranger(paths[name], shown, {table for table, _, names in wanted if used & set(names)}, findings)
    return Sources(shown_folder=shown, parts=tuple(parts))


def _names(table: str, settings: TableSource, paths: Mapping[str, Path]) -> list[str]:
    """The files that a part asks for; a pattern stands for all that fit, and for itself where none does."""
    asked = (settings.file or f"{table}.csv",) if not isinstance(settings.file, tuple) else settings.file
    names: list[str] = []
    for name in asked:
        fitting = fnmatch.filter(paths, name) if any(sign in name for sign in "*?[") else []
        names += [each for each in (sorted(fitting) or [name]) if each not in names]
    return names


def _note_missing(table: str, name: str, shown: str, strangers: Iterable[str], findings: Findings) -> None:
    stems = {stranger.split(".")[0]: stranger for stranger in strangers}
    near = nearest(name.rsplit(".", 1)[0], stems)
    suggestion = stems[near] if near else None
    if name != f"{table}.csv":
        message = f"the file '{name}', which data.tables.{table} names, is not there"
        remedy = "Correct the name in params/program.yml, or put the export there."
    else:
        message = f"the required table '{table}' is missing"
        remedy = f"Export it as '{name}', or say in params/program.yml under data.tables where it is."
        if suggestion and Path(suggestion).suffix.lower() == ".csv":
            remedy = f"Rename it to '{name}'."
        elif suggestion and Path(suggestion).suffix.lower() in WORKBOOKS:
            remedy = f"Name it under data.tables.{table}.file in params/program.yml."
    findings.add("table-missing", f"{shown}/{name}", message, remedy, suggestion=suggestion)


def _note_stranger(entry: Path, shown: str, given: Collection[str], findings: Findings) -> None:
    ending = entry.suffix.lower()
    if entry.is_dir() or (ending != ".csv" and ending not in SPREADSHEETS):
        return
    severity: Severity = "warning"
    suggestion = None
    if ending in SPREADSHEETS:
        message = "is a workbook that no table is read from"
        remedy = (
            "Name it under data.tables in params/program.yml, or set data.source to workbook and data.path to it."
            if ending in WORKBOOKS
            else "Save it as .xlsx."
        )
    else:
        # A table that is there under nearly its name would otherwise count as not collected.
        near = nearest(entry.stem, [name for name in TABLES if name not in given], cutoff=0.75)
        severity = "error" if near else "warning"
        message = "is not named after a table, so it is not read"
        remedy = "Rename it, or move it elsewhere." if near else f"The tables are: {', '.join(TABLES)}."
        suggestion = f"{near}.csv" if near else None
    name = f"{shown}/{entry.name}"
    findings.add("file-unknown", name, message, remedy, severity=severity, suggestion=suggestion)


def _note_no_folder(request: Request, folder: Path, shown: str, findings: Findings) -> None:
    project, term_id = request.project, request.term.id
    with_data = [name for name in project.terms if (project.folder / request.data.path_of(name)).is_dir()]
    near = folder.parent.is_dir() and difflib.get_close_matches(
        folder.name, [entry.name for entry in folder.parent.iterdir() if entry.is_dir()], n=1
    )
    known = f"Terms with data: {', '.join(with_data)}." if with_data else "No term of this project has data yet."
    findings.add(
        "data-folder-missing",
        shown,
        f"there is no data folder for the term '{term_id}'",
        f"Put the exported tables there, or correct data.path in params/program.yml. {known}",
        suggestion=near[0] if near else None,
    )
