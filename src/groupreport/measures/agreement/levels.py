"""One relation at two levels: between the groups' means, and between members of a group."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from groupreport.measures.agreement.grouping import ROUNDING, grouped
from groupreport.measures.inputs import Labels, Numbers, Values, as_numbers, order_like


@dataclass(frozen=True)
class LevelCorrelations:
    """A correlation and its parts; NaN where a level has no variance or too few rows.

    Attributes:
        raw: The correlation of all members, whatever their group.
        between: The correlation of the groups' means, each weighed by its members.
        within: The correlation of members' distances from their group's mean.
        members: The rows with both values and a group.
        groups: The groups with at least one such row.
    """

    raw: float
    between: float
    within: float
    members: int
    groups: int


def level_correlations(first: Values, second: Values, groups: Labels) -> LevelCorrelations:
    """Take a correlation apart into what holds between groups and what holds within them.

    raw = eta_first eta_second between + sqrt(1 - eta_first²) sqrt(1 - eta_second²) within. The two can differ in
    size and in sign, so that what is true of groups must not be said of members, nor the other way round.

    Args:
        first: One value a member; rows with a missing value in either are left out.
        second: Another value of the same member.
        groups: The member's group; rows without a label are left out.

    Raises:
        ValueError: The arguments differ in length, their indexes match only in part, or values are not numbers.

    Source: Robinson 1950; Dansereau, Alutto & Yammarino 1984; R's multilevel::waba.

    Examples:
        >>> parts = level_correlations([1, 2, 5, 6], [2, 1, 6, 5], ["A", "A", "B", "B"])
        >>> round(parts.between, 6), round(parts.within, 6), round(parts.raw, 6)
        (1.0, -1.0, 0.882353)
    """
    one, other = as_numbers(first, "first"), as_numbers(second, "second")
    other = other[order_like(first, second, ("first", "second"))]
    table = np.column_stack([one, other])
    codes, labels, complete = grouped(table, first, groups)
    rows, codes = table[complete], codes[complete]
    members = np.bincount(codes, minlength=len(labels))
    number = int((members > 0).sum())
    if len(rows) < 3 or not np.isfinite(rows).all():
        return LevelCorrelations(math.nan, math.nan, math.nan, len(rows), number)
    centered = rows - rows.mean(axis=0)
    sums = np.column_stack([np.bincount(codes, weights=column, minlength=len(labels)) for column in centered.T])
    means = (sums / np.maximum(members, 1)[:, np.newaxis])[codes]
    noise = len(rows) * (ROUNDING * float(np.abs(rows).max())) ** 2
    return LevelCorrelations(
        raw=_correlation(centered, noise),
        between=_correlation(means, noise) if number >= 3 or _two_levels(number, len(rows)) else math.nan,
        within=_correlation(centered - means, noise) if len(rows) > number else math.nan,
        members=len(rows),
        groups=number,
    )


def _two_levels(groups: int, members: int) -> bool:
    """Two groups' means always lie on a line; it is given all the same, as the sum of the parts needs it."""
    return groups == 2 and members > groups


def _correlation(pairs: Numbers, noise: float) -> float:
    squares = (pairs**2).sum(axis=0)
    if (squares <= noise).any():
        return math.nan
    return float((pairs[:, 0] * pairs[:, 1]).sum() / math.sqrt(squares[0] * squares[1]))
