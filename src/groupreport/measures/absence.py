"""Absences in a row, and whether members stayed away after a rating drop: attendance as a sign of the alliance.

All of it describes. A repair can only be seen in somebody who comes and rates, so that members with repaired drops
were there by definition; a difference is a reason to ask, not an effect.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import stdtrit

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
    rows = own.sort_values(["member_id", "own"], ignore_index=True)
    came = rows["present"].groupby(rows["member_id"]).cummax()
    last_came = rows["own"].where(rows["present"], 0).groupby(rows["member_id"]).transform("max")
    missed = rows["known"] & ~rows["present"] & came
    run = (~missed).groupby(rows["member_id"]).cumsum()
    runs = (
        rows.assign(run=run, last_came=last_came)[missed]
        .groupby(["member_id", "run"])
        .agg(
            group_id=("group_id", "first"),
            first=("session", "first"),
            last=("session", "last"),
            length=("own", "size"),
            until=("own", "max"),
            last_came=("last_came", "first"),
        )
        .reset_index()
    )
    runs = runs[runs["length"] >= at_least].reset_index(drop=True)
    returned = (runs["last_came"] > runs["until"]).astype(bool)
    return runs.assign(returned=returned)[["member_id", "group_id", "first", "last", "length", "returned"]]


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
    places = own[[*_PLACE, "own"]]
    onsets = episodes[[*_MEMBER, "onset_session", "status"]].rename(columns={"onset_session": "session"})
    starts = pd.concat(
        [onsets.rename(columns={"status": "after"}), rated[_PLACE].assign(after="no_drop")], ignore_index=True
    ).merge(places, on=_PLACE)
    steps = starts.loc[np.repeat(starts.index.to_numpy(), window), ["member_id", "own", "after"]].reset_index(drop=True)
    steps["own"] += np.tile(np.arange(1, window + 1), len(starts)).astype("int64")
    steps["rank"] = steps["after"].map({name: place for place, name in enumerate(AFTER)})
    first = steps.sort_values("rank", kind="stable").drop_duplicates(["member_id", "own"])
    onset = starts.loc[starts["after"] != "no_drop", ["member_id", "own"]].drop_duplicates().assign(onset=True)
    known = own[own["known"]].merge(first[["member_id", "own", "after"]], on=["member_id", "own"])
    # Whoever rated a drop was there to rate it: the onset itself says nothing about staying away.
    known = known.merge(onset, on=["member_id", "own"], how="left")
    rows = known[known["onset"].isna()].sort_values(["member_id", "own"], ignore_index=True)
    return rows[_PLACE].assign(after=rows["after"].astype(TEXT), absent=~rows["present"].astype(bool))


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
    shares = (
        followed.groupby(["after", "member_id"])["absent"].agg(["size", "sum"]).astype("int64").reset_index()
    ).assign(share=lambda rows: rows["sum"] / rows["size"])
    by = shares.groupby("after")
    rows = pd.DataFrame(
        {
            "sessions": by["size"].sum(),
            "absent": by["sum"].sum(),
            "members": by.size(),
            "members_absent": (shares["sum"] > 0).groupby(shares["after"]).sum(),
        }
    ).reindex(list(AFTER), fill_value=0)
    mean, spread = by["share"].mean().reindex(rows.index), by["share"].std().reindex(rows.index)
    enough = (rows["members"] >= 3) & (spread > 0)
    half = stdtrit((rows["members"] - 1).where(enough), 0.975) * spread / np.sqrt(rows["members"].where(enough))
    rows = rows.astype("int64").assign(mean=mean, low=(mean - half).clip(lower=0), high=(mean + half).clip(upper=1))
    return rows.rename_axis("after").reset_index().astype({"after": TEXT})


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
