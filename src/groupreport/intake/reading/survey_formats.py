"""What survey systems add to a table: header rows of their own, time zones behind the times."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from groupreport.intake.findings import Findings
from groupreport.intake.reading.cells import Cells
from groupreport.intake.reading.text_table import categorical, recoded, texts_of
from groupreport.parameters import TableFormat

# How Google Forms writes times into a CSV file: `2026/09/07 6:42:10 PM GMT-5`.
_GOOGLE_TIME = re.compile(r"(\d{4}/\d{2}/\d{2} \d{1,2}:\d{2}:\d{2} [AP]M) (?:GMT[+-]\d{1,2}(?::\d{2})?|[A-Z]{2,5})")
_ASK_FOR = "Export it from Qualtrics as CSV with 'Download all fields', or leave out `format: qualtrics`."


def as_exported(cells: Cells, table_format: TableFormat, file: str, findings: Findings) -> Cells | None:
    """The rows that people filled in, under the header that names the columns."""
    if table_format == "qualtrics":
        return _qualtrics(cells, file, findings)
    if any(_import_ids(cells, place) for place in (0, 1)):
        message = "has the three header rows of a Qualtrics export, of which only the first names the columns"
        remedy = "Set `format: qualtrics` for it under data.tables in params/program.yml."
        findings.add("header", file, message, remedy, sheet=cells.sheet, line=cells.header_line)
        return None
    return _without_zones(cells, file, findings) if table_format == "forms" else cells


def _qualtrics(cells: Cells, file: str, findings: Findings) -> Cells | None:
    """Leave out the rows below the header: the questions' texts, and Qualtrics' own ids as JSON."""
    for place in (0, 1):
        ids = _import_ids(cells, place)
        if ids:
            return replace(cells.without_rows(place + 1), zones=tuple(_zone(text) for text in ids))
    if cells.sheet is not None and _is_question_row(cells):
        return cells.without_rows(1)
    message = 'does not have the header rows of a Qualtrics export: names, questions, and ids as in {"ImportId": …}'
    findings.add("header", file, message, _ASK_FOR, sheet=cells.sheet, line=cells.header_line)
    return None


def _import_ids(cells: Cells, place: int) -> list[str]:
    """The texts of a row below the header if it is the one with Qualtrics' own ids."""
    row = cells.row(place) if place < len(cells.lines) else []
    return row if any('"ImportId"' in text for text in row) else []


def _is_question_row(cells: Cells) -> bool:
    """Whether the first row below the header holds questions: as workbooks, exports have no row of ids."""
    if "ResponseId" not in cells.header or len(cells.lines) < 1:
        return False
    return not cells.row(0)[cells.header.index("ResponseId")].startswith("R_")


def _zone(text: str) -> str:
    try:
        described = json.loads(text)
    except ValueError:
        return ""
    return str(described.get("timeZone", "")) if isinstance(described, dict) else ""


def _without_zones(cells: Cells, file: str, findings: Findings) -> Cells:
    """Google Forms' times without the time zone, which is the one of whoever asked: the day stays as it stands."""
    columns = list(cells.columns)
    for place, column in enumerate(columns):
        times = {str(text): match.group(1) for text in column.categories if (match := _GOOGLE_TIME.fullmatch(text))}
        if times:
            columns[place] = _rewritten(column, times)
            findings.add(
                "date-zone",
                file,
                "holds times with a time zone, as Google Forms writes them",
                "They were read as they stand there, without the zone.",
                severity="info",
                sheet=cells.sheet,
                line=cells.header_line,
                column=cells.header[place],
                facts={"utc": False},
            )
    return replace(cells, columns=columns)


def _rewritten(column: pd.Categorical, texts: Mapping[str, str]) -> pd.Categorical:
    cells = pd.Series(column)
    return categorical(recoded(cells, [texts.get(text, text) for text in texts_of(cells)]))
