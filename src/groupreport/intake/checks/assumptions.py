"""What the contract assumes where a term's tables say nothing: told, so that a reader can object."""

from __future__ import annotations

from collections.abc import Mapping

from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import TextTable
from groupreport.parameters import Parameters


def note_assumptions(tables: Mapping[str, TextTable], parameters: Parameters, findings: Findings) -> None:
    """Note each default that a report of this term rests on."""
    sessions, ratings = tables.get("sessions"), tables.get("ratings")
    if sessions is not None and len(sessions.lines):
        _note_default(
            sessions, "status", "counts as held", "Write the status (held, canceled) to say otherwise.", findings
        )
        if not sessions.has("stage") and parameters.settings.stages is not None:
            message = (
                "has no column 'stage', so stages are taken from the session numbers under stages in params/program.yml"
            )
            remedy = "Add the column to say otherwise."
            findings.add("default-stage", sessions.file, message, remedy, severity="info", sheet=sessions.sheet)
    if ratings is not None and len(ratings.lines):
        _note_default(
            ratings,
            "rater",
            "counts as the member's own rating",
            "Write the rater (member, leader, observer) to say otherwise.",
            findings,
        )


def _note_default(text: TextTable, column: str, meaning: str, remedy: str, findings: Findings) -> None:
    rule = f"default-{column}"
    if column in text.withheld:
        return
    if not text.has(column):
        message = f"has no column '{column}': every row {meaning}"
        findings.add(rule, text.file, message, remedy, severity="info", sheet=text.sheet, facts={"whole": True})
        return
    blank = text.rows[column].isna().to_numpy() & text.could_read(column)
    message = f"is empty, so the row {meaning}"
    findings.add_rows(rule, text, column, blank, message, remedy, "info", facts={"whole": False})
