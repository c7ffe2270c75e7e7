"""The ratings that are searched for drops, as series: put together once for all rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from groupreport.measures.alliance import FollowedScale, higher_is_better
from groupreport.measures.rupture_criteria import reliable_falls
from groupreport.measures.ruptures import RatedSeries, rated_series
from groupreport.summaries.scope import Scope


@dataclass(frozen=True)
class FollowedRatings:
    """Every rating that is followed.

    `rows`: higher is better, session as the place among the held sessions of the group; `series` joins
    questionnaire, scale, level and target, so that one call judges all; `points` is the reliable fall.
    """

    rows: pd.DataFrame

    @cached_property
    def in_points(self) -> RatedSeries:
        """The series in the points of their scales."""
        return _series(self.rows, self.rows["score"])

    @cached_property
    def in_falls(self) -> RatedSeries:
        """The series in units of the reliable fall, so that one criterion, 1, holds for every scale and group."""
        known = self.rows["points"].notna()
        return _series(self.rows[known], (self.rows["score"] / self.rows["points"])[known])

    @cached_property
    def without_fall(self) -> RatedSeries | None:
        """The series whose reliable fall is not known; None where it is known of all."""
        unknown = self.rows[self.rows["points"].isna()]
        return _series(unknown, unknown["score"]) if len(unknown) else None

    def falls_of(self, episodes: pd.DataFrame) -> pd.Series:
        """The reliable fall of each episode's series, in points."""
        return episodes[["group_id", "level"]].merge(self._falls, on=["group_id", "level"], how="left")["points"]

    @cached_property
    def _falls(self) -> pd.DataFrame:
        falls = self.rows[["group_id", "series", "points"]].drop_duplicates(["group_id", "series"])
        return falls.rename(columns={"series": "level"})


def followed_ratings(scope: Scope, followed: Sequence[FollowedScale]) -> FollowedRatings | None:
    """The ratings on these scales; None where nobody gave one."""
    parts = [_followed_rows(scope, one) for one in followed]
    used = [part for part in parts if len(part)]
    if not used:
        return None
    rows = pd.concat(used, ignore_index=True).merge(places_of_sessions(scope), on=["group_id", "session"])
    codes = rows.groupby(["instrument", "scale", "level", "target"], dropna=False, sort=False).ngroup()
    # Sessions are counted as held, so that a canceled one is no gap between two ratings.
    rows = rows.assign(series=codes, session=rows["place"])
    return FollowedRatings(rows) if len(rows) else None


def _followed_rows(scope: Scope, followed: FollowedScale) -> pd.DataFrame:
    scores = scope.process_scores
    rows = scores.loc[
        (scores["instrument"] == followed.instrument.id) & (scores["scale"] == followed.scale.scale),
        ["member_id", "group_id", "instrument", "scale", "level", "target", "session", "score"],
    ]
    return rows.assign(
        score=higher_is_better(rows["score"], followed.scale),
        turn=-1.0 if followed.scale.higher_is == "worse" else 1.0,
        points=_of_groups(reliable_falls(followed, rows), rows),
    )


def _of_groups(falls: pd.Series, rows: pd.DataFrame) -> pd.Series:
    values = falls.reindex(pd.Index(rows["group_id"])).to_numpy("float64")
    return pd.Series(values, index=rows.index)


def places_of_sessions(scope: Scope) -> pd.DataFrame:
    """The place of each held session among those of its group, from 1."""
    held = scope.held[["group_id", "session"]]
    return held.assign(place=(held.groupby("group_id").cumcount() + 1).astype("Int64"))


def _series(rows: pd.DataFrame, score: pd.Series) -> RatedSeries:
    return rated_series(
        pd.DataFrame(
            {
                "member_id": rows["member_id"],
                "group_id": rows["group_id"],
                "session": rows["session"],
                "level": rows["series"],
                "score": score,
            }
        )
    )
