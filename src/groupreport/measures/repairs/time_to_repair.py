"""After how many ratings a drop was made good, and how long it was watched where it was not."""

from __future__ import annotations

import numpy as np
import pandas as pd

from groupreport.measures.repairs.following import Followed, follow_on
from groupreport.measures.ruptures import RatedSeries, rated_series
from groupreport.measures.ruptures.marks import reaches
from groupreport.parameters import RuptureSettings

_NO_SETTINGS_GIVEN = RuptureSettings()


def time_to_repair(
    episodes: pd.DataFrame,
    scores: pd.DataFrame | RatedSeries,
    *,
    settings: RuptureSettings = _NO_SETTINGS_GIVEN,
    followed: Followed | None = None,
) -> pd.DataFrame:
    """Count the ratings from the lowest one of each episode to the one that repairs it, however late it comes.

    Repaired is, as everywhere, a rating that regains 1 - `repair_tolerance` of the fall, but it is waited for to the
    end of the member's ratings, not only to the end of the repair window. Where it does not come, the episode is
    censored: at the last rating, or at the last one before more than `max_gap` missed sessions. What must be regained
    stays what the episode fell by, and the count goes on, if a rating after the window is lower still. A drop that ends
    the ratings is censored at 0. Where a member fell again before a rating repairs, that rating may end both episodes.

    Args:
        episodes: The result of `find_episodes` on these scores.
        scores: The scores, or the result of `rated_series`.
        settings: Tolerance and longest gap.
        followed: What `follow_on` says of these episodes, where it is known already.

    Returns:
        The episodes' member_id, group_id, level, onset_session and nadir_session with time (ratings after the lowest
        one, from 0), repaired (bool) and censored_by (last_rating or gap; missing where repaired), row by row.

    Raises:
        ValueError: An episode's lowest rating is not among the scores.

    Source: the rule of repair is that of `find_episodes`; censoring as in Kaplan & Meier 1958.

    Examples:
        >>> from groupreport.measures.ruptures import find_episodes
        >>> ratings = pd.DataFrame({"member_id": "M1", "session": range(1, 8), "score": [8, 4, 5, 5, 5, 5, 7]})
        >>> episodes = find_episodes(ratings, "reliable_change", criterion=3)
        >>> episodes["status"].tolist(), time_to_repair(episodes, ratings)[["time", "repaired"]].values.tolist()
        (['unrepaired'], [[5, True]])
    """
    series = scores if isinstance(scores, RatedSeries) else rated_series(scores)
    followed = follow_on(episodes, series, settings.max_gap) if followed is None else followed
    enough = reaches(
        followed.regained, ((1 - settings.repair_tolerance) * followed.depth)[:, np.newaxis], inclusive=True
    )
    repaired = np.asarray(enough.any(axis=1))
    first = enough.argmax(axis=1) + 1 if enough.shape[1] else followed.seen
    rows = episodes[["member_id", "group_id", "level", "onset_session", "nadir_session"]].reset_index(drop=True)
    censored_by = np.where(followed.gap, "gap", "last_rating").astype(object)
    censored_by[repaired] = None
    return rows.assign(
        time=np.where(repaired, first, followed.seen).astype("int64"),
        repaired=repaired,
        censored_by=pd.Series(censored_by, dtype=object),
    )


def first_episodes(times: pd.DataFrame) -> pd.DataFrame:
    """The first episode of each member in each group, so that no member counts twice.

    Of several that begin in one session, the one on the level that is first in order counts.

    Args:
        times: The result of `time_to_repair`, or any frame with member_id, group_id, level and onset_session.

    Returns:
        These rows, in the order of the input.

    Examples:
        >>> times = pd.DataFrame({"member_id": ["A", "A", "B"], "group_id": "G", "level": "L"})
        >>> first_episodes(times.assign(onset_session=[9, 4, 6]))["onset_session"].tolist()
        [4, 6]
    """
    numbered = times.reset_index(drop=True)
    ordered = numbered.sort_values(["onset_session", "level"], kind="stable")
    return numbered[~ordered.duplicated(["member_id", "group_id"]).sort_index()].reset_index(drop=True)
