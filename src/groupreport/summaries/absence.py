"""Absences as a sign: in a row, after rating drops, and drop-out soon after one."""

from __future__ import annotations

import pandas as pd

from groupreport.measures.absence import absence_after, followed_sessions, left_after_drop
from groupreport.summaries.rating_drops import RatingDrops
from groupreport.summaries.records import AbsenceSigns, LeftAfterDrop, Unavailable
from groupreport.summaries.retention import Courses

_NOBODY = Unavailable("not_enough_data", "nobody_judged_for_absences")


def absence_signs(found: Courses, drops: RatingDrops | Unavailable) -> AbsenceSigns:
    """The counts behind the signs, without member rows."""
    runs, settings = found.runs_of_absence, found.settings
    after, left = _after_drops(found, drops)
    return AbsenceSigns(
        run=settings.absence_run,
        window=settings.absence_window,
        members=int((found.persons["present"] > 0).sum()),
        with_run=runs["member_id"].nunique(),
        after=after,
        left=left,
    )


def _after_drops(
    found: Courses, drops: RatingDrops | Unavailable
) -> tuple[pd.DataFrame | Unavailable, LeftAfterDrop | Unavailable]:
    if isinstance(drops, Unavailable):
        return drops, drops
    rated, episodes = drops.rated_sessions, drops.headline_episodes
    if rated.empty:
        return _NOBODY, _NOBODY
    followed = followed_sessions(found.own, rated, episodes, found.settings.absence_window)
    left = left_after_drop(found.own, found.last, episodes, rated["member_id"].drop_duplicates(), drops.repair_window)
    return absence_after(followed), LeftAfterDrop(window=drops.repair_window, **left)
