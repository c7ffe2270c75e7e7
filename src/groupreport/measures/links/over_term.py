"""Whether members with higher ratings over the term ended with better outcome scores than their first ones predict."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypedDict

import numpy as np

from groupreport.measures.change.shares import QUANTILE_975
from groupreport.measures.growth.nested_data import Places
from groupreport.measures.growth.nested_rows import nested_rows, varies
from groupreport.measures.inputs import Labels, Numbers, Values

FEWEST_PEOPLE = 20

# Why there is no correlation, as codes.
TOO_FEW = "too_few_people"
TOO_FEW_IN_GROUPS = "too_few_in_groups"
INFINITE = "infinite"
NO_VARIANCE = "no_variance_beyond_first"


@dataclass(frozen=True, kw_only=True)
class TermLink:
    """A partial correlation with its 95 % interval; NaN where it cannot be told.

    Attributes:
        correlation: Of mean rating and last score, first score and group held constant.
        low, high: Its interval.
        people, groups: Who went in.
        reason: Why there is none (too_few_people, too_few_in_groups, infinite, no_variance_beyond_first); empty where
            there is one.
    """

    correlation: float = math.nan
    low: float = math.nan
    high: float = math.nan
    people: int
    groups: int
    reason: str = ""


def term_link(mean_ratings: Values, first: Values, last: Values, groups: Labels) -> TermLink:
    """Correlate people's mean ratings with their last outcome scores, with first score and group held constant.

    The correlation of what a least-squares regression on the first score and on the group leaves of both. Groups
    being held constant, it compares people of the same group, and differences between groups play no part. The
    interval is tanh(artanh r ± 1.959964 / √(n - k - 3)) with k = groups held constant (their number, less 1, plus the
    first score).

    Args:
        mean_ratings: One a person: the mean over the sessions.
        first: The outcome score before; people without it are left out.
        last: The outcome score after.
        groups: The person's group.

    Raises:
        ValueError: The arguments differ in length, or are not numbers.

    Source: Fisher 1924 (partial correlation's distribution).

    Examples:
        >>> term_link([1, 2, 3], [5, 6, 4], [7, 7, 9], ["A", "A", "B"]).reason
        'too_few_people'
    """
    people = np.arange(len(groups))
    rows = nested_rows({"mean_ratings": mean_ratings, "first": first, "last": last}, people, groups)
    counts: _Counts = {"people": len(rows), "groups": rows.groups}
    if len(rows) < FEWEST_PEOPLE:
        return TermLink(**counts, reason=TOO_FEW)
    if not rows.are_finite:
        return TermLink(**counts, reason=INFINITE)
    rating, before, after = (_within(column, rows.group) for column in rows.columns.values())
    held = rows.groups - 1 + (1 if varies(before) else 0)
    if len(rows) - held - 3 < 1:
        return TermLink(**counts, reason=TOO_FEW_IN_GROUPS)
    pair = np.column_stack([_without(rating, before), _without(after, before)])
    whole = np.column_stack([rows.columns["mean_ratings"], rows.columns["last"]])
    squares, sizes = (pair**2).sum(axis=0), (whole**2).sum(axis=0)
    if (squares <= 1e-20 * sizes).any():
        return TermLink(**counts, reason=NO_VARIANCE)
    found = float(np.clip(pair[:, 0] @ pair[:, 1] / math.sqrt(squares[0] * squares[1]), -1.0, 1.0))
    if abs(found) > 1 - 1e-12:
        return TermLink(**counts, correlation=math.copysign(1.0, found), low=found, high=found)
    margin = QUANTILE_975 / math.sqrt(len(rows) - held - 3)
    low, high = (math.tanh(math.atanh(found) + side * margin) for side in (-1, 1))
    return TermLink(**counts, correlation=found, low=low, high=high)


class _Counts(TypedDict):
    people: int
    groups: int


def _within(column: Numbers, group: Places) -> Numbers:
    moved = column - column.mean()
    means = np.bincount(group, weights=moved) / np.maximum(np.bincount(group), 1)
    return np.asarray(moved - means[group])


def _without(column: Numbers, held: Numbers) -> Numbers:
    """What a regression through 0 on `held` leaves; columns are centered in their groups already."""
    spread = float(held @ held)
    return column if spread <= 0 else column - held * float(held @ column) / spread
