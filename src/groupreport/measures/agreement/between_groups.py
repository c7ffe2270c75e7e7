"""How far groups differ: ICC(1) and ICC(2) from a one-way analysis of variance."""

from __future__ import annotations

import math

import numpy as np

from groupreport.measures.agreement.grouping import ROUNDING, grouped
from groupreport.measures.inputs import Labels, Numbers, Values, as_numbers


def icc1(values: Values, groups: Labels) -> float:
    """ICC(1): the share of the variance of one member's rating that lies between groups.

    (MSB - MSW) / (MSB + (k - 1) MSW) from a one-way analysis of variance, with k the mean group size. It may be
    negative: members of a group then differ more than members of different groups do. Missing (NaN) with fewer
    than two groups, with no group of two, or where all ratings are equal.

    Args:
        values: One rating a member, in any unit; missing values are left out.
        groups: The group of each rating, as any hashable labels; rows without a label are left out.

    Raises:
        ValueError: The two differ in length, their indexes match only in part, or values are not numbers.

    Source: Bliese 2000, with the mean group size as in R's multilevel::ICC1 (not the REML estimate of mult.icc).

    Examples:
        >>> icc1([1, 2, 3, 4], ["A", "A", "B", "B"])  # MSB 4, MSW 0.5, k 2: 3.5 / 4.5
        0.7777777777777778
    """
    between, within, size = _mean_squares(values, groups)
    return _ratio(between - within, between + (size - 1) * within)


def icc2(values: Values, groups: Labels) -> float:
    """ICC(2): how reliable the group means are.

    (MSB - MSW) / MSB from a one-way analysis of variance. It may be negative. Missing (NaN) with fewer than two
    groups, with no group of two, or where all group means are equal.

    Args:
        values: One rating a member, in any unit; missing values are left out.
        groups: The group of each rating, as any hashable labels; rows without a label are left out.

    Raises:
        ValueError: The two differ in length, their indexes match only in part, or values are not numbers.

    Source: Bliese 2000; R's multilevel::ICC2.

    Examples:
        >>> icc2([1, 2, 3, 4], ["A", "A", "B", "B"])  # MSB 4, MSW 0.5
        0.875
    """
    between, within, _ = _mean_squares(values, groups)
    return _ratio(between - within, between)


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else math.nan


def _mean_squares(values: Values, groups: Labels) -> tuple[float, float, float]:
    """MSB, MSW and the mean group size; all NaN where a degree of freedom or all variance is missing."""
    moments = group_moments(values, groups)
    if moments is None:
        return math.nan, math.nan, math.nan
    sizes, means, within = moments
    count, group_count = float(sizes.sum()), len(sizes)
    between = float((sizes * means**2).sum())
    return between / (group_count - 1), within / (count - group_count), count / group_count


def group_moments(values: Values, groups: Labels) -> tuple[Numbers, Numbers, float] | None:
    """Each group's size and its mean (less the mean of all), and the sum of squares within groups.

    Sums that are no more than rounding are 0. None where a degree of freedom or all variance is missing, or where a
    rating is infinite.
    """
    table = as_numbers(values, "values")[:, np.newaxis]
    codes, labels, complete = grouped(table, values, groups)
    ratings, codes = table[complete, 0], codes[complete]
    raters = np.bincount(codes, minlength=len(labels))
    group_count = int((raters > 0).sum())
    if group_count < 2 or len(ratings) <= group_count or not np.isfinite(ratings).all():
        return None
    centered = ratings - ratings.mean()
    means = np.bincount(codes, weights=centered, minlength=len(labels)) / np.maximum(raters, 1)
    within = float(((centered - means[codes]) ** 2).sum())
    noise = len(ratings) * (ROUNDING * float(np.abs(ratings).max())) ** 2
    between = float((raters * means**2).sum())
    if between <= noise and within <= noise:
        return None
    kept = raters > 0
    return raters[kept].astype(np.float64), means[kept] * (between > noise), within if within > noise else 0.0
