"""Members at higher risk at intake beside the others: how they stayed, rated the alliance and changed."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from groupreport.measures.alliance import followed_scales
from groupreport.measures.change import mean_change, wilson_interval
from groupreport.measures.cohesion import describe
from groupreport.measures.outcomes import OutcomeScale, pairs_of_scale
from groupreport.summaries.outcome_details import scale_names
from groupreport.summaries.outcome_scores import why_no_outcomes
from groupreport.summaries.process import member_means, why_no_scores
from groupreport.summaries.records import Unavailable
from groupreport.summaries.scope import Scope

PARTS = ("higher_risk", "others", "no_first_score")


def higher_risk(scope: Scope) -> pd.DataFrame | Unavailable:
    """One row a scale with a line for higher risk, and part of the people: beyond it, not, or without a first score."""
    missing = why_no_outcomes(scope)
    if missing:
        return missing
    lined = [outcome for outcome in scope.outcome_scales if outcome.scale.severe is not None]
    if not lined:
        return Unavailable("not_collected", "no_line_of_higher_risk")
    label, alliance = _alliance(scope)
    rows = []
    for outcome in lined:
        line = outcome.scale.severe
        if line is None:
            continue
        named: dict[str, object] = {
            **scale_names(outcome),
            "line": line.value,
            "line_side": line.clinical_side,
            "line_label": line.label,
            "line_source": line.source,
        }
        persons = scope.people[["member_id", "end"]].merge(
            pairs_of_scale(scope.outcome_pairs, outcome)[["member_id", "pre", "post", "change", "outcome"]],
            on="member_id",
            how="left",
        )
        part = _part(persons, outcome)
        for name in PARTS:
            of_part = persons[part == name]
            rated = alliance.reindex(of_part["member_id"]).dropna()
            rows.append(
                named
                | {"part": name}
                | _stayed(of_part)
                | {"alliance_label": label}
                | _mean_of(rated)
                | _changed(of_part, known=not outcome.missing_criterion)
            )
    return pd.DataFrame(rows)


def _part(persons: pd.DataFrame, outcome: OutcomeScale) -> pd.Series:
    severe = outcome.is_severe(persons["pre"])
    known, beyond = severe.notna().to_numpy(bool), severe.fillna(False).to_numpy(bool)
    return pd.Series(np.select([~known, beyond], ["no_first_score", "higher_risk"], "others"), index=persons.index)


def _stayed(persons: pd.DataFrame) -> dict[str, object]:
    members = len(persons)
    found: dict[str, object] = {"members": members}
    for name, end in (("completed", "completed"), ("dropped", "dropped_out")):
        count = int((persons["end"] == end).sum())
        low, high = wilson_interval(count, members)
        found |= {end: count, f"{name}_low": low, f"{name}_high": high}
    return found


def _alliance(scope: Scope) -> tuple[str, pd.Series]:
    """The first alliance scale that is followed and was answered: its name, and each member's mean over the term."""
    nothing = "", pd.Series(dtype="float64")
    if why_no_scores(scope):
        return nothing
    means = member_means(scope.process_scores, ["instrument", "short_name", "scale", "label", "member_id"])
    for followed in followed_scales(scope.term.instruments.values()):
        own = means[(means["instrument"] == followed.instrument.id) & (means["scale"] == followed.scale.scale)]
        if len(own):
            # A member in two groups, or asked about several people, has one mean.
            return f"{own['short_name'].iloc[0]}: {followed.scale.label}", own.groupby("member_id")["score"].mean()
    return nothing


def _mean_of(scores: pd.Series) -> dict[str, object]:
    if scores.empty:
        return {"alliance_n": 0} | dict.fromkeys(("alliance_mean", "alliance_low", "alliance_high"), math.nan)
    row = describe(pd.DataFrame({"all": 0, "score": scores.to_numpy()}), by=["all"]).iloc[0]
    return {"alliance_n": len(scores)} | {f"alliance_{name}": float(row[name]) for name in ("mean", "low", "high")}


def _changed(persons: pd.DataFrame, *, known: bool) -> dict[str, object]:
    pairs = int(persons["change"].notna().sum())
    improved = float(persons["outcome"].isin(["recovered", "improved"]).sum()) if known else math.nan
    low, high = wilson_interval(improved, pairs)
    change = mean_change(persons["pre"], persons["post"])
    return {
        "pairs": pairs,
        "improved": improved,
        "improved_low": low,
        "improved_high": high,
        "change": change.value,
        "change_low": change.low,
        "change_high": change.high,
    }
