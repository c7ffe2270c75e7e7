"""Which members had drops that were repaired, a drop that was not, or drops that could not be followed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from groupreport.instruments.row_numbers import agreeing_row
from groupreport.measures.inputs import as_texts
from groupreport.measures.text import TEXT

MEMBER_STATUSES = ("no_drop", "repaired", "unrepaired", "undetermined")
_PLACE = ["member_id", "group_id", "session"]


def status_of_members(episodes: pd.DataFrame, judged: pd.Series) -> pd.DataFrame:
    """Give each member one status, by the worst that is known of any drop, in whatever group it was.

    Args:
        episodes: One row a drop: member_id, status (repaired, partially_repaired, unrepaired, undetermined).
        judged: The ids of the members whose ratings could show a drop, repeated or not.

    Returns:
        One row a judged member: member_id, status: no_drop; unrepaired (at least one drop was not repaired, not even
        partly); undetermined (none of these, and at least one could not be followed); repaired (every drop was
        repaired or partly repaired).

    Examples:
        >>> drops = {"member_id": ["A", "A", "B"], "status": ["repaired", "unrepaired", "partially_repaired"]}
        >>> status_of_members(pd.DataFrame(drops), pd.Series(["A", "B", "C"])).values.tolist()
        [['A', 'unrepaired'], ['B', 'repaired'], ['C', 'no_drop']]
    """
    members = judged.drop_duplicates().reset_index(drop=True)
    having = {name: set(episodes.loc[episodes["status"] == name, "member_id"]) for name in MEMBER_STATUSES[2:]}
    status = np.select(
        [members.isin(having["unrepaired"]), members.isin(having["undetermined"]), members.isin(episodes["member_id"])],
        ["unrepaired", "undetermined", "repaired"],
        "no_drop",
    )
    return pd.DataFrame({"member_id": members, "status": pd.Series(status, dtype=TEXT)})


def left_with_open_drop(episodes: pd.DataFrame, own: pd.DataFrame, last: pd.DataFrame, window: int) -> pd.Series:
    """Find the drops that could not be followed because their member dropped out soon after.

    Gülüm et al. 2018 treated the two sessions before a drop-out as unrepaired ruptures; a drop that is open when its
    member leaves may be taken so as well, as a second look beside the one that says nothing of it.

    Args:
        episodes: One row a drop: member_id, group_id, onset_session, status.
        own: The result of `retention.own_sessions`.
        last: The result of `retention.last_sessions`.
        window: In own sessions: soon is a last attended session at most so many after the onset.

    Returns:
        A boolean for each row of `episodes`.

    Source: Gülüm et al. 2018, 10.1080/10503307.2016.1246765 (in kind; they chose sessions, not members).

    Examples:
        >>> own = pd.DataFrame({"member_id": "A", "group_id": "G", "session": [1, 2, 3], "own": [1, 2, 3]})
        >>> last = pd.DataFrame({"member_id": ["A"], "time": [3], "dropped_out": [True]})
        >>> drop = {"member_id": ["A"], "group_id": "G", "onset_session": 2, "status": "undetermined"}
        >>> left_with_open_drop(pd.DataFrame(drop), own, last, window=3).tolist()
        [True]
    """
    onset = _own_place(episodes, own, "onset_session")
    member = agreeing_row(episodes, last, ["member_id"])
    time = np.append(last["time"].to_numpy("float64", na_value=np.nan), np.nan)[member]
    dropped_out = np.append(last["dropped_out"].to_numpy(bool), False)[member]
    soon = time - onset.to_numpy() <= window
    open_drop = as_texts(episodes["status"]) == "undetermined"
    return pd.Series(open_drop & dropped_out & soon, index=episodes.index)


def stayed_on(episodes: pd.DataFrame, own: pd.DataFrame, window: int) -> pd.Series:
    """Find the members who came to enough sessions after the lowest rating of their last drop.

    To see that a drop was not repaired takes the whole window, to see that it was may take one rating. So among all
    members those with an unrepaired drop have stayed longer by definition; only those who came to as many sessions
    afterwards can be compared in what they did then.

    Args:
        episodes: One row a drop: member_id, group_id, nadir_session.
        own: The result of `retention.own_sessions`.
        window: How many own sessions after it a member must have attended.

    Returns:
        A boolean by member_id, for every member with a drop.

    Examples:
        >>> own = pd.DataFrame({"member_id": "A", "group_id": "G", "session": [1, 2, 3, 4], "own": [1, 2, 3, 4]})
        >>> drop = pd.DataFrame({"member_id": ["A"], "group_id": "G", "nadir_session": 2})
        >>> stayed_on(drop, own.assign(present=[True, True, False, True]), window=2).to_dict()  # one of the next two
        {'A': False}
    """
    lowest = _own_place(episodes, own, "nadir_session").groupby(episodes["member_id"]).max()
    members = lowest.index.to_frame(index=False)
    came = own.take(np.flatnonzero(own["present"].to_numpy(bool)))
    member = agreeing_row(came, members, ["member_id"])
    after = (member >= 0) & (came["own"].to_numpy() > np.append(lowest.to_numpy(), np.nan)[member])
    counts = np.bincount(member[after], minlength=len(members))
    return pd.Series((counts >= window) & lowest.notna().to_numpy(), index=lowest.index)


def _own_place(episodes: pd.DataFrame, own: pd.DataFrame, column: str) -> pd.Series:
    """The number of the own session in the place of the group's."""
    place = agreeing_row(episodes, own, ["member_id", "group_id", column], _PLACE)
    return pd.Series(np.append(own["own"].to_numpy("float64"), np.nan)[place], index=episodes.index)
