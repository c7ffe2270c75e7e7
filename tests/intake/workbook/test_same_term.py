"""A workbook says the same as the CSV files of the same tables."""

from __future__ import annotations

import datetime
from pathlib import Path
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


def test_real_numbers_with_a_decimal_comma(books: Any) -> None:
    """A real number is read whatever decimal mark the program declares for numbers that are text."""
    tables = books.tables()
    tables["participation"] = [
        ["member_id", "group_id", "session", "turns", "minutes"],
        ["007", "G01", 1.0, 3.0, 12.5],
        ["008", "G01", 1.0, 4.0, "7,25"],
        ["008", "G01", 3.0, 4.0, 1.005],
    ]
    books.xlsx(tables)
    books.use("source: workbook\n  decimal: ','")
    assert books.term.found() == []
    assert sorted(books.term.open().table("participation")["minutes"]) == [1.005, 7.25, 12.5]


def test_time_of_day_with_a_declared_format(books: Any) -> None:
    """A real date with a time is its day, with a note at its column, whatever format the program declares."""
    tables = books.tables()
    tables["sessions"][1][2] = datetime.datetime(2026, 9, 7, 18, 30)
    books.xlsx(tables)
    for settings in ("source: workbook", "source: workbook\n  date_format: '%m/%d/%Y'"):
        books.use(settings)
        problem = books.term.the("date-time")
        assert (problem.severity, problem.cell) == ("info", "C2")
        assert str(books.term.open().table("sessions")["held_on"].min().date()) == "2026-09-07"


def test_example_of_the_documentation(books: Any) -> None:
    """The settings that the page on workbooks shows read a workbook that is as it says."""
    page = (Path(__file__).parents[3] / "docs" / "sources" / "workbook.md").read_text(encoding="utf-8")
    block = page.split("```yaml\ndata:\n", 1)[1].split("```", 1)[0]
    tables = books.tables()
    tables["Visits"] = tables.pop("attendance")
    tables["Visits"][0] = ["Client", "Group", "Visit no.", "Came"]
    tables["Visits"][1][3], tables["Visits"][8][3] = "present", "absent"
    tables["Visits"] = [["Visits of the term"], [], *tables["Visits"]]
    books.xlsx(tables)
    books.use(block.strip())
    assert books.term.found() == []
    statuses = books.term.open().table("attendance")["status"].astype(str)
    assert statuses.value_counts().to_dict() == {
        "attended": 5, "late": 1, "excused": 3, "no_show": 1, "left_early": 1
    }  # fmt: skip
