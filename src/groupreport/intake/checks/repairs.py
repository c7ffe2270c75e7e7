"""Observed ruptures and their repairs, in time."""

from __future__ import annotations

from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import TextTable


def note_early_repairs(events: TextTable, findings: Findings) -> None:
    """Note ruptures that were repaired in a session before the one in which they happened."""
    if not events.has("session", "resolved_session"):
        return
    early = (events.rows["resolved_session"] < events.rows["session"]).fillna(False).to_numpy(dtype=bool)
    message = "names a session before the one in which the rupture happened"
    remedy = "Correct one of the two session numbers."
    findings.add_rows("resolved-before", events, "resolved_session", early, message, remedy)
