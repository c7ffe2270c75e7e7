"""Shewhart's chart for single values: between which limits a series would stay if only chance moved it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from groupreport.measures.inputs import Numbers, Values, as_numbers
from groupreport.measures.ruptures.series import Ratings

# The mean range of two draws from a normal distribution, in standard deviations; three decimals as in R's qcc.
_RANGE_OF_TWO = 1.128
_SIGMAS = 3.0


@dataclass(frozen=True, kw_only=True)
class ChartLimits:
    """Center line and limits of a chart, in scale points; NaN where they cannot be computed."""

    center: float
    lower: float
    upper: float


def individuals_chart(values: Values) -> ChartLimits:
    """The individuals chart of one series: its mean and the three-sigma limits around it.

    Sigma is the mean moving range (the distance between neighboring values) / 1.128. Missing values are left out,
    so the neighbors of a gap are each other's neighbors.

    Args:
        values: One member's ratings in order of session, in scale points.

    Returns:
        All NaN without a value or with an infinite one; limits are NaN with a single value and for a series that
        never changes, which says nothing about how far chance would move it.

    Raises:
        ValueError: Values are not numbers.

    Source: Shewhart; Montgomery, Introduction to Statistical Quality Control; R's qcc(type="xbar.one").

    Examples:
        >>> chart = individuals_chart([5, 7, 6, 8, 4])  # moving ranges 2, 1, 2, 4: mean 2.25
        >>> f"{chart.center:.2f} {chart.lower:.4f} {chart.upper:.4f}"
        '6.00 0.0160 11.9840'
    """
    numbers = as_numbers(values, "values")
    rated = numbers[~np.isnan(numbers)]
    if not len(rated) or not np.isfinite(rated).all():
        return ChartLimits(center=math.nan, lower=math.nan, upper=math.nan)
    center, reach = float(rated.mean()), _SIGMAS * moving_range_sigma(rated)
    return ChartLimits(center=center, lower=center - reach, upper=center + reach)


def moving_range_sigma(rated: Numbers) -> float:
    """Sigma from the mean moving range of finite values; NaN with fewer than two, or where none differs."""
    one = Ratings(count=1, number=np.zeros(len(rated), dtype=np.intp), session_number=rated, score=rated)
    return float(moving_range_sigmas(one)[0])


def moving_range_sigmas(ratings: Ratings) -> Numbers:
    """The same of each series of finite values, in one pass."""
    if len(ratings.score) < 2:
        return np.full(ratings.count, np.nan)
    ranges = np.abs(np.diff(ratings.score)) * (np.diff(ratings.number) == 0)
    total = np.bincount(ratings.number[1:], weights=ranges, minlength=ratings.count)
    mean = total / np.maximum(ratings.ratings - 1, 1)
    return np.where(mean > 0, mean / _RANGE_OF_TWO, np.nan)
