"""Outcomes of the people in a scope: one pair of scores a person and scale, and what became of them."""

from __future__ import annotations

import pandas as pd

from groupreport.instruments.row_numbers import agreeing_row
from groupreport.measures.outcomes import describe_outcome, pairs_of_scale
from groupreport.summaries.records import Outcomes, Unavailable
from groupreport.summaries.scope import Scope


def why_no_outcomes(scope: Scope) -> Unavailable | None:
    """Why nothing can be said about outcomes; None where something can."""
    if not scope.collected("outcomes"):
        return Unavailable("not_collected", "no_outcomes")
    if not scope.outcome_scales:
        return Unavailable("not_collected", "no_outcome_questionnaire")
    if scope.table("outcomes")["value"].isna().all():
        return Unavailable("not_enough_data", "no_outcome_answered")
    return None


def outcomes_by_instrument(scope: Scope, persons: pd.Series) -> pd.DataFrame:
    """One row an outcome scale, for the people whose ids are given."""
    enrolled = persons.nunique()
    own = scope.outcome_pairs
    own = own[own["member_id"].isin(persons)]
    rows = [describe_outcome(pairs_of_scale(own, outcome), outcome, enrolled) for outcome in scope.outcome_scales]
    return pd.DataFrame(rows)


def outcomes_of_group(scope: Scope) -> Outcomes | Unavailable:
    """A group's outcomes, with a row for every member enrolled, with or without scores."""
    missing = why_no_outcomes(scope)
    if missing:
        return missing
    everyone = scope.people[["member_id"]].merge(
        pd.DataFrame(
            [(outcome.instrument.id, outcome.scale.scale) for outcome in scope.outcome_scales],
            columns=["instrument", "scale"],
        ),
        how="cross",
    )
    place = agreeing_row(everyone, scope.outcome_pairs, ["member_id", "instrument", "scale"])
    pairs = scope.outcome_pairs[["pre", "mid", "post", "change", "outcome"]].reset_index(drop=True).reindex(place)
    return Outcomes(
        by_instrument=outcomes_by_instrument(scope, scope.people["member_id"]),
        by_member=pd.concat([everyone, pairs.reset_index(drop=True)], axis=1),
    )


def outcomes_by_program(scope: Scope) -> pd.DataFrame:
    """One row a program and outcome scale; somebody in two programs counts in each, with the same pair of scores."""
    return pd.concat(
        [
            outcomes_by_instrument(scope, stays["member_id"]).assign(program=program)
            for program, stays in scope.stays.groupby("program")
        ],
        ignore_index=True,
    ).pipe(lambda rows: rows[["program", *(name for name in rows.columns if name != "program")]])
