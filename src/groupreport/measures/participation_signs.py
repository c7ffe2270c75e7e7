"""Members who were silent or grew quiet, and how the sharing of talk changed over a term.

Quiet is no fault and may have any reason; these are signs to ask about. No source sets a threshold for "grew quiet",
so it is exploratory.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from groupreport.instruments.row_numbers import row_numbers, rows_that_agree, runs_of
from groupreport.measures.inputs import as_numbers, as_texts
from groupreport.measures.participation import Unit, amounts_by, participation_by_session
from groupreport.measures.stages import thirds

SILENT_SESSIONS = 2  # from so many silent sessions on it is worth asking
QUIET_SHARE, QUIET_RUN, FEWEST_SESSIONS = 0.5, 2, 4  # below half of the own median, twice in a row, of at least four


def present_participation(participation: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out recorded zeros of members who were on record as absent: they were not silent, they were not there.

    Args:
        participation: One row a member in a session: group_id, session, member_id, turns, minutes.
        rows: The result of `attendance.member_sessions`.

    Examples:
        >>> who = pd.DataFrame({"group_id": "G", "session": 1, "member_id": ["A", "B"]})
        >>> sheet = who.assign(status=["attended", "no_show"])
        >>> present_participation(who.assign(turns=0, minutes=None), sheet)["member_id"].tolist()
        ['A']
    """
    key = ["group_id", "member_id", "session"]
    away = rows[key][np.isin(as_texts(rows["status"]), ["excused", "no_show", "not_enrolled"])]
    absent = rows_that_agree(participation, away, key)
    spoke = participation[["turns", "minutes"]].fillna(0).gt(0).any(axis=1).to_numpy(bool)
    return participation[~absent | spoke].reset_index(drop=True)


def coefficient_of_variation(amounts: pd.Series) -> float:
    """The standard deviation (n - 1) over the mean; NaN under 2 people or where nobody spoke.

    Examples:
        >>> coefficient_of_variation(pd.Series([2.0, 4.0, 6.0]))
        0.5
    """
    known = amounts.dropna()
    mean = float(known.mean()) if len(known) > 1 else 0.0
    return float(known.std()) / mean if mean > 0 else float("nan")


def variation_by_session(participation: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """The coefficient of variation of each session.

    Returns:
        One row a session: group_id, session, variation.

    Examples:
        >>> turns = pd.DataFrame({"group_id": "G", "session": 1, "member_id": ["A", "B", "C"], "turns": [2, 4, 6]})
        >>> variation_by_session(turns, "turns")["variation"].tolist()
        [0.5]
    """
    sessions, by_session = amounts_by(participation, unit, ["group_id", "session"])
    variation = by_session.std() / by_session.mean().where(lambda mean: mean > 0)
    return sessions.assign(variation=variation.array)


def early_and_late(participation: pd.DataFrame, unit: Unit, held: pd.DataFrame) -> pd.DataFrame:
    """Mean inequality of the sessions in the first and the last third of one group's held sessions.

    Args:
        participation: As for `participation.participation_by_session`, of one group.
        unit: The column to use.
        held: The held sessions of that group: session.

    Returns:
        Two rows, early and late: part, sessions (with a record of at least two members), members, gini,
        variation, top_share (means; missing where no session of the third has such a record).

    Examples:
        >>> turns = pd.DataFrame({"session": [1, 1, 3, 3], "member_id": ["A", "B"] * 2, "turns": [3, 3, 6, 0]})
        >>> held = pd.DataFrame({"session": [1, 2, 3]})
        >>> early_and_late(turns.assign(group_id="G"), "turns", held)[["part", "gini"]].values.tolist()
        [['early', 0.0], ['late', 1.0]]
    """
    variation = variation_by_session(participation, unit)["variation"]
    described = participation_by_session(participation, unit).assign(variation=variation)
    # One member alone has no inequality, and the largest share is all of it.
    described = described[described["members"] > 1]
    rows = []
    for part, sessions in zip(("early", "late"), thirds(held["session"]), strict=True):
        own = described[described["session"].isin(sessions)]
        means = {name: float(own[name].mean()) for name in ("members", "gini", "variation", "top_share")}
        rows.append({"part": part, "sessions": len(own), **means})
    return pd.DataFrame(rows)


def silence_by_member(participation: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """Count each member's silent sessions, and find who grew quiet.

    Growing quiet is measured in shares: a member's turns over an equal share of the session's turns. Somebody grew
    quiet who lies below half of the own median in two recorded sessions in a row, with at least four on record.

    Args:
        participation: One row a member in a session; members without a record are not silent and not here.
        unit: The column to use.

    Returns:
        One row a member: group_id, member_id, sessions (with a record), silent (sessions with a recorded 0 at which
        somebody spoke), often_silent (bool: at least two), quiet_from and quiet_until (the first and last session
        of the last such run; missing: none), quiet_sessions (its length, 0: none).

    Examples:
        >>> turns = {"group_id": "G", "session": [1, 1, 2, 2], "member_id": ["A", "B"] * 2, "turns": [0, 5, 0, 7]}
        >>> silence_by_member(pd.DataFrame(turns), "turns")[["member_id", "silent", "often_silent"]].values.tolist()
        [['A', 2, True], ['B', 0, False]]
    """
    amounts = participation[participation[unit].notna()]
    order = np.argsort(row_numbers(amounts, ["group_id", "member_id", "session"], sort=True), kind="stable")
    amounts = amounts.take(order).reset_index(drop=True)
    equal = amounts[unit].groupby(row_numbers(amounts, ["group_id", "session"])).transform("mean")
    spoken = amounts[equal > 0]
    member = row_numbers(spoken, ["group_id", "member_id"])  # rising, since the rows are sorted
    relative = as_numbers(spoken[unit] / equal[equal > 0], unit)
    members = spoken[["group_id", "member_id"]].take(np.unique(member, return_index=True)[1])
    count, sessions = len(members), np.bincount(member, minlength=len(members))
    median = pd.Series(relative).groupby(member).median().to_numpy()[member]
    low = (sessions[member] >= FEWEST_SESSIONS) & (relative < QUIET_SHARE * median)
    start, stop = runs_of(low, member)
    long = stop - start + 1 >= QUIET_RUN
    # Of several runs of a member the last one stands.
    first, last = np.full(count, -1), np.full(count, -1)
    first[member[start[long]]], last[member[start[long]]] = start[long], stop[long]
    session, none = as_numbers(spoken["session"], "session").astype("int64"), first < 0
    silent = np.bincount(member, weights=as_numbers(spoken[unit], unit) == 0, minlength=count).astype("int64")
    quiet = [np.append(session, 0)[place] for place in (first, last)]
    return members.reset_index(drop=True).assign(
        sessions=sessions,
        silent=silent,
        often_silent=silent >= SILENT_SESSIONS,
        quiet_from=pd.arrays.IntegerArray(quiet[0], none),
        quiet_until=pd.arrays.IntegerArray(quiet[1], none),
        quiet_sessions=np.where(none, 0, last - first + 1),
    )
