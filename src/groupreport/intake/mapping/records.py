"""Columns that stand once a record, in another of its rows (REDCap keeps each form in rows of its own)."""

from __future__ import annotations

from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import TextTable
from groupreport.parameters import TableSource


def carry_from_record(text: TextTable, settings: TableSource, findings: Findings) -> TextTable:
    """Fill the columns that `carry` names from the record's other rows."""
    if not settings.carry:
        return text
    raise NotImplementedError
