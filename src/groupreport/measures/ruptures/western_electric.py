"""Four patterns under the center of a chart that chance makes seldom."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from groupreport.measures.ruptures.criteria import Criteria
from groupreport.measures.ruptures.marks import Marks, rating_before
from groupreport.measures.ruptures.rule import Rule
from groupreport.measures.ruptures.series import Ratings, Stretches
from groupreport.measures.ruptures.spread import own_means

# How many of how many ratings in a row lie beyond how many sigmas (Western Electric, Statistical Quality Control
# Handbook, 1956). Eight in a row need no distance.
PATTERNS = ((1, 1, 3.0), (2, 3, 2.0), (4, 5, 1.0), (8, 8, 0.0))


def western_electric(ratings: Ratings, rule: Rule, judged: Criteria, stretches: Stretches) -> Marks:
    """A pattern that is complete with this rating, and began with a rating lower than the one before it.

    A pattern lies within one stretch. Where several are complete, the walk takes the one that began first.
    """
    del rule  # the patterns are its numbers
    center = own_means(ratings)[ratings.number]
    below = np.nan_to_num((center - ratings.score) / judged.unit[ratings.number])
    position, places = stretches.position, np.arange(len(below))
    falls = rating_before(ratings.score, stretches) > ratings.score
    fallen, began_before = [], []
    for needed, among, sigmas in PATTERNS:
        beyond = below > sigmas
        back = _first_beyond(beyond, position, among)
        complete = beyond & (_how_many(beyond, position, among) >= needed)
        if needed == 8:  # a longer run is the same one, not another
            complete &= ~((position >= 8) & np.concatenate([np.zeros(8, dtype=bool), beyond])[: len(below)])
        fallen.append(complete & falls[places - back])
        began_before.append(back)
    return Marks(np.array(fallen), np.array(began_before), center)


def _how_many(beyond: npt.NDArray[np.bool_], position: npt.NDArray[np.intp], among: int) -> npt.NDArray[np.intp]:
    """How many of the last ratings of the stretch, this one included, lie beyond."""
    total = np.concatenate([[0], np.cumsum(beyond)])
    places = np.arange(len(beyond))
    return np.asarray(total[places + 1] - total[places + 1 - np.minimum(among, position + 1)], dtype=np.intp)


def _first_beyond(beyond: npt.NDArray[np.bool_], position: npt.NDArray[np.intp], among: int) -> npt.NDArray[np.intp]:
    """How many ratings before this one the first of them lies beyond; 0 for this one alone."""
    back = np.zeros(len(beyond), dtype=np.intp)
    for distance in range(1, among):
        earlier = np.concatenate([np.zeros(distance, dtype=bool), beyond])[: len(beyond)]
        back = np.where(earlier & (position >= distance), distance, back)
    return back
