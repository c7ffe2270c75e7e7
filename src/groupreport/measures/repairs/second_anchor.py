"""Whether a drop is one from the member's usual level, or only from an unusually high rating."""

from __future__ import annotations

import numpy as np
import pandas as pd

from groupreport.measures.inputs import Values, as_numbers
from groupreport.measures.repairs.following import rating_places, reached
from groupreport.measures.ruptures import RatedSeries, rated_series

FEWEST_OTHERS = 3


def second_anchor(
    episodes: pd.DataFrame, scores: pd.DataFrame | RatedSeries, criterion: Values | None = None
) -> pd.DataFrame:
    """Set the lowest rating of each episode beside the median of the member's other ratings.

    After an unusually high rating the next one is usually lower with nothing having happened (regression to the mean).
    The other ratings are those outside the episode, from its onset to its end, and without the rating right before it,
    from which it fell: that one is the first anchor. Where the lowest rating is not below their median by the rule's
    criterion, the drop is one from an unusually high rating.

    Args:
        episodes: The result of `find_episodes` on these scores.
        scores: The scores, or the result of `rated_series`.
        criterion: The fall that counts, in points, one an episode; the episodes' own column without it.

    Returns:
        Row by row: median (of the other ratings; missing with fewer than 3), others (how many), from_high (boolean;
        missing where the median or the criterion is).

    Raises:
        ValueError: An episode's onset or end is no rated session of its member.

    Source: no published threshold; the criterion is the rule's own, the fewest ratings are this package's choice.

    Examples:
        >>> from groupreport.measures.ruptures import find_episodes
        >>> ratings = pd.DataFrame({"member_id": "M1", "session": range(1, 9), "score": [6, 5, 6, 9, 5, 6, 8, 6]})
        >>> episodes = find_episodes(ratings, "reliable_change", criterion=3)
        >>> second_anchor(episodes, ratings).values.tolist()  # 9 to 5; the others are 6, 5, 6, 6
        [[6.0, 4, True]]
    """
    series = scores if isinstance(scores, RatedSeries) else rated_series(scores)
    onset, nadir, end = (rating_places(episodes, series, f"{name}_session") for name in ("onset", "nadir", "end"))
    fall = as_numbers(episodes["criterion"] if criterion is None else criterion, "criterion")
    starts = np.searchsorted(series.number, series.number[onset], side="left")
    stops = np.searchsorted(series.number, series.number[onset], side="right")
    before = np.maximum(onset - 1, starts)
    medians, others = np.full(len(onset), np.nan), np.zeros(len(onset), dtype=np.int64)
    for row, (start, left, right, stop) in enumerate(zip(starts, before, end, stops, strict=True)):
        rest = np.concatenate([series.score[start:left], series.score[right + 1 : stop]])
        others[row] = len(rest)
        if len(rest) >= FEWEST_OTHERS:
            medians[row] = np.median(rest)
    from_high = pd.array(~reached(medians - series.score[nadir], fall), dtype="boolean")
    from_high[np.isnan(medians) | np.isnan(fall)] = pd.NA
    return pd.DataFrame({"median": medians, "others": others, "from_high": from_high})
