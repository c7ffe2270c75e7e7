"""A file's header as column names."""

from __future__ import annotations

import re
from collections import Counter

from groupreport.intake.findings import Findings
from groupreport.intake.reading.cells import Cells
from groupreport.intake.spelling import listed, without_invisible
from groupreport.parameters import TableFormat

_MARKS = {"\t": "tabs", ";": "semicolons", ",": "commas", "|": "bars"}


def plain_name(text: str) -> str:
    """A column's name on one line, without invisible characters: the text of a question may run over several."""
    return re.sub(r"\s+", " ", without_invisible(text))


def read_header(
    cells: Cells, file: str, delimiter: str | None, table_format: TableFormat, findings: Findings
) -> list[str] | None:
    """The column names without stray spaces, or None where the row is no header.

    An unnamed column has the name "". Surveys may ask two questions in the same words: the second is told apart by
    a number, as in `Your group (2)`.
    """
    header, line = cells.header, cells.header_line
    if header[0].strip().lower().startswith("sep=") and not any(header[1:]):
        findings.add(
            "header",
            file,
            "begins with a line for Excel (sep=), not with the column names",
            "Delete the line.",
            line=line,
        )
        return None
    if len(header) == 1 and delimiter is not None and _note_delimiter(header[0], file, delimiter, line, findings):
        return None
    names = [plain_name(cell) for cell in header]
    if table_format != "plain":
        return _numbered(names)
    stray = [name for name, cell in zip(names, header, strict=True) if name != cell and name]
    if stray:
        message = f"has spaces or invisible characters around the column names {listed(stray)}"
        remedy = "They were left out."
        findings.add("header-spaces", file, message, remedy, severity="info", sheet=cells.sheet, line=line)
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        message = f"has more than one column of the name {listed(twice)}"
        remedy = (
            "Keep one of them, or give the other another name; "
            "if a survey system wrote the file, name it under data.tables as `format`."
        )
        findings.add("header-duplicate", file, message, remedy, sheet=cells.sheet, line=line, column=twice[0])
    return None if twice or _note_letter_case(names, cells, file, findings) else names


def _note_delimiter(header: str, file: str, delimiter: str, line: int, findings: Findings) -> bool:
    other = next((mark for mark in _MARKS if mark != delimiter and mark in header), None)
    if other is None:
        return False
    written = "\\t" if other == "\t" else other
    message = f"has its columns divided by {_MARKS[other]}, not by {_MARKS.get(delimiter, delimiter)}"
    remedy = f'Set data.delimiter to "{written}" in params/program.yml.'
    findings.add("delimiter", file, message, remedy, line=line)
    return True


def _note_letter_case(names: list[str], cells: Cells, file: str, findings: Findings) -> bool:
    folded = Counter(name.casefold() for name in names if name)
    alike = [name for name in names if name and folded[name.casefold()] > 1]
    if alike:
        message = f"has columns that differ by letter case alone: {listed(alike)}"
        remedy = "Keep one of them, or give the other another name."
        findings.add(
            "header-letter-case", file, message, remedy, sheet=cells.sheet, line=cells.header_line, column=alike[0]
        )
    return bool(alike)


def _numbered(names: list[str]) -> list[str]:
    """The names, of which a repeated one is told apart by a number that no other name has."""
    taken: set[str] = set()
    numbered = []
    for name in names:
        shown, number = name, 1
        while shown and (shown in taken or (number > 1 and shown in names)):
            number += 1
            shown = f"{name} ({number})"
        taken.add(shown)
        numbered.append(shown)
    return numbered
