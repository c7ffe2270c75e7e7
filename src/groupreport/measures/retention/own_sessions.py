"""A person's own sessions: the first one after enrollment is number 1, whatever number the group gave it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from groupreport.instruments.row_numbers import agreeing_row, row_numbers
from groupreport.measures.attendance import NOT_HELD
from groupreport.measures.inputs import as_days, as_texts


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
    held = ~np.isin(as_texts(rows["status"]), (*NOT_HELD, "not_enrolled"))
    day = agreeing_row(rows, sessions, ["group_id", "session"])
    due = np.flatnonzero(held & (day >= 0))
    member, place = (row_numbers(rows, names, sort=True)[due] for names in (["member_id"], ["group_id", "session"]))
    order = np.lexsort((place, as_days(sessions["held_on"])[day[due]], member))
    who = member[order]
    columns: dict[str, Any] = {name: rows[name].array.take(due[order]) for name in ("member_id", "group_id", "session")}
    # The members are sorted: a member's first row is the one before which every other member's stands.
    columns["own"] = np.arange(len(who)) - np.searchsorted(who, who) + 1
    columns |= {name: rows[of].to_numpy(bool)[due[order]] for name, of in (("known", "expected"), ("present",) * 2)}
    return pd.DataFrame(columns, copy=False)
