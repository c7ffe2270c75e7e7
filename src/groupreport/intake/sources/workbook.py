"""One XLSX or ODS workbook with a sheet for each table."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from groupreport.intake.contract import GUIDE_SHEETS, TABLES
from groupreport.intake.findings import Findings
from groupreport.intake.sources.files import WORKBOOKS, read_file, shown_path
from groupreport.intake.sources.gathered import Request, SourceFile, SourcePart, Sources
from groupreport.intake.spelling import listed, nearest
from groupreport.intake.workbooks import Workbook, WorkbookError, open_workbook
from groupreport.parameters import PROGRAM_FILE


def gather(request: Request, findings: Findings) -> Sources:
    """Read the workbook and find each table's sheet; note sheets that are missing, or that no table asks for."""
    path = request.project.folder / request.data.path_of(request.term.id)
    shown = shown_path(request.project, path)
    nothing = Sources(shown_folder=shown, parts=())
    if path.is_dir() or not path.exists():
        _note_no_workbook(request, path, shown, findings)
        return nothing
    read = read_file(path, shown, request.data.limits, findings)
    # Whatever the ending says: what is named here is meant as a workbook.
    file = replace(read, kind="workbook") if read else None
    book = opened(file, findings) if file else None
    if file is None or book is None:
        return nothing
    parts: list[SourcePart] = []
    given: set[str] = set()
    for table in TABLES:
        for settings in request.data.parts_of(table):
            if settings.file is not None:
                _note_file(table, findings)
            sheet = settings.sheet or table
            if sheet in book.sheets:
                parts.append(SourcePart(table=table, file=file, settings=settings))
                given.add(table)
            elif TABLES[table].required or table in request.data.tables:
                strangers = [name for name in book.sheets if name not in TABLES]
                note_missing_sheet(table, sheet, strangers, shown, findings)
    used = {part.settings.sheet or part.table for part in parts}
    _note_strangers([name for name in book.sheets if name not in used], given, shown, findings)
    return Sources(shown_folder=shown, parts=tuple(parts))


def opened(file: SourceFile, findings: Findings) -> Workbook | None:
    """The file as a workbook, or None where the reason why it is none was noted."""
    try:
        return open_workbook(file.content, file.shown_as)
    except WorkbookError as refusal:
        findings.add(refusal.rule, file.shown_as, refusal.message, refusal.remedy)
        return None


def note_missing_sheet(table: str, name: str, sheets: Collection[str], shown: str, findings: Findings) -> None:
    """Note that a workbook has not the sheet of a table, and which sheet may be meant."""
    if name != table:
        message = f"has no sheet '{name}', which data.tables.{table} names"
        remedy = f"Correct the name in {PROGRAM_FILE}, or add the sheet."
    else:
        message = f"has no sheet '{table}'"
        remedy = f"Name the sheet so, or name it under data.tables.{table}.sheet in {PROGRAM_FILE}."
    findings.add("sheet-missing", shown, message, remedy, suggestion=nearest(name, sheets))


def _note_strangers(names: Collection[str], given: Collection[str], shown: str, findings: Findings) -> None:
    missing = [table for table in TABLES if table not in given]
    strangers = []
    for name in names:
        # A table that is there under nearly its name would otherwise count as not collected.
        near = nearest(name, missing, cutoff=0.75)
        if near is None:
            strangers += [name] if name not in GUIDE_SHEETS else []
            continue
        message, remedy = "is not named after a table, so it is not read", "Rename it, or delete it."
        findings.add("sheet-unknown", shown, message, remedy, sheet=name, suggestion=near)
    if strangers:
        message = f"has sheets that no table is read from: {listed(strangers)}"
        remedy = (
            f"Name them under data.tables in {PROGRAM_FILE} if they are needed. The tables are: {', '.join(TABLES)}."
        )
        findings.add(
            "sheet-unknown",
            shown,
            message,
            remedy,
            severity="warning",
            count=len(strangers),
            facts={"names": tuple(strangers)},
        )


def _note_file(table: str, findings: Findings) -> None:
    findings.add(
        "source-setting",
        PROGRAM_FILE,
        f"data.tables.{table}.file names a file, but every table is read from one workbook",
        "Name the sheet under `sheet`, or set data.source to folder and name the workbook under `file`.",
        column=f"data.tables.{table}.file",
    )


def _note_no_workbook(request: Request, path: Path, shown: str, findings: Findings) -> None:
    term_id = request.term.id
    if path.is_dir():
        message = f"is a folder, not the workbook of the term '{term_id}'"
        remedy = f"Name the workbook in data.path in {PROGRAM_FILE}, or set data.source to folder."
        findings.add("data-folder-missing", shown, message, remedy)
        return
    beside = path.parent.iterdir() if path.parent.is_dir() else ()
    books = sorted(entry.name for entry in beside if entry.suffix.lower() in WORKBOOKS and entry.name[:2] != "~$")
    near = difflib.get_close_matches(path.name, books, n=1)
    project = request.project
    with_data = [name for name in project.terms if (project.folder / request.data.path_of(name)).is_file()]
    known = f"Terms with data: {', '.join(with_data)}." if with_data else "No term of this project has data yet."
    findings.add(
        "data-folder-missing",
        shown,
        f"there is no workbook for the term '{term_id}'",
        f"Put it there, or correct data.path in {PROGRAM_FILE}. {known}",
        suggestion=near[0] if near else None,
    )
