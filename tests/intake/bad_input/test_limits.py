"""Tables too large to be somebody's export: refused before anything is made of them."""

from __future__ import annotations

import tracemalloc

import pytest

RAISE = "or raise data.limits.{} in params/program.yml."
LONG = (
    "holds a cell of more than 100,000 characters. Look for a quote there that is never closed, "
    f"{RAISE.format('cell_characters')}"
)
PARTICIPATION = "member_id,group_id,session,minutes\n"


def test_fifty_thousand_columns_are_refused(small_term, said):
    """A width that no table has is a mistake or an attack."""
    names = ",".join(f"column_{number}" for number in range(50_000))
    small_term.change("feedback", "discussed\n", f"discussed,{names}\n")
    small_term.change("feedback", "yes,no\n", f"yes,no{',1' * 50_000}\n")

    assert said(small_term) == [
        (
            "error feedback.csv:1 too-many-columns: has 50,005 columns; more than 5,000 are not read. "
            f"Export the columns that are needed, {RAISE.format('columns')}"
        )
    ]


def test_more_rows_than_allowed_are_refused(small_term, said):
    """The limit is a setting, so that a large program can raise it on purpose."""
    small_term.set_data("{limits: {rows: 7}}")

    assert said(small_term) == [
        (
            "error attendance.csv too-many-rows: has more than 7 rows, which are not read. "
            f"Export one term alone, {RAISE.format('rows')}"
        )
    ]


@pytest.mark.parametrize("quote", ["", '"'], ids=["plain", "with-line-breaks"])
def test_rows_are_counted_before_they_are_read(small_term, quote):
    """A million rows beyond the limit cost hardly more than the file itself."""
    row = f"007,G01,1,{quote}12{quote or ''}\n" if not quote else '007,G01,1,"1\n2"\n'
    content = (PARTICIPATION + row * 300_000).encode()
    small_term.write("participation", content).set_data("{limits: {rows: 1000}}")
    tracemalloc.start()
    try:
        rules = [problem.rule for problem in small_term.problems() if problem.file.endswith("participation.csv")]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert rules == ["too-many-rows"]
    assert peak < 12 * len(content)


@pytest.mark.parametrize("cell", ["x" * 10_000_000, '"' + "x\n" * 5_000_000 + '"'], ids=["plain", "quoted"])
def test_a_cell_of_ten_megabytes_is_refused(small_term, said, cell):
    """A note of this length is none, whether or not it is quoted."""
    small_term.add("events", f"E2,G01,1,{cell},member_member,other,no,,none,,")

    assert said(small_term) == [f"error events.csv:3:reported_by cell-too-long: {LONG}"]


def test_an_open_quote_in_a_large_file_is_called_one(small_term, said):
    """What swallows the rest of the file is not mistaken for a long cell."""
    small_term.write("participation", f'{PARTICIPATION}007,G01,1,"12\n' + "007,G01,1,12\n" * 50_000)

    assert said(small_term) == [
        (
            "error participation.csv:2 quote: has a quote that is never closed. "
            "Close the quote; write a quote that belongs to the text twice."
        )
    ]


def test_a_longer_cell_is_read_where_the_program_allows_it(small_term, said):
    """The limit on cells is a setting like the others."""
    small_term.add("events", f"E2,G01,1,{'x' * 200_000},member_member,other,no,,none,,")
    small_term.set_data("{limits: {cell_characters: 300000}}")

    assert said(small_term) == []


def test_a_file_beyond_the_limit_is_not_read(small_term, said):
    """The size is asked for before the first byte is read."""
    with small_term.path("events").open("r+b") as file:
        file.truncate(2 * 1024 * 1024)
    small_term.set_data("{limits: {file_megabytes: 1}}")

    assert said(small_term) == [
        (
            "error events.csv file-too-large: is larger than 1 MB. "
            "Export one term alone, or raise data.limits.file_megabytes in params/program.yml."
        )
    ]
