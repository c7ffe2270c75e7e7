"""Rows that cannot be divided into the header's columns: where they begin, and why."""

from __future__ import annotations

import csv
import io
import re

import numpy as np

from groupreport.intake.findings import Findings
from groupreport.intake.reading.cells import Cells, Numbers
from groupreport.intake.reading.limits import note_long_cell
from groupreport.parameters import Limits

_MOSTLY = 0.9


def note_uneven(lines: Numbers, counts: Numbers, expected: int, of_rows: int, file: str, findings: Findings) -> bool:
    """Note the rows with more or fewer cells than the header; whether other rows are left to be judged."""
    if not len(lines):
        return True
    different, times = np.unique(counts, return_counts=True)
    usual, often = int(different[times.argmax()]), int(times.max())
    if often > 1 and often >= _MOSTLY * of_rows:
        how_many = "every row has" if often == of_rows else f"{often:,} of {of_rows:,} rows have"
        message = f"{how_many} {usual} cells where the header has {expected} names"
        rule, why = (
            ("fields-extra", "A column has no name in the header, or each row ends with one delimiter too many.")
            if usual > expected
            else ("fields-missing", "The header names a column that the rows do not have.")
        )
        remedy = f"{why} Mend the export so that each name stands above its own column."
        findings.add(rule, file, message, remedy, line=int(lines[counts == usual][0]), count=often)
        return False
    for rule, uneven, remedy in (
        (
            "fields-extra",
            counts > expected,
            "Put quotes around a cell that holds the delimiter itself, such as a comma in a name.",
        ),
        (
            "fields-missing",
            counts < expected,
            "Export it again so that every row has all cells, also the empty ones at its end.",
        ),
    ):
        if uneven.any():
            first = int(uneven.argmax())
            message = (
                f"has {int(counts[first])} cells where the header has {expected} names, so values would change columns"
            )
            findings.add(rule, file, message, remedy, line=int(lines[first]), count=int(uneven.sum()))
    return len(lines) < of_rows


def note_broken_row(text: str, delimiter: str, file: str, reason: str, limits: Limits, findings: Findings) -> None:
    """Find the row at which dividing stopped, and say whether a quote or a long cell is the cause."""
    before = csv.field_size_limit(len(text) + 1)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    header: list[str] = []
    try:
        for row in reader:
            header = header or row
            long = next((place for place, cell in enumerate(row) if len(cell) > limits.cell_characters), None)
            if long is not None:
                column = header[long] if long < len(header) and row is not header else None
                note_long_cell(file, None, line, column, 1, limits, findings)
                return
            line = reader.line_num + 1
    except csv.Error as error:
        reason = str(error)
    finally:
        csv.field_size_limit(before)
    if "end of data" in reason:
        message, line = "has a quote that is never closed", _line_of_open_quote(text, delimiter, line)
    else:
        message = "has a quote inside a quoted cell"
    findings.add("quote", file, message, "Close the quote; write a quote that belongs to the text twice.", line=line)


def _line_of_open_quote(text: str, delimiter: str, line: int) -> int:
    """The line of the quote that is never closed, in the row that begins on a line."""
    ends = [end.end() for _, end in zip(range(line - 1), re.finditer(r"\r\n|\n|\r", text), strict=False)]
    place = ends[-1] if ends else 0
    whole = re.compile(rf'(?:"(?:[^"]++|"")*+"|[^"{re.escape(delimiter)}\r\n]*+){re.escape(delimiter)}')
    while found := whole.match(text, place):
        line += len(re.findall(r"\r\n|\n|\r", found[0]))
        place = found.end()
    return line


def note_whole_rows(cells: Cells, delimiter: str, file: str, findings: Findings) -> None:
    """Note cells that hold whole rows of the table: a quote that was opened by mistake swallowed them."""
    width = len(cells.header)
    known = [set(column.categories) for column in cells.columns]
    for name, column in zip(cells.header, cells.columns, strict=True):
        swallowed = [_holds_rows(text, delimiter, width, known) for text in column.categories]
        if not any(swallowed):
            continue
        rows = np.flatnonzero(np.append(swallowed, False)[column.codes])
        message = "holds whole rows of the table in one cell"
        remedy = "Look for a quote there that was opened by mistake, and delete it."
        findings.add("quote", file, message, remedy, line=int(cells.lines[rows[0]]), column=name, count=len(rows))


def _holds_rows(text: str, delimiter: str, width: int, known: list[set[str]]) -> bool:
    """Whether a line within the text is as wide as a row, and two of its cells stand in their columns elsewhere."""
    for line in re.split(r"\r\n|\n|\r", text)[1:-1] if width > 1 else ():
        cells = line.split(delimiter)
        if len(cells) == width and sum(cell in texts for cell, texts in zip(cells, known, strict=True) if cell) > 1:
            return True
    return False
