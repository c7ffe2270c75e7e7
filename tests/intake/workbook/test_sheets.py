"""Which sheet holds which table, and what is said of sheets that are missing or that nobody asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def test_optional_sheets_may_be_absent(books: Any) -> None:
    """A sheet of an optional table that is not there counts as not collected."""
    tables = books.tables()
    del tables["events"], tables["feedback"]
    books.xlsx(tables)
    assert books.term.found() == []
    assert "events" not in books.term.open().collected


def test_required_sheet_is_missing(books: Any) -> None:
    """A required table without its sheet is an error, with the sheet that was probably meant."""
    tables = books.tables()
    tables["Sessions 2026"] = tables.pop("sessions")
    books.xlsx(tables)
    problem = books.term.the("sheet-missing")
    assert str(problem) == (
        "data/2026-fall.xlsx [sheet-missing] has no sheet 'sessions'. Did you mean 'Sessions 2026'? Name the sheet so, "
        "or name it under data.tables.sessions.sheet in params/program.yml."
    )


def test_mapped_sheet_is_missing(books: Any) -> None:
    """A sheet that program.yml names is an error where it is not there, also for an optional table."""
    tables = books.tables()
    tables["Log of events"] = tables.pop("events")
    books.xlsx(tables)
    books.use(tables="  tables: {events: {sheet: Log of event}}")
    problem = books.term.the("sheet-missing")
    assert (problem.severity, problem.suggestion) == ("error", "Log of events")
    books.use(tables="  tables: {events: {sheet: Log of events}}")
    assert books.term.found() == []


def test_sheet_of_nearly_a_tables_name(books: Any) -> None:
    """A sheet whose name is nearly an optional table's would count as not collected, so it is an error."""
    tables = books.tables()
    tables["Outcome"] = tables.pop("outcomes")
    books.xlsx(tables)
    problem = books.term.the("sheet-unknown")
    assert (problem.severity, problem.sheet, problem.suggestion) == ("error", "Outcome", "outcomes")


def test_other_sheets(books: Any) -> None:
    """Sheets that no table is read from are one warning; those of the empty workbook to fill in are none."""
    books.xlsx({**books.tables(), "Charts": [["x"]], "Sheet9": [], "start here": [["x"]], "data dictionary": [["x"]]})
    problem = books.term.the("sheet-unknown")
    assert (problem.severity, problem.count) == ("warning", 2)
    assert problem.message == "has sheets that no table is read from: Charts, Sheet9"


def test_notes_on_a_whole_table_name_its_sheet(books: Any) -> None:
    """What concerns a table as a whole names the sheet, as one file holds them all."""
    books.xlsx({**books.tables(), "events": books.tables()["events"][:1]})
    assert books.term.the("table-empty").sheet == "events"
    assert books.term.the("default-rater").sheet == "ratings"


def test_two_tables_of_one_sheet(books: Any) -> None:
    """Several tables may be read from one sheet, which is then not unknown."""
    tables = books.tables()
    for row in tables["attendance"]:
        row.insert(3, "remarks" if row[3] == "status" else "none")
    books.xlsx(tables)
    books.use(tables="  tables: {participation: {sheet: attendance}, attendance: {sheet: attendance}}")
    assert {problem.rule for problem in books.term.problems() if problem.severity != "info"} == {"column-unknown"}


def test_file_has_no_effect(books: Any) -> None:
    """A file that program.yml names for a table is not silently passed over where all is one workbook."""
    books.xlsx(books.tables())
    books.use(tables="  tables: {roster: {file: members.csv}}")
    assert books.term.the("source-setting").column == "data.tables.roster.file"


def test_no_workbook(books: Any) -> None:
    """A workbook that is not there is named, with the one that was probably meant."""
    books.xlsx(books.tables(), "2026_fall.xlsx")
    problem = books.term.the("data-folder-missing")
    assert (problem.file, problem.suggestion) == ("data/2026-fall.xlsx", "2026_fall.xlsx")


def test_folder_instead_of_workbook(books: Any) -> None:
    """A folder where a workbook is expected is told as such."""
    books.use("source: workbook\n  path: data/{term}")
    assert "is a folder" in books.term.the("data-folder-missing").message


def test_workbook_of_the_folder_has_several_sheets(books: Any) -> None:
    """A workbook of several sheets must have one of the table's name, or program.yml must name one."""
    folder = books.term.path("groups").parent
    for name, text in books.csv.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    books.xlsx({"People": books.tables()["roster"], "Notes": [["x"]]}, "2026-fall/members.xlsx")
    (folder / "roster.csv").unlink()
    books.use("source: folder", "  tables: {roster: {file: members.xlsx}}")
    problem = books.term.the("sheet-missing")
    assert (problem.file, problem.severity) == ("data/2026-fall/members.xlsx", "error")
    books.use("source: folder", "  tables: {roster: {file: members.xlsx, sheet: People}}")
    assert books.term.found() == []


def test_thousands_of_sheets(books: Any, zip_of: Callable[..., bytes], xlsx_of: Callable[..., bytes]) -> None:
    """A workbook of thousands of sheets is listed with its first ones only."""
    books.xlsx({**books.tables(), **{f"Page {number}": [] for number in range(2000)}})
    problem = books.term.the("sheet-unknown")
    assert problem.count == 2000
    assert len(problem.message) < 300


def test_a_column_that_another_sheet_has_is_still_unknown_here(books: Any) -> None:
    """What is read from one sheet excuses no column of another one."""
    tables = {name: [list(row) for row in rows] for name, rows in books.tables().items()}
    for number, row in enumerate(tables["attendance"]):
        row.append("value" if number == 0 else 1)
    books.xlsx(tables)
    books.use()
    problem = books.term.the("column-unknown")
    assert (problem.sheet, problem.column, problem.severity) == ("attendance", "value", "warning")
