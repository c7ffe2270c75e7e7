"""Exploratory signs in one group: silence and growing quiet, subgroups, drifting apart."""

from __future__ import annotations

import pandas as pd

from groupreport.measures.participation import recorded_unit
from groupreport.measures.participation_signs import early_and_late, present_participation, silence_by_member
from groupreport.measures.stages import thirds
from groupreport.measures.subgroups import polarized, splits_by_session
from groupreport.summaries.records import ParticipationSigns, SubgroupSigns
from groupreport.summaries.scope import Scope, once_a_scope

# The same share of a scale's range below which a change is called "about the same".
SMALLEST_SHARE = 0.05


def participation_signs(scope: Scope) -> ParticipationSigns | None:
    """Who was silent or grew quiet; None where nothing was recorded."""
    if not scope.collected("participation"):
        return None
    recorded = recorded_participation(scope)
    unit = recorded_unit(recorded)
    if unit is None:
        return None
    return ParticipationSigns(
        by_member=silence_by_member(recorded, unit).drop(columns="group_id"),
        early_and_late=early_and_late(recorded, unit, scope.held),
    )


@once_a_scope
def recorded_participation(scope: Scope) -> pd.DataFrame:
    """The participation table without the zeros of members who were on record as absent."""
    return present_participation(scope.table("participation"), scope.member_sessions)


def subgroup_signs(scope: Scope) -> SubgroupSigns | None:
    """Signs on the first scale of cohesion, else climate, else alliance, where higher is better; None without one."""
    scales = scope.process_scales
    better = scales[scales["higher_is"] == "better"]
    ordered = [
        number for domain in ("cohesion", "climate", "alliance") for number in better.index[better["domain"] == domain]
    ]
    if not ordered:
        return None
    scale = scales.loc[ordered[0]]
    scores = scope.process_scores
    own = scores.loc[scores["scale_number"] == ordered[0], ["member_id", "session", "score"]]
    # One score a member and session, where a questionnaire is asked about several targets.
    own = own.groupby(["session", "member_id"])["score"].mean().reset_index()
    by_session = own.dropna(subset="score").groupby("session")["score"].agg(["mean", "std", "size"]).reset_index()
    parts = [by_session[by_session["session"].isin(part)] for part in thirds(scope.held["session"])]
    (early_mean, late_mean), (early_spread, late_spread) = (
        tuple(float(part[name].mean()) for part in parts) for name in ("mean", "std")
    )
    known = bool(pd.Series([early_mean, late_mean, early_spread, late_spread]).notna().all())
    smallest = SMALLEST_SHARE * float(scale["maximum"] - scale["minimum"])
    apart = polarized(early_mean, late_mean, early_spread, late_spread, smallest) if known and smallest > 0 else None
    return SubgroupSigns(
        label=str(scale["label"]),
        short_name=str(scale["short_name"]),
        by_session=splits_by_session(own),
        polarized=apart,
        early_mean=early_mean,
        late_mean=late_mean,
        early_spread=early_spread,
        late_spread=late_spread,
    )
