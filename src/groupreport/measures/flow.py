"""How many people came how far, from enrollment on; every count is of different people."""

from __future__ import annotations

import pandas as pd

from groupreport.measures.attendance import end_of, last_stays, reaches

ENDINGS = ("completed", "dropped_out", "ended_otherwise", "still_enrolled")
COUNTS = ("enrolled", "never_attended", "started", "attended_two_or_more", "dose_reached", *ENDINGS)


def people(stays: pd.DataFrame, attendance: pd.DataFrame, dose_share: float) -> pd.DataFrame:
    """Join the stays of each person, so that a member who moved from group to group counts once.

    Args:
        stays: One row a stay: member_id, group_id, enrolled_on, ended_on, end_reason, and any further columns.
        attendance: The result of `attendance_by_member` for the same groups.
        dose_share: The share of their own sessions from which on a person has received the program.

    Returns:
        One row a person: member_id, the columns of the last stay (group_id and what else the stays hold), end
        (completed, dropped_out, ended_otherwise, still_enrolled), expected and present (over all stays), share,
        dose_reached (missing where no session was expected).
    """
    last = last_stays(stays, by=["member_id"])
    sums = attendance.groupby("member_id")[["expected", "present"]].sum()
    persons = last.assign(end=end_of(last)).join(sums, on="member_id")
    share = persons["present"] / persons["expected"].where(persons["expected"] > 0)
    return persons.assign(share=share, dose_reached=reaches(share, dose_share))


def flow_counts(persons: pd.DataFrame) -> dict[str, int]:
    """Count one row of `people` after another into the steps from enrollment to the end.

    Returns:
        Counts by the names in `COUNTS`. `started` attended a session, `dose_reached` at least the dose share of
        the sessions held while enrolled; the four endings add up to `enrolled`.
    """
    present = persons["present"]
    counts = {
        "enrolled": len(persons),
        "never_attended": int((present == 0).sum()),
        "started": int((present >= 1).sum()),
        "attended_two_or_more": int((present >= 2).sum()),
        "dose_reached": int(persons["dose_reached"].fillna(False).sum()),
    }
    return counts | {end: int((persons["end"] == end).sum()) for end in ENDINGS}
