"""Who was expected at which session, and who came: counted from enrollment on, never from the people who showed up.

A member is expected at every held session from the day of enrollment to the day of leaving, both included. Late
joiners and members of open groups are therefore measured against their own sessions, and a member who never came
stays in every denominator. Where nothing was recorded nothing is known: a session without a row for a member, be it
for this one alone or for everybody (nobody filled in the sheet), counts in no share, neither as attended nor as
missed. A program whose sheets list only those who came says so in its settings; then no row means not there.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.instruments.row_numbers import agreeing_row, agreeing_rows, row_numbers
from groupreport.measures.inputs import as_days, as_numbers, as_texts
from groupreport.measures.text import TEXT

PRESENT = ("attended", "late", "left_early")
ABSENT = ("excused", "no_show")
NOT_HELD = ("canceled", "planned")
ENDS = ("completed", "dropped_out")
# With fewer sessions a share of attendances, beside how many people there are and how many came regularly, leaves one
# number or few of those who never came, though it is printed to a hundredth or a twentieth only.
FEWEST_SESSIONS_OF_A_RATE = 4

_MEMBER = ["group_id", "member_id"]
_SESSION = ["group_id", "session"]


def member_sessions(
    stays: pd.DataFrame, sessions: pd.DataFrame, attendance: pd.DataFrame, *, absent_without_row: bool = False
) -> pd.DataFrame:
    """Lay every member beside every session of the group, with what is known about the two.

    Args:
        stays: One row a member's stay in a group: group_id, member_id, enrolled_on, ended_on (missing: no end).
        sessions: One row a planned session: group_id, session, held_on, status (held, canceled, planned).
        attendance: One row a member at a session: group_id, member_id, session, status.
        absent_without_row: Whether sheets list only those who came: an enrolled member without a row, at a session
            that others have a row for, then has the status `no_show`.

    Returns:
        One row a member and session: group_id, member_id, session, status (the recorded one, or `unrecorded`,
        `not_enrolled`, `canceled`, `planned`), present (bool), expected (bool: held, while enrolled, and known whether
        the member came), unknown (bool: held, while enrolled, without a row, though others have one), assumed (bool:
        the same, called `no_show` because of `absent_without_row`), uncounted (bool: an attendance recorded outside
        the member's stay or for a session that was not held; it counts nowhere).

    Examples:
        >>> days = pd.to_datetime(["2026-09-01", "2026-09-08"])
        >>> stays = pd.DataFrame({"group_id": "G", "member_id": ["A", "B"], "enrolled_on": days})
        >>> stays = stays.assign(ended_on=pd.NaT, end_reason=None)
        >>> sessions = pd.DataFrame({"group_id": "G", "session": [1, 2], "held_on": days})
        >>> sheet = {"group_id": "G", "member_id": ["A", "A", "B"], "session": [1, 2, 2]}
        >>> sheet = pd.DataFrame(sheet | {"status": ["attended", "no_show", "late"]})
        >>> rows = member_sessions(stays, sessions.assign(status="held"), sheet)
        >>> rows.loc[2:, ["member_id", "session", "status", "expected", "present"]].values.tolist()  # B joined late
        [['B', 1, 'not_enrolled', False, False], ['B', 2, 'late', True, True]]
    """
    # A member may leave and come back: a session inside any of the stays is expected once.
    stay, at = agreeing_rows(stays, sessions, ["group_id"])
    day, start, end = (as_days(one) for one in (sessions["held_on"], stays["enrolled_on"], stays["ended_on"]))
    inside = (day[at] >= start[stay]) & (np.isnat(end[stay]) | (day[at] <= end[stay]))
    member = row_numbers(stays, _MEMBER, sort=True)[stay]
    session = row_numbers(sessions, ["session", "status"], sort=True)[at]
    _, first, row = np.unique(member * (len(sessions) + 1) + session, return_index=True, return_inverse=True)
    enrolled = np.bincount(row, weights=inside, minlength=len(first)) > 0
    places, at = stay[first], at[first]
    keys = {name: stays[name].array.take(places) for name in _MEMBER} | {"session": sessions["session"].array.take(at)}
    rows = pd.DataFrame(keys, copy=False)
    recorded = _recorded(rows, attendance)
    known, came = recorded != "unrecorded", np.isin(recorded, PRESENT)
    session_status = as_texts(sessions["status"])[at]
    held = session_status == "held"
    due = enrolled & held
    sheet = row_numbers(rows, ["group_id", "session"])
    sheet_exists = (np.bincount(sheet, weights=known & enrolled) > 0)[sheet]
    without_row = due & ~known & sheet_exists
    assumed = without_row & absent_without_row
    status = np.where(assumed, "no_show", recorded)
    status = np.where(held, np.where(enrolled, status, "not_enrolled"), session_status)
    flags = {
        "status": pd.Series(status, dtype=TEXT).array,
        "present": came & due,
        "expected": due & (known | assumed),
        "unknown": without_row & ~assumed,
        "assumed": assumed,
        "uncounted": came & ~due,
    }
    return pd.DataFrame(keys | flags, copy=False)


def _recorded(rows: pd.DataFrame, attendance: pd.DataFrame) -> npt.NDArray[np.object_]:
    """What the sheets say of each member and session; `unrecorded` where they say nothing."""
    place = agreeing_row(rows, attendance, [*_MEMBER, "session"])
    said = as_texts(attendance["status"].fillna("unrecorded"))
    return np.append(said, np.array(["unrecorded"], dtype=object))[place]


def attendance_by_session(rows: pd.DataFrame) -> pd.DataFrame:
    """Count, for every held session, who was expected and who came.

    Args:
        rows: The result of `member_sessions`.

    Returns:
        One row a held session: group_id, session, expected (members enrolled that day of whom it is known whether
        they came), present (attended, late or left early), each recorded status, unrecorded (members enrolled that
        day of whom it is not known), and rate (present over expected; missing where it is known of nobody).

    Examples:
        >>> days = pd.to_datetime(["2026-09-01", "2026-09-08"])
        >>> stays = pd.DataFrame({"group_id": "G", "member_id": ["A", "B"], "enrolled_on": days})
        >>> stays = stays.assign(ended_on=pd.NaT, end_reason=None)
        >>> sessions = pd.DataFrame({"group_id": "G", "session": [1, 2], "held_on": days})
        >>> sheet = {"group_id": "G", "member_id": ["A", "A", "B"], "session": [1, 2, 2]}
        >>> sheet = pd.DataFrame(sheet | {"status": ["attended", "no_show", "late"]})
        >>> rows = member_sessions(stays, sessions.assign(status="held"), sheet)
        >>> attendance_by_session(rows)[["session", "expected", "present", "rate"]].values.tolist()
        [[1.0, 1.0, 1.0, 1.0], [2.0, 2.0, 1.0, 0.5]]
    """
    status = as_texts(rows["status"])
    held = np.flatnonzero(~np.isin(status, NOT_HELD))
    places = rows[_SESSION].take(held)
    _, first, session = np.unique(row_numbers(places, _SESSION, sort=True), return_index=True, return_inverse=True)
    flags = {name: rows[name].to_numpy(bool)[held] for name in ("expected", "present")}
    flags |= {name: status[held] == name for name in (*PRESENT, *ABSENT, "unrecorded")}
    counts = {name: np.bincount(session[flag], minlength=len(first)) for name, flag in flags.items()}
    rate = _share(counts["present"], counts["expected"])
    return places.take(first).reset_index(drop=True).assign(**counts, rate=rate)


def attendance_by_member(rows: pd.DataFrame, stays: pd.DataFrame, dose_share: float) -> pd.DataFrame:
    """Sum up each member's attendance in a group.

    Args:
        rows: The result of `member_sessions`.
        stays: As for `member_sessions`, with end_reason.
        dose_share: The share of their own sessions from which on a member has received the program.

    Returns:
        One row a member of a group: group_id, member_id, enrolled_on (of the first stay), ended_on and end_reason
        (of the last stay), expected, present, unknown (sessions as in `member_sessions`), share (present over
        expected, missing where none was expected), dose_reached (as `reaches_dose` says), first_session and
        last_session (attended ones).

    Examples:
        >>> days = pd.to_datetime(["2026-09-01", "2026-09-08"])
        >>> stays = pd.DataFrame({"group_id": "G", "member_id": ["A", "B"], "enrolled_on": days})
        >>> stays = stays.assign(ended_on=pd.NaT, end_reason=None)
        >>> sessions = pd.DataFrame({"group_id": "G", "session": [1, 2], "held_on": days})
        >>> sheet = {"group_id": "G", "member_id": ["A", "A", "B"], "session": [1, 2, 2]}
        >>> sheet = pd.DataFrame(sheet | {"status": ["attended", "no_show", "late"]})
        >>> rows = member_sessions(stays, sessions.assign(status="held"), sheet)
        >>> members = attendance_by_member(rows, stays, dose_share=0.6)
        >>> members[["member_id", "expected", "present", "share", "dose_reached"]].values.tolist()
        [['A', 2, 1, 0.5, False], ['B', 1, 1, 1.0, True]]
    """
    last = last_stays(stays, by=_MEMBER)
    of_stays, of_rows = agreeing_row(stays, last, _MEMBER), agreeing_row(rows, last, _MEMBER)
    began = np.lexsort((as_days(stays["enrolled_on"]), of_stays))
    counts = {
        name: np.bincount(of_rows[rows[name].to_numpy(bool)], minlength=len(last))
        for name in ("expected", "present", "unknown")
    }
    members = pd.DataFrame(
        {
            **{name: last[name].array for name in _MEMBER},
            "enrolled_on": stays["enrolled_on"].array.take(began[np.unique(of_stays[began], return_index=True)[1]]),
            **{name: last[name].array for name in ("ended_on", "end_reason")},
            **counts,
            "share": _share(counts["present"], counts["expected"]),
        },
        copy=False,
    )
    came = np.flatnonzero(rows["present"].to_numpy(bool))
    came = came[np.lexsort((as_numbers(rows["session"], "session")[came], of_rows[came]))]
    who, first = np.unique(of_rows[came], return_index=True)
    attended = rows["session"].reset_index(drop=True)
    sessions = {}
    for name, at in (("first_session", came[first]), ("last_session", came[np.append(first, len(came))[1:] - 1])):
        place = np.full(len(last), -1, dtype=np.intp)
        place[who] = at
        sessions[name] = attended.reindex(place).array
    return members.assign(dose_reached=reaches_dose(members, dose_share), **sessions)


def _share(part: npt.NDArray[np.intp], whole: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    """A part of each whole; missing where the whole is none."""
    return part / np.where(whole > 0, whole, np.nan)


def last_stays(stays: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Keep one stay for each key: the one that ends last (no end is the latest), then the one that began last.

    A member who moved to another group of the program has one end, that of the last stay.

    Examples:
        >>> stays = {"member_id": "A", "group_id": ["G1", "G2"], "enrolled_on": ["2026-09-01", "2026-10-01"]}
        >>> ended = {"ended_on": ["2026-09-30", None], "end_reason": ["transferred", None]}
        >>> last_stays(pd.DataFrame(stays | ended), by=["member_id"])["group_id"].tolist()
        ['G2']
    """
    # An end without a day is later than one with a day, and no end at all is the latest.
    open_end = (stays["ended_on"].isna() & stays["end_reason"].isna()).to_numpy(bool)
    ends = row_numbers(stays, ["ended_on", "enrolled_on", "group_id"], sort=True)
    key = row_numbers(stays, by, sort=True)
    order = np.lexsort((ends, open_end, key))
    return stays.take(order[np.diff(key[order], append=-1) != 0]).reset_index(drop=True)


def reaches_dose(members: pd.DataFrame, dose_share: float) -> pd.Series:
    """Whether the sessions attended are at least the dose's share of those possible.

    Args:
        members: Columns present, expected and unknown: how many sessions each member attended, of how many recorded
            ones, and at how many it is not known.
        dose_share: The share from which on the dose is reached.

    Returns:
        One value a row: true where the dose is reached even if the member missed every unknown session, false where
        it is not reached even if the member came to all of them, else missing; missing also where no session was
        recorded.

    Examples:
        >>> few = pd.DataFrame({"present": [6, 5, 4], "expected": [10, 8, 8], "unknown": [0, 2, 1]})
        >>> reaches_dose(few, 0.6).tolist()  # 6 of 10; 5 to 7 of 10; 4 to 5 of 9
        [True, <NA>, False]
    """
    present, unknown = members["present"], members["unknown"]
    # Shares are counts divided by counts: 6 of 10 must reach 0.6 whatever the last binary digit says.
    needed = (members["expected"] + unknown) * (dose_share - 1e-9)
    surely, perhaps = present >= needed, present + unknown >= needed
    return surely.astype("boolean").mask((surely != perhaps) | (members["expected"] == 0))


def end_of(stays: pd.DataFrame) -> pd.Series:
    """How each stay ended: completed, dropped_out, ended_otherwise (any other or no reason), still_enrolled.

    Examples:
        >>> reasons, days = ["completed", "referred", None, None], ["2026-12-01", None, "2026-10-01", None]
        >>> end_of(pd.DataFrame({"end_reason": reasons, "ended_on": days})).tolist()
        ['completed', 'ended_otherwise', 'ended_otherwise', 'still_enrolled']
    """
    reason = as_texts(stays["end_reason"])
    ended = (stays["ended_on"].notna() | stays["end_reason"].notna()).to_numpy(bool)
    kind = np.where(np.isin(reason, ENDS), reason, "ended_otherwise")
    return pd.Series(np.where(ended, kind, "still_enrolled"), index=stays.index, dtype=TEXT)
