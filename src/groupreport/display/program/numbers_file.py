"""Leadership's numbers as a machine-readable table: one row a number, only what disclosure control has passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from groupreport.disclosure.leadership_numbers import COMPARED_MEANS, about, numbers_of
from groupreport.disclosure.read_back import COLUMNS, ReadNumber
from groupreport.disclosure.views import ProgramView
from groupreport.display.program.comparisons import in_short
from groupreport.display.program.selected_scales import compared_scales
from groupreport.display.program.signals import comparisons
from groupreport.display.shown import Shown
from groupreport.harmless import csv_text
from groupreport.summaries.records import ALL_PROGRAMS, Unavailable

FILE_NAME = "program.csv"


def with_numbers_file(said: Shown, view: ProgramView) -> Shown:
    """The part of leadership's report with the file of its numbers; evaluators' is left as it is."""
    if view.audience != "leadership":
        return said
    return replace(said, attachments={"text/csv": program_csv(view)}, attachment_files={"text/csv": FILE_NAME})


def program_csv(view: ProgramView) -> str:
    """The table as CSV text, in the columns of the funder's; a number that is not there has the status `withheld`.

    Columns: term; part (which of the report's tables); about (the questionnaire and scale, or the term that a number is
    compared with); row (the group, program or category); measure; value; status.
    """
    term = view.summary.term.term_id
    return csv_text(COLUMNS, _rows(view, term))


def _rows(view: ProgramView, term: str) -> Iterator[list[str]]:
    compared = view.summary.term.parameters.term_settings.compare_with or ""
    means = ReadNumber("groups", "", ALL_PROGRAMS, COMPARED_MEANS, comparisons(view))
    for one in (*_printed(view, numbers_of(view.summary, compared)), means):
        places = (one.about, "", one.program, "", "")
        value = "" if one.value is None else f"{one.value:.10g}"
        words = [" ".join(text.split()) for text in (term, one.part, *places, one.measure)]
        yield [*words, value, "withheld" if one.value is None else "published"]


def _printed(view: ProgramView, numbers: tuple[ReadNumber, ...]) -> Iterator[ReadNumber]:
    """The numbers without the means of scales that the report does not set side by side, in this term or in two."""
    scales, comparison = view.summary.scales_by_group, view.summary.comparison
    drawn = {
        about("scales_by_group", scale.rows, scale.rows.index[0])
        for scale in ([] if isinstance(scales, Unavailable) else compared_scales(scales))
    }
    compared = set() if isinstance(comparison, Unavailable) else set(comparison["measure"][in_short(view, comparison)])
    for one in numbers:
        if one.part == "scales_by_group" and one.about not in drawn:
            continue
        if one.part == "comparison" and one.program not in compared:
            continue
        yield one
