"""Programs, groups and categories that are called as the rows that add others up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import TextTable, rows_where

# What tables of counts call their margins, and the row of all programs together.
NAMES_OF_TOTALS = ("Total", "All programs")


def note_names_of_totals(tables: Mapping[str, TextTable], characteristics: Iterable[str], findings: Findings) -> None:
    """Note them: a reader, and whatever adds tables up, would take the part for the whole."""
    for table, columns in (("groups", ("program", "group_name")), ("roster", tuple(characteristics))):
        if table not in tables:
            continue
        text = tables[table]
        for column in columns:
            if text.has(column):
                findings.add_rows(
                    "name-of-a-total",
                    text,
                    column,
                    rows_where(text.rows[column], NAMES_OF_TOTALS.__contains__),
                    "has the name of a row that adds up others",
                    "Leave rows of totals out of the export, or give it another name.",
                )
