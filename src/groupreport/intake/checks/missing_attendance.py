"""Enrolled members without an attendance row at a held session: said, since nobody can tell whether they came."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from groupreport.errors import Fact
from groupreport.intake.checks.references import References
from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import Mask, TextTable, rows_where
from groupreport.parameters.records import AttendanceSettings

_FAR = pd.Timestamp("2262-01-01")
_SETTING = "set attendance: {without_row: absent} in params/program.yml if no row means not there, or unknown if not"
# From how many missing rows on, and which share, a group in which nobody is ever absent is taken to list only those
# who came: fewer may be slips.
_FEWEST, _SHARE = 10, 0.1


def note_missing_attendance(
    tables: Mapping[str, TextTable],
    known: References,
    settings: AttendanceSettings,
    today: datetime.date,
    findings: Findings,
) -> None:
    """Note the sessions before today that were held and lack rows of enrolled members, or have none at all.

    A group whose rows list only those who came is an error unless the program says what a missing row means: its rate
    of attendance would be 100%.
    """
    attendance, roster, sessions = (tables.get(name) for name in ("attendance", "roster", "sessions"))
    if attendance is None or roster is None or sessions is None or known.sessions is None:
        return
    needed = (
        attendance.has("member_id", "group_id", "session", "status"),
        roster.has("member_id", "group_id", "enrolled_on"),
        sessions.has("group_id", "session", "held_on"),
    )
    if not all(needed) or not len(attendance.lines) or _has_errors((attendance, roster, sessions), findings):
        return
    by_session = _rows_by_session(known.sessions, attendance, roster, known, today)
    recorded = by_session[by_session["rows"] > 0]
    if settings.without_row is None:
        of_those_who_came = recorded["group"].isin(_groups_without_absence(recorded, attendance, known))
        _note_only_present(recorded[of_those_who_came], attendance, findings)
        recorded = recorded[~of_those_who_came]
    lacking = recorded[recorded["rows"] < recorded["members"]]
    _note_lacking(lacking, settings, sessions, known, findings)
    rows = _rows_of(by_session[by_session["rows"] == 0], sessions, known)
    message = "was held, but attendance has no row for any of the members enrolled that day"
    remedy = "Add its rows, or give the session the status canceled."
    nothing: Mapping[str, Fact] = {"missing": None, "possible": None, "counted": None}
    findings.add_rows("attendance-missing", sessions, "session", rows, message, remedy, "warning", facts=nothing)


def _has_errors(tables: Iterable[TextTable], findings: Findings) -> bool:
    """Whether a row of these tables could not be read: a row that seems to be missing may be that one."""
    places = {(origin.file, origin.sheet) for table in tables for origin in table.origins}
    return any((problem.file, problem.sheet) in places for problem in findings.errors)


def _rows_by_session(
    planned: pd.DataFrame, attendance: TextTable, roster: TextTable, known: References, today: datetime.date
) -> pd.DataFrame:
    """One row a held session (its place among the known ones) with the members enrolled that day, and their rows."""
    held = planned[planned["status"].isna() | (planned["status"] == "held")]
    held = held[held["held_on"] < pd.Timestamp(today)]
    stays = pd.DataFrame(
        {
            "member": known.member_places(roster),
            "group": known.group_places(roster),
            "begins": roster.rows["enrolled_on"],
            "ends": roster.rows["ended_on"].fillna(_FAR),
        }
    ).dropna()
    pairs = held[["group", "held_on"]].rename_axis("place").reset_index().merge(stays, on="group")
    inside = (pairs["member"] >= 0) & (pairs["begins"] <= pairs["held_on"]) & (pairs["held_on"] <= pairs["ends"])
    due = pairs.loc[inside, ["place", "member"]].drop_duplicates()
    recorded = pd.DataFrame({"place": known.session_places(attendance), "member": known.member_places(attendance)})
    has_row = due.merge(recorded.drop_duplicates(), how="left", indicator="found")["found"] == "both"
    counts = has_row.groupby(due["place"].to_numpy()).agg(members="size", rows="sum")
    by_session: pd.DataFrame = counts.join(planned["group"]).rename_axis("place").reset_index()
    return by_session


def _groups_without_absence(recorded: pd.DataFrame, attendance: TextTable, known: References) -> pd.Index:
    """The groups (places among the known ones) with many rows missing and nobody ever absent."""
    sums = recorded.groupby("group")[["members", "rows"]].sum()
    missing = sums["members"] - sums["rows"]
    many = (missing >= _FEWEST) & (missing >= _SHARE * sums["members"])
    absent = rows_where(attendance.rows["status"], lambda word: word in {"excused", "no_show"})
    return sums.index[many].difference(pd.Index(known.group_places(attendance)[absent]))


def _note_only_present(recorded: pd.DataFrame, attendance: TextTable, findings: Findings) -> None:
    if recorded.empty:
        return
    missing, groups = int((recorded["members"] - recorded["rows"]).sum()), recorded["group"].nunique()
    findings.add(
        "attendance-only-present",
        attendance.file,
        f"lists only members who came in {groups} {'group' if groups == 1 else 'groups'}, and has no row there for"
        f" {missing} of {int(recorded['members'].sum())} possible attendances",
        f"Add rows with the status excused or no_show; or {_SETTING}.",
        column="status",
        count=missing,
    )


def _note_lacking(
    lacking: pd.DataFrame,
    settings: AttendanceSettings,
    sessions: TextTable,
    known: References,
    findings: Findings,
) -> None:
    """Note sessions that have rows for some members only; where the program says what that means, it is a note."""
    missing, possible = int((lacking["members"] - lacking["rows"]).sum()), int(lacking["members"].sum())
    message = f"was held, but attendance lacks rows of members enrolled that day ({missing} of {possible} are missing)"
    rows = _rows_of(lacking, sessions, known)
    facts: Mapping[str, Fact] = {"missing": missing, "possible": possible, "counted": settings.without_row}
    if settings.without_row is None:
        remedy = f"Add a row for every enrolled member and held session; or {_SETTING}."
        findings.add_rows("attendance-missing", sessions, "session", rows, message, remedy, "warning", facts=facts)
    else:
        counted = "missed" if settings.without_row == "absent" else "neither attended nor missed"
        remedy = f"They count as {counted}, as params/program.yml says."
        findings.add_rows("attendance-missing", sessions, "session", rows, message, remedy, "info", facts=facts)


def _rows_of(found: pd.DataFrame, sessions: TextTable, known: References) -> Mask:
    """The rows of the table sessions that are about these sessions."""
    return np.isin(known.session_places(sessions), found["place"].to_numpy())
