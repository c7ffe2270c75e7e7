"""How far attendance was recorded at all: a share of what is on record can hide how much is not."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from groupreport.instruments.row_numbers import row_numbers
from groupreport.measures.attendance import NOT_HELD
from groupreport.measures.inputs import as_texts


@dataclass(frozen=True, kw_only=True)
class AttendanceCompleteness:
    """Counts of member-sessions: an enrolled member at a held session is one.

    Attributes:
        possible: All of them.
        recorded: Those with an attendance row.
        present: Those recorded as attended, late or left early.
        unknown: Without a row, at a session that others have a row for; they count neither as attended nor as missed.
        assumed: The same, counted as missed because the program says that its sheets list only those who came.
        at_unrecorded_sessions: At a session that nobody has a row for; they count neither as attended nor as missed.
        sessions: Held sessions at which somebody was enrolled.
        unrecorded_sessions: Those of them that nobody has a row for.
    """

    possible: int
    recorded: int
    present: int
    unknown: int
    assumed: int
    at_unrecorded_sessions: int
    sessions: int
    unrecorded_sessions: int

    @property
    def rate(self) -> float:
        """Attended over what is known; NaN where nothing is."""
        known = self.recorded + self.assumed
        return self.present / known if known else math.nan

    @property
    def lowest_rate(self) -> float:
        """What the rate would be if every unknown attendance had been missed; NaN where none was possible."""
        return self.present / self.possible if self.possible else math.nan

    @property
    def highest_rate(self) -> float:
        """What the rate would be if every unknown attendance had taken place; NaN where none was possible."""
        unknown = self.unknown + self.at_unrecorded_sessions
        return (self.present + unknown) / self.possible if self.possible else math.nan


def attendance_completeness(rows: pd.DataFrame) -> AttendanceCompleteness:
    """Count what is on record.

    Args:
        rows: The result of `attendance.member_sessions`.

    Examples:
        >>> rows = pd.DataFrame({"group_id": "G1", "session": [1, 1, 1, 2], "status": ["attended", "no_show"] +
        ...     ["unrecorded"] * 2, "present": [True, False, False, False], "expected": [True, True, False, False],
        ...     "unknown": [False, False, True, False], "assumed": False})
        >>> found = attendance_completeness(rows)
        >>> found.possible, found.recorded, found.unknown, found.at_unrecorded_sessions, found.unrecorded_sessions
        (4, 2, 1, 1, 1)
        >>> found.rate, found.lowest_rate, found.highest_rate
        (0.5, 0.25, 0.75)
    """
    due = ~np.isin(as_texts(rows["status"]), (*NOT_HELD, "not_enrolled"))
    flags = ("expected", "present", "unknown", "assumed")
    expected, present, unknown, assumed = (rows[name].to_numpy(bool)[due] for name in flags)
    recorded = int((expected & ~assumed).sum())
    session = row_numbers(rows[["group_id", "session"]][due], ["group_id", "session"])
    has_record = np.bincount(session, weights=expected) > 0
    return AttendanceCompleteness(
        possible=int(due.sum()),
        recorded=recorded,
        present=int(present.sum()),
        unknown=int(unknown.sum()),
        assumed=int(assumed.sum()),
        at_unrecorded_sessions=int(due.sum() - recorded - unknown.sum() - assumed.sum()),
        sessions=len(has_record),
        unrecorded_sessions=int((~has_record).sum()),
    )
