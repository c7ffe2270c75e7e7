"""A group's sessions in the order of their numbers: days and stages go forward, and no number is left out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from groupreport.errors import Severity
from groupreport.intake.checks.references import References
from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import Mask, TextTable, rows_where
from groupreport.parameters import TermFacts


class _Fault(NamedTuple):
    rule: str
    column: str
    message: str
    remedy: str
    severity: Severity


_GAP = _Fault(
    "session-gap",
    "session",
    "follows a gap in the group's session numbers",
    "List the sessions between as well, canceled ones with that status, or leave it so if the numbers are right.",
    "info",
)
_ORDER = _Fault(
    "session-order",
    "held_on",
    "is dated before a session with a lower number of the same group",
    "Correct the date, or number the sessions in the order in which they were held.",
    "error",
)
_SAME_DAY = _Fault(
    "session-same-day",
    "held_on",
    "is dated on the same day as another session of the group",
    "Correct the date unless the group met twice that day.",
    "warning",
)
_STAGE = _Fault(
    "session-stage-order",
    "stage",
    "names a stage that comes before the stage of an earlier session of the group",
    "Correct the stage or the session's number, unless the group really went back.",
    "warning",
)


def note_order(sessions: TextTable, known: References, findings: Findings) -> None:
    """Note sessions out of order: by their day, by their stage, and after a gap in numbers.

    A number that stands there twice has been noted as such and is left out, since nobody knows which row is right.
    """
    if not sessions.has("group_id", "session"):
        return
    rows = sessions.rows.assign(row=np.arange(len(sessions.rows)))
    rows = rows[rows["session"].notna() & rows["group_id"].notna()]
    numbered = rows.sort_values(["group_id", "session"], kind="stable")
    _note_gaps(sessions, numbered, known, findings)
    held = numbered[~numbered.duplicated(["group_id", "session"], keep=False)]
    held = held[held["status"].astype(object) != "canceled"]
    if sessions.has("held_on"):
        dated = held[held["held_on"].notna()]
        by_group = dated.groupby("group_id", observed=True)["held_on"]
        latest_before = by_group.cummax().groupby(dated["group_id"], observed=True).shift()
        _note(sessions, dated, latest_before > dated["held_on"], _ORDER, findings)
        _note(sessions, dated, by_group.diff() == pd.Timedelta(0), _SAME_DAY, findings)
    if sessions.has("stage"):
        _note_stages(sessions, held, findings)


def doubtful_days(known: pd.DataFrame, term: TermFacts) -> Mask:
    """The known sessions whose day was noted: outside the term, or what puts the group's days out of order most."""
    day = known["held_on"]
    outside = (day < pd.Timestamp(term.starts)) | (day > pd.Timestamp(term.ends))
    doubtful: Mask = outside.to_numpy(copy=True)
    ordered = known[(known["status"] != "canceled") & day.notna()].sort_values(["group", "session"])
    latest_before = ordered.groupby("group")["held_on"].cummax()
    for group in ordered["group"][latest_before > ordered["held_on"]].unique():
        own = ordered[ordered["group"] == group]
        days = own["held_on"].to_numpy()
        later = np.triu(days[:, None] > days[None, :])
        against = later.sum(axis=0) + later.sum(axis=1)
        doubtful[own.index[against == against.max()]] = True
    return doubtful


def _note_gaps(sessions: TextTable, numbered: pd.DataFrame, known: References, findings: Findings) -> None:
    """Note what follows a gap, unless a session of the group could not be read and may be the missing one."""
    left_out = frozenset().union(*known.uncertain.left_out.get("sessions", ()))
    unclear = known.uncertain.groups_with_sessions | left_out
    step = numbered.groupby("group_id", observed=True)["session"].diff() > 1
    step &= ~rows_where(numbered["group_id"], unclear.__contains__)
    step &= ~(numbered["session"] - 1).isin(known.uncertain.stray_sessions)
    _note(sessions, numbered, step, _GAP, findings)


def _note_stages(sessions: TextTable, held: pd.DataFrame, findings: Findings) -> None:
    staged = held[held["stage"].notna()]
    rank = {stage: place for place, stage in enumerate(sessions.table.column("stage").allowed)}
    places = staged["stage"].astype(object).map(rank).astype("Int64")
    highest = places.groupby(staged["group_id"], observed=True).cummax()
    before = highest.groupby(staged["group_id"], observed=True).shift()
    _note(sessions, staged, places < before, _STAGE, findings)


def _note(sessions: TextTable, rows: pd.DataFrame, found: pd.Series, fault: _Fault, findings: Findings) -> None:
    mask = np.zeros(len(sessions.rows), dtype=bool)
    mask[rows["row"][found.fillna(False).astype(bool)]] = True
    findings.add_rows(fault.rule, sessions, fault.column, mask, fault.message, fault.remedy, fault.severity)
