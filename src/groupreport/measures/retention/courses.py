"""Each person's course through the program in a few numbers, as every definition of drop-out needs them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.instruments.row_numbers import agreeing_row, agreeing_rows
from groupreport.measures.attendance import end_of, last_stays
from groupreport.measures.inputs import as_days, as_texts

_COUNTS = ("due", "present", "unknown", "last_attended", "last_possible")


def courses(stays: pd.DataFrame, own: pd.DataFrame, sessions: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Sum up every enrolled person once, whatever the number of stays; who never came is there with zeros.

    Args:
        stays: One row a stay: member_id, group_id, enrolled_on, ended_on, end_reason.
        own: The result of `own_sessions` for these stays.
        sessions: All sessions: group_id, session, held_on, status (held, canceled, planned).
        groups: One row a group: group_id, enrollment (open, closed), planned_sessions (may be missing).

    Returns:
        One row a person: member_id, group_id (of the last stay), end (as `attendance.end_of`), end_reason, open (bool:
        the last group takes new members), over (bool: the last group is closed to new members and holds no further
        session), after_group (bool: the stay ended after the last session of its group), due (own sessions), present,
        unknown (own sessions without a record), last_attended and last_possible (the own session that was the last
        attended, and the last that may have been; 0: none), later (sessions that the last group held or still plans
        after the stay's end).

    Examples:
        >>> days = pd.to_datetime(["2026-09-01", "2026-09-08", "2026-09-15"])
        >>> stays = pd.DataFrame({"member_id": ["A"], "group_id": "G", "enrolled_on": days[:1]})
        >>> stays = stays.assign(ended_on=pd.Timestamp("2026-09-10"), end_reason="dropped_out")
        >>> own = pd.DataFrame({"member_id": "A", "own": [1, 2], "known": True, "present": [True, False]})
        >>> sessions = pd.DataFrame({"group_id": "G", "session": [1, 2, 3], "held_on": days, "status": "held"})
        >>> groups = pd.DataFrame({"group_id": ["G"], "enrollment": "closed", "planned_sessions": 3})
        >>> found = courses(stays, own, sessions, groups)
        >>> found[["end", "due", "present", "last_attended", "later"]].values.tolist()
        [['dropped_out', 2, 1, 1, 1]]
    """
    last = last_stays(stays, by=["member_id"])
    group = agreeing_row(last, groups, ["group_id"])
    is_open, is_over, last_held = (facts[group] for facts in _groups(sessions, groups))
    day, ended = as_days(sessions["held_on"]), as_days(last["ended_on"])
    person, session = agreeing_rows(last, sessions, ["group_id"])
    after = (day[session] > ended[person]) & (as_texts(sessions["status"])[session] != "canceled")
    columns = {
        "member_id": last["member_id"].array,
        "group_id": last["group_id"].array,
        "end": end_of(last).array,
        "end_reason": last["end_reason"].array,
        "open": is_open,
        "over": is_over,
        "after_group": (ended > last_held) & is_over,
        **_counts(own, last),
        "later": np.bincount(person[after], minlength=len(last)),
    }
    return pd.DataFrame(columns, copy=False)


def _groups(sessions: pd.DataFrame, groups: pd.DataFrame) -> list[npt.NDArray[Any]]:
    """What is known of each group: whether it is open, whether it is over, and the day of its last session.

    The last of each holds where the group is not known.
    """
    group, status = agreeing_row(sessions, groups, ["group_id"]), as_texts(sessions["status"])
    known = group >= 0
    listed, planned = (np.bincount(group[known & one], minlength=len(groups)) for one in (True, status == "planned"))
    held = known & (status == "held")
    last_held = np.full(len(groups) + 1, np.datetime64("NaT", "ns"))
    np.fmax.at(last_held, group[held], as_days(sessions["held_on"])[held])
    enrollment = as_texts(groups["enrollment"])
    all_listed = (listed > 0) & (listed >= groups["planned_sessions"].to_numpy("float64", na_value=0.0))
    over = (enrollment == "closed") & (planned == 0) & all_listed
    return [np.append(enrollment == "open", False), np.append(over, False), last_held]


def _counts(own: pd.DataFrame, persons: pd.DataFrame) -> dict[str, npt.NDArray[np.intp]]:
    """Own sessions of each person: how many there were, were attended and are not on record, and the last of them."""
    person = agreeing_row(own, persons, ["member_id"])
    number, present, known = own["own"].to_numpy(), own["present"].to_numpy(bool), own["known"].to_numpy(bool)
    every = np.ones(len(own), dtype=bool)
    counts = [np.bincount(person[flag], minlength=len(persons)) for flag in (every, present, ~known)]
    for flag in (present, present | ~known):
        last = np.zeros(len(persons), dtype=np.intp)
        np.maximum.at(last, person[flag], number[flag])
        counts.append(last)
    return dict(zip(_COUNTS, counts, strict=True))
