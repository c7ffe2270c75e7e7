"""Every episode of sorted series, one fall after the other."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from groupreport.measures.inputs import Numbers
from groupreport.measures.ruptures.criteria import Criteria, tested_steps
from groupreport.measures.ruptures.falls import Segment, next_below_limit, next_decline, next_sudden_loss
from groupreport.measures.ruptures.repair import RepairStatus, follow
from groupreport.measures.ruptures.rules import Rule
from groupreport.measures.ruptures.series import RatedSeries
from groupreport.parameters import RuptureSettings

_NEXT_FALL = {"decline": next_decline, "below_limit": next_below_limit, "lasting_shift": next_sudden_loss}


class Found(NamedTuple):
    """One episode, as places among all ratings of the series."""

    onset: int
    nadir: int
    end: int
    level_before: float
    status: RepairStatus


def find(series: RatedSeries, rule: Rule, judged: Criteria, settings: RuptureSettings) -> list[Found]:
    """Every episode of the series that can be judged, in order; one begins after the end of the one before."""
    losses, centers = _losses(series, rule, judged), series_centers(series)
    next_fall = _NEXT_FALL[rule.kind]
    can_be_judged = judged.judged.tolist()
    found = []
    for start, end in zip(*(bounds.tolist() for bounds in series.segments(settings.max_gap)), strict=True):
        number = series.number[start]
        if end - start < 2 or not can_be_judged[number]:
            continue
        segment = Segment(
            scores=series.score[start:end].tolist(),
            criterion=float(judged.criterion[number]),
            inclusive=rule.inclusive,
            cumulative=rule.cumulative,
            center=float(centers[number]),
            losses=losses[start:end].tolist(),
        )
        place = 0
        while (fall := next_fall(segment, place)) is not None:
            nadir, place, status = follow(segment.scores, fall, settings)
            found.append(Found(start + fall.onset, start + nadir, start + place, fall.level_before, status))
    return found


def _losses(series: RatedSeries, rule: Rule, judged: Criteria) -> npt.NDArray[np.bool_]:
    if rule.kind != "lasting_shift" or not judged.judged.any():
        return np.zeros(len(series.score), dtype=bool)
    return tested_steps(series, rule, float(np.nanmax(judged.criterion))).loss


def series_centers(series: RatedSeries) -> Numbers:
    """The mean of each series' ratings, the middle of its chart."""
    finite = np.where(np.isfinite(series.score), series.score, 0.0)
    return np.bincount(series.number, weights=finite, minlength=len(series.keys)) / np.maximum(series.ratings, 1)
