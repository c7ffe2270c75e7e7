"""The row of a sheet that names the columns."""

from __future__ import annotations

import re

from groupreport.intake.findings import Findings
from groupreport.intake.reading.sheet_texts import SheetTexts
from groupreport.intake.sources import SourcePart

_LOOKED_AT = 30
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def find_header(texts: SheetTexts, part: SourcePart, sheet: str, findings: Findings) -> int | None:
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
    first = next(row for row in range(texts.length) if texts.filled_in(row))
    named = texts.filled_in(first)
    every = frozenset(range(len(texts.columns)))
    if named == every:
        return first
    later = _row_of_names(texts, first)
    if later is not None and len(named) <= len(every) / 2:
        message = f"has something above the names of the columns, which seem to stand in row {later + 1}"
        remedy = f"Delete the rows above, or set {key} to {later + 1} in params/program.yml."
        findings.add("header", file, message, remedy, sheet=sheet, line=first + 1)
        return None
    if first + 1 < texts.length and _completes(texts, named, first + 1, every):
        message = f"seems to have the names of the columns in two rows, {first + 1} and {first + 2}"
        remedy = "Write every name into one row, and delete the other."
        findings.add("header", file, message, remedy, sheet=sheet, line=first + 1)
        return None
    return first


def _row_of_names(texts: SheetTexts, first: int) -> int | None:
    """The next row in which every column has a word."""
    for row in range(first + 1, min(first + _LOOKED_AT, texts.length)):
        words = texts.row(row)
        if len(texts.filled_in(row)) == len(words) and not any(_NUMBER.fullmatch(word.strip()) for word in words):
            return row
    return None


def _completes(texts: SheetTexts, named: frozenset[int], row: int, every: frozenset[int]) -> bool:
    """Whether a row names exactly the columns that the one above leaves open, or these and the last one before."""
    below = texts.filled_in(row)
    opened = every - named
    beside = {number - 1 for number in opened} & named
    return bool(opened) and opened <= below <= opened | beside
