"""The days of sessions: in the term, not of a session that was not held, and whether a session lies ahead."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd

from groupreport.intake.checks.references import References
from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import Mask, TextTable, rows_where
from groupreport.parameters import TermFacts

# Questionnaires before and after a term belong to it; half a year off is more likely a wrong year.
_AROUND = pd.Timedelta(days=180)


def note_days(text: TextTable, column: str, term: TermFacts, today: datetime.date, findings: Findings) -> None:
    """Warn of days that cannot belong to the term."""
    if not text.has(column):
        return
    days, starts, ends = text.rows[column], pd.Timestamp(term.starts), pd.Timestamp(term.ends)
    now = pd.Timestamp(today)
    around = _AROUND if column == "measured_on" else pd.Timedelta(0)
    # Members of open groups were enrolled in earlier terms.
    early = (days < starts - around) & (column != "enrolled_on")
    future = (days > ends + around) & (days > now)
    late = (days > ends + around) & ~future
    for rule, rows, message in (
        ("date-outside-term", early | late, f"lies outside the term ({term.starts} to {term.ends})"),
        ("date-future", future, f"lies in the future, after the term's last day ({term.ends})"),
    ):
        remedy = f"Correct the date, or the term's dates in params/terms/{term.id}.yml."
        findings.add_rows(rule, text, column, rows.to_numpy(), message, remedy, "warning")


def ahead(sessions: TextTable, recorded: Mask, today: datetime.date) -> Mask:
    """The sessions that lie after today, of which nothing is recorded and no status was given."""
    later = (sessions.rows["held_on"] > pd.Timestamp(today)).to_numpy()
    mask: Mask = later & sessions.rows["status"].isna().to_numpy() & ~recorded
    return mask


def recorded_sessions(sessions: TextTable, others: list[TextTable], known: References) -> Mask:
    """The sessions of which at least one row of another table is about."""
    own = known.session_places(sessions)
    named = np.unique(np.concatenate([known.session_places(text) for text in others] or [np.array([-1])]))
    mask: Mask = np.isin(own, named[named >= 0])
    return mask


def note_not_held(text: TextTable, known: References, findings: Findings) -> None:
    """Note what is recorded of a session that was canceled, or that is only planned."""
    if known.sessions is None or not text.has("group_id", "session"):
        return
    statuses = [*known.sessions["status"], None]  # the last one serves the place -1: unknown
    status = np.array(statuses, dtype=object)[known.session_places(text)]
    present = np.ones(len(text.rows), dtype=bool)
    if text.table.name == "attendance":
        present = rows_where(text.rows["status"], lambda word: word in {"attended", "late", "left_early"})
    for word in ("canceled", "planned"):
        findings.add_rows(
            f"session-{word}",
            text,
            "session",
            np.equal(status, word).astype(bool) & present,
            f"is about a session whose status is {word}",
            "Correct the session's status or number, or leave the row out.",
        )
