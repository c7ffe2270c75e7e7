"""A small whole term with every table and column, as files in several forms, to be spoilt."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

Rows = list[list[str]]

PROGRAM = """\
program: {name: Evening groups}
instruments: [alliance_1_10, phq9]
characteristics: [age_band]
"""
TERM = "term: {id: t, starts: 2026-09-01, ends: 2026-12-11}\n"
_EVENT_COLUMNS = (
    "event_id,group_id,session,reported_by,level,kind,cultural,identity_domain,intensity,member_ids,named,"
    "repair_status,resolved_session,note"
)
TABLES: dict[str, Rows] = {
    "groups": [
        ["group_id", "group_name", "program", "site", "modality", "enrollment", "planned_sessions", "leaders"],
        ["G01", 'Anxiety, "mild"', "Evening", "Süd", "in_person", "closed", "3", "L1;L2"],
        ["G02", "Grief", "Evening", "", "online", "open", "3", "L3"],
    ],
    "roster": [
        ["member_id", "group_id", "enrolled_on", "ended_on", "end_reason", "age_band"],
        ["007", "G01", "2026-09-01", "", "", "18-29"],
        ["008", "G01", "2026-09-01", "", "", "30-44"],
        ["NA", "G01", "2026-09-01", "", "", ""],
        ["101", "G02", "2026-09-01", "2026-09-20", "completed", "30-44"],
        ["Zoë", "G02", "2026-09-08", "", "", "18-29"],
    ],
    "sessions": [
        ["group_id", "session", "held_on", "status", "stage", "modality"],
        ["G01", "1", "2026-09-07", "held", "commitment", "in_person"],
        ["G01", "2", "2026-09-14", "canceled", "", ""],
        ["G01", "3", "2026-09-21", "held", "process", "in_person"],
        ["G02", "1", "2026-09-08", "held", "commitment", "online"],
        ["G02", "2", "2026-09-15", "held", "change", "online"],
    ],
    "attendance": [
        ["member_id", "group_id", "session", "status"],
        *([member, "G01", session, "attended"] for session in ("1", "3") for member in ("007", "008", "NA")),
        ["101", "G02", "1", "attended"],
        ["Zoë", "G02", "1", "late"],
        ["101", "G02", "2", "excused"],
        ["Zoë", "G02", "2", "no_show"],
    ],
    "ratings": [
        ["member_id", "group_id", "session", "instrument", "item", "value", "rater", "target"],
        ["007", "G01", "1", "alliance_1_10", "1", "8", "member", "leader"],
        ["007", "G01", "1", "alliance_1_10", "2", "7", "", ""],
        ["008", "G01", "1", "alliance_1_10", "1", "", "member", ""],
        ["NA", "G01", "3", "alliance_1_10", "3", "10", "member", "group"],
        ["L1", "G01", "3", "alliance_1_10", "1", "5", "leader", "members"],
        ["101", "G02", "1", "alliance_1_10", "1", "9", "", ""],
    ],
    "outcomes": [
        ["member_id", "group_id", "occasion", "measured_on", "instrument", "item", "value"],
        ["007", "G01", "pre", "2026-09-01", "phq9", "1", "3"],
        ["007", "", "post", "2026-12-01", "phq9", "2", "0"],
        ["Zoë", "G02", "2", "", "phq9", "9", ""],
    ],
    "events": [
        _EVENT_COLUMNS.split(","),
        ["E1", "G01", "1", "leader", "member_member", "confrontation", "no", "", "2.5", "007;008", "yes", "full", "3",
         'He said: "no", and left.\nThen he came back, later'],
        ["E2", "G02", "2", "observer", "member_leader", "withdrawal", "1", "age", "", "", "", "none", "", ""],
    ],
    "participation": [
        ["member_id", "group_id", "session", "turns", "minutes"],
        ["007", "G01", "1", "3", "12.5"],
        ["Zoë", "G02", "1", "", "0.25"],
    ],
    "feedback": [
        ["group_id", "session", "leader_id", "viewed", "discussed"],
        ["G01", "1", "L1", "yes", "no"],
        ["G02", "1", "L3", "TRUE", "0"],
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Form:
    """One way in which a program may hand in the term.

    Attributes:
        program: What program.yml says of it.
        tables: The rows of each table or file as text, the column names first.
        written: The files of tables, by the path from the project's folder.
        read: What an independent and simple reader finds in such files: the rows of each table as text, the column
            names first. None where it cannot read them: then only crashes and hangs are looked for.
    """

    program: str
    tables: Mapping[str, Rows]
    written: Callable[[Mapping[str, Rows]], dict[str, bytes]]
    read: Callable[[Path], dict[str, Rows] | None]


def csv_bytes(rows: Rows) -> bytes:
    """Rows as a CSV file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


def _csv_files(tables: Mapping[str, Rows]) -> dict[str, bytes]:
    return {f"data/t/{name}.csv": csv_bytes(rows) for name, rows in tables.items()}


def _read_csv_files(project: Path) -> dict[str, Rows]:
    paths = {name: project / "data" / "t" / f"{name}.csv" for name in TABLES}
    return {name: read_csv(path.read_bytes()) for name, path in paths.items() if path.is_file()}


def read_csv(content: bytes) -> Rows:
    """The rows that are not blank, as the standard library's strict reader gives them."""
    text = content.decode("utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if any(map(str.strip, row))]
    return rows[1:] if rows and "".join(rows[0]).replace('"', "").lower().startswith("sep=") else rows


def _workbook(tables: Mapping[str, Rows]) -> dict[str, bytes]:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([_of_xml(cell) or None for cell in row])
    written = io.BytesIO()
    book.save(written)
    return {"data/t.xlsx": written.getvalue()}


def _of_xml(cell: str) -> str:
    """The cell without what no XML file can hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", cell.encode("utf-8", "replace").decode())


def _read_workbook(project: Path) -> dict[str, Rows] | None:
    """The rows that are not blank, as another library gives them; None where it cannot read the file."""
    try:
        book = openpyxl.load_workbook(project / "data" / "t.xlsx", data_only=True)
        sheets = {name: [[_text(cell) for cell in row] for row in book[name].values] for name in book.sheetnames}
    except Exception:  # noqa: BLE001 - a file that was spoilt as bytes can fail anywhere
        return None
    return {name: [row for row in rows if any(map(str.strip, row))] for name, rows in sheets.items() if name in TABLES}


def _text(value: object) -> str:
    return "" if value is None else str(value)


FORMS = {
    "csv": Form(PROGRAM, TABLES, _csv_files, _read_csv_files),
    "workbook": Form(f"{PROGRAM}data: {{source: workbook}}\n", TABLES, _workbook, _read_workbook),
}


def write_project(folder: Path, form: Form, files: Mapping[str, bytes]) -> None:
    """Make the project's folder with these files, and nothing else of its data."""
    for path in (*sorted(folder.glob("data/**/*"), reverse=True), folder / "data"):
        if path.is_dir():
            path.rmdir()
        elif path.exists():
            path.unlink()
    (folder / "params" / "terms").mkdir(parents=True, exist_ok=True)
    (folder / "params" / "program.yml").write_text(form.program, encoding="utf-8")
    (folder / "params" / "terms" / "t.yml").write_text(TERM, encoding="utf-8")
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
