"""A person's own sessions: the first one after enrollment is number 1, whatever number the group gave it."""

from __future__ import annotations

import pandas as pd

from groupreport.measures.attendance import NOT_HELD


def own_sessions(rows: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """Number the sessions that were held while each person was enrolled, in the order of their days.

    A late joiner's first session is own session 1, and one who moves to another group goes on counting. Sessions
    without a record are own sessions as well: they took place.

    Args:
        rows: The result of `attendance.member_sessions`.
        sessions: The sessions: group_id, session, held_on.

    Returns:
        One row a person and own session: member_id, group_id, session, own (1, 2, ...), known (bool: on record
        whether the person came), present (bool).

    Examples:
        >>> rows = {"member_id": "A", "group_id": "G", "session": [3, 4], "status": ["attended", "unrecorded"]}
        >>> rows = pd.DataFrame(rows | {"expected": [True, False], "present": [True, False]})
        >>> held = {"group_id": "G", "session": [3, 4], "held_on": pd.to_datetime(["2026-09-15", "2026-09-22"])}
        >>> own_sessions(rows, pd.DataFrame(held))[["session", "own", "known"]].values.tolist()
        [[3, 1, True], [4, 2, False]]
    """
    due = rows[~rows["status"].isin((*NOT_HELD, "not_enrolled"))]
    dated = due[["member_id", "group_id", "session", "expected", "present"]].merge(
        sessions[["group_id", "session", "held_on"]], on=["group_id", "session"]
    )
    ordered = dated.sort_values(["member_id", "held_on", "group_id", "session"], kind="stable", ignore_index=True)
    own = ordered.groupby("member_id").cumcount() + 1
    return ordered.assign(own=own.astype("int64")).rename(columns={"expected": "known"})[
        ["member_id", "group_id", "session", "own", "known", "present"]
    ]
