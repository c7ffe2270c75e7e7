"""Where the next fall of a series begins that a rule counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_RELATIVE_ROUNDING = 1e-9


class Fall(NamedTuple):
    """A fall: the level before it, the first rating below that level, and the rating that met the criterion."""

    level_before: float
    onset: int
    met_at: int


class Segment(NamedTuple):
    """Ratings of one series without a gap, and what the rule needs to know about the series."""

    scores: Sequence[float]
    criterion: float
    inclusive: bool
    cumulative: bool
    center: float
    losses: Sequence[bool]


def next_decline(segment: Segment, start: int) -> Fall | None:
    """The first fall after place `start` that reaches the criterion, in one step or added up from a local maximum.

    A decline is added up only while ratings do not rise, and only if the rule says so. Where the last step alone
    reaches the criterion, the fall is that step: smaller steps before it cannot be told from noise, and the session
    of the step is the one to look at. Among equal ratings at the top the last one is the level before.

    Examples:
        >>> next_decline(Segment([8, 8, 7, 5, 8], 3, True, True, 0, ()), 0)  # 8 to 5 over two steps
        Fall(level_before=8, onset=2, met_at=3)
        >>> next_decline(Segment([8, 7, 3, 8], 3, True, True, 0, ()), 0)  # 7 to 3 in one step
        Fall(level_before=7, onset=2, met_at=2)
    """
    scores, peak = segment.scores, start
    for place in range(start + 1, len(scores)):
        if scores[place] > scores[place - 1] or scores[place] == scores[peak]:
            peak = place
        elif reaches(scores[place - 1] - scores[place], segment.criterion, segment.inclusive):
            return Fall(scores[place - 1], place, place)
        elif segment.cumulative and reaches(scores[peak] - scores[place], segment.criterion, segment.inclusive):
            return Fall(scores[peak], peak + 1, place)
    return None


def next_below_limit(segment: Segment, start: int) -> Fall | None:
    """The first rating after place `start` that falls under the chart's lower limit; the level before is its center."""
    for place in range(start + 1, len(segment.scores)):
        fallen = segment.scores[place] < segment.scores[place - 1]
        if fallen and reaches(segment.center - segment.scores[place], segment.criterion, segment.inclusive):
            return Fall(segment.center, place, place)
    return None


def next_sudden_loss(segment: Segment, start: int) -> Fall | None:
    """The first sudden loss after place `start`."""
    for place in range(start + 1, len(segment.scores)):
        if segment.losses[place]:
            return Fall(segment.scores[place - 1], place, place)
    return None


def reaches(amount: float, criterion: float, inclusive: bool) -> bool:
    """Whether an amount meets a criterion; a difference by rounding alone (4.1 - 3.1 against 1) is none."""
    rounding = _RELATIVE_ROUNDING * max(1.0, criterion)
    return amount >= criterion - rounding if inclusive else amount > criterion + rounding
