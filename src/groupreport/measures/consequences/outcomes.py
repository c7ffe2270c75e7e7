"""How members fared on an outcome questionnaire, by what became of their rating drops: side by side, never why."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from groupreport.measures.change import mean_change, mean_difference
from groupreport.measures.consequences.statuses import MEMBER_STATUSES
from groupreport.measures.links import cluster_robust
from groupreport.measures.outcomes import CLASSES
from groupreport.measures.text import TEXT
from groupreport.measures.typed_table import retyped

# Of fewer members a side one person's bad week decides the difference.
FEWEST_A_SIDE = 5
# The same number from which on a difference may also be judged with the group as the unit of chance.
FEWEST_GROUPS = 5
# A mean of two has an interval that is wider than most scales.
FEWEST_FOR_INTERVAL = 3


@dataclass(frozen=True, kw_only=True)
class OutcomeDifference:
    """The mean change of members with an unrepaired drop less that of members whose drops were repaired.

    Positive: the first fared better. In points of the scale, turned so that higher is better.

    Attributes:
        unrepaired, repaired: Members with both scores.
        difference, low, high: With Welch's 95 % t interval, which takes members as independent; NaN under 5 a side.
        d: The difference in SDs of the first scores of all members judged.
        groups: Of these members.
        cluster_low, cluster_high: The 95 % interval with the group as cluster; NaN under 5 groups.
    """

    unrepaired: int
    repaired: int
    difference: float = math.nan
    low: float = math.nan
    high: float = math.nan
    d: float = math.nan
    groups: int
    cluster_low: float = math.nan
    cluster_high: float = math.nan


def change_by_status(members: pd.DataFrame) -> pd.DataFrame:
    """Describe the change of the members of each status.

    Args:
        members: One row a judged member: status, pre, post (turned so that higher is better; missing: no score),
            outcome (the class of reliable change; missing: none).

    Returns:
        One row for each of `MEMBER_STATUSES`: status, members, pairs (with both scores), change (mean, in points; a
        rise is better), low, high (95 % t interval; missing under 3 pairs), d (the mean change in SDs of the first
        scores of all who have both, the same unit in each row), then the count of each class.

    Examples:
        >>> members = pd.DataFrame({"status": "repaired", "pre": [1.0, 2.0, 3.0], "post": [3.0, 3.0, 6.0]})
        >>> found = change_by_status(members.assign(outcome=["improved", "unchanged", "improved"]))
        >>> found.loc[found["status"] == "repaired", ["members", "pairs", "change", "d", "improved"]].values.tolist()
        [[3.0, 3.0, 2.0, 2.0, 2.0]]
    """
    unit = _unit(members)
    rows = []
    pre, post = (members[name].to_numpy(np.float64) for name in ("pre", "post"))
    scored = ~np.isnan(pre) & ~np.isnan(post)
    for status in MEMBER_STATUSES:
        own = (members["status"] == status).to_numpy(bool)
        both = own & scored
        change, pairs = mean_change(pre[both], post[both]), int(both.sum())
        thin = pairs < FEWEST_FOR_INTERVAL
        classes = Counter(members["outcome"].array[both])
        row: dict[str, object] = {"status": status, "members": int(own.sum()), "pairs": pairs, "change": change.value}
        row |= {"low": math.nan if thin else change.low, "high": math.nan if thin else change.high}
        row["d"] = change.value / unit
        for name in CLASSES:
            row[name] = classes[name]
        rows.append(row)
    return retyped(pd.DataFrame(rows), {"status": TEXT})


def outcome_difference(members: pd.DataFrame) -> OutcomeDifference:
    """Set members with an unrepaired drop beside those whose drops were repaired.

    Args:
        members: As for `change_by_status`, with group_id (each member in one group).

    Source: Welch 1947; R's t.test. Liang & Zeger 1986 with G / (G - 1) (n - 1) / (n - 2); t with G - 1 degrees.

    Examples:
        >>> members = pd.DataFrame({"status": ["unrepaired", "repaired"] * 5, "group_id": list("AABBCCDDEE")})
        >>> members = members.assign(pre=[0.0, 1, 2, 3, 4, 5, 6, 7, 8, 9], post=[1.0, 3, 2, 6, 5, 9, 6, 9, 9, 13])
        >>> found = outcome_difference(members)  # changes 1, 0, 1, 0, 1 less 2, 3, 4, 2, 4
        >>> f"{found.difference:.1f} ({found.low:.2f} to {found.high:.2f}), in {found.groups} groups"
        '-2.4 (-3.64 to -1.16), in 5 groups'
    """
    both = members[members["status"].isin(("unrepaired", "repaired"))].dropna(subset=["pre", "post"])
    change = (both["post"] - both["pre"]).to_numpy(np.float64)
    worse = (both["status"] == "unrepaired").to_numpy(bool)
    cluster, groups = pd.factorize(both["group_id"])
    sides = {"unrepaired": int(worse.sum()), "repaired": int((~worse).sum())}
    if min(sides.values()) < FEWEST_A_SIDE:
        return OutcomeDifference(**sides, groups=len(groups))
    found = mean_difference(change[worse], change[~worse])
    low, high = _with_clusters(change, worse, cluster) if len(groups) >= FEWEST_GROUPS else (math.nan, math.nan)
    return OutcomeDifference(
        **sides,
        difference=found.value,
        low=found.low,
        high=found.high,
        d=found.value / _unit(members),
        groups=len(groups),
        cluster_low=low,
        cluster_high=high,
    )


def _with_clusters(
    change: np.ndarray[tuple[int], np.dtype[np.float64]],
    worse: np.ndarray[tuple[int], np.dtype[np.bool_]],
    cluster: np.ndarray[tuple[int], np.dtype[np.intp]],
) -> tuple[float, float]:
    columns = np.column_stack([np.ones(len(change)), worse.astype(np.float64)])
    fit = cluster_robust(columns, change, cluster)
    # Groups within which nobody differs leave no spread to judge by.
    if fit is None or not fit.errors[1] > 1e-12 * max(1.0, float(np.abs(change).max())):
        return math.nan, math.nan
    half = float(stdtrit(fit.degrees, 0.975)) * float(fit.errors[1])
    return float(fit.fixed[1]) - half, float(fit.fixed[1]) + half


def _unit(members: pd.DataFrame) -> float:
    """The SD of the first scores of all who have both; NaN where there is none or nobody differs."""
    first = members.dropna(subset=["pre", "post"])["pre"].to_numpy(np.float64)
    spread = float(first.std(ddof=1)) if len(first) >= FEWEST_FOR_INTERVAL else math.nan
    return spread if spread > 0 else math.nan
