"""Cronbach's alpha: how far the items of a scale vary together."""

from __future__ import annotations

import math

import numpy as np

from groupreport.measures.agreement.grouping import ROUNDING
from groupreport.measures.inputs import Table, as_table


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
    if of_total <= (ROUNDING * count * float(np.abs(complete).max())) ** 2:
        return math.nan
    return float(count / (count - 1) * (1 - of_items / of_total))
