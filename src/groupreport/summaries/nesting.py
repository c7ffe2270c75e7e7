"""What nesting in groups does to a program's scales: how far groups differ, and relations at two levels."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from groupreport.measures.agreement import design_effect, icc1, icc2, icc_reml, level_correlations
from groupreport.summaries.process import NO_VARIANCE, ONE_GROUP, member_means
from groupreport.summaries.scale_facts import SCALE_FACTS
from groupreport.summaries.scope import Scope

FEWEST_FOR_CORRELATIONS = 20
TOO_FEW = "fewer than 20 members have both"
NO_LEVELS = "one of the two does not vary"
_FIELDS = ["groups", "members", "group_size", "icc1", "icc2", "icc1_reml", "icc2_reml", "design_effect", "note"]
_ASPECTS = ("goal", "task", "bond")


def nesting_of_scales(scope: Scope) -> pd.DataFrame:
    """One row a scale, from the members' term means: ICC(1) and ICC(2) in two forms, and the design effect."""
    rows = []
    for number, members in _means(scope).groupby("scale_number", sort=True):
        score, group = members["score"].to_numpy(), members["group_id"].to_numpy(dtype=object)
        groups = members["group_id"].nunique()
        first, mixed = icc1(score, group), icc_reml(score, group)
        rows.append(
            {
                "scale_number": number,
                "groups": groups,
                "members": len(members),
                "group_size": len(members) / groups,
                "icc1": first,
                "icc2": icc2(score, group),
                "icc1_reml": mixed.icc1,
                "icc2_reml": mixed.icc2,
                "design_effect": design_effect(first, len(members) / groups),
                "note": ONE_GROUP if groups < 2 else NO_VARIANCE if np.isnan(first) else "",
            }
        )
    return scope.process_scales[SCALE_FACTS].join(
        pd.DataFrame(rows, columns=["scale_number", *_FIELDS]).set_index("scale_number"), how="inner"
    )


def correlations_at_levels(scope: Scope) -> pd.DataFrame:
    """One row a scale of the alliance: how it goes with the first scale of cohesion or climate, at both levels."""
    scales = scope.process_scales
    better = scales[scales["higher_is"] == "better"]
    climate = better[better["domain"].isin(["cohesion", "climate"])].head(1)
    alliance = better[(better["domain"] == "alliance") & ~better["aspect"].isin(_ASPECTS)]
    wide = _means(scope).pivot(index=["group_id", "member_id"], columns="scale_number", values="score")
    rows = []
    for one in climate.itertuples():
        for other in alliance.itertuples():
            both = wide.reindex(columns=[one.Index, other.Index]).dropna()
            found = level_correlations(
                both[one.Index].to_numpy(),
                both[other.Index].to_numpy(),
                both.index.get_level_values("group_id").to_numpy(dtype=object),
            )
            enough = found.members >= FEWEST_FOR_CORRELATIONS
            note = TOO_FEW if not enough else NO_LEVELS if np.isnan(found.raw) else ""
            numbers = dataclasses.asdict(found)
            if not enough:
                numbers |= dict.fromkeys(("raw", "between", "within"), np.nan)
            rows.append(
                {
                    "first_label": one.label,
                    "first_short_name": one.short_name,
                    "second_label": other.label,
                    "second_short_name": other.short_name,
                    **numbers,
                    "note": note,
                }
            )
    names = ["first_label", "first_short_name", "second_label", "second_short_name"]
    return pd.DataFrame(rows, columns=[*names, "raw", "between", "within", "members", "groups", "note"])


def _means(scope: Scope) -> pd.DataFrame:
    return member_means(scope.process_scores, ["group_id", "scale_number", "member_id"])
