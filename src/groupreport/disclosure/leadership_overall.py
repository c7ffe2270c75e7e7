"""What is told over all groups, where a group's own is withheld: less the others' it would be that group's."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from groupreport.disclosure.known_sums import Place
from groupreport.disclosure.policy import NOT_OF_PEOPLE
from groupreport.summaries.records import ProgramSummary


def over_all_groups(summary: ProgramSummary, withheld: set[Place]) -> set[Place]:
    """This term's mean of all members on a scale of which a group's is withheld; their attendance where every one's is.

    The mean is that of the groups, weighted by those who rated, so the one that is not told follows from the others'.
    Attendance of all is told beside some groups': it is in steps of a hundredth, theirs of a twentieth.

    Args:
        summary: The term, with a row of each small group on every scale.
        withheld: What is withheld of its groups.
    """
    comparison = summary.comparison
    if not isinstance(comparison, pd.DataFrame):
        return set()
    scales = summary.scales_by_group
    hidden = [row for name, row, column in withheld if (name, column) == ("scales_by_group", "mean")]
    told = told_of_every_group(scales, hidden) if isinstance(scales, pd.DataFrame) else set()
    attended = summary.groups.index[summary.groups["attendance_rate"].notna()]
    no_group = all(("groups", row, "attendance_rate") in withheld for row in attended)
    rows = [
        row
        for row in comparison.index
        if (comparison["unit"][row] == "points" and comparison["measure"][row] not in told)
        or (comparison["measure"][row] in NOT_OF_PEOPLE and no_group)
    ]
    return {("comparison", row, column) for row in rows for column in ("current", "current_n")}


def told_of_every_group(scales: pd.DataFrame, hidden: Collection[int]) -> set[str]:
    """The scales, by their names in the comparison of two terms, of which no row of `scales_by_group` is hidden."""
    names = {row: _names(scales, row) for row in scales.index}
    untold = {name for row in hidden for name in names[row]}
    return {name for own in names.values() for name in own} - untold


def _names(scales: pd.DataFrame, row: int) -> tuple[str, str]:
    """What the comparison can call a scale: without its level, or with one that only some of its answers are about."""
    scale = f"{scales['instrument'][row]}.{scales['scale'][row]}"
    return scale, f"{scale}.{scales['level'][row]}" if "level" in scales else scale
