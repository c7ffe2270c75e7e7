"""Absences as a sign: in a row, after rating drops, and drop-out soon after one."""

from __future__ import annotations

import pandas as pd

from groupreport.measures.absence import absence_after, absence_runs, followed_sessions, left_after_drop
from groupreport.summaries.rating_drops import RatingDrops
from groupreport.summaries.records import AbsenceSigns, LeftAfterDrop, Unavailable
from groupreport.summaries.retention import Courses

_NOBODY = Unavailable("not_enough_data", "nobody_judged_for_absences")


def runs_of_absence(found: Courses) -> pd.DataFrame:
    """One row a run of absences: member_id, group_id, first, last, length, returned."""
    return absence_runs(found.own, found.settings.absence_run)


def absence_signs(found: Courses, drops: RatingDrops | Unavailable) -> AbsenceSigns:
    """The counts behind the signs, without member rows."""
    runs, settings = runs_of_absence(found), found.settings
    after, left = _after_drops(found, drops)
    return AbsenceSigns(
        run=settings.absence_run,
        window=settings.absence_window,
        members=int((found.persons["present"] > 0).sum()),
        with_run=runs["member_id"].nunique(),
        after=after,
        left=left,
    )


def rated_sessions(found: Courses, drops: RatingDrops) -> pd.DataFrame:
    """The ratings that the headline rule could judge: member_id, group_id, session; one row a member and session."""
    series = drops.headline_series
    judged = series.loc[series["judged"].astype(bool), ["member_id", "group_id", "instrument", "scale"]]
    scores = found.scope.process_scores.dropna(subset="score")
    rated = scores.merge(judged.drop_duplicates(), on=["member_id", "group_id", "instrument", "scale"])
    return rated[["member_id", "group_id", "session"]].drop_duplicates(ignore_index=True)


def _after_drops(
    found: Courses, drops: RatingDrops | Unavailable
) -> tuple[pd.DataFrame | Unavailable, LeftAfterDrop | Unavailable]:
    if isinstance(drops, Unavailable):
        return drops, drops
    rated, episodes = rated_sessions(found, drops), drops.headline_episodes
    if rated.empty:
        return _NOBODY, _NOBODY
    followed = followed_sessions(found.own, rated, episodes, found.settings.absence_window)
    left = left_after_drop(found.own, found.last, episodes, rated["member_id"].drop_duplicates(), drops.repair_window)
    return absence_after(followed), LeftAfterDrop(window=drops.repair_window, **left)
