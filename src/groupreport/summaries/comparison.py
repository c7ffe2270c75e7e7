"""This term beside an earlier one: the same measures, withheld where they were defined differently."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from groupreport.measures.alliance import followed_scales
from groupreport.summaries.flows import ends_on_record, groups_without_attendance
from groupreport.summaries.outcome_scores import outcomes_by_instrument, why_no_outcomes
from groupreport.summaries.process import member_means, why_no_scores
from groupreport.summaries.rating_drops import RatingDrops, rating_drops
from groupreport.summaries.records import Unavailable
from groupreport.summaries.scale_facts import SCALE
from groupreport.summaries.scope import Scope

if TYPE_CHECKING:
    from groupreport.intake import TermTables

_COLUMNS = ["measure", "label", "unit", "previous", "previous_n", "current", "current_n", "note"]
# Why two terms cannot be compared, where it is not another definition.
NO_DATA_NOW = "no_data_now"
NO_DATA_THEN = "no_data_then"


@dataclass(frozen=True)
class Measured:
    """One measure in one term: its value, of how many, and everything that its definition rests on.

    `label` is the scale's or questionnaire's name where the measure is about one; `defined_by` is the code of what the
    definition rests on, as notes have it.
    """

    measure: str
    label: str
    unit: str
    value: float
    n: int
    definition: tuple[object, ...] = ()
    defined_by: str = ""


def compare_terms(
    scope: Scope, drops: RatingDrops | Unavailable, previous: TermTables | None
) -> pd.DataFrame | Unavailable:
    """One row a measure with its value in the earlier term and in this one.

    The earlier value is withheld where the measure was defined differently then; `note` is the code of what differs:
    dose, key, criterion or repairs (rules for rating drops and repairs, and where they are looked for); or it says that
    one of the terms has no data (no_data_now, no_data_then).
    """
    if previous is None:
        return Unavailable("not_collected", "no_earlier_term")
    earlier = Scope(previous)
    before = {one.measure: one for one in _measures(earlier, rating_drops(earlier))}
    now = {one.measure: one for one in _measures(scope, drops)}
    if groups_without_attendance(scope) or groups_without_attendance(earlier):
        # Those of whom it is not known whether they came would count as people who came too seldom.
        before.pop("dose_reached")
        now.pop("dose_reached")
    return pd.DataFrame(
        [_row(before.get(name), now.get(name)) for name in (*now, *(name for name in before if name not in now))],
        columns=_COLUMNS,
    ).astype({"previous": "float64", "previous_n": "Int64", "current": "float64", "current_n": "Int64"})


def _measures(scope: Scope, drops: RatingDrops | Unavailable) -> list[Measured]:
    return [*_attendance(scope), *_scales(scope), *_repairs(scope, drops), *_outcomes(scope)]


def _attendance(scope: Scope) -> list[Measured]:
    persons = scope.people
    sums = persons[["present", "expected"]].sum()
    judged = int((persons["expected"] > 0).sum())
    dropped = int((persons["end"] == "dropped_out").sum())
    reached = int(persons["dose_reached"].fillna(False).sum())
    enrolled = len(persons)
    # Where nobody's end is on record, it is not known that nobody dropped out.
    drop_out = _share(dropped, enrolled) if ends_on_record(persons) else math.nan
    return [
        Measured("attendance_rate", "", "share", _share(int(sums["present"]), int(sums["expected"])), judged),
        Measured(
            "dose_reached",
            "",
            "share",
            _share(reached, enrolled) if judged else math.nan,
            enrolled,
            (scope.dose_share,),
            "dose",
        ),
        Measured("dropped_out", "", "share", drop_out, enrolled),
    ]


def _scales(scope: Scope) -> list[Measured]:
    """The mean of the members' means over the term, of every headline scale with a better end."""
    if why_no_scores(scope):
        return []
    means = member_means(scope.process_scores, [*SCALE, "member_id"])
    found = means.groupby(SCALE, dropna=False)["score"].agg(["mean", "size"]).reset_index()
    rows = scope.process_scales.merge(found, on=SCALE)
    measured = []
    for _, row in rows.iterrows():
        instrument = scope.term.instruments[row["instrument"]]
        scale = instrument.scale(row["scale"])
        if scale.headline:
            # Only where whom an answer is about changed the level does the name need it.
            other_level = [row["level"]] if isinstance(row["level"], str) and row["level"] != scale.level else []
            measured.append(
                Measured(
                    ".".join([instrument.id, scale.scale, *other_level]),
                    f"{row['short_name']}: {row['label']}",
                    "points",
                    float(row["mean"]),
                    int(row["size"]),
                    (
                        instrument.items,
                        instrument.form_missing and instrument.form_missing.minimum_answered,
                        scale.key,
                    ),
                    "key",
                )
            )
    return measured


def _repairs(scope: Scope, drops: RatingDrops | Unavailable) -> list[Measured]:
    if isinstance(drops, Unavailable):
        return []
    episodes = drops.headline_episodes
    determined = int((episodes["status"] != "undetermined").sum())
    repaired = int((episodes["status"] == "repaired").sum())
    followed = followed_scales(scope.term.instruments.values())
    settings = scope.term.parameters.settings.ruptures
    return [
        Measured(
            "repaired_share",
            "",
            "share",
            _share(repaired, determined),
            determined,
            (
                drops.headline,
                settings.model_copy(update={"rules": ()}),
                [(one.instrument, one.scale) for one in followed],
            ),
            "repairs",
        )
    ]


def _outcomes(scope: Scope) -> list[Measured]:
    """The share that improved, on every scale with a criterion: without one nobody can be said to have."""
    if why_no_outcomes(scope):
        return []
    rows = outcomes_by_instrument(scope, scope.people["member_id"])
    return [
        Measured(
            f"improved.{outcome.instrument.id}.{outcome.scale.scale}",
            outcome.short_name,
            "share",
            float(row["improved_share"]),
            int(row["pairs"]),
            (outcome.instrument.items, outcome.instrument.form_missing, outcome.scale),
            "criterion",
        )
        for outcome, (_, row) in zip(scope.outcome_scales, rows.iterrows(), strict=True)
        if not outcome.missing_criterion
    ]


def _row(before: Measured | None, now: Measured | None) -> tuple[object, ...]:
    shown = now or before
    if shown is None:
        raise ValueError("a measure of neither term cannot be compared")
    then = before or replace(shown, value=math.nan, n=0)
    current = now or replace(shown, value=math.nan, n=0)
    note = _note(then, current, comparable=then.definition == current.definition)
    withheld = then.definition != current.definition
    return (
        shown.measure,
        shown.label,
        shown.unit,
        math.nan if withheld else then.value,
        None if withheld else then.n,
        current.value,
        current.n,
        note,
    )


def _note(then: Measured, current: Measured, *, comparable: bool) -> str:
    if math.isnan(current.value):
        return NO_DATA_NOW
    if math.isnan(then.value):
        return NO_DATA_THEN
    return "" if comparable else current.defined_by


def _share(part: int, whole: int) -> float:
    return part / whole if whole else math.nan
