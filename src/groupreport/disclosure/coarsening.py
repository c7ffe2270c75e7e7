"""Categories put together where too much of a table would be withheld: a coarser number that is shown says more."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from groupreport.disclosure.published import SuppressedTable
from groupreport.summaries.records import CountTable

# With more than this share of its cells withheld, a table says little. The share is that of the brief for small
# programs: coarsen first, withhold then.
MOST_WITHHELD = 0.4


def coarser(table: CountTable) -> CountTable:
    """The table with its columns put together by the next of its steps, from how it was counted.

    How many groups stand behind people of several columns is not known from the table; it is taken to be the most that
    stand behind one of them, which is never too many.
    """
    step, *rest = table.coarser
    fine, _ = as_counted(table)
    names = [step[str(column)] for column in fine.counts.columns]
    order = list(dict.fromkeys(names))
    counts = fine.counts.T.groupby(names).sum().T[order]
    behind = fine.groups_behind.T.groupby(names).max().T[order]
    return replace(
        table,
        counts=counts.astype("int64"),
        groups_behind=behind.astype("int64"),
        coarser=tuple(rest),
        counted=(fine, step),
    )


def as_counted(table: CountTable) -> tuple[CountTable, Mapping[str, str]]:
    """The table before its columns were put together, and the column of *table* for every column of it."""
    return table.counted or (table, {str(column): str(column) for column in table.counts.columns})


def parts_of(together: str, table: CountTable) -> list[str]:
    """The columns of the table that make up one of its next step; none where they do not, or where it has no step."""
    if not table.coarser:
        return []
    _, now = as_counted(table)
    wanted = {column for column, of in table.coarser[0].items() if of == together}
    touched = {now[column] for column in wanted}
    return (
        [str(column) for column in table.counts.columns if column in touched]
        if all(column in wanted for column, of in now.items() if of in touched)
        else []
    )


def tables_to_coarsen(counted: Mapping[str, CountTable], published: Mapping[str, SuppressedTable]) -> list[str]:
    """The tables that have a step left and lose too many cells, or the one count that readers ask for first.

    A table that was put together already stays where its totals can all be told: how many dropped out in all is worth
    more than how many ended in each program in some way or other.
    """
    with_steps = {name: table for name, table in counted.items() if table.coarser}
    return [
        name
        for name, table in with_steps.items()
        if _says_little(table, published[name]) or _first_is_lost(table, published[name])
    ]


def _first_is_lost(table: CountTable, published: SuppressedTable) -> bool:
    """Whether the first column of the next step (who improved, say) cannot be added up from what is published."""
    fine, _ = as_counted(table)
    parts = parts_of(table.coarser[0][str(fine.counts.columns[0])], table)
    return bool(published.column_totals[parts].isna().any()) and len(parts) > 1


def _says_little(table: CountTable, published: SuppressedTable) -> bool:
    totals_told = not (math.isnan(published.total) or published.column_totals.isna().any())
    return _share_withheld(published) > MOST_WITHHELD and not (table.counted is not None and totals_told)


def _share_withheld(table: SuppressedTable) -> float:
    cells = (len(table.table.index) + 1) * (len(table.table.columns) + 1)
    return (table.primary + table.complementary) / cells
