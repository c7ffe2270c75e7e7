"""Who spoke how much: shares of turns (or minutes), and how unequal they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from groupreport.instruments.row_numbers import row_numbers
from groupreport.measures.inputs import as_numbers

if TYPE_CHECKING:
    from pandas.core.groupby.generic import SeriesGroupBy

Unit = Literal["turns", "minutes"]


def gini(amounts: pd.Series) -> float:
    """How unequally an amount is spread, from 0 (all the same) to 1 (one has everything).

    The mean absolute difference of all pairs of different people over twice the mean: the usual coefficient times
    n / (n - 1), so that small groups can reach 1 as well. Missing for under 2 people or where all amounts are 0.

    Examples:
        >>> gini(pd.Series([5.0, 5.0, 5.0]))
        0.0
        >>> gini(pd.Series([0.0, 0.0, 12.0]))
        1.0
    """
    known = as_numbers(amounts, "amounts")
    ordered = np.sort(known[~np.isnan(known)])
    n = len(ordered)
    total = float(ordered.sum())
    if n < 2 or total == 0:
        return float("nan")
    weights = 2 * np.arange(1, n + 1) - n - 1
    return float((weights * ordered).sum() / (total * (n - 1)))


def recorded_unit(participation: pd.DataFrame) -> Unit | None:
    """What was recorded: turns where there are any, else minutes, else nothing (None).

    Examples:
        >>> recorded_unit(pd.DataFrame({"turns": [None, None], "minutes": [3.5, None]}))
        'minutes'
    """
    units: tuple[Unit, ...] = ("turns", "minutes")
    return next((unit for unit in units if participation[unit].notna().any()), None)


def participation_by_session(participation: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """Describe how each session's talk was shared.

    Args:
        participation: One row a member in a session: group_id, session, member_id, turns, minutes (missing: not
            recorded, which is not the same as 0).
        unit: The column to use.

    Returns:
        One row a session: group_id, session, members (with a record), turns (all, in the unit), gini, top_share
        (share of the member with most), silent (members with a recorded 0).

    Examples:
        >>> turns = pd.DataFrame({"group_id": "G", "session": 1, "member_id": ["A", "B", "C"], "turns": [6, 2, 0]})
        >>> participation_by_session(turns, "turns")[["turns", "gini", "top_share", "silent"]].values.tolist()
        [[8.0, 0.75, 0.75, 1.0]]
    """
    sessions, by_session = amounts_by(participation, unit, ["group_id", "session"])
    turns = by_session.sum()
    amounts = [own for _, own in by_session]
    return sessions.assign(
        members=[len(own) for own in amounts],
        turns=turns.array,
        gini=[gini(own) for own in amounts],
        top_share=(by_session.max() / turns.where(turns > 0)).array,
        silent=[int((own == 0).sum()) for own in amounts],
    )


def amounts_by(
    participation: pd.DataFrame, unit: Unit, columns: list[str]
) -> tuple[pd.DataFrame, SeriesGroupBy[Any, Any]]:
    """The groups of rows that agree in some columns, in order, and the recorded amounts of each.

    Examples:
        >>> rows = pd.DataFrame({"session": [2, 1, 2, 2], "turns": [5.0, 3.0, 4.0, None]})
        >>> sessions, amounts = amounts_by(rows, "turns", ["session"])
        >>> sessions["session"].tolist(), amounts.sum().tolist()
        ([1, 2], [3.0, 9.0])
    """
    known = participation[participation[unit].notna()]
    number = row_numbers(known, columns, sort=True)
    first = np.unique(number, return_index=True)[1]
    return known[columns].take(first).reset_index(drop=True), known[unit].groupby(number)


def participation_by_member(participation: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """Sum up each member's share.

    Returns:
        One row a member: group_id, member_id, sessions (with a record), turns, share (of all turns in these
        sessions; missing where nobody said anything), equal_share (what the member would have if all with a record
        had spoken alike: the mean of 1 / members over these sessions).

    Examples:
        >>> turns = pd.DataFrame({"group_id": "G", "session": 1, "member_id": ["A", "B"], "turns": [6, 2]})
        >>> participation_by_member(turns, "turns")[["member_id", "share", "equal_share"]].values.tolist()
        [['A', 0.75, 0.5], ['B', 0.25, 0.5]]
    """
    amounts = participation[participation[unit].notna()]
    by_session = amounts.groupby(["group_id", "session"])[unit]
    by_member = amounts.assign(of_all=by_session.transform("sum"), equal=1 / by_session.transform("size")).groupby(
        ["group_id", "member_id"]
    )
    sums, of_all = by_member[unit].sum(), by_member["of_all"].sum()
    columns = {
        "sessions": by_member["session"].nunique(),
        "turns": sums,
        "equal_share": by_member["equal"].mean(),
        "share": sums / of_all.where(of_all > 0),
    }
    return pd.DataFrame(columns).reset_index()
