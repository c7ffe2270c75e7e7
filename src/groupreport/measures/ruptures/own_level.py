"""Ratings far under where a member usually stands, and ratings that cross a cut-off."""

from __future__ import annotations

import numpy as np

from groupreport.measures.ruptures.criteria import Criteria
from groupreport.measures.ruptures.marks import Marks, marks_at_once, rating_before, reaches
from groupreport.measures.ruptures.rule import Rule
from groupreport.measures.ruptures.series import Ratings, Stretches
from groupreport.measures.ruptures.spread import own_means


def below_own_level(ratings: Ratings, rule: Rule, judged: Criteria, stretches: Stretches) -> Marks:
    """A rating that is lower than the one before, and lies under the series' mean by the criterion.

    The mean is the middle of the member's chart, and the level that a repair must come back to.
    """
    level = own_means(ratings)[ratings.number]
    low = reaches(level - ratings.score, judged.criterion[ratings.number], inclusive=rule.inclusive)
    return marks_at_once(low & (rating_before(ratings.score, stretches) > ratings.score), level)


def below_own_past(ratings: Ratings, rule: Rule, judged: Criteria, stretches: Stretches) -> Marks:
    """A rating that is lower than the one before, and lies under the mean of the series' earlier ones by the criterion.

    The criterion is that of a level that is known; a mean of m earlier ratings is not, so it takes the square root of
    1 + 1/m times as much: the prediction limit of one more rating.
    """
    # Around each series' own mean, sums stay small, whatever series stand before this one.
    level = own_means(ratings)[ratings.number]
    total = np.concatenate([[0.0], np.cumsum(ratings.score - level)])
    place, first = np.arange(len(level)), ratings.first[ratings.number]
    earlier = place - first
    past = level + (total[place] - total[first]) / np.maximum(earlier, 1)
    needed = judged.criterion[ratings.number] * np.sqrt(1 + 1 / np.maximum(earlier, 1))
    low = (earlier > 0) & reaches(past - ratings.score, needed, inclusive=rule.inclusive)
    return marks_at_once(low & (rating_before(ratings.score, stretches) > ratings.score), past)


def crossing(ratings: Ratings, rule: Rule, judged: Criteria, stretches: Stretches) -> Marks:
    """A rating at the cut-off or under it, after one above it; where it starts is the rating before."""
    cutoff, before = judged.unit[ratings.number], rating_before(ratings.score, stretches)
    at_or_under = reaches(-ratings.score, -cutoff, inclusive=rule.inclusive)
    was_above = ~reaches(-before, -cutoff, inclusive=rule.inclusive) & np.isfinite(before)
    return marks_at_once(at_or_under & was_above, before)
