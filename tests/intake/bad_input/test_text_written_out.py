"""Cells that would act if a list of problems took them for anything but text."""

from __future__ import annotations

import csv
import io
import re

import pytest

from groupreport.command_line.checking import check_project
from groupreport.error_list.as_csv import as_csv
from groupreport.error_list.as_html import as_html
from groupreport.error_list.as_json import as_json
from groupreport.error_list.terminal import as_text

FORMULAS = ("=1+1", "+1+1", "-1-1", "@SUM(1)", "=cmd|' /C calc'!A0", "\uff1d1+1", '=HYPERLINK("https://x.example")')
FORMULA = re.compile(r"\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")


@pytest.fixture
def listed(small_term):
    """The list of a term in which formulas stand as ids, words, dates, answers and column names; values are shown."""
    quoted = [f'"{formula.replace(chr(34), chr(34) * 2)}"' for formula in FORMULAS]
    for formula in quoted:
        small_term.add("attendance", f"{formula},G01,1,{formula}")
        small_term.add("roster", f"{formula},G01,{formula},,,")
        small_term.add("outcomes", f"007,1,,phq9,{formula},{formula}")
    small_term.change("feedback", "discussed\n", f"discussed,{','.join(quoted)}\n")
    small_term.change("feedback", "yes,no\n", f"yes,no{',x' * len(quoted)}\n")
    return check_project(small_term.folder, "2026-fall", show_values=True)


def test_no_cell_of_the_list_is_a_formula(listed):
    """A spreadsheet that opens the list as CSV calculates nothing; the value is there, with a mark in front."""
    rows = list(csv.DictReader(io.StringIO(as_csv(listed), newline="")))
    values = {row["value"] for row in rows}

    assert not [cell for row in rows for cell in (*row, *row.values()) if cell and FORMULA.match(cell)]
    assert values >= {"'=1+1", "'+1+1"}


def test_every_form_of_the_list_can_be_written(listed, small_term):
    """Column names and values that look like code neither stop nor break a page, a file or the terminal."""
    page = as_html(listed, small_term.project)

    assert "=HYPERLINK(&quot;https://x.example&quot;)" in page or "=HYPERLINK(&#34;https://x.example&#34;)" in page
    assert 'href="https://x.example' not in page
    assert as_json(listed)
    assert as_text(listed)
