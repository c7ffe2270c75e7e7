"""Ratings against attendance: who was not there can hardly have rated."""

from __future__ import annotations

import numpy as np
import pandas as pd

from groupreport.intake.checks.references import References, pair_key
from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import Mask, TextTable, rows_where

_KEY = ("member_id", "group_id", "session")


def note_absent_raters(ratings: TextTable, attendance: TextTable, known: References, findings: Findings) -> None:
    """Warn of ratings by members without an attendance row, or who were absent."""
    if not ratings.has(*_KEY) or not attendance.has(*_KEY, "status"):
        return
    keys = _keys(ratings, known)
    present = pd.Index(_keys(attendance, known))
    absent: Mask = rows_where(attendance.rows["status"], lambda word: word in {"excused", "no_show"})
    own = ~ratings.rows_of_leaders()
    judged = (keys >= 0) & own & known.belongs(ratings)
    unrecorded = judged & ~np.asarray(pd.Index(keys).isin(present)) & ~_may_be_recorded(ratings, attendance, known)
    while_absent = judged & np.asarray(pd.Index(keys).isin(present[absent]))
    for rule, rows, message in (
        (
            "rating-without-attendance",
            unrecorded,
            "is a rating by a member who has no row in attendance for this session",
        ),
        (
            "rating-while-absent",
            while_absent,
            "is a rating by a member who was not there: attendance says excused or no_show",
        ),
    ):
        findings.add_rows(
            rule, ratings, "member_id", rows, message, "Correct whichever of the two tables is wrong.", "warning"
        )


def _may_be_recorded(ratings: TextTable, attendance: TextTable, known: References) -> Mask:
    """The ratings whose attendance row may be one that was noted already: left out, or of an id not found."""
    pairs = pair_key(known.member_places(attendance), known.group_places(attendance))
    sessions = known.session_places(attendance)
    of_nobody = sessions[known.member_places(attendance) < 0]
    of_no_session = pairs[sessions < 0]
    unclear = np.isin(known.session_places(ratings), of_nobody[of_nobody >= 0])
    own = pair_key(known.member_places(ratings), known.group_places(ratings))
    unclear |= np.isin(own, of_no_session[of_no_session >= 0])
    left_out: Mask = known.uncertain.may_be_left_out(ratings, "attendance", _KEY)
    return unclear | left_out


def _keys(text: TextTable, known: References) -> np.ndarray:
    members, sessions = known.member_places(text), known.session_places(text)
    return np.where((members < 0) | (sessions < 0), -1, members * 10**6 + sessions)
