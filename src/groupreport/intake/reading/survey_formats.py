"""What survey systems add to a table: header rows of their own, rows that are no answers."""

from __future__ import annotations

from groupreport.intake.findings import Findings
from groupreport.intake.reading.cells import Cells
from groupreport.parameters import TableFormat


def as_exported(cells: Cells, table_format: TableFormat, file: str, findings: Findings) -> Cells | None:
    """The rows that people filled in, under the header that names the columns."""
    if table_format == "qualtrics":
        return _qualtrics(cells, file, findings)
    return cells


def _qualtrics(cells: Cells, file: str, findings: Findings) -> Cells | None:
    """Leave out the two rows below the header: the questions' texts, and Qualtrics' own ids as JSON."""
    if len(cells.lines) < 2 or not any('"ImportId"' in text for text in cells.row(1)):
        message = "has not the three header rows of a Qualtrics export"
        remedy = "Export it from Qualtrics as CSV with 'Download all fields', or leave out `format: qualtrics`."
        findings.add("header", file, message, remedy, sheet=cells.sheet, line=cells.header_line)
        return None
    return cells.without_rows(2)
