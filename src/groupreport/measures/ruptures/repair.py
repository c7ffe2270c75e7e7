"""What became of a fall: repaired, partially repaired, unrepaired, or not seen long enough to say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from groupreport.measures.ruptures.falls import Fall, reaches
from groupreport.parameters import RuptureSettings

RepairStatus = Literal["repaired", "partially_repaired", "unrepaired", "undetermined"]


class Course(NamedTuple):
    """The places of an episode's lowest and last rating, and its status."""

    nadir: int
    end: int
    status: RepairStatus


def follow(scores: Sequence[float], fall: Fall, settings: RuptureSettings) -> Course:
    """Follow a fall until it is repaired, its window has passed, or the ratings stop.

    The window is `repair_window` ratings after the nadir; a still lower rating within it is the new nadir, and the
    window starts again. Repaired: a rating regains 1 - `repair_tolerance` of the fall. With the window fully seen,
    partially repaired: at least `partial_share` was regained at some point; else unrepaired. If the ratings stop
    first (the term or a stay ends, or a gap follows) nobody can say: undetermined, whatever was regained so far.

    Examples:
        >>> follow([8, 4, 5, 8], Fall(8, 1, 1), RuptureSettings())
        Course(nadir=1, end=3, status='repaired')
        >>> follow([8, 4, 6], Fall(8, 1, 1), RuptureSettings())  # half is regained, but the window is not over
        Course(nadir=1, end=2, status='undetermined')
    """
    nadir, best = fall.met_at, scores[fall.met_at]
    for place in range(fall.met_at + 1, len(scores)):
        if scores[place] < scores[nadir]:
            nadir, best = place, scores[place]
            continue
        best = max(best, scores[place])
        depth, regained = fall.level_before - scores[nadir], best - scores[nadir]
        if reaches(regained, (1 - settings.repair_tolerance) * depth, inclusive=True):
            return Course(nadir, place, "repaired")
        if place - nadir == settings.repair_window:
            partly = reaches(regained, settings.partial_share * depth, inclusive=True)
            return Course(nadir, place, "partially_repaired" if partly else "unrepaired")
    return Course(nadir, len(scores) - 1, "undetermined")
