"""The rows between a survey's header and its answers, by what is left of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from groupreport.intake.findings import Findings
from groupreport.intake.reading.cells import Cells
from groupreport.intake.reading.survey_formats import as_exported

IDS = ['{"ImportId":"_recordId"}', '{"ImportId":"QID1","timeZone":"America/Denver"}']
QUESTIONS = ["Response ID", "How was it?"]
ANSWERS = [["R_1", "5"], ["R_2", "3"]]


def cells(*rows, sheet=None):
    columns = [pd.Categorical(column) for column in zip(*rows, strict=True)]
    return Cells(
        header=["ResponseId", "Q1"], header_line=1, columns=columns, lines=np.arange(2, len(rows) + 2), sheet=sheet
    )


@pytest.mark.parametrize(
    ("above", "sheet"), [([QUESTIONS, IDS], None), ([IDS], None), ([QUESTIONS, IDS], "Sheet0"), ([QUESTIONS], "Sheet0")]
)
def test_the_answers_begin_below_what_qualtrics_adds(above, sheet):
    """Three header rows in CSV, two in a workbook, or what somebody left of them: answers keep their lines."""
    findings = Findings()
    read = as_exported(cells(*above, *ANSWERS, sheet=sheet), "qualtrics", "x", findings)

    assert [read.row(0), read.row(1)] == ANSWERS
    assert read.lines.tolist() == [len(above) + 2, len(above) + 3]
    assert findings.problems == []


@pytest.mark.parametrize("sheet", [None, "Sheet0"])
def test_answers_are_never_taken_for_a_header(sheet):
    """A file whose header rows were deleted is refused, not read from its second answer on."""
    findings = Findings()

    assert as_exported(cells(*ANSWERS, sheet=sheet), "qualtrics", "x", findings) is None
    assert [problem.rule for problem in findings.problems] == ["header"]


def test_the_time_zone_of_a_column_is_kept():
    """Whoever reads a day from it is told where the zone is that of nobody."""
    assert as_exported(cells(QUESTIONS, IDS, *ANSWERS), "qualtrics", "x", Findings()).zones == ("", "America/Denver")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026/09/07 6:42:10 PM GMT-5", "2026/09/07 6:42:10 PM"),
        ("2026/09/07 6:42:10 PM GMT+5:30", "2026/09/07 6:42:10 PM"),
        ("2026/09/07 6:42:10 PM EST", "2026/09/07 6:42:10 PM"),
        ("2026/09/07 6:42:10 PM", "2026/09/07 6:42:10 PM"),
        ("2026-09-07 18:42:10+02:00", "2026-09-07 18:42:10+02:00"),
        ("see 2026/09/07 6:42:10 PM EST", "see 2026/09/07 6:42:10 PM EST"),
    ],
)
def test_only_googles_own_times_lose_their_zone(written, read):
    """Other cells stay as they are, whatever they look like."""
    findings = Findings()

    assert as_exported(cells([written, "5"]), "forms", "x", findings).row(0) == [read, "5"]
    assert len(findings.problems) == (written != read)
