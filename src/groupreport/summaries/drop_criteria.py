"""How large a fall each rule asks for, in points of each scale."""

from __future__ import annotations

import pandas as pd

_SCALE = ["rule", "instrument", "scale"]


def drop_criteria(series: pd.DataFrame) -> pd.DataFrame:
    """The criterion of each rule on each scale, over the series that it could judge.

    Args:
        series: One row a rule and series: rule, instrument, scale, judged, criterion (points).

    Returns:
        One row a rule and scale with a judged series: rule, instrument, scale, lowest, highest (points; both the same
        where the rule asks the same of every member, and 0 where it asks for no size).
    """
    judged = series[series["judged"].astype(bool)]
    found = judged.groupby(_SCALE, sort=False)["criterion"].agg(["min", "max"]).reset_index()
    return found.rename(columns={"min": "lowest", "max": "highest"})
