"""Where a sheet's table begins and ends, and where its cells are said to be."""

from __future__ import annotations

from typing import Any

import pytest

_TITLE = [["Evening groups, fall 2026"], ["exported for the evaluator"], []]


def test_cells_are_named_as_the_spreadsheet_does(books: Any) -> None:
    """A problem names sheet, row and cell as the person sees them, also where columns and rows are empty."""
    tables = books.tables()
    tables["ratings"] = [[], [], *([None, None, *row[:3], None, *row[3:]] for row in tables["ratings"])]
    tables["ratings"][4][8] = 11.0
    books.xlsx(tables)
    problem = books.term.the("answer-out-of-range")
    assert (problem.sheet, problem.line, problem.cell, problem.column) == ("ratings", 5, "I5", "value")
    assert problem.place == "data/2026-fall.xlsx[ratings]:I5:value"


def test_empty_columns_and_rows_at_the_end(books: Any) -> None:
    """What was formatted but not filled is no part of the table."""

    def format_far_cells(book: Any) -> None:
        for place in ("Z40", "AB2"):
            book["roster"][place].number_format = "0.00"
        book["roster"]["B30"].value = "   "

    books.openpyxl(books.tables(), format_far_cells)
    assert books.term.found() == []


def test_blank_rows_between(books: Any) -> None:
    """Blank rows are passed over, with a note."""
    tables = books.tables()
    tables["roster"][3:3] = [[], [None, "  "]]
    books.xlsx(tables)
    problem = books.term.the("row-blank")
    assert (problem.severity, problem.sheet, problem.line) == ("info", "roster", 4)
    assert len(books.term.open().table("roster")) == 5


def test_rows_above_the_header(books: Any) -> None:
    """Titles above the header are pointed out with the row to name, and header_row then reads the table."""
    tables = books.tables()
    tables["roster"] = [*_TITLE, *tables["roster"]]
    books.xlsx(tables)
    problem = books.term.the("header")
    assert (problem.sheet, problem.line) == ("roster", 4)
    assert "data.tables.roster.header_row to 4" in problem.remedy
    books.use(tables="  tables: {roster: {header_row: 4}}")
    assert books.term.found() == []
    assert len(books.term.open().table("roster")) == 5


@pytest.mark.parametrize("row", [2, 50])
def test_header_row_without_a_header(books: Any, row: int) -> None:
    """A header_row that names an empty row, or one below the table, is an error."""
    tables = books.tables()
    tables["roster"].insert(1, [])
    books.xlsx(tables)
    books.use(tables=f"  tables: {{roster: {{header_row: {row}}}}}")
    problem = books.term.the("header")
    assert (problem.sheet, problem.line) == ("roster", row)


def test_header_in_two_rows(books: Any) -> None:
    """Names of columns in two rows are a clear error."""
    tables = books.tables()
    rows = tables["ratings"]
    tables["ratings"] = [
        [*rows[0][:3], "answers", None, None],
        [None, None, None, *rows[0][3:]],
        *rows[1:],
    ]
    books.xlsx(tables)
    problem = books.term.the("header")
    assert problem.message == "has its column names in two rows, 1 and 2"


def test_merged_header(books: Any) -> None:
    """Merged cells in the header are an error; above a named header row they are none."""
    tables = books.tables()
    tables["roster"] = [["Members", *[None] * 5], *tables["roster"]]
    books.openpyxl(tables, lambda book: book["roster"].merge_cells("A1:F1"))
    assert "header_row to 2" in books.term.the("header").remedy
    books.use(tables="  tables: {roster: {header_row: 2}}")
    assert books.term.found() == []
    books.openpyxl(tables, lambda book: book["roster"].merge_cells("A1:A2"))
    assert books.term.the("sheet-merged").message == "has merged cells in its header"


@pytest.mark.parametrize("program", ["openpyxl", "ods"])
def test_empty_sheet(books: Any, program: str) -> None:
    """A sheet without any cell is an error, not a table in which nothing happened."""
    tables = {**books.tables(), "events": []}
    path = getattr(books, program)(tables)
    books.use(f"source: workbook\n  path: data/{{term}}{path.suffix}")
    assert books.term.the("table-empty").sheet == "events"


def test_column_without_a_name(books: Any) -> None:
    """A column of values without a name is an error at its sheet."""
    tables = books.tables()
    tables["roster"][2].append("note")
    books.xlsx(tables)
    assert books.term.the("header-unnamed").sheet == "roster"
