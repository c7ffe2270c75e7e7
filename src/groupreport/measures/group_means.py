"""Means over groups with intervals that respect that members of a group are alike: the group is the unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from groupreport.measures.change import mean_difference
from groupreport.measures.inputs import Values, as_numbers

FEWEST_GROUPS = 2
# Of two groups the spread is a single distance: too little to call a difference larger than it.
FEWEST_A_SIDE = 3


@dataclass(frozen=True, kw_only=True)
class GroupMean:
    """How many groups, their mean, and its 95 % t interval; NaN where there are too few."""

    groups: int
    mean: float
    low: float
    high: float


def mean_over_groups(values: Values) -> GroupMean:
    """The mean of the groups' values with its 95 % interval, mean -/+ t(k - 1) * sd / sqrt(k).

    Everything is NaN under 2 groups, and the interval where all groups are alike.

    Args:
        values: One value a group (the mean of its members' means); missing ones are left out.

    Examples:
        >>> found = mean_over_groups([3.0, 5.0, 8.0, 11.0, 2.0])
        >>> f"{found.mean:.1f} ({found.low:.2f} to {found.high:.2f})"
        '5.8 (1.20 to 10.40)'
    """
    known = _finite(values)
    if len(known) < FEWEST_GROUPS:
        return GroupMean(groups=len(known), mean=np.nan, low=np.nan, high=np.nan)
    mean = float(known.mean())
    half = float(stdtrit(len(known) - 1, 0.975) * known.std(ddof=1) / np.sqrt(len(known)))
    # Groups that are all alike say nothing about how far another one may lie.
    half = half if half > 0 else np.nan
    return GroupMean(groups=len(known), mean=mean, low=mean - half, high=mean + half)


def difference_of_groups(first: Values, second: Values) -> GroupMean:
    """The mean of the first groups minus that of the second, with Welch's 95 % t interval.

    Returns:
        The difference; `groups` counts both sides. NaN under 3 groups on a side, and the interval where no side varies.

    Source: Welch 1947; R's t.test(var.equal = FALSE).

    Examples:
        >>> found = difference_of_groups([3.2, 4.1, 2.8], [2.9, 3.0, 3.1])
        >>> f"{found.mean:.2f} ({found.low:.2f} to {found.high:.2f})"
        '0.37 (-1.24 to 1.97)'
    """
    sides = [_finite(first), _finite(second)]
    groups = sum(map(len, sides))
    if min(map(len, sides)) < FEWEST_A_SIDE:
        return GroupMean(groups=groups, mean=np.nan, low=np.nan, high=np.nan)
    found = mean_difference(*sides)
    return GroupMean(groups=groups, mean=found.value, low=found.low, high=found.high)


def _finite(values: Values) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    numbers = as_numbers(values, "values")
    return numbers[np.isfinite(numbers)]
