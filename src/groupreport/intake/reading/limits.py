"""Tables that are too large to be somebody's export: refused by name, before anything is made of them."""

from __future__ import annotations

import numpy as np

from groupreport.intake.findings import Findings
from groupreport.intake.reading.cells import Cells
from groupreport.parameters import Limits

_RAISE = "or raise data.limits.{} in params/program.yml."


def within_limits(cells: Cells, file: str, limits: Limits, findings: Findings) -> bool:
    """Whether a table keeps the limits on rows, columns and cells; what does not is noted."""
    if not few_columns(len(cells.header), file, cells.header_line, limits, findings, cells.sheet):
        return False
    if not few_rows(len(cells.lines), file, limits, findings, cells.sheet):
        return False
    for name, column in zip(cells.header, cells.columns, strict=True):
        long = np.array([len(text) > limits.cell_characters for text in column.categories], dtype=bool)
        if not long.any():
            continue
        rows = np.flatnonzero(np.append(long, False)[column.codes])
        if len(rows):
            note_long_cell(file, cells.sheet, int(cells.lines[rows[0]]), name, len(rows), limits, findings)
            return False
    return True


def few_columns(count: int, file: str, line: int, limits: Limits, findings: Findings, sheet: str | None = None) -> bool:
    """Whether a table has no more columns than allowed; if not, that is noted."""
    if count <= limits.columns:
        return True
    message = f"has {count:,} columns; more than {limits.columns:,} are not read"
    remedy = f"Export the columns that are needed, {_RAISE.format('columns')}"
    findings.add("too-many-columns", file, message, remedy, sheet=sheet, line=line)
    return False


def few_rows(count: int, file: str, limits: Limits, findings: Findings, sheet: str | None = None) -> bool:
    """Whether a table has no more rows than allowed; if not, that is noted."""
    if count <= limits.rows:
        return True
    message = f"has more than {limits.rows:,} rows, which are not read"
    remedy = f"Export one term alone, {_RAISE.format('rows')}"
    findings.add("too-many-rows", file, message, remedy, sheet=sheet)
    return False


def note_long_cell(
    file: str, sheet: str | None, line: int, column: str | None, count: int, limits: Limits, findings: Findings
) -> None:
    """Note a cell that is longer than allowed."""
    message = f"holds a cell of more than {limits.cell_characters:,} characters"
    remedy = f"Look for a quote there that is never closed, {_RAISE.format('cell_characters')}"
    findings.add(
        "cell-too-long",
        file,
        message,
        remedy,
        sheet=sheet,
        line=line,
        column=column[:100] if column else None,
        count=count,
    )
