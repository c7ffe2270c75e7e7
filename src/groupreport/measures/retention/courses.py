"""Each person's course through the program in a few numbers, as every definition of drop-out needs them."""

from __future__ import annotations

import pandas as pd

from groupreport.measures.attendance import end_of, last_stays

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
    persons = last[["member_id", "group_id", "ended_on", "end_reason"]].assign(end=end_of(last))
    persons = persons.join(_groups(sessions, groups), on="group_id").join(_counts(own), on="member_id")
    counts = list(_COUNTS)
    persons[counts] = persons[counts].fillna(0).astype("int64")
    persons[["open", "over"]] = persons[["open", "over"]].fillna(False).astype(bool)
    ended = persons[["member_id", "group_id", "ended_on"]].merge(
        sessions.loc[sessions["status"] != "canceled", ["group_id", "held_on"]], on="group_id"
    )
    later = (ended["held_on"] > ended["ended_on"]).groupby(ended["member_id"]).sum()
    after_group = (persons["ended_on"] > persons["last_held"]) & persons["over"]
    return persons.assign(
        later=later.reindex(persons["member_id"]).fillna(0).astype("int64").to_numpy(),
        after_group=after_group.fillna(False).astype(bool),
    )[["member_id", "group_id", "end", "end_reason", "open", "over", "after_group", *_COUNTS, "later"]]


def _groups(sessions: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """What is known of each group: whether it is open, whether it is over, and the day of its last session."""
    planned = (sessions["status"] == "planned").groupby(sessions["group_id"]).any()
    listed = sessions.groupby("group_id").size()
    held = sessions[sessions["status"] == "held"].groupby("group_id")["held_on"].max()
    facts = groups[["group_id", "enrollment", "planned_sessions"]].set_index("group_id")
    facts = facts.assign(planned=planned, listed=listed, last_held=held)
    all_listed = (facts["listed"] >= facts["planned_sessions"].fillna(0)).fillna(False).astype(bool)
    over = (facts["enrollment"] == "closed") & facts["planned"].eq(False).fillna(False) & all_listed
    return pd.DataFrame({"open": facts["enrollment"] == "open", "over": over, "last_held": facts["last_held"]})


def _counts(own: pd.DataFrame) -> pd.DataFrame:
    person = own["member_id"]
    return pd.DataFrame(
        {
            "due": own.groupby("member_id").size(),
            "present": own["present"].groupby(person).sum(),
            "unknown": (~own["known"]).groupby(person).sum(),
            "last_attended": own["own"].where(own["present"], 0).groupby(person).max(),
            "last_possible": own["own"].where(own["present"] | ~own["known"], 0).groupby(person).max(),
        },
        columns=list(_COUNTS),
    )
