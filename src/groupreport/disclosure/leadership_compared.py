"""Last term's numbers beside this term's: only what last term's own report for leadership shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from groupreport.disclosure.known_sums import Place
from groupreport.disclosure.leadership_counts import small_groups
from groupreport.disclosure.leadership_form import with_every_scale
from groupreport.disclosure.leadership_numbers import Key, by_key, keys_of, numbers_of
from groupreport.disclosure.leadership_overall import told_of_every_group
from groupreport.disclosure.leadership_readers import Ledgers
from groupreport.disclosure.policy import NOT_OF_PEOPLE
from groupreport.summaries.records import ALL_PROGRAMS, ProgramSummary


def compared_beside(
    summary: ProgramSummary,
    smallest: int,
    ledgers: Ledgers,
    counted: ProgramSummary | None,
    last_term: ProgramSummary | None,
) -> set[Place]:
    """What of the comparison is withheld because of last term's report: shares of people that it does not show.

    How many people stand behind a mean or a rate of attendance is not said, no rate of attendance where last term's
    report has none of any group, and no mean of a scale of which it has not every group's.

    Args:
        summary: The term.
        smallest: The smallest count that is shown.
        ledgers: What was released before; last term's numbers, where it was.
        counted: Last term before disclosure control.
        last_term: Last term as its report would show it, where it was not released.
    """
    comparison = summary.comparison
    if not isinstance(comparison, pd.DataFrame):
        return set()
    shown = ledgers.last_term
    if shown is None and last_term is not None:
        shown = by_key(numbers_of(last_term, ""))
    places: set[Place] = set()
    scales = set() if counted is None else _scales_told(counted, smallest, shown or {})
    for row in comparison.index:
        measure = str(comparison["measure"][row])
        if comparison["unit"][row] != "share" or measure in NOT_OF_PEOPLE:
            places |= {("comparison", row, "previous_n"), ("comparison", row, "current_n")}
            if measure in NOT_OF_PEOPLE and shown is not None and not _tells_attendance(shown):
                places.add(("comparison", row, "previous"))
            if comparison["unit"][row] == "points" and measure not in scales:
                places.add(("comparison", row, "previous"))
        elif not _is_shown(comparison.loc[row], measure, shown or {}) or counted is None:
            places |= {("comparison", row, "previous"), ("comparison", row, "previous_n")}
    return places


def _tells_attendance(shown: Mapping[Key, float]) -> bool:
    """Whether last term's report has the attendance of any group: it is withheld of all where it tells of people."""
    return any(part == "groups" and measure == "attendance_rate" for part, _, _, measure in shown)


def _scales_told(counted: ProgramSummary, smallest: int, shown: Mapping[Key, float]) -> set[str]:
    """The scales of which last term's report has the mean of every group; a small group's is of every scale."""
    small = counted.groups["group_id"][small_groups(counted, smallest)]
    counted = with_every_scale(counted, list(small))
    hidden = [row for key, (part, row, column) in keys_of(counted, "") if _is_a_mean(part, column) and key not in shown]
    scales = counted.scales_by_group
    return told_of_every_group(scales, hidden) if isinstance(scales, pd.DataFrame) else set()


def _is_a_mean(part: str, column: str) -> bool:
    return (part, column) == ("scales_by_group", "mean")


def _is_shown(row: pd.Series[Any], measure: str, shown: Mapping[Key, float]) -> bool:
    """Whether last term's report shows the count behind the share, and the people that it is a share of."""
    if pd.isna(row["previous"]) or pd.isna(row["previous_n"]):
        return False
    name, _, scale = measure.partition(".")
    part, about, count, whole = (
        ("outcomes.by_instrument", scale, "improved_share", "pairs")
        if name == "improved"
        else ("flows", "", name, "enrolled")
    )
    people = float(row["previous_n"])
    return (
        shown.get((part, about, ALL_PROGRAMS, count)) == float(round(float(row["previous"]) * people))
        and shown.get((part, about, ALL_PROGRAMS, whole)) == people
    )
