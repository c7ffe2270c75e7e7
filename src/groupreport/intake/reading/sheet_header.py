"""The row of a sheet that names the columns."""

from __future__ import annotations

import numpy as np

from groupreport.intake.findings import Findings
from groupreport.intake.reading.beginnings import Names
from groupreport.intake.reading.headers import plain_name
from groupreport.intake.reading.sheet_texts import SheetTexts
from groupreport.intake.sources import SourcePart

_LOOKED_AT = 30


def find_header(texts: SheetTexts, part: SourcePart, sheet: str, names: Names, findings: Findings) -> int | None:
    """The header's row, from 0: the one that the program names, or else the first that is not empty.

    None, with a note, where that row is missing or cannot be the header, because titles stand above the names of the
    columns or these take two rows.
    """
    file, key = part.file.shown_as, f"data.tables.{part.table}.header_row"
    if not texts.length:
        findings.add("table-empty", file, "is an empty sheet", "Put the table there, or delete the sheet.", sheet=sheet)
        return None
    given = part.settings.header_row
    if given is not None:
        if given <= texts.length and texts.filled_in(given - 1):
            return given - 1
        message = f"has nothing in row {given}, which {key} names"
        remedy = "Correct it in params/program.yml."
        findings.add("header", file, message, remedy, sheet=sheet, line=given)
        return None
    first, *others = map(int, np.flatnonzero(np.logical_or.reduce(texts.filled))[:_LOOKED_AT])
    named = _names_in(texts, first, names)
    best = max(others, key=lambda row: _names_in(texts, row, names), default=first)
    if part.settings.format == "plain" and 2 * named < _names_in(texts, best, names):
        message = f"has its column names in row {best + 1}, below something else"
        remedy = f"Delete the rows above, or set {key} to {best + 1} in params/program.yml."
        findings.add("header", file, message, remedy, sheet=sheet, line=best + 1)
        return None
    if others and _completes(texts, first, others[0]):
        message = f"has its column names in two rows, {first + 1} and {others[0] + 1}"
        remedy = "Write every name into one row, and delete the other."
        findings.add("header", file, message, remedy, sheet=sheet, line=first + 1)
        return None
    return first


def _names_in(texts: SheetTexts, row: int, names: Names) -> int:
    return len({plain_name(cell) for cell in texts.row(row) if cell in names})


def _completes(texts: SheetTexts, first: int, row: int) -> bool:
    """Whether a row names exactly the columns that the first one leaves open, or these and the last one before."""
    named = texts.filled_in(first)
    opened = frozenset(range(len(texts.columns))) - named
    beside = {number - 1 for number in opened} & named
    return bool(opened) and opened <= texts.filled_in(row) <= opened | beside
