"""Tables that are too large to be somebody's export: refused by name, before anything is made of them."""

from __future__ import annotations

import numpy as np

from groupreport.intake.findings import Findings
from groupreport.intake.reading.cells import Cells
from groupreport.parameters import Limits

_RAISE = "or raise data.limits.{} in params/program.yml."


def within_limits(cells: Cells, file: str, limits: Limits, findings: Findings) -> bool:
    """Whether a table keeps the limits on rows, columns and cells; what does not is noted."""
    if len(cells.header) > limits.columns:
        message = f"has {len(cells.header):,} columns; more than {limits.columns:,} are not read"
        remedy = f"Export the columns that are needed, {_RAISE.format('columns')}"
        findings.add("too-many-columns", file, message, remedy, sheet=cells.sheet, line=cells.header_line)
        return False
    if len(cells.lines) > limits.rows:
        message = f"has {len(cells.lines):,} rows; more than {limits.rows:,} are not read"
        remedy = f"Export one term alone, {_RAISE.format('rows')}"
        findings.add("too-many-rows", file, message, remedy, sheet=cells.sheet)
        return False
    for name, column in zip(cells.header, cells.columns, strict=True):
        long = np.array([len(text) > limits.cell_characters for text in column.categories], dtype=bool)
        if not long.any():
            continue
        rows = np.flatnonzero(np.append(long, False)[column.codes])
        line = int(cells.lines[rows[0]]) if len(rows) else cells.header_line
        message = f"holds a cell of more than {limits.cell_characters:,} characters"
        remedy = f"Look for a quote there that is never closed, {_RAISE.format('cell_characters')}"
        findings.add(
            "cell-too-long", file, message, remedy, sheet=cells.sheet, line=line, column=name[:100], count=len(rows)
        )
        return False
    return True
