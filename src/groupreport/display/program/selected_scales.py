"""Which scales stand for cohesion and for alliance when groups are set side by side."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from groupreport.display.scale_range import ScaleRange, range_of

_LEVELS = ("member_leader", "member_member", "member_group")
_ASPECTS = ("goal", "task", "bond")
_MOST = 4


@dataclass(frozen=True)
class ComparedScale:
    """One scale over all groups: rows of `scales_by_group`, and the mean of the groups' means where all are known."""

    label: str
    short_name: str
    range: ScaleRange
    rows: pd.DataFrame
    overall: float | None

    @property
    def below(self) -> list[str]:
        """Names of groups whose interval lies wholly below the mean of all groups."""
        return self._names(self.rows["high"] < self.overall) if self.overall is not None else []

    @property
    def above(self) -> list[str]:
        """Names of groups whose interval lies wholly above the mean of all groups."""
        return self._names(self.rows["low"] > self.overall) if self.overall is not None else []

    def _names(self, chosen: pd.Series[bool]) -> list[str]:
        return [str(name) for name in self.rows.loc[chosen.fillna(False), "group_name"]]


def compared_scales(scales_by_group: pd.DataFrame) -> list[ComparedScale]:
    """One scale of cohesion or climate where higher is better, then alliance with leaders, members and the group."""
    better = scales_by_group[scales_by_group["higher_is"] == "better"]
    climate = better[better["domain"].isin(["cohesion", "climate"])]
    alliance = better[(better["domain"] == "alliance") & ~better["aspect"].isin(_ASPECTS)]
    chosen = _scales(climate)[:1] + sorted(_alliance_levels(alliance), key=_level_order)
    return [_compared(rows) for rows in chosen[:_MOST]]


def _alliance_levels(alliance: pd.DataFrame) -> list[pd.DataFrame]:
    # One questionnaire that asks every level on one scale is easier to compare than totals of several.
    for _, own in alliance.groupby("instrument", sort=False):
        if set(_LEVELS) <= set(own["level"]):
            return _scales(own)
    return _scales(alliance)


def _level_order(rows: pd.DataFrame) -> int:
    level = rows["level"].iloc[0]
    return _LEVELS.index(level) if level in _LEVELS else len(_LEVELS)


def _scales(rows: pd.DataFrame) -> list[pd.DataFrame]:
    return [own for _, own in rows.groupby(["instrument", "scale", "level"], sort=False, dropna=False)]


def _compared(rows: pd.DataFrame) -> ComparedScale:
    first, means = rows.iloc[0], rows["mean"].dropna()
    return ComparedScale(
        label=str(first["label"]),
        short_name=str(first["short_name"]),
        range=range_of(rows, ["mean", "low", "high"]),
        rows=rows,
        overall=float(means.mean()) if len(means) >= 2 else None,
    )
