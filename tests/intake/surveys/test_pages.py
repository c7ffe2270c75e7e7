"""The pages of the documentation: their examples work as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[3] / "docs" / "sources"
EXAMPLES = {
    "qualtrics": (
        "qualtrics.md", 0, "qualtrics-numbers",
        {"members.csv": "Session survey_December 15, 2026_10.12.csv", "outcomes-survey.csv": "Outcome survey_1.csv",
         "leaders.csv": "Leader survey.csv"},
    ),
    "redcap-csv": (
        "redcap-csv.md", 0, "redcap-raw",
        {"members.csv": "Members_DATA_2026-12-15_1012.csv", "leaders.csv": "Groups_DATA_2026-12-15_1013.csv"},
    ),
    "google": (
        "forms.md", 0, "google-direct",
        {"ratings-form.csv": "Session form.csv", "ruptures-form.csv": "Rupture form.csv"},
    ),
    "microsoft": (
        "forms.md", 1, "microsoft",
        {"ratings-form.csv": "Session form.csv", "ruptures-form.csv": "Rupture form.csv"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_block_of_the_page_reads_the_export(plain_term, exported, surveys, name):
    """Who copies the block and has such an export gets the term, without a warning."""
    page, number, kind, names = EXAMPLES[name]
    plain = plain_term().open().data_hash
    term = exported(kind)
    for given, wanted in names.items():
        term.path(given.removesuffix(".csv")).rename(term.path(wanted.removesuffix(".csv")))
    block = re.findall(r"```yaml\n(.*?)```", (PAGES / page).read_text(encoding="utf-8"), flags=re.DOTALL)[number]
    if name == "microsoft":  # the same as a workbook would hold, saved as CSV
        block = block.replace(".xlsx", ".csv").replace("      sheet: Sheet1\n", "")
    term.set_program(surveys.PROGRAM + block)

    assert term.found() == []
    assert term.open().data_hash == plain
