"""How much ratings differ: a member's own, those of a group on a level, and those within its members."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from groupreport.measures.inputs import Numbers
from groupreport.measures.ruptures.series import RatedSeries, Ratings

# With fewer, the SD within members is itself too uncertain: with 6, a limit of 2 SD is passed by chance twice as often.
FEWEST_DEGREES = 6


def own_means(ratings: Ratings) -> Numbers:
    """The mean of each series' finite ratings; 0 for a series without any."""
    finite = np.where(np.isfinite(ratings.score), ratings.score, 0.0)
    total = np.bincount(ratings.number, weights=finite, minlength=ratings.count)
    return np.asarray(total / np.maximum(ratings.ratings, 1))


def own_deviations(ratings: Ratings) -> Numbers:
    """The SD of each series' ratings; NaN with fewer than two."""
    return standard_deviations(ratings.score, ratings.number, ratings.count)


def deviations_in_group(series: RatedSeries) -> Numbers:
    """For each series the SD of all ratings of its group and level, around their common mean."""
    group = series.group_and_level
    return standard_deviations(series.score, group[series.number], _groups(group))[group]


def deviations_within_members(series: RatedSeries) -> Numbers:
    """For each series the SD of the ratings of its group and level around each member's own mean, pooled."""
    group, degrees = series.group_and_level, degrees_within_members(series)
    squares = np.nan_to_num(own_deviations(series)) ** 2 * np.maximum(series.ratings - 1, 0)
    total = np.bincount(group, weights=squares, minlength=_groups(group))[group]
    return np.where(degrees > 0, np.sqrt(total / np.maximum(degrees, 1)), np.nan)


def degrees_within_members(series: RatedSeries) -> npt.NDArray[np.intp]:
    """For each series how many ratings its group and level have beyond one a member: what that SD rests on."""
    group, beyond_one = series.group_and_level, np.maximum(series.ratings - 1, 0)
    return np.bincount(group, weights=beyond_one, minlength=_groups(group)).astype(np.intp)[group]


def means_in_group(series: RatedSeries) -> Numbers:
    """For each series the mean of all ratings of its group and level."""
    group = series.group_and_level
    of_rating = group[series.number]
    total = np.bincount(of_rating, weights=series.score, minlength=_groups(group))
    return np.asarray(total / np.maximum(np.bincount(of_rating, minlength=_groups(group)), 1))[group]


def standard_deviations(score: Numbers, number: npt.NDArray[np.intp], count: int) -> Numbers:
    """The SD of each number's scores, NaN with fewer than two and exactly 0 where they are all the same."""
    ratings = np.bincount(number, minlength=count)
    first = np.zeros(count)
    first[number[::-1]] = score[::-1]
    moved = score - first[number]
    means = np.bincount(number, weights=moved, minlength=count) / np.maximum(ratings, 1)
    squares = np.bincount(number, weights=(moved - means[number]) ** 2, minlength=count)
    return np.where(ratings >= 2, np.sqrt(squares / np.maximum(ratings - 1, 1)), np.nan)


def _groups(group: npt.NDArray[np.intp]) -> int:
    return int(group.max()) + 1 if len(group) else 0
