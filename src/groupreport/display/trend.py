"""How a line over sessions is put into words: the first third of the sessions against the last third."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from groupreport.display.rounding import is_missing, same_when_printed
from groupreport.display.scale_range import ScaleRange, known_or_seen

# A change of less than this share of the scale's range is called "about the same": on a scale from 1 to 10 that is
# 0.45 points, less than half a step of the rating.
SAME_SHARE = 0.05


def range_of_line(sessions: Sequence[Any]) -> ScaleRange:
    """What one scale's rows of `scales_by_session` are drawn on."""
    first, seen = sessions[0], (value for row in sessions for value in (row.mean, row.low, row.high))
    return known_or_seen(first.minimum, first.maximum, seen)


@dataclass(frozen=True)
class Trend:
    """A scale over a term: the mean of the first and of the last third of the held sessions, every session alike.

    `certain` is False where the change is smaller than the mean half-width of the sessions' 95 % intervals; where there
    are no intervals (fewer than three members a session) it cannot be said, and it is None.
    """

    early: float
    late: float
    sessions: int
    direction: Literal["rose", "fell", "same"]
    certain: bool | None

    @property
    def change(self) -> float:
        """Late minus early, in points of the scale."""
        return self.late - self.early


def trend_of(sessions: Sequence[Any]) -> Trend | None:
    """The trend of one scale; None with fewer than four scored sessions, or none in the first or last third.

    Args:
        sessions: One scale's rows of `scales_by_session`, in the order of sessions: all held ones, with or without
            scores. Their thirds are those of every other number of a report; a third of the scored ones would be
            another stretch of the term.
    """
    mean, low, high = (
        np.array(
            [
                [math.nan if is_missing(value) else float(value) for value in (row.mean, row.low, row.high)]
                for row in sessions
            ]
        )
        .reshape(-1, 3)
        .T
    )
    scored = ~np.isnan(mean)
    if scored.sum() < 4:
        return None
    third = len(sessions) // 3
    places = np.arange(len(sessions))
    early, late = scored & (places < third), scored & (places >= len(sessions) - third)
    if not early.any() or not late.any():
        return None
    first, last = float(mean[early].mean()), float(mean[late].mean())
    change = last - first
    span = range_of_line(sessions).span
    small = abs(change) < SAME_SHARE * span or same_when_printed(first, last)
    half_widths = (high - low)[early | late] / 2
    half_widths = half_widths[~np.isnan(half_widths)]
    return Trend(
        early=first,
        late=last,
        sessions=int(scored.sum()),
        direction="same" if small else "rose" if change > 0 else "fell",
        certain=abs(change) > float(half_widths.mean()) if len(half_widths) else None,
    )
