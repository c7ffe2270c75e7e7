"""Rows below the header that are no data but column names once more, or their explanations."""

from __future__ import annotations

import numpy as np

from groupreport.intake.contract import Column
from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import TextTable, rows_where, texts_of
from groupreport.parameters import TableSource

_MEASURED = frozenset({"date", "whole", "number"})


def without_header_again(text: TextTable, findings: Findings) -> TextTable:
    """Leave out rows that repeat the column names, as in files that were put together from several."""
    if text.rows.empty or len(text.rows.columns) < 2:
        return text
    again = np.logical_and.reduce([rows_where(cells, str(name).__eq__) for name, cells in text.rows.items()])
    if again.any():
        message, remedy = "repeats the column names", "Delete the row, or export the table as one."
        findings.add_rows("header-again", text, str(text.rows.columns[0]), again, message, remedy)
    return text.keep(~again)


def without_second_header(text: TextTable, settings: TableSource, findings: Findings) -> TextTable:
    """Leave out the first row where it explains the columns: words in the place of every number, date and choice."""
    if len(text.lines) < 2 or settings.format != "plain":
        return text
    judged = [column for column in text.table.columns if text.has(column.name)]
    cells = [(column, text.rows[column.name].iloc[0]) for column in judged]
    words = [_is_explanation(column, cell, text, settings) for column, cell in cells if isinstance(cell, str)]
    told = [word for word in words if word is not None]
    if len(told) < 2 or not all(told):
        return text
    first = np.zeros(len(text.lines), dtype=bool)
    first[0] = True
    message = "is a second line of column names, or explains them"
    remedy = "Delete the line, or set format under data.tables if a survey system wrote it."
    findings.add_rows("header-again", text, judged[0].name, first, message, remedy)
    return text.keep(~first)


def _is_explanation(column: Column, cell: str, text: TextTable, settings: TableSource) -> bool | None:
    """Whether a cell cannot be a value of its column but words of a kind that no other row has; None if it may be."""
    if column.kind in _MEASURED:
        return not any(sign.isdigit() for sign in cell) and _is_alone(column, cell, text)
    if column.kind == "choice":
        known = {*column.allowed, *settings.values.get(column.name, {})}
        return cell not in known and _is_alone(column, cell, text)
    return None


def _is_alone(column: Column, cell: str, text: TextTable) -> bool:
    """Whether no other row has this text."""
    cells = text.rows[column.name]
    code = texts_of(cells).index(cell)
    return int((cells.cat.codes == code).sum()) == 1
