"""Cronbach's alpha, how far the items of a scale vary together, and its interval."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import fdtri

from groupreport.measures.agreement.grouping import ROUNDING
from groupreport.measures.inputs import Numbers, Table, as_table


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
    complete = complete_rows(items)
    count = complete.shape[1]
    if count < 2 or len(complete) < 2 or not np.isfinite(complete).all():
        return math.nan
    centered = complete - complete.mean(axis=0)
    of_items = float((centered**2).sum()) / (len(complete) - 1)
    of_total = float((centered.sum(axis=1) ** 2).sum()) / (len(complete) - 1)
    if of_total <= (ROUNDING * count * float(np.abs(complete).max())) ** 2:
        return math.nan
    return float(count / (count - 1) * (1 - of_items / of_total))


def cronbach_alpha_interval(items: Table, level: float = 0.95) -> tuple[float, float]:
    """The confidence interval of Cronbach's alpha, low and high.

    1 - (1 - alpha) F at the quantiles of F with n - 1 and (n - 1)(J - 1) degrees of freedom: exact for items that
    measure one thing equally well, and narrow only with many people. Missing (NaN) where alpha is.

    Args:
        items: As in `cronbach_alpha`.
        level: The share of intervals that hold the true value.

    Raises:
        ValueError: Items are not numbers, or the level is not between 0 and 1.

    Source: Feldt, Woodruff & Salih 1987.

    Examples:
        >>> [round(end, 3) for end in cronbach_alpha_interval([[1, 2], [2, 3], [3, 5], [4, 4]])]  # F(3, 3) .0648, 15.44
        [-0.715, 0.993]
    """
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, not {level}")
    alpha = cronbach_alpha(items)
    if math.isnan(alpha):
        return math.nan, math.nan
    people, count = complete_rows(items).shape
    tail = (1 - level) / 2
    between, within = people - 1, (people - 1) * (count - 1)
    low, high = (float(1 - (1 - alpha) * fdtri(between, within, share)) for share in (1 - tail, tail))
    return low, high


def complete_rows(items: Table) -> Numbers:
    """The rows of people who answered every item."""
    table = as_table(items, "items")
    return table[~np.isnan(table).any(axis=1)]
