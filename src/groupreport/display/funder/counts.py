"""Counts that passed disclosure control, as tables; a missing count is withheld."""

from __future__ import annotations

import pandas as pd

from groupreport.disclosure.safe import SafeTable
from groupreport.display import tables
from groupreport.display.rounding import is_missing, number
from groupreport.display.shown import Piece, paragraph
from groupreport.display.wording import Wording


def known(value: float) -> int | None:
    """A published count, or None where it is withheld."""
    return None if is_missing(value) else int(value)


def count(value: float, words: Wording) -> str:
    """A published count as text, or the word for withheld."""
    return words.word("marker", "withheld") if is_missing(value) else number(value, 0)


def counts_table(label: str, safe: SafeTable, words: Wording) -> Piece | None:
    """One table with its margins; a table that is withheld as a whole says why instead."""
    if safe.reason:
        return paragraph(words.say("funder.table_reason", title=safe.title, reason=safe.reason))
    cells: pd.DataFrame = safe.table
    total = words.text("funder.head_total")
    columns = [tables.text(words.text("funder.head_program"), 16)]
    columns += [tables.numbers(str(name), 10) for name in cells.columns] + [tables.numbers(total, 8)]
    rows = [
        [str(program), *(count(value, words) for value in cells.loc[program]), count(safe.row_totals[program], words)]
        for program in cells.index
    ]
    if len(cells.index) > 1:
        margins = [count(safe.column_totals[name], words) for name in cells.columns]
        rows.append([words.text("funder.all_row"), *margins, count(safe.total, words)])
    caption = words.say("funder.served_caption", title=safe.title, withheld=bool(safe.withheld))
    return tables.table(label, caption, columns, rows)


def slug(name: str) -> str:
    """A table's name as a label: lower-case words and hyphens."""
    return "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in name.lower()).strip("-")
