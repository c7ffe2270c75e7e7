"""Outcomes of the people in a scope: one pair of scores a person and scale, and what became of them."""

from __future__ import annotations

import pandas as pd

from groupreport.instruments import score
from groupreport.measures.outcome_pairs import outcome_pairs
from groupreport.measures.outcomes import OutcomeScale, describe_outcome, outcome_scales
from groupreport.summaries.records import Outcomes, Unavailable
from groupreport.summaries.scope import Scope

_FORM = ["member_id", "group_id", "occasion"]
_NO_PAIRS = pd.DataFrame(columns=["member_id", "instrument", "scale", "outcome"], dtype="str").assign(
    **{name: pd.Series(dtype="float64") for name in ("pre", "mid", "post", "change")}
)


def why_no_outcomes(scope: Scope) -> Unavailable | None:
    """Why nothing can be said about outcomes; None where something can."""
    if not scope.collected("outcomes"):
        return Unavailable("not_collected", "Outcome questionnaires (the outcomes table) were not collected.")
    if not outcome_scales(scope.term.instruments.values()):
        return Unavailable("not_collected", "The program lists no outcome questionnaire.")
    if scope.table("outcomes")["value"].isna().all():
        return Unavailable("not_enough_data", "No outcome questionnaire was answered.")
    return None


def pairs_of_people(scope: Scope) -> pd.DataFrame:
    """One row a person and outcome scale with any score: member_id, instrument, scale, pre, mid, post, change, outcome.

    A person's answers count wherever they were given, so that somebody who moved between groups has one pair.
    """
    answers = _answers(scope)
    parts = []
    for outcome in outcome_scales(scope.term.instruments.values()):
        own = answers[answers["instrument"] == outcome.instrument.id]
        if own.empty:
            continue
        scores = score(own[[*_FORM, "item", "value"]], outcome.instrument)
        scores = scores[scores["scale"] == outcome.scale.scale]
        dates = own.groupby(_FORM, dropna=False)["measured_on"].min().reset_index()
        pairs = outcome_pairs(scores.merge(dates, on=_FORM, how="left"))
        parts.append(pairs.assign(outcome=outcome.classify(pairs)))
    return pd.concat(parts, ignore_index=True) if parts else _NO_PAIRS.copy()


def outcomes_by_instrument(scope: Scope, pairs: pd.DataFrame, persons: pd.Series) -> pd.DataFrame:
    """One row an outcome scale, for the people whose ids are given."""
    enrolled = persons.nunique()
    own = pairs[pairs["member_id"].isin(persons)]
    rows = [
        describe_outcome(_of_scale(own, outcome), outcome, enrolled)
        for outcome in outcome_scales(scope.term.instruments.values())
    ]
    return pd.DataFrame(rows)


def outcomes_of_group(scope: Scope) -> Outcomes | Unavailable:
    """A group's outcomes, with a row for every member enrolled, with or without scores."""
    missing = why_no_outcomes(scope)
    if missing:
        return missing
    pairs = pairs_of_people(scope)
    scales = outcome_scales(scope.term.instruments.values())
    everyone = scope.people[["member_id"]].merge(
        pd.DataFrame(
            [(outcome.instrument.id, outcome.scale.scale) for outcome in scales], columns=["instrument", "scale"]
        ),
        how="cross",
    )
    by_member = everyone.merge(pairs, on=["member_id", "instrument", "scale"], how="left")
    columns = ["member_id", "instrument", "scale", "pre", "mid", "post", "change", "outcome"]
    return Outcomes(
        by_instrument=outcomes_by_instrument(scope, pairs, scope.people["member_id"]), by_member=by_member[columns]
    )


def repeated_outcome_answers(scope: Scope) -> int:
    """How many answers stand in the same form more than once (with the group's id and without one)."""
    if not scope.collected("outcomes"):
        return 0
    return int(_known(scope).duplicated([*_FORM, "instrument", "item"]).sum())


def _known(scope: Scope) -> pd.DataFrame:
    answers = scope.table("outcomes")
    return answers[answers["member_id"].isin(scope.stays["member_id"])]


def _answers(scope: Scope) -> pd.DataFrame:
    return _known(scope).drop_duplicates([*_FORM, "instrument", "item"])


def _of_scale(pairs: pd.DataFrame, outcome: OutcomeScale) -> pd.DataFrame:
    return pairs[(pairs["instrument"] == outcome.instrument.id) & (pairs["scale"] == outcome.scale.scale)]
