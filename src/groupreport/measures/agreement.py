"""How alike members of a group rate it, and how far groups differ: ICC(1), ICC(2), r_wg, r_wg(j), AD_M, alpha.

Thin or degenerate data (one group, one rater, no variance, an infinite rating) give NaN, never 0 and never an
error; an error means that the call itself is wrong. Numbers agree with R's multilevel 2.7, which drops a row with a
missing rating or label.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.measures.inputs import (
    Labels,
    Numbers,
    Table,
    Values,
    as_labels,
    as_numbers,
    as_table,
    group_codes,
    order_like,
)

_ROUNDING = 16 * np.finfo(np.float64).eps


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
    variances = _variances(as_numbers(ratings, "ratings")[:, np.newaxis], ratings, groups)
    share = np.minimum(variances[0] / _null_variance(options), 1.0)
    return pd.Series(1.0 - share[:, 0], index=variances[1], name="rwg")


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
    variances, labels = _variances(table, items, groups)
    count = table.shape[1]
    share = np.minimum(variances.mean(axis=1) / _null_variance(options), 1.0) if count else np.full(len(labels), np.nan)
    agreed = count * (1.0 - share)
    return pd.Series(agreed / (agreed + share), index=labels, name="rwg_j")


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
    codes, labels, complete = _grouped(table, items, groups)
    deviations, raters = _deviations(table[complete], codes[complete], len(labels))
    if not table.shape[1]:
        return pd.Series(np.nan, index=labels, name="average_deviation")
    sums = _sum_by_group(np.abs(deviations), codes[complete], len(labels))
    means = np.full(sums.shape, np.nan)
    np.divide(sums, raters[:, np.newaxis], out=means, where=raters[:, np.newaxis] >= 2)
    return pd.Series(means.mean(axis=1), index=labels, name="average_deviation")


def cronbach_alpha(items: Table) -> float:
    """Cronbach's alpha: how far the items of a scale vary together, among the people who answered all of them.

    J / (J - 1) (1 - sum of the items' variances / variance of the total). It may be negative. Missing (NaN) with
    fewer than two items, fewer than two complete rows, or a total that does not vary.

    Args:
        items: A row a person, a column an item, reversed items already turned; rows with any missing item are left
            out.

    Raises:
        ValueError: Items are not numbers.

    Source: Cronbach 1951; R's multilevel::cronbach (psych::alpha uses incomplete rows too, so it can differ).

    Examples:
        >>> cronbach_alpha([[1, 2], [2, 3], [3, 5], [4, 4]])  # s² 5/3 and 5/3, of the total 6
        0.8888888888888888
    """
    table = as_table(items, "items")
    complete = table[~np.isnan(table).any(axis=1)]
    count = complete.shape[1]
    if count < 2 or len(complete) < 2 or not np.isfinite(complete).all():
        return math.nan
    centered = complete - complete.mean(axis=0)
    of_items = float((centered**2).sum()) / (len(complete) - 1)
    of_total = float((centered.sum(axis=1) ** 2).sum()) / (len(complete) - 1)
    if of_total <= (_ROUNDING * count * float(np.abs(complete).max())) ** 2:
        return math.nan
    return float(count / (count - 1) * (1 - of_items / of_total))


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else math.nan


def _null_variance(options: float) -> float:
    if not options >= 2 or math.isinf(options):
        raise ValueError(f"options must be the number of answer options, at least 2, not {options}")
    return (float(options) ** 2 - 1) / 12


def _grouped(
    table: Numbers, items: Table, groups: Labels
) -> tuple[npt.NDArray[np.intp], pd.Index[Any], npt.NDArray[np.bool_]]:
    """Each row's group number, the labels, and which rows are complete and labelled."""
    labelled = as_labels(groups)
    given = items if isinstance(items, pd.Series | pd.DataFrame) else table
    order = order_like(given, groups if isinstance(groups, pd.Series) else labelled.to_numpy(), ("ratings", "groups"))
    codes, labels = group_codes(labelled.iloc[order])
    return codes, labels, (codes >= 0) & ~np.isnan(table).any(axis=1)


def _sum_by_group(table: Numbers, codes: npt.NDArray[np.intp], groups: int) -> Numbers:
    columns = [np.bincount(codes, weights=column, minlength=groups) for column in table.T]
    return np.column_stack(columns) if columns else np.empty((groups, 0))


def _deviations(table: Numbers, codes: npt.NDArray[np.intp], groups: int) -> tuple[Numbers, npt.NDArray[np.intp]]:
    """Each rating minus its group's mean (NaN in a group with an infinite rating), and the raters of each group."""
    raters = np.bincount(codes, minlength=groups)
    finite = np.where(np.isfinite(table), table, np.nan)
    # Ratings are moved near 0 first, so that large numbers with small differences keep their digits.
    moved = finite - finite[0] if len(finite) and np.isfinite(finite[0]).all() else finite
    means = _sum_by_group(moved, codes, groups) / np.maximum(raters, 1)[:, np.newaxis]
    return moved - means[codes], raters


def _variances(table: Numbers, items: Table, groups: Labels) -> tuple[Numbers, pd.Index[Any]]:
    """The variance of each item in each group, NaN with fewer than two complete rows."""
    codes, labels, complete = _grouped(table, items, groups)
    deviations, raters = _deviations(table[complete], codes[complete], len(labels))
    squares = _sum_by_group(deviations**2, codes[complete], len(labels))
    variances = np.full(squares.shape, np.nan)
    np.divide(squares, (raters - 1)[:, np.newaxis], out=variances, where=raters[:, np.newaxis] >= 2)
    return variances, labels


def _mean_squares(values: Values, groups: Labels) -> tuple[float, float, float]:
    """MSB, MSW and the mean group size; all NaN where a degree of freedom or all variance is missing."""
    table = as_numbers(values, "values")[:, np.newaxis]
    codes, labels, complete = _grouped(table, values, groups)
    ratings, codes = table[complete, 0], codes[complete]
    raters = np.bincount(codes, minlength=len(labels))
    group_count = int((raters > 0).sum())
    if group_count < 2 or len(ratings) <= group_count or not np.isfinite(ratings).all():
        return math.nan, math.nan, math.nan
    centered = ratings - ratings.mean()
    means = np.bincount(codes, weights=centered, minlength=len(labels)) / np.maximum(raters, 1)
    within = float(((centered - means[codes]) ** 2).sum())
    between = float((raters * means**2).sum())
    noise = len(ratings) * (_ROUNDING * float(np.abs(ratings).max())) ** 2
    if between <= noise and within <= noise:
        return math.nan, math.nan, math.nan
    mean_square = 0.0 if between <= noise else between / (group_count - 1)
    return mean_square, within / (len(ratings) - group_count), len(ratings) / group_count
