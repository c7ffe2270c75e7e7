"""Observed ruptures and their repairs, in time."""

from __future__ import annotations

from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import TextTable, rows_where


def note_early_repairs(events: TextTable, findings: Findings) -> None:
    """Note ruptures that were repaired in a session before the one in which they happened."""
    if not events.has("session", "resolved_session"):
        return
    early = (events.rows["resolved_session"] < events.rows["session"]).fillna(False).to_numpy(dtype=bool)
    message = "names a session before the one in which the rupture happened"
    remedy = "Correct one of the two session numbers."
    findings.add_rows("resolved-before", events, "resolved_session", early, message, remedy)


def note_resolved_without_repair(events: TextTable, findings: Findings) -> None:
    """Warn of ruptures that nobody tried to repair and that were resolved all the same."""
    if not events.has("repair_status", "resolved_session"):
        return
    none = rows_where(events.rows["repair_status"], lambda status: status == "none")
    resolved = none & events.rows["resolved_session"].notna().to_numpy(dtype=bool)
    message = "names the session of a repair, but repair_status is none: when it was resolved counts as not known"
    remedy = "Correct the status, or leave the session empty."
    findings.add_rows("resolved-without-repair", events, "resolved_session", resolved, message, remedy, "warning")
