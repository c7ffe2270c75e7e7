"""What an export does not say but the roster or the sessions do: a member's group, the session of a day."""

from __future__ import annotations

from collections.abc import Mapping

from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import TextTable
from groupreport.parameters import Dialect, SessionOfDay, TableSource


def look_up(
    text: TextTable,
    settings: TableSource,
    dialect: Dialect,
    known: Mapping[str, TextTable],
    findings: Findings,
) -> TextTable:
    """Fill `group_id` from the roster and `session` from the day, where `settings` says so."""
    if not settings.from_roster and not any(isinstance(each, SessionOfDay) for each in settings.columns.values()):
        return text
    raise NotImplementedError
