"""The files that a program exported, as bytes that are read once and hashed."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from groupreport.errors import Severity
from groupreport.intake.contract import TABLES
from groupreport.intake.findings import Findings
from groupreport.intake.spelling import nearest
from groupreport.parameters import Project

_SHEETS = {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".numbers"}


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """One exported file: its name as a person knows it, its bytes and their SHA-256."""

    shown_as: str
    content: bytes
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Sources:
    """What was found in a term's data folder: a file for each table, and the folder as a person knows it."""

    shown_folder: str
    files: dict[str, SourceFile]

    @property
    def hashes(self) -> dict[str, str]:
        """The SHA-256 of each file by its name as a person knows it."""
        return {file.shown_as: file.sha256 for file in self.files.values()}


def data_folder(project: Project, path: str, term_id: str) -> Path:
    """The folder of a term's exports: `path` with the term's id, from the project's folder unless absolute."""
    return project.folder / path.replace("{term}", term_id)


def shown_folder(project: Project, folder: Path) -> str:
    """The folder as it stands in messages: from the project's folder, or its last part where it lies elsewhere."""
    try:
        return folder.resolve().relative_to(project.folder.resolve()).as_posix()
    except ValueError:
        return folder.name


def find_sources(project: Project, path: str, term_id: str, findings: Findings) -> Sources:
    """Read the bytes of each table's file and note files that are missing or that no table is named after."""
    folder = data_folder(project, path, term_id)
    shown = shown_folder(project, folder)
    if not folder.is_dir():
        findings.add("data-folder-missing", shown, *_folder_missing(project, path, term_id, folder))
        return Sources(shown_folder=shown, files={})
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        findings.add("file-unreadable", shown, f"cannot be read: {error.strerror}", "Check who may read the folder.")
        return Sources(shown_folder=shown, files={})
    paths = {entry.name: entry for entry in entries if not entry.name.startswith((".", "~$"))}
    files: dict[str, SourceFile] = {}
    strangers = [name for name in paths if name.removesuffix(".csv") not in TABLES or not name.endswith(".csv")]
    for name, table in TABLES.items():
        entry = paths.get(f"{name}.csv")
        if entry is not None:
            file = _read(entry, f"{shown}/{entry.name}", findings)
            if file is not None:
                files[name] = file
        elif table.required:
            _note_missing(name, shown, strangers, findings)
    for name in strangers:
        _note_stranger(paths[name], shown, set(files), findings)
    return Sources(shown_folder=shown, files=files)


def _read(entry: Path, shown_as: str, findings: Findings) -> SourceFile | None:
    if not entry.is_file():
        findings.add("file-unreadable", shown_as, "is not a file", "Put the exported CSV file there.")
        return None
    try:
        content = entry.read_bytes()
    except OSError as error:
        findings.add(
            "file-unreadable",
            shown_as,
            f"cannot be read: {error.strerror}",
            "Close it in other programs and check who may read it.",
        )
        return None
    return SourceFile(shown_as=shown_as, content=content, sha256=hashlib.sha256(content).hexdigest())


def _note_missing(table: str, shown: str, strangers: Iterable[str], findings: Findings) -> None:
    strangers = list(strangers)
    stems = {name.split(".")[0]: name for name in strangers}
    near = nearest(table, stems)
    remedy = f"Rename '{stems[near]}' to '{table}.csv'" if near else f"Export it as '{table}.csv'"
    if near and Path(stems[near]).suffix.lower() in _SHEETS:
        remedy = f"Save the sheet in '{stems[near]}' as CSV under the name '{table}.csv'"
    findings.add("table-missing", f"{shown}/{table}.csv", f"the required table '{table}' is missing", f"{remedy}.")


def _note_stranger(entry: Path, shown: str, given: Collection[str], findings: Findings) -> None:
    severity: Severity = "warning"
    if entry.is_dir():
        return
    if entry.suffix.lower() in _SHEETS:
        message, remedy = "is a spreadsheet, which is not read", "Save each sheet as CSV under its table's name."
    elif entry.suffix.lower() == ".csv":
        # A table that is there under nearly its name would otherwise count as not collected.
        near = nearest(entry.stem, [name for name in TABLES if name not in given], cutoff=0.75)
        severity = "error" if near else "warning"
        message = "is not named after a table, so it is not read"
        remedy = f"Did you mean '{near}.csv'? Rename it, or move it elsewhere." if near else _known_tables()
    else:
        return
    findings.add("file-unknown", f"{shown}/{entry.name}", message, remedy, severity=severity)


def _known_tables() -> str:
    return f"The tables are: {', '.join(TABLES)}."


def _folder_missing(project: Project, path: str, term_id: str, folder: Path) -> tuple[str, str]:
    with_data = [name for name in project.terms if data_folder(project, path, name).is_dir()]
    near = folder.parent.is_dir() and difflib.get_close_matches(
        folder.name, [entry.name for entry in folder.parent.iterdir() if entry.is_dir()], n=1
    )
    known = f"Terms with data: {', '.join(with_data)}." if with_data else "No term of this project has data yet."
    remedy = f"Put the exported tables there, or correct data.path in params/program.yml. {known}"
    if near:
        remedy = f"Did you mean the folder '{near[0]}'? {remedy}"
    return f"there is no data folder for the term '{term_id}'", remedy
