"""A workbook says the same as the CSV files of the same tables."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def hash_of_csv(books: Any) -> str:
    folder = books.term.path("groups").parent
    for name, text in books.csv.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    books.use("source: folder")
    value = str(books.term.open().data_hash)
    for path in folder.iterdir():
        path.unlink()
    return value


@pytest.mark.parametrize("dates", [True, False], ids=["real dates", "text dates"])
@pytest.mark.parametrize("program", ["xlsx", "openpyxl", "ods"])
def test_same_data_as_csv(books: Any, hash_of_csv: str, program: str, dates: bool) -> None:
    """The small term has the same data in a workbook as in CSV files, whoever wrote it, with days or with texts."""
    path = getattr(books, program)(books.tables(dates=dates))
    books.use(f"source: workbook\n  path: data/{{term}}{path.suffix}")
    assert books.term.found() == []
    assert books.term.open().data_hash == hash_of_csv


@pytest.mark.parametrize("date_format", ["'%d.%m.%Y'", "'%m/%d/%y'"])
@pytest.mark.parametrize("program", ["xlsx", "ods"])
def test_real_dates_with_a_declared_format(books: Any, hash_of_csv: str, program: str, date_format: str) -> None:
    """A real date is read whatever format the program declares for dates that are text."""
    path = getattr(books, program)(books.tables())
    books.use(f"source: workbook\n  path: data/{{term}}{path.suffix}\n  date_format: {date_format}")
    assert books.term.found() == []
    assert books.term.open().data_hash == hash_of_csv


def test_text_dates_keep_the_declared_format(books: Any) -> None:
    """A date that is text in a workbook must have the declared format, also beside real dates."""
    tables = books.tables()
    tables["sessions"][2][2] = "2026-09-14"
    books.xlsx(tables)
    books.use("source: workbook\n  date_format: '%m/%d/%Y'")
    problem = books.term.the("date-format")
    assert (problem.sheet, problem.cell, problem.count) == ("sessions", "C3", 1)


def test_workbook_as_a_file_of_the_folder(books: Any, hash_of_csv: str) -> None:
    """A table may stand in a workbook of its own, whatever its only sheet is called."""
    folder = books.term.path("groups").parent
    for name, text in books.csv.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "roster.csv").unlink()
    books.xlsx({"Sheet1": books.tables()["roster"]}, "2026-fall/members.xlsx")
    books.use("source: folder", "  tables: {roster: {file: members.xlsx}}")
    assert books.term.found() == []
    assert books.term.open().data_hash == hash_of_csv
