"""How a group's ratings moved from one session to the next, among the members who rated both."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import stdtr


def paired_steps(scores: pd.DataFrame, by: Sequence[str], max_gap: int) -> pd.DataFrame:
    """Compare each session with the one that was rated before it, over the members who rated both.

    Members who came to one of the two only would move the mean by who they are; they are left out.

    Args:
        scores: One row a member and session: the columns of *by* (group and scale), member_id, session (the place among
            the held sessions), score. Missing scores are left out.
        by: The columns that make a series of sessions.
        max_gap: The longest stretch of held sessions that nobody rated between two that are compared.

    Returns:
        One row a step, in order: the columns of *by*, before and session (places), members (who rated both), change
        (their mean change in points), change_sd (SD of their changes), sd_before, sd_after (SD of their ratings), p
        (one-sided Pitman-Morgan test that their ratings lie farther apart after than before). SDs are missing under 2
        members, p under 3 and where no rating differs from another.

    Source: Pitman 1939, Morgan 1939: the variances of pairs differ where sums and differences are correlated.

    Examples:
        >>> scores = pd.DataFrame({"member_id": [*"ABC"] * 2, "session": [1] * 3 + [2] * 3})
        >>> scores["score"] = [5, 6, 7, 3, 6, 9]
        >>> found = paired_steps(scores.assign(group_id="G"), by=["group_id"], max_gap=2)
        >>> found[["members", "change", "change_sd", "sd_before", "sd_after"]].values.tolist()
        [[3.0, 0.0, 2.0, 1.0, 3.0]]
    """
    keys, rows = list(by), scores.dropna(subset="score")
    rated = rows[[*keys, "session"]].drop_duplicates().sort_values([*keys, "session"], ignore_index=True)
    before = rated.groupby(keys, dropna=False, sort=False)["session"].shift(1)
    near = (rated["session"] - before - 1 <= max_gap).fillna(False).astype(bool)
    steps = rated.assign(before=before)[near].astype({"before": "int64", "session": "int64"})
    now = rows[[*keys, "member_id", "session", "score"]].astype({"session": "int64"})
    then = now.rename(columns={"session": "before", "score": "earlier"})
    pairs = steps.merge(now, on=[*keys, "session"]).merge(then, on=[*keys, "member_id", "before"])
    pairs = pairs.assign(change=pairs["score"] - pairs["earlier"], total=pairs["score"] + pairs["earlier"])
    by_step = pairs.groupby([*keys, "before", "session"], dropna=False, sort=False)
    spreads = by_step[["change", "total", "earlier", "score"]].std()
    found = pd.DataFrame(
        {
            "members": by_step.size(),
            "change": by_step["change"].mean(),
            "change_sd": spreads["change"],
            "sd_before": spreads["earlier"],
            "sd_after": spreads["score"],
            "p": _pitman_morgan(spreads, by_step.size()),
        }
    ).reset_index()
    joined = steps.merge(found, on=[*keys, "before", "session"], how="left")
    joined["members"] = joined["members"].fillna(0).astype("int64")
    return joined[[*keys, "before", "session", "members", "change", "change_sd", "sd_before", "sd_after", "p"]]


def _pitman_morgan(spreads: pd.DataFrame, members: pd.Series) -> pd.Series[float]:
    """One-sided p of the correlation of sums and differences, whose covariance is the difference of the variances."""
    rise = spreads["score"] ** 2 - spreads["earlier"] ** 2
    free = (members - 2).to_numpy("float64")
    apart = (spreads["total"] * spreads["change"]).to_numpy("float64")
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = np.clip(rise.to_numpy("float64") / apart, -1.0, 1.0)
        statistic = correlation * np.sqrt(free / (1 - correlation**2))
    p = np.where((free > 0) & np.isfinite(correlation), stdtr(np.maximum(free, 1), -statistic), np.nan)
    # Sums or differences that never vary have no correlation: ratings that all moved alike lie as far apart as before.
    alike = (apart == 0) & (spreads["score"] > 0).to_numpy()
    return pd.Series(np.where(alike & (free > 0), 0.5, p), index=spreads.index)
