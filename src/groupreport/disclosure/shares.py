"""Which count a share of people is: it may be told where that count may be, whatever its value."""

from __future__ import annotations

import math
from collections.abc import Mapping

from groupreport.disclosure.attack import PublishedTable

# The table of everybody that has the count as the total of a column, and the column.
COUNTED_IN = {"dropped_out": ("stayed", "dropped_out")}
# Counts that no table has, that follow from no table, and that stand beside the number of everybody alone.
COUNTED_ALONE = frozenset({"dose_reached", "attended", "attended_on_record"})
# Who came to the one session of a program: completed or not, of them or of the others; those who did not are a count.
CAME = frozenset({"attended", "attended_on_record"})
EVERYBODY = "stayed"


def nothing_explains_a_blank(measure: str) -> bool:
    """Whether only a small count can have withheld a share: then 0 is withheld as well, or a blank would deny it."""
    return measure in COUNTED_ALONE


def everybody(tables: Mapping[str, PublishedTable]) -> float:
    """How many people the release is about; missing where that is not told."""
    return tables[EVERYBODY].total if EVERYBODY in tables else math.nan


def served_by_program(tables: Mapping[str, PublishedTable]) -> dict[str, float]:
    """How many people were served in each program; missing where that is not told, empty without a table."""
    table = tables.get(EVERYBODY)
    return {} if table is None else {str(program): float(people) for program, people in table.row_totals.items()}


def count_is_told(measure: str, tables: Mapping[str, PublishedTable]) -> bool:
    """Whether the release tells the count behind a share of people, or would by its own rules.

    Decided by what the share is of, never by a value: that a share is withheld says nothing of other counts. A share of
    which nobody has written down here what it counts is not told.

    Args:
        measure: The measure of the share.
        tables: The tables of the release, counts missing where withheld.
    """
    if measure not in COUNTED_IN and measure not in COUNTED_ALONE:
        return False
    name, column = COUNTED_IN.get(measure, (EVERYBODY, ""))
    if name not in tables or math.isnan(tables[name].total):
        return False
    totals = tables[name].column_totals
    # Where endings were put together, no column has those who dropped out alone.
    return measure in COUNTED_ALONE or (column in totals.index and not math.isnan(totals[column]))


def beside_endings(measure: str, count: int, tables: Mapping[str, PublishedTable]) -> tuple[int, ...]:
    """By how many people a count differs from the endings that are told, where some of the people are the same.

    Who completed a program of one session came, and who did not come ended in another way: 43 who came and 40 who
    completed are three who came and did not complete. Empty for a share that is not of those who came.
    """
    if measure not in CAME or EVERYBODY not in tables:
        return ()
    totals, others = tables[EVERYBODY].column_totals, tables[EVERYBODY].total - count
    ends = {str(end): float(people) for end, people in totals.items() if not math.isnan(people)}
    return tuple(round(abs((count if end == "completed" else others) - people)) for end, people in ends.items())
