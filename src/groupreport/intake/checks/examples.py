"""The template's example rows, which show how a row is written and must not be taken for somebody's data."""

from __future__ import annotations

import numpy as np

from groupreport.intake.contract import EXAMPLE_ID
from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import Mask, TextTable, rows_where


def without_examples(text: TextTable, findings: Findings) -> TextTable:
    """Note the rows whose id is `EXAMPLE`, and leave them out, so that nothing else is said about them."""
    remedy = "Delete the row."
    if not text.table.required:
        remedy += " If you did not collect this table, delete its whole sheet or file."
    examples: Mask = np.zeros(len(text.lines), dtype=bool)
    for column in text.table.columns:
        if column.kind != "id" or not text.has(column.name):
            continue
        marked = rows_where(text.rows[column.name], EXAMPLE_ID.__eq__) & ~examples
        findings.add_rows("example-row", text, column.name, marked, "is an example row of the template", remedy)
        examples |= marked
    return text.keep(~examples)
