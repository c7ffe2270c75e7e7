"""Categories put together where too much of a table would be withheld: a coarser number that is shown says more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from groupreport.disclosure.published import SuppressedTable
from groupreport.summaries.records import CountTable

# With more than this share of its cells withheld, a table says little. The share is that of the brief for small
# programs: coarsen first, withhold then.
MOST_WITHHELD = 0.4


def coarser(table: CountTable) -> CountTable:
    """The table with its columns put together by the next of its steps.

    How many groups stand behind people of several columns is not known from the table; it is taken to be the most that
    stand behind one of them, which is never too many.
    """
    step, *rest = table.coarser
    names = [step[str(column)] for column in table.counts.columns]
    order = list(dict.fromkeys(names))
    counts = table.counts.T.groupby(names).sum().T[order]
    behind = table.groups_behind.T.groupby(names).max().T[order]
    return replace(table, counts=counts.astype("int64"), groups_behind=behind.astype("int64"), coarser=tuple(rest))


def tables_to_coarsen(counted: Mapping[str, CountTable], published: Mapping[str, SuppressedTable]) -> list[str]:
    """The tables that have a step left and lose too many cells, or the one count that readers ask for first."""
    with_steps = {name: table for name, table in counted.items() if table.coarser}
    return [
        name
        for name, table in with_steps.items()
        if _share_withheld(published[name]) > MOST_WITHHELD or _first_is_lost(table, published[name])
    ]


def _first_is_lost(table: CountTable, published: SuppressedTable) -> bool:
    """Whether the first column of the next step (who improved, say) cannot be added up from what is published."""
    step = table.coarser[0]
    first = step[str(table.counts.columns[0])]
    parts = [label for label, together in step.items() if together == first]
    return bool(published.column_totals[parts].isna().any()) and len(parts) > 1


def _share_withheld(table: SuppressedTable) -> float:
    cells = (len(table.table.index) + 1) * (len(table.table.columns) + 1)
    return (table.primary + table.complementary) / cells
