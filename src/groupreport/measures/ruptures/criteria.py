"""How large a fall must be in each series, and whether the series says enough to be judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.measures.change import reliable_change
from groupreport.measures.inputs import Numbers
from groupreport.measures.ruptures.control_chart import moving_range_sigmas
from groupreport.measures.ruptures.rule import Rule, Unit
from groupreport.measures.ruptures.series import RatedSeries, Ratings
from groupreport.measures.ruptures.split_levels import rated_beside
from groupreport.measures.ruptures.spread import (
    FEWEST_DEGREES,
    degrees_within_members,
    deviations_in_group,
    deviations_within_members,
    own_deviations,
)
from groupreport.measures.ruptures.sudden_losses import testable_series
from groupreport.parameters import RuptureSettings

Criterion = float | npt.ArrayLike | None


@dataclass(frozen=True)
class Criteria:
    """For each series, in scale points: the unit of the rule, the criterion, and why it cannot be judged, or None.

    Reasons are codes: no_criterion, no_variance, no_neighbors_on_each_side, too_few_in_group, no_other_level, gaps (too
    many missed sessions between all ratings), too_few_ratings, infinite, no_ratings.

    A criterion of 0 says that the rule asks for no size. Both are NaN where the series cannot be judged.
    """

    unit: Numbers
    criterion: Numbers
    reason: npt.NDArray[np.object_]

    @property
    def judged(self) -> npt.NDArray[np.bool_]:
        """Whether "no episode" would be an answer."""
        return np.asarray(pd.isna(self.reason))

    def repeated(self, times: int) -> Criteria:
        """The same for series that stand there so often."""
        return Criteria(np.tile(self.unit, times), np.tile(self.criterion, times), np.tile(self.reason, times))


def criteria(series: RatedSeries, rule: Rule, points: Criterion, settings: RuptureSettings) -> Criteria:
    """The criterion of every series under a rule; `points` is the caller's, one for all or one a series."""
    infinite = np.bincount(series.number, weights=np.isinf(series.score), minlength=series.count) > 0
    unit = _unit(_without(series, infinite), rule, points)
    criterion = np.zeros(series.count) if _any_size(rule) else rule.factor * unit
    fewest = rule.fewest_ratings(settings)
    reason = np.full(series.count, None, dtype=object)
    # The last one written is the most basic one.
    if rule.unit == "points":
        reason[np.isnan(unit)] = "no_criterion"
        if rule.kind != "crossing":
            reason[unit == 0] = "no_criterion"
    elif rule.unit == "none":
        reason[~(own_deviations(series) > 0)] = "no_variance"
    else:
        reason[~(unit > 0)] = "no_variance"
    if rule.kind == "lasting_shift":
        reason[~testable_series(series)] = "no_neighbors_on_each_side"
    if rule.unit == "within_members":
        reason[degrees_within_members(series) < FEWEST_DEGREES] = "too_few_in_group"
    if rule.kind == "split_levels":
        reason[~rated_beside(series)] = "no_other_level"
    if fewest > 1:
        reason[~_has_neighbors(series, settings.max_gap)] = "gaps"
    reason[series.ratings < fewest] = "too_few_ratings"
    reason[infinite] = "infinite"
    reason[series.ratings == 0] = "no_ratings"
    judged = pd.isna(reason)
    return Criteria(np.where(judged, unit, np.nan), np.where(judged, criterion, np.nan), reason)


def in_another_order(judged: Criteria, rule: Rule, shuffled: Ratings) -> Criteria:
    """The same when every series' ratings stand in another order: only neighbors differ, and a chart with them."""
    if rule.unit != "chart_sigmas":
        return judged
    unit = np.where(judged.judged, moving_range_sigmas(shuffled), np.nan)
    return replace(judged, unit=unit, criterion=0 * unit if _any_size(rule) else rule.factor * unit)


def points_of(rule: Rule, criterion: Criterion, sd: float | None, reliability: float | None) -> Criterion:
    """The caller's criterion in points, where the rule is measured in points.

    Raises:
        ValueError: The rule needs one and none is given, or it is negative.
    """
    if rule.unit != "points":
        return None
    if isinstance(criterion, pd.Series):
        raise ValueError(
            "criterion has labels of its own, which series do not have: give an array in the order of"
            " rated_series(scores).keys"
        )
    if criterion is not None:
        if rule.kind != "crossing" and (_as_numbers(criterion, rule) < 0).any():
            raise ValueError(f"criterion must not be negative, it is {criterion}")
        return criterion
    if rule.basis != "reliable_change":
        raise ValueError(f"{rule.name} needs a criterion in points")
    if sd is None or reliability is None:
        raise ValueError(f"{rule.name} needs a criterion in points, or the scale's sd and reliability")
    return reliable_change(sd, reliability).criterion


def _any_size(rule: Rule) -> bool:
    return rule.kind in ("western_electric", "step_down", "crossing")


_UNITS: dict[Unit, Callable[[RatedSeries], Numbers]] = {
    "none": lambda series: np.zeros(series.count),
    "chart_sigmas": moving_range_sigmas,
    "standard_deviations": lambda series: np.fmax(own_deviations(series), deviations_in_group(series)),
    "within_members": deviations_within_members,
    "level_deviations": deviations_in_group,
}


def _unit(series: RatedSeries, rule: Rule, points: Criterion) -> Numbers:
    if rule.unit != "points":
        return _UNITS[rule.unit](series)
    given = _as_numbers(np.nan if points is None else points, rule)
    if given.ndim and given.shape != (series.count,):
        raise ValueError(f"{rule.name} needs one criterion, or one for each of the {series.count} series")
    return np.array(np.broadcast_to(given, (series.count,)))


def _as_numbers(criterion: Criterion, rule: Rule) -> Numbers:
    given = np.asarray(criterion)
    if given.dtype.kind not in "iuf":
        raise ValueError(f"{rule.name} needs a criterion in points, a number")
    return np.asarray(given, dtype=np.float64)


def _without(series: RatedSeries, bad: npt.NDArray[np.bool_]) -> RatedSeries:
    """The ratings without those of series that cannot be counted with."""
    if not bad.any():
        return series
    kept = ~bad[series.number]
    return replace(
        series,
        number=series.number[kept],
        session_number=series.session_number[kept],
        score=series.score[kept],
        session=series.session[kept].reset_index(drop=True),
        resolved=series.resolved[kept],
    )


def _has_neighbors(series: Ratings, max_gap: int) -> npt.NDArray[np.bool_]:
    """Whether a series has two ratings with at most `max_gap` missed sessions between them."""
    stretches = series.stretches(max_gap)
    return np.bincount(series.number[stretches.start], weights=stretches.length >= 2, minlength=series.count) > 0
