"""How attendance went over a term: the first third of the sessions held beside the last."""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose, isnan, nan

import pandas as pd

# A fall in attendance of ten points is one member in ten who came at first and does not come at the end.
ATTENDANCE_FALL = 0.10


@dataclass(frozen=True)
class Attendances:
    """The share of possible attendances over the term, and in its first and last third (NaN under 3 sessions)."""

    rate: float
    early: float
    late: float

    @property
    def fell(self) -> bool | None:
        """True where the last third lies ten percentage points or more below the first; None without thirds."""
        fall = self.early - self.late
        if isnan(fall):
            return None
        return fall > ATTENDANCE_FALL or isclose(fall, ATTENDANCE_FALL)  # 0.9 less 0.8 is a little less than 0.1


def attendances_over_term(by_session: pd.DataFrame) -> Attendances | None:
    """Attendance of one group over its term; None where nothing was possible in it, or in its first or last third.

    Args:
        by_session: The result of `attendance.attendance_by_session` for one group.

    Examples:
        >>> counts = {"session": [1, 2, 3], "expected": [8, 8, 6], "present": [8, 6, 3]}
        >>> found = attendances_over_term(pd.DataFrame(counts))
        >>> found.early, found.late, found.fell
        (1.0, 0.5, True)
        >>> attendances_over_term(pd.DataFrame(counts).head(2))  # one member who is away once is no fall over a term
        Attendances(rate=0.875, early=nan, late=nan)
    """
    ordered = by_session.sort_values("session")
    third = len(ordered) // 3
    parts = [ordered, ordered.head(third), ordered.tail(third)] if third else [ordered]
    if any(not part["expected"].sum() for part in parts):
        return None
    rate, *thirds = (float(part["present"].sum() / part["expected"].sum()) for part in parts)
    early, late = thirds or (nan, nan)
    return Attendances(rate, early, late)
