"""Whether a drop is one from the member's usual level, or only from an unusually high rating."""

from __future__ import annotations

import numpy as np
import pandas as pd

from groupreport.measures.inputs import Values, as_numbers
from groupreport.measures.repairs.following import rating_places
from groupreport.measures.ruptures import RatedSeries, Rule, rated_series
from groupreport.measures.ruptures.marks import reaches
from groupreport.measures.ruptures.rule import Kind

FEWEST_EARLIER = 3
# A mean of many ratings is no single high one, so that these kinds of rules have no second anchor.
_FROM_A_MEAN: frozenset[Kind] = frozenset(
    ("below_own_past", "below_own_mean", "below_limit", "western_electric", "step_down")
)


def measures_from_a_mean(rule: Rule) -> bool:
    """Whether a rule measures a drop from a mean of the member's ratings, and not from the rating right before.

    Examples:
        >>> from groupreport.measures.ruptures import RULES
        >>> [measures_from_a_mean(RULES[name]) for name in ("own_level", "reliable_change")]
        [True, False]
    """
    return rule.kind in _FROM_A_MEAN


def second_anchor(
    episodes: pd.DataFrame, scores: pd.DataFrame | RatedSeries, criterion: Values | None = None
) -> pd.DataFrame:
    """Set the lowest rating of each episode beside the median of the ratings that the member gave earlier.

    After an unusually high rating the next one is usually lower with nothing having happened (regression to the mean).
    The earlier ratings are those before the rating right before the onset: that one, from which the rating fell, is
    the first anchor. Ratings of the drop and after it are left out, as a drop that lasts would lower its own anchor.
    Where the lowest rating is not below the median by the rule's criterion, the drop is one from an unusually high
    rating. For rules that measure from a mean (`measures_from_a_mean`) this says nothing.

    Args:
        episodes: The result of `find_episodes` on these scores.
        scores: The scores, or the result of `rated_series`.
        criterion: The fall that counts, in points, one an episode; the episodes' own column without it.

    Returns:
        Row by row: median (of the earlier ratings; missing with fewer than 3), earlier (how many), from_high (boolean;
        missing where the median or the criterion is).

    Raises:
        ValueError: An episode's onset or lowest rating is no rated session of its member.

    Source: no published threshold; the criterion is the rule's own, the fewest ratings are this package's choice.

    Examples:
        >>> from groupreport.measures.ruptures import find_episodes
        >>> ratings = pd.DataFrame({"member_id": "M1", "session": range(1, 9), "score": [6, 5, 6, 9, 5, 6, 8, 6]})
        >>> episodes = find_episodes(ratings, "reliable_change", criterion=3)
        >>> second_anchor(episodes, ratings).values.tolist()  # 9 to 5; earlier ones are 6, 5, 6
        [[6.0, 3, True]]
    """
    series = scores if isinstance(scores, RatedSeries) else rated_series(scores)
    onset, nadir = (rating_places(episodes, series, f"{name}_session") for name in ("onset", "nadir"))
    fall = as_numbers(episodes["criterion"] if criterion is None else criterion, "criterion")
    starts = np.searchsorted(series.number, series.number[onset], side="left")
    earlier = np.maximum(onset - 1 - starts, 0)
    medians = np.full(len(onset), np.nan)
    for row in np.flatnonzero(earlier >= FEWEST_EARLIER):
        medians[row] = np.median(series.score[starts[row] : onset[row] - 1])
    from_high = pd.array(~reaches(medians - series.score[nadir], fall, inclusive=True), dtype="boolean")
    from_high[np.isnan(medians) | np.isnan(fall)] = pd.NA
    return pd.DataFrame({"median": medians, "earlier": earlier.astype(np.int64), "from_high": from_high})
