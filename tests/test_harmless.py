"""Text on its way out neither hides nor acts."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as some

from groupreport.harmless import csv_text, visible


@pytest.mark.parametrize("number", ["-9", "+3", "-0.42", "1e-05", "-12,5", "-5%", "0", "12"])
def test_numbers_stay_numbers(number):
    """A spreadsheet can calculate with what is a number and nothing else."""
    assert list(csv.reader(io.StringIO(csv_text(["a"], [[number]])))) == [["a"], [number]]


@pytest.mark.parametrize(
    "text", ["-", "=", "-x", "+1+1", "@a", "\t1", "\r1", "\n=1", " =1", "\u00a0=1", "\uff0b1", "-1-1"]
)
def test_what_could_be_a_formula_has_a_mark_in_front(text):
    """Full-width signs and leading spaces are no way around it."""
    [[cell]] = csv.reader(io.StringIO(csv_text([text], [])))

    assert cell == f"'{visible(text)}"


@given(some.text())
def test_visible_text_has_only_letters_that_are_seen(text):
    """Whatever the text, nothing in it is left to the terminal."""
    assert visible(text).isprintable()


@given(some.lists(some.lists(some.text(), min_size=2, max_size=2)))
def test_a_csv_keeps_every_cell_in_its_place(rows):
    """Line breaks, quotes and commas in cells make neither rows nor columns."""
    read = list(csv.reader(io.StringIO(csv_text(["a", "b"], rows), newline="")))

    assert [[cell.removeprefix("'") for cell in row] for row in read[1:]] == [
        [visible(cell).removeprefix("'") for cell in row] for row in rows
    ]
