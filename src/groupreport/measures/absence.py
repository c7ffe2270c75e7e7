"""Absences in a row, and whether members stayed away after a rating drop: attendance as a sign of the alliance.

All of it describes. A repair can only be seen in somebody who comes and rates, so that members with repaired drops
were there by definition; a difference is a reason to ask, not an effect.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from groupreport.instruments.row_numbers import agreeing_row, agreeing_rows, row_numbers, runs_of
from groupreport.measures.inputs import as_texts
from groupreport.measures.text import TEXT

AFTER = ("unrepaired", "undetermined", "partially_repaired", "repaired", "no_drop")
_MEMBER = ["member_id", "group_id"]
_PLACE = ["member_id", "group_id", "session"]


def absence_runs(own: pd.DataFrame, at_least: int) -> pd.DataFrame:
    """Find members who missed several own sessions in a row after they had come at least once.

    Args:
        own: The result of `retention.own_sessions`; a session without a record ends a run.
        at_least: How many in a row make a run.

    Returns:
        One row a run: member_id, group_id (of its first session), first, last (session numbers), length (sessions),
        returned (bool: the member came to a later own session).

    Examples:
        >>> own = pd.DataFrame({"member_id": "A", "group_id": "G", "session": [1, 2, 3, 4], "own": [1, 2, 3, 4]})
        >>> own = own.assign(known=True, present=[True, False, False, True])
        >>> absence_runs(own, 2)[["first", "last", "length", "returned"]].values.tolist()
        [[2, 3, 2, True]]
    """
    number = own["own"].to_numpy()
    who = row_numbers(own, ["member_id"], sort=True)
    order = np.lexsort((number, who))
    who, number = who[order], number[order]
    known, present = (own[name].to_numpy(bool)[order] for name in ("known", "present"))
    first_came, last_came = np.full(len(own), np.inf), np.zeros(len(own))
    np.minimum.at(first_came, who[present], number[present])
    np.maximum.at(last_came, who[present], number[present])
    missed = known & ~present & (number > first_came[who])
    start, stop = runs_of(missed, who)
    long = stop - start + 1 >= at_least
    start, stop = start[long], stop[long]
    rows = {name: own[name].array.take(order[start]) for name in _MEMBER}
    sessions = {name: own["session"].array.take(order[at]) for name, at in (("first", start), ("last", stop))}
    runs = {"length": stop - start + 1, "returned": last_came[who[start]] > number[stop]}
    return pd.DataFrame(rows | sessions | runs, copy=False)


def followed_sessions(own: pd.DataFrame, rated: pd.DataFrame, episodes: pd.DataFrame, window: int = 2) -> pd.DataFrame:
    """Name what each session followed: a rating drop by what became of it, or rated sessions without a drop.

    A session follows the member's drop if it is one of the next *window* own sessions after the onset, and follows no
    drop if one of the *window* own sessions before it was rated and none of them was an onset. One that follows two
    drops counts once, for the one that was least repaired. A session that is an onset itself is left out: whoever rated
    a drop was there to rate it.

    Args:
        own: The result of `retention.own_sessions`.
        rated: The ratings that could show a drop: member_id, group_id, session; one row a member and session.
        episodes: One row a drop: member_id, group_id, onset_session, status.
        window: In own sessions.

    Returns:
        One row a session that follows one or the other and is on record: member_id, group_id, session, after (one of
        `AFTER`), absent (bool).

    Examples:
        >>> own = pd.DataFrame({"member_id": "A", "group_id": "G", "session": [1, 2, 3, 4], "own": [1, 2, 3, 4]})
        >>> own = own.assign(known=True, present=[True, True, False, True])
        >>> rated = own.loc[own["present"], ["member_id", "group_id", "session"]]
        >>> drop = pd.DataFrame({"member_id": ["A"], "group_id": "G", "onset_session": 2, "status": "unrepaired"})
        >>> found = followed_sessions(own, rated, drop)  # the two sessions after the drop
        >>> found[["session", "after", "absent"]].values.tolist()
        [[3, 'unrepaired', True], [4, 'unrepaired', False]]
    """
    onset, drop = agreeing_rows(own, episodes, _PLACE, [*_MEMBER, "onset_session"])
    without = np.flatnonzero(agreeing_row(own, rated, _PLACE) >= 0)
    # The rows of *own* in which drops began, or that were rated, and the place of each in AFTER.
    start = np.concatenate([onset, without])
    status = as_texts(episodes["status"])[drop]
    rank = np.array([AFTER.index(one) for one in status] + [AFTER.index("no_drop")] * len(without), dtype=np.intp)
    who, number = row_numbers(own, ["member_id"], sort=True), own["own"].to_numpy()
    most = int(number.max(initial=0)) + window + 1
    after = np.full((int(who.max(initial=-1)) + 1) * most, len(AFTER))
    for step in range(1, window + 1):
        np.minimum.at(after, who[start] * most + number[start] + step, rank)
    # Whoever rated a drop was there to rate it: the onset itself says nothing about staying away.
    own_after = after[who * most + number]
    own_after[onset] = len(AFTER)
    rows = np.flatnonzero(own["known"].to_numpy(bool) & (own_after < len(AFTER)))
    rows = rows[np.lexsort((number[rows], who[rows]))]
    columns: dict[str, Any] = {name: own[name].array.take(rows) for name in _PLACE}
    columns["after"] = pd.Series(np.array(AFTER, dtype=object)[own_after[rows]], dtype=TEXT).array
    columns["absent"] = ~own["present"].to_numpy(bool)[rows]
    return pd.DataFrame(columns, copy=False)


def absence_after(followed: pd.DataFrame) -> pd.DataFrame:
    """Count the absences by what the sessions followed, member by member.

    Args:
        followed: The result of `followed_sessions`.

    Returns:
        One row for each of `AFTER`: after, sessions, absent, members (with such a session), members_absent (at least
        once), mean (of the members' shares of sessions missed), low, high (95 % t interval of that mean over members,
        cut at 0 and 1; missing under 3 members or where
        all are alike).

    Examples:
        >>> followed = pd.DataFrame({"member_id": ["A", "A", "B"], "absent": [True, False, False]})
        >>> followed = followed.assign(after="unrepaired")
        >>> absence_after(followed)[["after", "sessions", "absent", "members", "mean"]].values.tolist()[0]
        ['unrepaired', 3, 1, 2, 0.25]
    """
    member, absent = row_numbers(followed, ["member_id"]), followed["absent"].to_numpy(bool)
    after = np.array([AFTER.index(name) for name in followed["after"]], dtype=np.intp)
    cells, of_row = np.unique(after * (len(followed) + 1) + member, return_inverse=True)
    place = cells // (len(followed) + 1)
    sessions, missed = (np.bincount(of_row, weights=one, minlength=len(cells)) for one in (None, absent))
    counted = {"sessions": sessions, "absent": missed, "members": sessions > 0, "members_absent": missed > 0}
    counts = {
        name: np.bincount(place, weights=one, minlength=len(AFTER)).astype("int64") for name, one in counted.items()
    }
    by = pd.Series(missed / sessions).groupby(place)
    mean, spread = (one.reindex(range(len(AFTER))).to_numpy() for one in (by.mean(), by.std()))
    members = np.where((counts["members"] >= 3) & (spread > 0), counts["members"], np.nan)
    half = stdtrit(members - 1, 0.975) * spread / np.sqrt(members)
    interval = {"mean": mean, "low": np.maximum(mean - half, 0.0), "high": np.minimum(mean + half, 1.0)}
    return pd.DataFrame({"after": pd.Series(AFTER, dtype=TEXT)} | counts | interval)


def left_after_drop(
    own: pd.DataFrame, last: pd.DataFrame, episodes: pd.DataFrame, judged: pd.Series, window: int
) -> dict[str, int]:
    """Count members who dropped out soon after a drop, beside those who dropped out without one.

    Args:
        own: The result of `retention.own_sessions`.
        last: The result of `retention.last_sessions`.
        episodes: One row a drop: member_id, group_id, onset_session.
        judged: The ids of the members whose ratings could show a drop.
        window: In own sessions: a drop-out is soon if the last attended session is at most so many after the onset of
            the member's last drop.

    Returns:
        Counts of people: with_drop, with_drop_left (dropped out), with_drop_left_soon (dropped out within the window),
        without_drop, without_drop_left.

    Examples:
        >>> own = pd.DataFrame({"member_id": "A", "group_id": "G", "session": [1, 2, 3], "own": [1, 2, 3]})
        >>> last = pd.DataFrame({"member_id": ["A", "B"], "time": [3, 5], "dropped_out": [True, False]})
        >>> drop = pd.DataFrame({"member_id": ["A"], "group_id": "G", "onset_session": 2})
        >>> left_after_drop(own, last, drop, pd.Series(["A", "B"]), window=3)
        {'with_drop': 1, 'with_drop_left': 1, 'with_drop_left_soon': 1, 'without_drop': 1, 'without_drop_left': 0}
    """
    known = last[last["member_id"].isin(judged) & last["time"].notna()]
    own_place = dict(zip(zip(*(own[name] for name in _PLACE), strict=True), own["own"], strict=True))
    onset: dict[object, int] = {}
    for place in zip(*(episodes[name] for name in (*_MEMBER, "onset_session")), strict=True):
        if place in own_place:
            onset[place[0]] = max(onset.get(place[0], 0), own_place[place])
    own_onset = known["member_id"].map(onset).astype("float64")
    with_drop, left = own_onset.notna(), known["dropped_out"].astype(bool)
    soon = (known["time"].astype("float64") - own_onset <= window).fillna(False)
    return {
        "with_drop": int(with_drop.sum()),
        "with_drop_left": int((with_drop & left).sum()),
        "with_drop_left_soon": int((with_drop & left & soon).sum()),
        "without_drop": int((~with_drop).sum()),
        "without_drop_left": int((~with_drop & left).sum()),
    }
