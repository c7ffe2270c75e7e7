"""Rows of totals at the end of a table, which are nobody's."""

from __future__ import annotations

import numpy as np

from groupreport.intake.findings import Findings
from groupreport.intake.reading.cells import Cells

_WORDS = frozenset(
    {
        "total", "totals", "grand total", "overall total", "subtotal", "sub-total", "sum", "average", "avg", "mean",
        "count", "gesamt", "gesamtsumme", "summe", "mittelwert", "somme", "suma", "totale",
    }
)  # fmt: skip
_MOST = 5


def without_total_rows(cells: Cells, file: str, findings: Findings) -> Cells:
    """Leave out, as errors, the rows at the end whose first cell says that they sum up the others.

    A word that stands in its column more than once is somebody's data, such as the name of a scale.
    """
    end = len(cells.lines)
    for row in reversed(_last_filled(cells)):
        texts = cells.row(row)
        place = next(number for number, text in enumerate(texts) if text.strip())
        word = texts[place].strip().rstrip(":").strip().casefold()
        column = cells.columns[place]
        if word not in _WORDS or int((column.codes == column.codes[row]).sum()) > 1:
            break
        end, line = row, int(cells.lines[row])
        findings.add(
            "sheet-total-row",
            file,
            "is a row of totals below the table",
            "Delete it from the export; if it is none, use another word than 'Total' or 'Sum' there.",
            sheet=cells.sheet,
            line=line,
            cell=f"{cells.letters[place]}{line}" if cells.letters else None,
            column=cells.header[place].strip() or None,
        )
    return cells.until(end) if end < len(cells.lines) else cells


def _last_filled(cells: Cells) -> list[int]:
    """The last rows that hold something, in their order."""
    filled = np.zeros(len(cells.lines), dtype=bool)
    for column in cells.columns:
        has_text = np.array([bool(str(text).strip()) for text in column.categories], dtype=bool)
        if len(has_text):
            filled |= has_text[column.codes]
    return [int(row) for row in np.flatnonzero(filled)[-_MOST:]]
