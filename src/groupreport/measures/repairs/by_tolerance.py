"""What became of the same drops, had the last part of the way back been measured in points and not as a share."""

from __future__ import annotations

import numpy as np
import pandas as pd

from groupreport.measures.repairs.by_window import COUNTS, counts, statuses
from groupreport.measures.repairs.following import Followed, follow_on
from groupreport.measures.ruptures import RatedSeries, rated_series
from groupreport.parameters import RuptureSettings

POINTS = 0.25
_NO_SETTINGS_GIVEN = RuptureSettings()


def repair_by_tolerance(
    episodes: pd.DataFrame,
    scores: pd.DataFrame | RatedSeries,
    *,
    settings: RuptureSettings = _NO_SETTINGS_GIVEN,
    points: float = POINTS,
    followed: Followed | None = None,
) -> pd.DataFrame:
    """Count what became of the episodes by two ways to say how near to the level before is near enough.

    By share, as everywhere: 1 - `repair_tolerance` of the fall is regained. By points: a rating lies at most *points*
    below the level before (and above the lowest one). On single ratings, which are whole numbers, 0.25 points means
    the whole way back; on a mean of items from 1 to 5 it is more than on the 1 to 7 of the source.

    Args:
        episodes: The result of `find_episodes` on these scores.
        scores: The scores, or the result of `rated_series`.
        settings: Repair window, tolerances and longest gap.
        points: How far below the level before a repaired rating may lie, in points of the scale.
        followed: What `follow_on` says of these episodes, where it is known already.

    Returns:
        Two rows: tolerance (share, points), and the counts, rate and interval of `repair_by_window`.

    Raises:
        ValueError: An episode's lowest rating is not among the scores, or points are negative.

    Source: 0.25 points on the 1 to 7 mean of the WAI, Stevens et al. 2007 (as restated by others; not read).

    Examples:
        >>> from groupreport.measures.ruptures import find_episodes
        >>> ratings = pd.DataFrame({"member_id": "M1", "session": range(1, 6), "score": [8, 4, 5, 6, 7]})
        >>> episodes = find_episodes(ratings, "reliable_change", criterion=3)
        >>> repair_by_tolerance(episodes, ratings)[["tolerance", "repaired"]].values.tolist()
        [['share', 1], ['points', 0]]
    """
    if points < 0:
        raise ValueError(f"points must not be negative, they are {points}")
    series = scores if isinstance(scores, RatedSeries) else rated_series(scores)
    followed = follow_on(episodes, series, settings.max_gap) if followed is None else followed
    smallest_rise = np.finfo(np.float64).eps * 1e8
    needed = {
        "share": (1 - settings.repair_tolerance) * followed.depth,
        "points": np.maximum(followed.depth - points, smallest_rise),
    }
    rows = [
        counts(statuses(followed, need, settings.repair_window, settings.partial_share)) for need in needed.values()
    ]
    frame = pd.DataFrame(rows, columns=COUNTS)
    frame.insert(0, "tolerance", list(needed))
    return frame
