"""The funder's numbers as a machine-readable table: one row a number, only what disclosure control has passed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from groupreport.disclosure.told import numbers_told
from groupreport.disclosure.views import FunderView
from groupreport.display.rounding import is_missing
from groupreport.display.shown import Shown, paragraph, shown
from groupreport.display.term_changes import changed_for_funders
from groupreport.display.wording import wording
from groupreport.harmless import csv_text

FILE_NAME = "outcomes.csv"
COLUMNS = ("term", "part", "about", "rows", "row", "columns", "column", "measure", "value", "status")

_Row = tuple[str, str, str, str, str, str, str, float]


def show_outcomes_file(view: FunderView) -> Shown:
    """A sentence that names the file, and the file itself as CSV."""
    words = wording(view.language)
    said = shown(paragraph(words.say("funder.file"), changed_for_funders(view.term.changes, words)))
    return replace(said, attachments={"text/csv": outcomes_csv(view)}, attachment_files={"text/csv": FILE_NAME})


def outcomes_csv(view: FunderView) -> str:
    """The table as CSV text; a withheld number has an empty value and the status `withheld`.

    Columns: term; part (the table's name, `scales` or `process`); about (the questionnaire); rows and columns (what
    the categories are of); row and column (the categories; `Total` for the margins, `unnamed_1` and so on for
    categories of which nothing is told); measure (`people` where a count of people, `groups` for how many groups there
    were, else the statistic); value; status (published or withheld). In the part `scales` the number of people is
    rounded down, and changes have the questionnaire's own direction. Names and codes are the same in every language.
    """
    return csv_text(COLUMNS, (_cells(view.term.term_id, row) for row in _rows(view)))


def _cells(term_id: str, row: _Row) -> list[str]:
    *texts, value = row
    hidden = is_missing(value)
    words = [" ".join(str(text).split()) for text in (term_id, *texts)]
    return [*words, "" if hidden else f"{value:.10g}", "withheld" if hidden else "published"]


def _rows(view: FunderView) -> Iterator[_Row]:
    for name, safe in view.tables.items():
        shown = safe.with_margins()
        for row in shown.index:
            for column in shown.columns:
                place = (safe.rows, str(row), safe.columns, str(column))
                yield name, safe.about, *place, "people", float(shown.loc[row, column])
    for number in numbers_told(view.scales, view.process, view.groups):
        value = math.nan if number.value is None else number.value
        yield number.part, number.about, "program", number.program, "", "", number.measure, value
