"""A table on a terminal loses nothing, whatever the terminal's width."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from groupreport.display.plain_table import PlainTable
from groupreport.error_list.terminal_table import TableOnTerminal

TABLE = PlainTable(
    name="forms",
    title="How the answers look",
    columns=("Questionnaire", "Forms", "Lowest session", "Highest score", "Items against"),
    rows=(("Alliance 1-10", "790", "2/5 (G10, 6)", "50/781", "-"), ("PHQ-9", "1,235", "-", "0/235", "0 of 9")),
    note="Signs about forms, not about people.",
)


def lines_at(width: int, table: PlainTable = TABLE) -> list[str]:
    written = io.StringIO()
    Console(file=written, width=width, color_system=None).print(TableOnTerminal(table))
    return [line.rstrip() for line in written.getvalue().splitlines()]


@pytest.mark.parametrize("width", range(20, 121, 5))
def test_every_word_is_there_at_every_width(width):
    """A narrow window shows rows below each other instead of cutting columns off."""
    lines = lines_at(width)
    words = " ".join(lines).split()

    assert max(map(len, lines)) <= width
    for row in TABLE.rows:
        for cell in row:
            assert all(word in words for word in cell.split()), cell


@pytest.mark.parametrize("width", [58, 80, 120])
def test_words_are_not_broken_where_columns_fit(width):
    """A header is read as a word, not as letters."""
    words = " ".join(lines_at(width)).split()

    assert {"Questionnaire", "against", "1,235"} <= set(words)


def test_numbers_stand_at_the_right():
    """Digits stand below digits."""
    lines = lines_at(100)
    first, second = (next(line for line in lines if name in line) for name in ("790", "1,235"))

    assert first.index("790") + 3 == second.index("1,235") + 5


def test_a_table_without_rows_has_its_header():
    """Nothing to show is no reason to stop."""
    empty = PlainTable(name="none", title="Nothing", columns=("a", "b"), rows=())

    assert [line.split() for line in lines_at(40, empty)] == [["Nothing"], ["a", "b"]]


def test_a_row_of_another_length_is_refused():
    """A cell never stands below the wrong header."""
    with pytest.raises(ValueError, match="another number of cells than columns"):
        PlainTable(name="forms", title="Forms", columns=("a", "b"), rows=(("1",),))
