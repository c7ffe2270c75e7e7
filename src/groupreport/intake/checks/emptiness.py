"""Tables with a header but no rows, groups without members or sessions, questionnaires without answers."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import pandas as pd

from groupreport.errors import Severity
from groupreport.instruments import Instrument
from groupreport.intake.checks.answers import WHERE_GIVEN, instruments_with_data
from groupreport.intake.checks.references import References
from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import TextTable, rows_where
from groupreport.parameters import TermFacts

_EXPORT = "Leave the file out if the table was not collected."


def note_empty_tables(
    tables: Mapping[str, TextTable], term: TermFacts, today: datetime.date, findings: Findings
) -> None:
    """Note tables without rows; before the first session has been held, most may be empty."""
    met = _has_met(tables, term, today)
    filtered = {(problem.file, problem.sheet) for problem in findings.problems if problem.rule == "where-none"}
    for name, text in tables.items():
        if len(text.lines):
            continue
        if (text.file, text.sheet) in filtered:
            message = f"has rows, but none of those that data.tables.{name}.where asks for"
            remedy = "Correct it in params/program.yml."
            severity: Severity = "error" if met and text.table.required else "warning"
            findings.add(
                "table-empty",
                text.file,
                message,
                remedy,
                severity=severity,
                sheet=text.sheet,
                facts={"why": "filtered"},
            )
        elif name in {"groups", "roster"} or (met and text.table.required):
            message = "has column names but no rows"
            asked = text.file.startswith("query ")
            remedy = "Look at what the query asks for." if asked else "Export the table again, with its rows."
            findings.add("table-empty", text.file, message, remedy, sheet=text.sheet)
        elif text.table.required:
            message = "has no rows yet, as no session has been held"
            remedy = "Export the table again when sessions have been held."
            findings.add(
                "table-empty",
                text.file,
                message,
                remedy,
                severity="warning",
                sheet=text.sheet,
                facts={"why": "no_session_yet"},
            )
        else:
            message = "has column names but no rows, so reports say that nothing of it was recorded"
            findings.add(
                "table-empty",
                text.file,
                message,
                _EXPORT,
                severity="warning",
                sheet=text.sheet,
                facts={"why": "nothing"},
            )


def note_empty_groups(tables: Mapping[str, TextTable], known: References, findings: Findings) -> None:
    """Warn of groups without a member or a session, and say which have no ratings."""
    groups = tables["groups"]
    for name, severity, message in (
        ("roster", "warning", "names a group without any member on the roster"),
        ("sessions", "warning", "names a group without any session"),
        ("ratings", "info", "names a group without any rating"),
    ):
        if name not in tables or not tables[name].has("group_id") or not len(tables[name].lines):
            continue
        named = set(known.group_places(tables[name]))
        rows = pd.Series(known.group_places(groups))
        findings.add_rows(
            f"group-without-{name}",
            groups,
            "group_id",
            (~rows.isin(named) & (rows >= 0)).to_numpy(),
            message,
            "Add what is missing, or leave it so: the group's report will say that it is missing.",
            severity,  # type: ignore[arg-type]
        )


def note_unused_instruments(
    in_use: Mapping[str, Instrument], tables: Mapping[str, TextTable], term: TermFacts, findings: Findings
) -> None:
    """Warn of questionnaires that program.yml lists but no row of the term has, where their table was collected."""
    given = {
        where
        for name, where in WHERE_GIVEN.items()
        if name in tables and len(tables[name].lines) and tables[name].has("instrument", "value")
    }
    for name, instrument in in_use.items():
        if instrument.given in given and name not in instruments_with_data(tables):
            findings.add(
                "instrument-without-data",
                "params/program.yml",
                f"the instrument '{name}' is listed, but the tables of {term.id} hold no answer to it",
                "Add its answers to the export, or take it out of instruments.",
                severity="warning",
                column="instruments",
                facts={"instrument": name},
            )


def _has_met(tables: Mapping[str, TextTable], term: TermFacts, today: datetime.date) -> bool:
    """Whether at least one group must have met by now, as far as the tables say.

    A term that has begun without any session at all, planned or held, is a mistake of the export.
    """
    if any(name in tables and len(tables[name].lines) for name in ("attendance", "ratings")):
        return True
    sessions = tables.get("sessions")
    if sessions is None or not sessions.has("held_on"):
        return False
    if not len(sessions.lines):
        return term.starts < today
    off = rows_where(sessions.rows["status"], lambda word: word in {"canceled", "planned"})
    return bool(((sessions.rows["held_on"] <= pd.Timestamp(today)).to_numpy() & ~off).any())
