"""Text to cells: the fast ways give what the standard library's reader gives."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupreport.intake.findings import Findings
from groupreport.intake.reading.delimited import read_cells
from groupreport.parameters import Limits

CELL = st.text(alphabet=["a", "7", " ", '"', ",", ";", "\n", "é", "'"], max_size=4)


def cells_of(text, delimiter=","):
    findings = Findings()
    cells = read_cells(text, delimiter, "x.csv", Limits(), findings)
    if cells is None:
        return None, [], [problem.rule for problem in findings.problems]
    rows = list(zip(*(column.tolist() for column in cells.columns), strict=True))
    return [cells.header, *map(list, rows)], cells.lines.tolist(), [problem.rule for problem in findings.problems]


@settings(deadline=None, max_examples=300)
@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=5),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    ending=st.sampled_from(["\n", "\r\n"]),
    delimiter=st.sampled_from([",", ";"]),
)
def test_what_was_written_is_read(rows, quoting, ending, delimiter):
    """Whatever the cells hold, quotes and line breaks too, they come back, each row on its own line."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, quoting=quoting, lineterminator=ending, delimiter=delimiter)
    lines = []
    for row in [("first", "second", "third"), *rows]:
        lines.append(written.getvalue().count("\n") + 1)
        writer.writerow(row)
    table, found_lines, problems = cells_of(written.getvalue(), delimiter)

    assert table == [["first", "second", "third"], *map(list, rows)]
    assert found_lines == lines[1:]
    assert problems == []


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet=["a", ",", '"', "\n", "\r", " "], min_size=1, max_size=30).filter(str.strip))
def test_any_text_is_read_as_the_standard_library_reads_it(text):
    """No fast way reads a strange file otherwise than the strict reader would."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = [row for row in reader if len(row) > 1 or "".join(row).strip(" ")]
    except csv.Error:
        rows = None
    table, _, problems = cells_of(text)

    if rows is None:
        assert problems == ["quote"]
    elif not rows:
        assert problems == ["file-empty"]
    else:
        width = len(rows[0])
        even = [row for row in rows[1:] if len(row) == width]
        assert table == ([rows[0], *even] if even or len(rows) == 1 else None)
        assert (problems != []) == any(len(row) != width for row in rows)


def test_blank_lines_are_no_rows_but_count():
    """Rows after a blank line keep the line that an editor shows."""
    assert cells_of("\na,b\n\n1,2\n\r\n  \n3,4") == ([["a", "b"], ["1", "2"], ["3", "4"]], [4, 7], [])


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_very_long_cell_is_read(quote):
    """A long note is no reason to stop."""
    note = "x" * 100_000
    table, _, problems = cells_of(f"a,b\n1,{quote}{note}{quote}\n")

    assert table == [["a", "b"], ["1", note]]
    assert problems == []
