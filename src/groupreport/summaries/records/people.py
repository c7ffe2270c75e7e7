"""How far members came, and who spoke how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Flow:
    """From enrollment on, how many members came how far; all counts of different people.

    `started` attended at least one session, `dose_reached` at least `dose_share` of the sessions held while
    enrolled, whatever happened at sessions without a record of theirs that others have one for (sessions that nobody
    has a record for count nowhere); the four counts that need attendance are None
    where sessions were held but no attendance was recorded.
    `completed` and `dropped_out` follow the roster's end_reason. `still_enrolled` has no end.
    """

    enrolled: int
    never_attended: int | None
    started: int | None
    attended_two_or_more: int | None
    dose_share: float
    dose_reached: int | None
    completed: int
    dropped_out: int
    ended_otherwise: int
    still_enrolled: int


@dataclass(frozen=True, kw_only=True)
class Participation:
    """Who spoke how much.

    unit: what was recorded; where a program records minutes only, `turns` below holds minutes.
    by_session: session, members (with a record), turns (all), gini (with the n/(n-1) correction), top_share, silent
        (members with a recorded 0; a member without a record is not called silent).
    by_member: member_id, sessions, turns, share (of all turns in the sessions where the member has a record),
        equal_share (the mean of 1 / members over the same sessions).
    """

    by_session: pd.DataFrame
    by_member: pd.DataFrame
    unit: Literal["turns", "minutes"] = "turns"
