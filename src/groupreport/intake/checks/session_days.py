"""The days of sessions: in the term, rising with the session's number, and whether a session lies ahead."""

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


def note_order(sessions: TextTable, findings: Findings) -> None:
    """Note sessions held before one with a lower number, on the same day as another, or after a gap in numbers."""
    if not sessions.has("group_id", "session", "held_on"):
        return
    rows = sessions.rows.assign(row=np.arange(len(sessions.rows)))
    rows = rows[rows["session"].notna() & rows["held_on"].notna() & rows["group_id"].notna()]
    numbered = rows.sort_values(["group_id", "session"], kind="stable")
    step = numbered.groupby("group_id", observed=True)["session"].diff()
    _note(sessions, numbered, step > 1, "session-gap", findings)
    held = numbered[(numbered["status"].astype(object) != "canceled")]
    by_group = held.groupby("group_id", observed=True)["held_on"]
    _note(sessions, held, by_group.cummax().groupby(held["group_id"], observed=True).shift() > held["held_on"],
          "session-order", findings)  # fmt: skip
    _note(sessions, held, by_group.diff() == pd.Timedelta(0), "session-same-day", findings)


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


def _note(sessions: TextTable, rows: pd.DataFrame, found: pd.Series, rule: str, findings: Findings) -> None:
    mask = np.zeros(len(sessions.rows), dtype=bool)
    mask[rows["row"][found.fillna(False).astype(bool)]] = True
    message, remedy, column, severity = {
        "session-gap": (
            "follows a gap in the group's session numbers",
            "List the sessions in between as well; write canceled as the status of those that were not held.",
            "session",
            "warning",
        ),
        "session-order": (
            "is dated before a session with a lower number of the same group",
            "Correct the date, or number the sessions in the order in which they were held.",
            "held_on",
            "error",
        ),
        "session-same-day": (
            "is dated on the same day as another session of the group",
            "Correct the date unless the group met twice that day.",
            "held_on",
            "warning",
        ),
    }[rule]
    findings.add_rows(rule, sessions, column, mask, message, remedy, severity)  # type: ignore[arg-type]
