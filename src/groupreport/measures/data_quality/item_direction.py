"""Items that run against the rest of their scale, as when the key turns an item that was exported turned already."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from groupreport.measures.inputs import Labels, Numbers, Table, as_labels, as_table, group_codes, order_like
from groupreport.measures.text import TEXT

FEWEST_FORMS = 30
FEWEST_MEMBERS = 10
FEWEST_ITEMS = 3  # of two items that disagree, nobody can say which one runs against the other

_CONSTANT = 1e-12
_LARGEST_R = 1 - 1e-9


def item_directions(keyed: Table, members: Labels) -> pd.DataFrame:
    """Correlate each item with the sum of the other items of its scale, and judge which way it runs.

    This is the corrected item-total correlation: without the item in the total it is not drawn upward by itself. Forms
    with an unanswered item are left out. Forms of one member resemble each other, so the interval is over members: the
    correlation is computed again without each member in turn (jackknife of Fisher's z, with Student's t for members
    minus 1).

    An item is `against` where the whole 95 % interval lies below 0, with at least 3 items, 30 complete forms and 10
    members. That is what an item looks like that was turned twice or not at all; it can also be an item that people
    misread, or a key of another version of the questionnaire. With many items a few intervals are expected to miss,
    but hardly by so much: by rule of thumb a right item has a correlation of at least 0.3.

    Args:
        keyed: A row a form, a column an item, reversed items already turned; a missing value was not answered.
        members: Who filled in each form.

    Raises:
        ValueError: Answers are not numbers, or `members` and `keyed` cannot be paired.

    Returns:
        One row an item, in the order of the columns: item (the column's name), forms (complete), members, correlation,
        low, high (missing where it does not vary, with fewer than two members, or where one member alone makes it
        vary), direction (`with`, `against`, `unclear`: the interval holds 0, `not_enough_data`).

    Source: the corrected item-total correlation as in R's psych::alpha (r.drop), there with incomplete forms as well;
    that an unturned item shows as a negative one: Nunnally & Bernstein 1994 (Psychometric Theory; not read, as quoted).
    The jackknife over clusters: Efron & Tibshirani 1993 (An Introduction to the Bootstrap, chapter 11; not read). The
    numbers of forms and members asked for are this package's own.

    Examples:
        Item 1 against the sums of the others, 7, 6, 6, 5: covariance -1, variances 5/3 and 2/3, so -1 / sqrt(10/9).

        >>> items = pd.DataFrame({"1": [1, 2, 3, 4], "2": [2, 2, 4, 4], "3": [5, 4, 2, 1]})
        >>> item_directions(items, ["A", "B", "C", "D"])["correlation"].round(4).tolist()
        [-0.9487, -1.0, -0.9971]
    """
    values = as_table(keyed, "keyed")
    columns = keyed.columns if isinstance(keyed, pd.DataFrame) else range(1, values.shape[1] + 1)
    names = [str(column) for column in columns]
    codes, _ = group_codes(as_labels(members))
    codes = codes[order_like(keyed, members, ("keyed", "members"))]
    complete = ~np.isnan(values).any(axis=1) & (codes >= 0) if values.shape[1] else np.zeros(len(values), bool)
    values, (_, codes) = values[complete], np.unique(codes[complete], return_inverse=True)
    count = int(codes.max()) + 1 if len(codes) else 0
    correlation, low, high = _correlations(values, codes, count)
    enough = len(values) >= FEWEST_FORMS and count >= FEWEST_MEMBERS and len(names) >= FEWEST_ITEMS
    direction = np.select(
        [~np.isfinite(low) | (not enough), high < 0, low > 0], ["not_enough_data", "against", "with"], "unclear"
    )
    return pd.DataFrame(
        {
            "item": pd.Series(names, dtype=TEXT),
            "forms": len(values),
            "members": count,
            "correlation": correlation,
            "low": low,
            "high": high,
            "direction": pd.Series(direction.astype(object), dtype=TEXT),
        }
    )


def _correlations(values: Numbers, member: np.ndarray, count: int) -> tuple[Numbers, Numbers, Numbers]:
    """The correlation of each item with the rest, and the limits of its interval."""
    nothing = np.full(values.shape[1], np.nan)
    if count < 2:
        return nothing, nothing, nothing
    # Sums about the mean of all, so that taking one member out loses no digits.
    item = values - values.mean(axis=0)
    rest = item.sum(axis=1, keepdims=True) - item
    columns = (item, rest, item**2, rest**2, item * rest)
    size = np.bincount(member, minlength=count).astype(float)
    of_member = np.stack([_sums(column, member, count) for column in columns])
    of_all = of_member.sum(axis=1)
    correlation = _correlation(float(len(values)), of_all)
    without = _correlation(len(values) - size[:, np.newaxis], of_all[:, np.newaxis, :] - of_member)
    z, each = np.arctanh(correlation), np.arctanh(without)
    error = np.sqrt((count - 1) / count * ((each - each.mean(axis=0)) ** 2).sum(axis=0))
    half = stdtrit(count - 1, 0.975) * error
    return correlation, np.tanh(z - half), np.tanh(z + half)


def _sums(column: Numbers, member: np.ndarray, count: int) -> Numbers:
    sums = np.zeros((count, column.shape[1]))
    np.add.at(sums, member, column)
    return sums


def _correlation(count: float | Numbers, sums: Numbers) -> Numbers:
    """From the sums of x, y, xx, yy and xy; missing where either does not vary, and never quite 1."""
    x, y, xx, yy, xy = sums
    with np.errstate(divide="ignore", invalid="ignore"):
        of_x, of_y = xx - x**2 / count, yy - y**2 / count
        varies = (of_x > _CONSTANT * np.maximum(xx, 1)) & (of_y > _CONSTANT * np.maximum(yy, 1))
        found = np.where(varies, (xy - x * y / count) / np.sqrt(np.where(varies, of_x * of_y, 1)), np.nan)
    return np.clip(found, -_LARGEST_R, _LARGEST_R)
