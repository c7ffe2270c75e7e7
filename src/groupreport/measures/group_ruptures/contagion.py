"""Whether members without a part in a drop drop next, after sessions with others' drops and after sessions without."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.instruments.row_numbers import agreeing_rows, row_numbers
from groupreport.measures.change import difference_of_shares
from groupreport.measures.group_ruptures.able_ratings import PLACE
from groupreport.measures.group_ruptures.co_ruptures import with_onsets

_MEMBER = ["member_id", "group_id"]


@dataclass(frozen=True, kw_only=True)
class FollowedShares:
    """Members followed to the next session that they rated: how many, how many dropped there, and the difference.

    after and without count a member once for every session that they are followed from; members are different people.
    difference is the share after minus the share without with Newcombe's 95 % interval, which takes every count as of
    someone else: members repeat, so that the true interval is wider. Missing with a reason where a side has too few:
    few_after, few_without or few_both.
    """

    members: int
    after: int
    after_dropped: int
    without: int
    without_dropped: int
    difference: float
    low: float
    high: float
    reason: str


def followed_after_drops(able: pd.DataFrame, episodes: pd.DataFrame) -> pd.DataFrame:
    """Follow members from each session in which they had no part in a drop to the next session that they rated.

    A member has no part in a session's drops if the own rating there could have shown a drop and none began or was
    still going on (up to the session that ended it). The session counts as one with drops if a drop of another member
    of the group began there, and as one without only if the rating of at least one other member could have shown it.
    The next session counts if it could show a drop, so not after a longer gap than `able_ratings` allows.

    Args:
        able: The result of `able_ratings`.
        episodes: One row a drop: member_id, group_id, onset_session, end_session (places, as in *able*).

    Returns:
        One row a member and session followed: member_id, group_id, session, after (bool: others dropped there), dropped
        (bool: the member's drop began at the next session).

    Examples:
        >>> able = pd.DataFrame({"member_id": ["A"] * 3 + ["B"] * 3, "group_id": "G", "session": [2, 3, 4] * 2})
        >>> drops = pd.DataFrame({"member_id": ["A", "B"], "group_id": "G", "onset_session": [2, 3], "end_session": 4})
        >>> found = followed_after_drops(able.assign(able=True), drops)
        >>> found[["member_id", "session", "after", "dropped"]].values.tolist()  # A is in a drop from 2 to 4
        [['B', 2, True, True]]
    """
    rows = uninvolved(able, episodes)
    others = rows["able_members"] - 1
    return followed_rows(rows, rows["followed"] & (others > 0), rows["onsets"] > 0)


def followed_rows(rows: pd.DataFrame, followed: pd.Series[bool], after: pd.Series[bool]) -> pd.DataFrame:
    """The rows of `uninvolved` from which members are followed, with after and dropped."""
    kept = np.flatnonzero(followed.to_numpy(bool))
    flags = {name: flag.to_numpy(bool)[kept] for name, flag in (("after", after), ("dropped", rows["next_onset"]))}
    return rows[PLACE].take(kept).reset_index(drop=True).assign(**flags)


def uninvolved(able: pd.DataFrame, episodes: pd.DataFrame) -> pd.DataFrame:
    """The rows of *able* with followed (bool), next_onset (bool), and the session's able_members and onsets."""
    onsets = episodes[[*_MEMBER, "onset_session"]].rename(columns={"onset_session": "session"})
    rows = with_onsets(able, onsets)
    rows = rows.take(np.argsort(row_numbers(rows, PLACE, sort=True), kind="stable")).reset_index(drop=True)
    member, session = row_numbers(rows, _MEMBER), row_numbers(rows, ["group_id", "session"])
    can, onset = rows["able"].to_numpy(bool), rows["onset"].to_numpy(bool)
    goes_on = np.diff(member, append=-1) == 0
    can_next, onset_next = (goes_on & np.append(flag[1:], False)[: len(rows)] for flag in (can, onset))
    able_members, onsets_there = (np.bincount(session, weights=flag).astype("int64")[session] for flag in (can, onset))
    return rows.assign(
        able_members=able_members,
        onsets=onsets_there,
        next_onset=onset_next,
        followed=can & ~onset & ~_in_a_drop(rows, episodes) & can_next,
    )


def compare_followed(followed: pd.DataFrame, fewest: int) -> FollowedShares:
    """Set the share who dropped next after sessions with drops beside that after sessions without.

    It describes: members of a group share its sessions, and what made one drop may have made the next drop as well.

    Args:
        followed: The result of `followed_after_drops` or `followed_after_events`.
        fewest: How many must have been followed on each side before shares are compared.

    Source: Newcombe 1998, method 10 (the interval).

    Examples:
        >>> followed = pd.DataFrame({"member_id": [*"ABCDEFGH"], "after": [True] * 4 + [False] * 4})
        >>> followed["dropped"] = [True, True, True, False, True, False, False, False]
        >>> found = compare_followed(followed, fewest=4)
        >>> found.after_dropped, found.without_dropped, found.difference
        (3, 1, 0.5)
    """
    after, without = followed[followed["after"].astype(bool)], followed[~followed["after"].astype(bool)]
    few = [len(side) < fewest for side in (after, without)]
    reason = "few_both" if all(few) else "few_after" if few[0] else "few_without" if few[1] else ""
    dropped = int(after["dropped"].sum()), int(without["dropped"].sum())
    found = None if reason else difference_of_shares(dropped[0], len(after), dropped[1], len(without))
    return FollowedShares(
        members=int(followed["member_id"].nunique()),
        after=len(after),
        after_dropped=dropped[0],
        without=len(without),
        without_dropped=dropped[1],
        difference=math.nan if found is None else found.value,
        low=math.nan if found is None else found.low,
        high=math.nan if found is None else found.high,
        reason=reason,
    )


def _in_a_drop(rows: pd.DataFrame, episodes: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Whether a drop of the member was going on in the session, from its onset to its end."""
    row, drop = agreeing_rows(rows, episodes, _MEMBER)
    session = rows["session"].to_numpy("int64")[row]
    onset, end = (episodes[name].to_numpy("int64")[drop] for name in ("onset_session", "end_session"))
    within = np.zeros(len(rows), dtype=bool)
    within[row[(onset <= session) & (session <= end)]] = True
    return within
