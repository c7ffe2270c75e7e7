"""How large a fall must be in each series, and whether the series says enough to be judged."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.measures.change import reliable_change
from groupreport.measures.inputs import Numbers
from groupreport.measures.ruptures.control_chart import moving_range_sigma
from groupreport.measures.ruptures.rules import Rule
from groupreport.measures.ruptures.series import RatedSeries
from groupreport.measures.ruptures.sudden_losses import TestedIntervals, tested_intervals
from groupreport.parameters import RuptureSettings


@dataclass(frozen=True)
class Criteria:
    """For each series: the criterion in scale points, and why it cannot be judged (missing where it can)."""

    criterion: Numbers
    reason: npt.NDArray[np.object_]

    @property
    def judged(self) -> npt.NDArray[np.bool_]:
        """Whether "no episode" would be an answer."""
        return np.asarray(pd.isna(self.reason))


def criteria(series: RatedSeries, rule: Rule, points: float | None, settings: RuptureSettings) -> Criteria:
    """The criterion of every series under a rule; `points` is the caller's criterion for rules that need one."""
    infinite = np.bincount(series.number, weights=np.isinf(series.score), minlength=len(series.keys)) > 0
    criterion = _criterion(series, rule, points, infinite)
    fewest = settings.minimum_ratings if rule.minimum_ratings is None else rule.minimum_ratings
    reason = np.full(len(series.keys), None, dtype=object)
    # The last one written is the most basic one.
    reason[~(criterion > 0)] = "ratings do not vary" if rule.scale != "points" else "no criterion"
    if rule.kind == "lasting_shift":
        reason[~_has_testable_step(series, rule)] = "no two sessions in a row with two ratings on each side"
    reason[~_has_neighbors(series, settings.max_gap)] = f"more than {settings.max_gap} sessions between all ratings"
    reason[series.ratings < fewest] = f"fewer than {fewest} ratings"
    reason[infinite] = "an infinite rating"
    reason[series.ratings == 0] = "no ratings"
    return Criteria(np.where(pd.isna(reason), criterion, np.nan), reason)


def points_of(rule: Rule, criterion: float | None, sd: float | None, reliability: float | None) -> float | None:
    """The caller's criterion in points, where the rule is measured in points.

    Raises:
        ValueError: The rule needs one and none is given, or it is negative.
    """
    if rule.scale != "points":
        return None
    if criterion is not None:
        if criterion < 0:
            raise ValueError(f"criterion must not be negative, it is {criterion}")
        return criterion
    if sd is None or reliability is None:
        raise ValueError(f"{rule.name} needs a criterion in points, or the scale's sd and reliability")
    return reliable_change(sd, reliability).criterion


def tested_steps(series: RatedSeries, rule: Rule, points: float) -> TestedIntervals:
    """For each rating: whether the step to it could be judged as a sudden loss, and whether it is one.

    Raises:
        ValueError: A session is no whole number, so that nobody can say which sessions are neighbors.
    """
    if not len(series.score):
        return TestedIntervals(np.zeros(0, dtype=bool), np.zeros(0, dtype=bool))
    from_first = series.session_number - series.session_number.min()
    column = from_first.astype(np.intp)
    if (column != from_first).any():
        raise ValueError(f"{rule.name} needs whole session numbers")
    wide = np.full((len(series.keys), int(column.max()) + 1), np.nan)
    wide[series.number, column] = series.score
    tested = tested_intervals(wide, points, rule.share)
    return TestedIntervals(tested.testable[series.number, column], tested.loss[series.number, column])


def _criterion(series: RatedSeries, rule: Rule, points: float | None, infinite: npt.NDArray[np.bool_]) -> Numbers:
    if rule.scale == "points":
        return np.full(len(series.keys), np.nan if points is None else rule.factor * points)
    finite = ~infinite[series.number]
    if rule.scale == "chart_sigmas":
        return rule.factor * _chart_sigmas(series, infinite)
    own = _standard_deviations(series.score[finite], series.number[finite], len(series.keys))
    group = series.group_and_level
    groups = int(group.max()) + 1 if len(group) else 0
    of_group = _standard_deviations(series.score[finite], group[series.number[finite]], groups)
    return rule.factor * np.fmax(own, of_group[group])


def _standard_deviations(score: Numbers, number: npt.NDArray[np.intp], count: int) -> Numbers:
    """The SD of each number's scores, NaN with fewer than two and exactly 0 where they are all the same."""
    ratings = np.bincount(number, minlength=count)
    first = np.zeros(count)
    first[number[::-1]] = score[::-1]
    moved = score - first[number]
    means = np.bincount(number, weights=moved, minlength=count) / np.maximum(ratings, 1)
    squares = np.bincount(number, weights=(moved - means[number]) ** 2, minlength=count)
    return np.where(ratings >= 2, np.sqrt(squares / np.maximum(ratings - 1, 1)), np.nan)


def _chart_sigmas(series: RatedSeries, infinite: npt.NDArray[np.bool_]) -> Numbers:
    parts = np.split(series.score, np.cumsum(series.ratings)[:-1]) if len(series.keys) else []
    return np.array(
        [np.nan if bad else moving_range_sigma(part) for part, bad in zip(parts, infinite, strict=True)], dtype=float
    )


def _has_neighbors(series: RatedSeries, max_gap: int) -> npt.NDArray[np.bool_]:
    """Whether a series has two ratings with at most `max_gap` missed sessions between them."""
    starts, ends = series.segments(max_gap)
    return np.bincount(series.number[starts], weights=ends - starts >= 2, minlength=len(series.keys)) > 0


def _has_testable_step(series: RatedSeries, rule: Rule) -> npt.NDArray[np.bool_]:
    testable = tested_steps(series, rule, math.inf).testable
    return np.bincount(series.number, weights=testable, minlength=len(series.keys)) > 0
