"""A folder of exported files, one or more for each table."""

from __future__ import annotations

import difflib
import fnmatch
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from groupreport.errors import Severity
from groupreport.intake.contract import TABLES
from groupreport.intake.findings import Findings
from groupreport.intake.sources.files import WORKBOOKS, read_file, shown_path
from groupreport.intake.sources.gathered import Request, SourcePart, Sources
from groupreport.intake.spelling import nearest
from groupreport.parameters import TableSource

_PACKED = frozenset({".gz", ".zip", ".bz2", ".xz", ".7z", ".rar", ".tar"})
_TEXTS = frozenset({".csv", ".tsv", ".txt", ".tab", ".dat"})


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
    strangers = {name: path for name, path in paths.items() if name not in used}
    if not used and _note_no_tables(strangers, shown, findings):
        return Sources(shown_folder=shown, parts=())
    before = {name: _stamp(paths[name]) for name in sorted(used)}
    read = {name: read_file(paths[name], f"{shown}/{name}", request.data.limits, findings) for name in before}
    for name, stamp in before.items():
        if read[name] is not None and _stamp(paths[name]) != stamp:  # tables of two exports do not belong together
            message = "changed while the other tables were read"
            findings.add("file-changed", f"{shown}/{name}", message, "Wait until the export has ended.")
    parts: list[SourcePart] = []
    for table, settings, names in wanted:
        for name in names:
            if name in paths:
                file = read[name]
                parts += [SourcePart(table=table, file=file, settings=settings)] if file else []
            elif TABLES[table].required or settings.file is not None:
                strangers.pop(_note_missing(table, name, shown, strangers, findings) or "", None)
    for path in strangers.values():
        _note_stranger(path, shown, {table for table, _, names in wanted if used & set(names)}, findings)
    return Sources(shown_folder=shown, parts=tuple(parts))


def _stamp(path: Path) -> tuple[int, ...] | None:
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino


def _names(table: str, settings: TableSource, paths: Mapping[str, Path]) -> list[str]:
    """The files that a part asks for; a pattern stands for all that fit, and for itself where none does."""
    asked = (settings.file or f"{table}.csv",) if not isinstance(settings.file, tuple) else settings.file
    names: list[str] = []
    for name in asked:
        fitting = fnmatch.filter(paths, name) if any(sign in name for sign in "*?[") else []
        names += [each for each in (sorted(fitting) or [name]) if each not in names]
    return names


def _note_no_tables(strangers: Mapping[str, Path], shown: str, findings: Findings) -> bool:
    """Note a folder without any table that is empty, or that holds one workbook with all of them."""
    workbooks = [name for name, path in strangers.items() if path.suffix.lower() in WORKBOOKS]
    required = ", ".join(f"{name}.csv" for name, table in TABLES.items() if table.required)
    if not strangers:
        message, remedy = "is an empty folder", f"Put the exported tables there: {required}."
    elif len(workbooks) == 1 and not any(nearest(name.split(".")[0], TABLES, cutoff=0.75) for name in strangers):
        message = f"holds no table but the workbook '{workbooks[0]}'"
        remedy = f"Set data.source to workbook and data.path to {shown}/{workbooks[0]} in params/program.yml."
    else:
        return False
    findings.add("table-missing", shown, message, remedy)
    return True


def _note_missing(table: str, name: str, shown: str, strangers: Iterable[str], findings: Findings) -> str | None:
    """Note a file that is missing; return the file that is probably meant."""
    stems = {stranger.split(".")[0]: stranger for stranger in strangers}
    near = nearest(name.rsplit(".", 1)[0], stems)
    suggestion = stems[near] if near else None
    if name != f"{table}.csv":
        message = f"the file '{name}', which data.tables.{table} names, is not there"
        remedy = "Correct the name in params/program.yml, or put the export there."
    else:
        message = f"the required table '{table}' is missing"
        remedy = f"Export it as '{name}', or say in params/program.yml under data.tables where it is."
        if suggestion:
            remedy = _to_be_read(suggestion, table)
    findings.add("table-missing", f"{shown}/{name}", message, remedy, suggestion=suggestion)
    return suggestion


def _to_be_read(name: str, table: str) -> str:
    """What to do so that a file is read as a table."""
    ending = Path(name).suffix.lower()
    if ending == ".csv":
        return f"Rename it to '{table}.csv'."
    if ending in _PACKED:
        return f"Unpack it, and name what is in it '{table}.csv'."
    if ending in WORKBOOKS | _TEXTS:
        return f"Name it under data.tables.{table}.file in params/program.yml."
    return f"Export the table as '{table}.csv'."


def _note_stranger(entry: Path, shown: str, given: Collection[str], findings: Findings) -> None:
    ending = entry.suffix.lower()
    # A table that is there under nearly its name would otherwise count as not collected.
    near = nearest(entry.name.split(".")[0], [name for name in TABLES if name not in given], cutoff=0.75)
    severity: Severity = "error" if near else "warning"
    if near:
        message = f"looks like the table '{near}', but is not read"
        remedy = f"{_to_be_read(entry.name, near)} If it is something else, move it elsewhere."
    elif entry.is_dir():
        return
    elif ending in WORKBOOKS:
        message = "is a workbook from which no table is read"
        remedy = "Name it under data.tables in params/program.yml, or set data.source to workbook and data.path to it."
    elif ending == ".numbers":
        message, remedy = "is a workbook from which no table is read", "Save it as .xlsx."
    elif ending == ".csv":
        message = "is not named after a table, so it is not read"
        remedy = f"The tables are: {', '.join(TABLES)}."
    else:
        return
    findings.add("file-unknown", f"{shown}/{entry.name}", message, remedy, severity=severity)


def _note_no_folder(request: Request, folder: Path, shown: str, findings: Findings) -> None:
    project, term_id = request.project, request.term.id
    if folder.is_file():
        message = "is a file, not a folder with the exported tables"
        remedy = "Correct data.path in params/program.yml."
        if folder.suffix.lower() in WORKBOOKS:
            remedy = "Set data.source to workbook in params/program.yml, or correct data.path."
        findings.add("data-folder-missing", shown, message, remedy)
        return
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
