"""How attendance went over a term: the first third of the sessions held beside the last."""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose

import pandas as pd

# A fall in attendance of ten points is one member in ten who came at first and does not come at the end.
ATTENDANCE_FALL = 0.10


@dataclass(frozen=True)
class Attendances:
    """The share of possible attendances over the term, and in its first and last third."""

    rate: float
    early: float
    late: float

    @property
    def fell(self) -> bool:
        """True where the last third lies ten percentage points or more below the first."""
        fall = self.early - self.late
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
    """
    ordered = by_session.sort_values("session")
    third = len(ordered) // 3 or 1
    parts = [ordered, ordered.head(third), ordered.tail(third)]
    if any(not part["expected"].sum() for part in parts):
        return None
    return Attendances(*(float(part["present"].sum() / part["expected"].sum()) for part in parts))
