"""How many of the members in the room answered a questionnaire after the session."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.instruments.row_numbers import agreeing_rows, first_rows, row_numbers

_SESSION = ["group_id", "session"]


def members_asked(rows: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Name the members who could answer after each session: those present, and those who did answer.

    An answer from a member without a recorded presence shows that the attendance sheet is incomplete; leaving the
    member out would give rates above 100 %.

    Args:
        rows: The result of `attendance.member_sessions`.
        answers: One row an answer: group_id, member_id, session, value.

    Returns:
        One row a member and session: group_id, session, member_id.

    Examples:
        >>> rows = pd.DataFrame({"group_id": "G1", "session": 1, "member_id": ["A", "B"], "present": [True, False]})
        >>> answers = pd.DataFrame({"group_id": "G1", "session": 1, "member_id": ["B", "C"], "value": [5, None]})
        >>> members_asked(rows, answers)["member_id"].tolist()  # A was there; B answered; C handed in an empty form
        ['A', 'B']
    """
    keys = [*_SESSION, "member_id"]
    present = rows[keys].take(np.flatnonzero(rows["present"].to_numpy(bool)))
    answering = answers[keys].take(np.flatnonzero(answers["value"].notna().to_numpy()))
    asked = pd.concat([present, answering.take(first_rows(answering, keys))], ignore_index=True)
    return asked.take(first_rows(asked, keys)).reset_index(drop=True)


def response_rates(asked: pd.DataFrame, answers: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """Count the members who answered at least one item.

    Args:
        asked: The result of `members_asked`.
        answers: One row an answer: group_id, member_id, session, instrument, value (missing: not answered).
        sessions: The held sessions: group_id, session.

    Returns:
        One row an instrument that the group used and a held session: group_id, instrument, session, expected
        (members asked), answered, rate. Where nobody answered the rate is missing, not 0: exports do not tell
        a questionnaire that was not handed out from one that all left blank.

    Examples:
        >>> asked = pd.DataFrame({"group_id": "G1", "session": [1, 1, 2], "member_id": ["A", "B", "A"]})
        >>> answers = pd.DataFrame(
        ...     {"group_id": "G1", "session": [1], "member_id": ["A"], "instrument": "who5", "value": [3.0]}
        ... )
        >>> held = pd.DataFrame({"group_id": "G1", "session": [1, 2]})
        >>> response_rates(asked, answers, held)[["session", "expected", "answered", "rate"]].values.tolist()
        [[1.0, 2.0, 1.0, 0.5], [2.0, 1.0, 0.0, nan]]
    """
    use = ["group_id", "instrument"]
    used = answers[use].take(first_rows(answers, use))
    of_used, session = agreeing_rows(used, sessions, ["group_id"])
    rates = used.take(of_used).assign(session=sessions["session"].array.take(session)).reset_index(drop=True)
    rates = rates.take(np.argsort(row_numbers(rates, [*use, "session"], sort=True), kind="stable"))
    answering = answers[[*use, "session", "member_id"]].take(np.flatnonzero(answers["value"].notna().to_numpy()))
    answering = answering.take(first_rows(answering, [*use, "session", "member_id"]))
    expected, answered = _times(rates, asked, _SESSION), _times(rates, answering, [*use, "session"])
    with np.errstate(divide="ignore"):
        rate = np.where(answered > 0, answered, np.nan) / expected
    return rates.reset_index(drop=True).assign(expected=expected, answered=answered, rate=rate)


def _times(rows: pd.DataFrame, others: pd.DataFrame, columns: list[str]) -> npt.NDArray[np.intp]:
    """How many other rows agree with each row."""
    return np.bincount(agreeing_rows(rows, others, columns)[0], minlength=len(rows))


def pooled_response_rates(rates: pd.DataFrame) -> pd.DataFrame:
    """Add up `response_rates` over the sessions at which somebody answered.

    Returns:
        One row an instrument: instrument, expected, answered, rate.

    Examples:
        >>> rates = pd.DataFrame({"instrument": "who5", "expected": [8, 7], "answered": [6, 0], "rate": [0.75, None]})
        >>> pooled_response_rates(rates).values.tolist()  # nobody answered the second time: it was not handed out
        [['who5', 8, 6, 0.75]]
    """
    pooled = _handed_out(rates).groupby("instrument")[["expected", "answered"]].sum().reset_index()
    return pooled.assign(rate=pooled["answered"] / pooled["expected"])


def answered_and_expected(rates: pd.DataFrame) -> tuple[int, int]:
    """Add up `response_rates` over all instruments and the sessions at which somebody answered.

    Examples:
        >>> rates = pd.DataFrame({"instrument": ["who5", "gcq", "gcq"], "expected": [8, 7, 8], "answered": [6, 7, 0]})
        >>> answered_and_expected(rates.assign(rate=[0.75, 1.0, None]))
        (13, 15)
    """
    handed_out = _handed_out(rates)
    return int(handed_out["answered"].sum()), int(handed_out["expected"].sum())


def _handed_out(rates: pd.DataFrame) -> pd.DataFrame:
    """The rows of sessions at which somebody answered."""
    return rates[rates["rate"].notna()]
