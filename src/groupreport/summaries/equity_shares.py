"""Shares by characteristic with their intervals, and how far each category lies from everybody else."""

from __future__ import annotations

import pandas as pd

from groupreport.measures.change import difference_of_shares, wilson_interval
from groupreport.measures.outcomes import pairs_of_scale
from groupreport.summaries.equity import with_characteristics
from groupreport.summaries.flows import ends_on_record, groups_without_attendance
from groupreport.summaries.outcome_scores import why_no_outcomes
from groupreport.summaries.records import Unavailable
from groupreport.summaries.scope import Scope

_COLUMNS = ["characteristic", "category", "measure", "instrument", "short_name", "count", "n", "share", "low", "high"]
_REST = ["rest_count", "rest_n", "difference", "difference_low", "difference_high"]


def equity_shares(scope: Scope) -> pd.DataFrame | Unavailable:
    """One row a characteristic, measure and category: its share, and the difference to everybody not in it."""
    names = scope.term.parameters.settings.characteristics
    if not names:
        return Unavailable("not_collected", "no_characteristics")
    if scope.people.empty:
        return Unavailable("not_enough_data", "nobody_enrolled")
    persons = with_characteristics(scope)
    marks = _marks(scope, persons)
    rows = []
    for name in names:
        for (measure, instrument, short_name), counted in marks.items():
            sums = counted.groupby(persons.loc[counted.index, name]).agg(["sum", "size"]).astype("int64")
            everyone, all_n = int(sums["sum"].sum()), int(sums["size"].sum())
            for category in sorted(persons[name].unique()):
                count, n = (int(sums[what].get(category, 0)) for what in ("sum", "size"))
                low, high = wilson_interval(count, n)
                rest = difference_of_shares(count, n, everyone - count, all_n - n)
                rows.append(
                    (name, category, measure, instrument, short_name, count, n, count / n if n else float("nan"))
                    + (low, high, everyone - count, all_n - n, rest.value, rest.low, rest.high)
                )
    return pd.DataFrame(rows, columns=[*_COLUMNS, *_REST])


def _marks(scope: Scope, persons: pd.DataFrame) -> dict[tuple[str, str | None, str | None], pd.Series]:
    """Who is counted in each measure, of those of whom it can be said (by the rows of `persons`)."""
    marks: dict[tuple[str, str | None, str | None], pd.Series] = {}
    if ends_on_record(persons):
        marks["completed", None, None] = persons["end"] == "completed"
    judged = persons["dose_reached"].notna() & (persons["expected"] > 0)
    if judged.any() and not groups_without_attendance(scope):
        marks["dose_reached", None, None] = persons.loc[judged, "dose_reached"].astype(bool)
    if why_no_outcomes(scope):
        return marks
    for outcome in scope.outcome_scales:
        if outcome.missing_criterion:
            continue
        pairs = pairs_of_scale(scope.outcome_pairs, outcome).dropna(subset="change")
        classes = persons["member_id"].map(pairs.set_index("member_id")["outcome"]).dropna()
        key = ("improved", outcome.instrument.id, outcome.short_name)
        marks[key] = classes.isin(["recovered", "improved"])
    return marks
