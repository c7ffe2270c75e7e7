"""Rows and columns that a release tells as a whole or not at all, decided by what is withheld and by no count.

Where the people of a category are withheld, its other counts are no use to readers. Each that stays tells somebody who
reasons about the choice of cells why the others went: of a withheld category's cells only few combinations remain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from groupreport.disclosure.published import TOTAL
from groupreport.disclosure.safe import SafeTable

# Of these tables pages tell a row where all of it is known, and nothing else: who improved, of how many.
ROWS_TOLD_WHOLE = "improved_"


def with_whole_lines(tables: Mapping[str, SafeTable]) -> dict[str, SafeTable]:
    """The tables without any count of a row or column whose total is withheld.

    A row of a table of who improved goes as a whole where any of it is withheld. The totals of all rows stay: they are
    those of another table.

    Args:
        tables: The tables by name, as they are protected so far.
    """
    return {name: table.without(set(_places(name, table))) for name, table in tables.items()}


def _places(name: str, table: SafeTable) -> Iterator[tuple[str, str]]:
    gone = table.with_margins().isna()
    for row in gone.index.drop(TOTAL):
        if gone[TOTAL][row] or (name.startswith(ROWS_TOLD_WHOLE) and gone.loc[row].any()):
            yield from ((str(row), str(column)) for column in gone.columns)
    for column in gone.columns.drop(TOTAL):
        if gone[column][TOTAL]:
            yield from ((str(row), str(column)) for row in gone.index)
