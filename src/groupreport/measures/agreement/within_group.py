"""How alike members of a group rate it: r_wg, r_wg(j), r*_wg(j), a_wg and the average deviation."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from groupreport.measures.agreement.grouping import distances_from_mean, grouped, sum_by_group, variances_by_group
from groupreport.measures.inputs import Labels, Table, Values, as_numbers, as_table


def rwg(ratings: Values, groups: Labels, options: float) -> pd.Series[float]:
    """r_wg: how far the ratings of a group agree on one item, against ratings at random.

    1 - s² / ((A² - 1) / 12): 1 is full agreement, 0 is no more than if every one of the A answers were equally
    likely; less than that counts as 0. With 10 raters and 5 options, answers at random still reach .53 in one
    group of twenty (Dunlap 2003): read it with the number of raters.

    Args:
        ratings: One rating a member; missing ratings are left out.
        groups: The group of each rating; rows without a label are left out.
        options: A, the number of answer options (7 for an item rated from 0 to 6).

    Returns:
        One value a group, in order of the labels; NaN with fewer than two ratings.

    Raises:
        ValueError: There are fewer than two options, the arguments differ in length, their indexes match only in
            part, or ratings are not numbers.

    Source: James, Demaree & Wolf 1984; R's multilevel::rwg.

    Examples:
        >>> rwg([4, 4, 3, 1, 5], ["A", "A", "A", "B", "B"], options=5).round(3).to_dict()  # s² 1/3 and 8; null 2
        {'A': 0.833, 'B': 0.0}
    """
    variances, labels = variances_by_group(as_numbers(ratings, "ratings")[:, np.newaxis], ratings, groups)
    share = np.minimum(variances[:, 0] / _null_variance(options), 1.0)
    return pd.Series(1.0 - share, index=labels, name="rwg")


def rwg_j(items: Table, groups: Labels, options: float) -> pd.Series[float]:
    """r_wg(j): how far the ratings of a group agree on a scale of J parallel items.

    J (1 - v) / (J (1 - v) + v), v the mean of the items' variances in the group over (A² - 1) / 12, at most 1.

    Args:
        items: A row a member, a column an item, reversed items already turned; rows with any missing item are left
            out.
        groups: The group of each row; rows without a label are left out.
        options: A, the number of answer options of each item.

    Returns:
        One value a group, in order of the labels; NaN with fewer than two complete rows.

    Raises:
        ValueError: There are fewer than two options, the arguments differ in length, their indexes match only in
            part, or items are not numbers.

    Source: James, Demaree & Wolf 1984; R's multilevel::rwg.j with incomplete rows left out.

    Examples:
        >>> rwg_j([[4, 5], [4, 4], [3, 3]], ["A", "A", "A"], options=5).round(4).to_dict()  # s² 1/3 and 1: v 1/3
        {'A': 0.8}
    """
    table = as_table(items, "items")
    variances, labels = variances_by_group(table, items, groups)
    count = table.shape[1]
    share = np.minimum(variances.mean(axis=1) / _null_variance(options), 1.0) if count else np.full(len(labels), np.nan)
    agreed = count * (1.0 - share)
    return pd.Series(agreed / (agreed + share), index=labels, name="rwg_j")


def rwg_star_j(items: Table, groups: Labels, options: float) -> pd.Series[float]:
    """r*_wg(j): agreement on a scale of J items that does not grow with the number of items, unlike `rwg_j`.

    1 - v, v the mean of the items' variances in the group over (A² - 1) / 12. It is not truncated: below 0, members
    differ more than if every answer were equally likely.

    Args:
        items: A row a member, a column an item, reversed items already turned; rows with any missing item are left
            out.
        groups: The group of each row; rows without a label are left out.
        options: A, the number of answer options of each item.

    Returns:
        One value a group, in order of the labels; NaN with fewer than two complete rows.

    Raises:
        ValueError: There are fewer than two options, the arguments differ in length, their indexes match only in
            part, or items are not numbers.

    Source: Lindell, Brandt & Whitney 1999; R's multilevel::rwg.j.lindell with incomplete rows left out.

    Examples:
        >>> rwg_star_j([[4, 5], [4, 4], [3, 3]], ["A", "A", "A"], options=5).round(4).to_dict()  # s² 1/3 and 1: v 1/3
        {'A': 0.6667}
    """
    variances, labels = variances_by_group(as_table(items, "items"), items, groups)
    share = variances.mean(axis=1) / _null_variance(options) if variances.shape[1] else np.full(len(labels), np.nan)
    return pd.Series(1.0 - share, index=labels, name="rwg_star_j")


def awg(items: Table, groups: Labels, lowest: float, highest: float) -> pd.Series[float]:
    """a_wg: agreement against the largest disagreement that is possible around the group's own mean.

    For each item 1 - 2 s² / (((H + L) M - M² - H L) k / (k - 1)), averaged over the items: 1 is full agreement, 0 a
    variance of half its maximum, -1 the maximum. Unlike r_wg it does not rest on a distribution of answers at
    random. From .70 on agreement is acceptable, from .60 reasonable (Brown & Hauenstein 2005).

    A group whose mean lies so close to an end of the scale that it has no two members apart, M below
    (L (k - 1) + H) / k or above (H (k - 1) + L) / k, has no maximum to compare with: NaN, unless all members agree,
    which is 1. A scale with such an item has no a_wg. R averages its other items, which makes the number one of another
    scale from session to session.

    Args:
        items: A row a member, a column an item, reversed items already turned; rows with any missing item are left
            out.
        groups: The group of each row; rows without a label are left out.
        lowest: L, the lowest answer.
        highest: H, the highest answer.

    Returns:
        One value a group, in order of the labels; NaN with fewer than two complete rows.

    Raises:
        ValueError: The lowest answer is not below the highest, the arguments differ in length, their indexes match
            only in part, or items are not numbers.

    Source: Brown & Hauenstein 2005; R's multilevel::awg where every item has a value.

    Examples:
        >>> awg([2, 3, 4], ["A", "A", "A"], lowest=1, highest=5).round(4).to_dict()  # s² 1, M 3: 1 - 2 / (4 x 1.5)
        {'A': 0.6667}
    """
    if not lowest < highest:
        raise ValueError(f"the lowest answer must be below the highest, not {lowest} and {highest}")
    table = as_table(items, "items")
    codes, labels, complete = grouped(table, items, groups)
    rows, places = table[complete], codes[complete]
    raters = np.bincount(places, minlength=len(labels)).astype(np.float64)[:, np.newaxis]
    variances, _ = variances_by_group(table, items, groups)
    with np.errstate(divide="ignore", invalid="ignore"):
        means = sum_by_group(rows, places, len(labels)) / raters
        maximum = ((highest + lowest) * means - means**2 - highest * lowest) * raters / (raters - 1)
        inside = (means >= (lowest * (raters - 1) + highest) / raters) & (
            means <= (highest * (raters - 1) + lowest) / raters
        )
        agreed = np.where(variances == 0, 1.0, np.where(inside, 1 - 2 * variances / maximum, np.nan))
    agreed = np.where(raters >= 2, agreed, np.nan)
    mean = agreed.mean(axis=1) if table.shape[1] else np.full(len(labels), np.nan)
    return pd.Series(mean, index=labels, name="awg")


def average_deviation(items: Table, groups: Labels) -> pd.Series[float]:
    """AD_M: how far members of a group lie from the group's mean, on average, in points of the answer scale.

    The mean absolute deviation of each item, averaged over the items. Up to A / 6 (A the number of answer
    options) is usually taken as agreement (Burke & Dunlap 2002).

    Args:
        items: A row a member, a column an item (or one column alone); rows with any missing item are left out.
        groups: The group of each row; rows without a label are left out.

    Returns:
        One value a group, in order of the labels; NaN with fewer than two complete rows.

    Raises:
        ValueError: The arguments differ in length, their indexes match only in part, or items are not numbers.

    Source: Burke, Finkelstein & Dusig 1999; R's multilevel::ad.m.

    Examples:
        >>> average_deviation([3, 4, 8], ["A", "A", "A"]).to_dict()  # mean 5: (2 + 1 + 3) / 3
        {'A': 2.0}
    """
    table = as_table(items, "items")
    codes, labels, complete = grouped(table, items, groups)
    deviations, raters = distances_from_mean(table[complete], codes[complete], len(labels))
    if not table.shape[1]:
        return pd.Series(np.nan, index=labels, name="average_deviation")
    sums = sum_by_group(np.abs(deviations), codes[complete], len(labels))
    means = np.full(sums.shape, np.nan)
    np.divide(sums, raters[:, np.newaxis], out=means, where=raters[:, np.newaxis] >= 2)
    return pd.Series(means.mean(axis=1), index=labels, name="average_deviation")


def _null_variance(options: float) -> float:
    if not options >= 2 or math.isinf(options):
        raise ValueError(f"options must be the number of answer options, at least 2, not {options}")
    return (float(options) ** 2 - 1) / 12
