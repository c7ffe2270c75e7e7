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


def crossing(ratings: Ratings, rule: Rule, judged: Criteria, stretches: Stretches) -> Marks:
    """A rating at the cut-off or under it, after one above it; where it starts is the rating before."""
    cutoff, before = judged.unit[ratings.number], rating_before(ratings.score, stretches)
    at_or_under = reaches(-ratings.score, -cutoff, inclusive=rule.inclusive)
    was_above = ~reaches(-before, -cutoff, inclusive=rule.inclusive) & np.isfinite(before)
    return marks_at_once(at_or_under & was_above, before)
