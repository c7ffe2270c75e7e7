"""Ids of groups and members that look as if a program had changed them on the way."""

from __future__ import annotations

import re
from collections import Counter

from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import TextTable, rows_where, texts_of
from groupreport.intake.spelling import as_number

_FOR_MISSING = frozenset(
    {"na", "n/a", "nan", "nat", "<na>", "none", "null", "nil", "missing", "unknown", "-", ".", "?"}
)


def note_odd_ids(text: TextTable, column: str, what: str, findings: Findings) -> None:
    """Warn of ids that have lost leading zeros or gained decimals, and tell of those that are words for no value.

    Args:
        text: The table in which the ids are defined, groups or roster.
        column: The column with the ids.
        what: What they are ids of.
        findings: Gains what is found.
    """
    cells = text.rows[column]
    known = texts_of(cells)
    width = _width_with_zeros(known)
    others = Counter(as_number(each) for each in known)
    short = {
        each
        for each in known
        # One that another id equals but for its zeros is noted as another spelling of it.
        if width and each.isdecimal() and len(each) < width and each[0] != "0" and others[as_number(each)] == 1
    }
    findings.add_rows(
        "id-zeros-lost",
        text,
        column,
        rows_where(cells, short.__contains__),
        f"is an id of fewer digits than those that begin with 0 ({width} digits), so it may have lost its zeros",
        "Format the column as text in the spreadsheet program, and export it again; if the id is right, leave it so.",
        "warning",
    )
    findings.add_rows(
        "id-number",
        text,
        column,
        rows_where(cells, lambda each: bool(re.fullmatch(r"[0-9]+\.0+", each))),
        "is an id that ends in .0, as programs write it that take ids for numbers",
        "Export the ids as text.",
        "warning",
        facts={"padded": False},
    )
    findings.add_rows(
        "id-word",
        text,
        column,
        rows_where(cells, lambda each: each.casefold() in _FOR_MISSING),
        f"is a word that programs also write where a value is missing; it was read as the id of a {what}",
        "Leave the row out if it has no id.",
        "info",
    )


def _width_with_zeros(known: list[str]) -> int | None:
    """How many digits all ids with leading zeros have; None where there are none, or of several widths."""
    widths = {len(each) for each in known if each.isdecimal() and each.startswith("0") and len(each) > 1}
    return widths.pop() if len(widths) == 1 else None
