"""How many people came how far, from enrollment on; every count is of different people."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.instruments.row_numbers import agreeing_row
from groupreport.measures.attendance import end_of, last_stays, reaches_dose
from groupreport.measures.inputs import as_texts

ENDINGS = ("completed", "dropped_out", "ended_otherwise", "still_enrolled")
NEEDS_ATTENDANCE = ("never_attended", "started", "attended_two_or_more", "dose_reached")
COUNTS = ("enrolled", *NEEDS_ATTENDANCE, *ENDINGS)


def people(stays: pd.DataFrame, attendance: pd.DataFrame, dose_share: float, within: str | None = None) -> pd.DataFrame:
    """Join the stays of each person, so that a member who moved from group to group counts once.

    Args:
        stays: One row a stay: member_id, group_id, enrolled_on, ended_on, end_reason, and any further columns.
        attendance: The result of `attendance_by_member` for the same groups.
        dose_share: The share of their own sessions from which on a person has received the program.
        within: A column of the stays (group_id, program): a person counts once for each of its values, by the stays
            there alone. None: once altogether.

    Returns:
        One row a person: member_id, the columns of the last stay (group_id and what else the stays hold), end
        (completed, dropped_out, ended_otherwise, still_enrolled), expected, present and unknown (over all stays),
        share, dose_reached (as `attendance.reaches_dose` says).

    Examples:
        >>> stays = {"member_id": ["A", "A"], "group_id": ["G1", "G2"], "end_reason": ["transferred", "completed"]}
        >>> days = {"enrolled_on": ["2026-09-01", "2026-10-01"], "ended_on": ["2026-09-30", "2026-12-01"]}
        >>> came = {"group_id": ["G1", "G2"], "member_id": "A", "expected": [4, 6], "present": [1, 5], "unknown": 0}
        >>> persons = people(pd.DataFrame(stays | days), pd.DataFrame(came), dose_share=0.6)
        >>> persons[["member_id", "end", "expected", "present", "share", "dose_reached"]].values.tolist()
        [['A', 'completed', 10, 6, 0.6, True]]
    """
    key = ["member_id"] if within is None else [within, "member_id"]
    last = last_stays(stays, by=key)
    counted = ["expected", "present", "unknown"]
    sums = attendance[["group_id", "member_id", *counted]]
    if within not in (None, "group_id"):
        sums = sums.merge(stays[["group_id", within]].drop_duplicates(), on="group_id")
    person = agreeing_row(sums, last, key)
    if not np.isin(np.arange(len(last)), person).all():
        raise ValueError("the attendance lacks members who have a stay")
    own = person >= 0
    added = {
        name: np.bincount(person[own], weights=sums[name].to_numpy()[own], minlength=len(last)).astype("int64")
        for name in counted
    }
    persons = last.assign(end=end_of(last), **added)
    share = persons["present"] / persons["expected"].where(persons["expected"] > 0)
    return persons.assign(share=share, dose_reached=reaches_dose(persons, dose_share))


def flow_counts(persons: pd.DataFrame) -> dict[str, int]:
    """Count the rows of `people` into the steps from enrollment to the end.

    Returns:
        Counts by the names in `COUNTS`. `started` attended a session, `dose_reached` at least the dose share of
        the sessions held while enrolled; the four endings add up to `enrolled`.

    Examples:
        >>> persons = pd.DataFrame({"present": [0, 1, 6], "dose_reached": [False, False, True]})
        >>> counts = flow_counts(persons.assign(end=["dropped_out", "dropped_out", "completed"]))
        >>> counts["enrolled"], counts["started"], counts["attended_two_or_more"], counts["dropped_out"]
        (3, 2, 1, 2)
    """
    return {name: int(flag.sum()) for name, flag in _flags(persons).items()}


def flow_table(persons: pd.DataFrame, by: str) -> pd.DataFrame:
    """Count as `flow_counts` does, for each value of a column.

    Returns:
        One row a value: the column, and the names in `COUNTS`.

    Examples:
        >>> persons = pd.DataFrame({"program": ["P", "Q"], "present": [0, 6], "dose_reached": [False, True]})
        >>> persons = persons.assign(end="completed")
        >>> flow_table(persons, by="program")[["program", "enrolled", "started"]].values.tolist()
        [['P', 1, 0], ['Q', 1, 1]]
    """
    flags = pd.DataFrame(_flags(persons), columns=list(COUNTS), index=persons.index)
    return flags.groupby(persons[by]).sum().astype("int64").reset_index()


def _flags(persons: pd.DataFrame) -> dict[str, npt.NDArray[np.bool_]]:
    present, end = persons["present"].to_numpy(), as_texts(persons["end"])
    return {
        "enrolled": np.ones(len(persons), dtype=bool),
        "never_attended": present == 0,
        "started": present >= 1,
        "attended_two_or_more": present >= 2,
        "dose_reached": persons["dose_reached"].to_numpy(dtype=bool, na_value=False),
        **{ending: end == ending for ending in ENDINGS},
    }
