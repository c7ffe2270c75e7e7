"""Cells become text exactly, and what is no value is refused."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine

from groupreport.intake.reading.cell_texts import text_of
from groupreport.intake.workbooks import open_workbook
from groupreport.parameters import DataSource, Limits, TableSource

_ISO = DataSource().dialect_of(TableSource())
_GERMAN = DataSource(date_format="%d.%m.%Y", decimal=",").dialect_of(TableSource())
_DAY = datetime.date(2026, 9, 1)
_CELLS: list[tuple[object, str]] = [
    ("007", "007"),
    (" 7 ", " 7 "),
    (7.0, "7"),
    (0.1, "0.1"),
    (1 / 3, "0.3333333333333333"),
    (-2.5, "-2.5"),
    (0.00001, "0.00001"),
    (123456789012345.0, "123456789012345"),
    (1e20, "1e+20"),
    (True, "TRUE"),
    (False, "FALSE"),
    (_DAY, "2026-09-01"),
    (datetime.datetime(2026, 9, 1, 14, 30), "2026-09-01T14:30:00"),
    (datetime.time(8, 30), "08:30:00"),
    ("#N/A", "#N/A"),
    ("a\nb & <c>", "a\nb & <c>"),
]


def texts(content: bytes, name: str = "a.xlsx") -> dict[str, str]:
    """The texts of the first sheet by column and row."""
    book = open_workbook(content, name)
    sheet = book.read(book.sheets[0], Limits())
    return {
        f"{place},{row}": text_of(column.values[code], _ISO)
        for place, column in sheet.grid.columns.items()
        for row, code in enumerate(column.codes)
        if code >= 0
    }


@pytest.mark.parametrize("program", ["openpyxl", "xlsx", "ods"])
def test_exact_texts(books: Any, program: str) -> None:
    """Whole numbers have no decimals, others their shortest digits, days are ISO, texts stay as they are."""
    # XlsxWriter writes a time as a number; the ODS files of these tests hold no times and few digits.
    without = {"openpyxl": (), "xlsx": (datetime.time,), "ods": (datetime.time, float)}[program]
    cells = [(value, text) for value, text in _CELLS if not isinstance(value, without)]
    path = getattr(books, program)({"a": [[value] for value, _ in cells]})
    found = texts(path.read_bytes(), path.name)
    assert [found[f"0,{row}"] for row in range(len(cells))] == [text for _, text in cells]


def test_numbers_and_days_as_the_program_declares() -> None:
    """Real numbers and days take the declared form, and a day that two digits would change stays as it is."""
    assert text_of(3.5, _GERMAN) == "3,5"
    assert text_of(_DAY, _GERMAN) == "01.09.2026"
    short = _GERMAN.model_copy(update={"date_format": "%d.%m.%y"})
    assert text_of(datetime.date(1955, 1, 31), short) == "1955-01-31"


@pytest.mark.parametrize(
    ("serial", "text"),
    [
        ("0", "1900-01-00"),
        ("1", "1900-01-01"),
        ("59", "1900-02-28"),
        ("60", "1900-02-29"),
        ("61", "1900-03-01"),
        ("46027", "2026-01-05"),
        ("46027.5", "2026-01-05T12:00:00"),
        ("46027.9999999999", "2026-01-06"),
        ("2958465", "9999-12-31"),
        ("2958466", "2958466"),
        ("-1", "-1"),
        ("1e300", "1e+300"),
    ],
)
def test_days_of_excel(xlsx_of: Callable[..., bytes], serial: str, text: str) -> None:
    """A number that is formatted as a day is the day that Excel shows, and stays a number beyond the calendar."""
    assert texts(xlsx_of(f'<row r="1"><c r="A1" s="1"><v>{serial}</v></c></row>')) == {"0,0": text}


def test_days_from_1904(books: Any) -> None:
    """A workbook that counts days from 1904 gives the same days as openpyxl reads, and that is told."""
    path = books.xlsx(books.tables(), date_1904=True)
    expected = [row[2] for row in openpyxl.load_workbook(path)["sessions"].iter_rows(min_row=2, values_only=True)]
    found = books.term.open().table("sessions")["held_on"]
    assert found.dt.date.tolist() == [day.date() for day in expected]
    assert {problem.sheet for problem in books.term.problems() if problem.rule == "workbook-dates-1904"} == {
        "outcomes", "roster", "sessions"
    }  # fmt: skip


@pytest.mark.parametrize("serial", [0, 5, 60])
def test_small_numbers_shown_as_days(books: Any, serial: float) -> None:
    """Zero, a small number and the 29 February 1900 are no days, whatever format dates have."""
    books.openpyxl(books.tables(), lambda book: _put(book["sessions"]["C3"], serial, "yyyy-mm-dd"))
    for settings in ("source: workbook", "source: workbook\n  date_format: '%m/%d/%Y'"):
        books.use(settings)
        assert books.term.the("date-serial").cell == "C3"


@pytest.mark.parametrize("program", ["xlsx", "ods"])
@pytest.mark.parametrize("table", ["ratings", "roster", "groups"])
def test_errors_of_cells(books: Any, table: str, program: str, ods_of: Callable[..., bytes]) -> None:
    """An error such as #REF! is neither an empty cell nor an answer, an id or a name."""
    tables = books.tables()
    row, place = {"ratings": (1, 5), "roster": (1, 0), "groups": (1, 1)}[table]
    tables[table][row][place] = "#REF!"
    path = getattr(books, program)(tables)
    books.use(f"source: workbook\n  path: data/{{term}}{path.suffix}")
    problem = books.term.the("spreadsheet-error")
    assert (problem.sheet, problem.line) == (table, row + 1)


def test_errors_of_formulas(xlsx_of: Callable[..., bytes], ods_of: Callable[..., bytes]) -> None:
    """The error that a formula resulted in is kept, also where LibreOffice writes it beside an empty text."""
    xlsx = '<row r="1"><c r="A1" t="e"><f>B1</f><v>#REF!</v></c><c r="B1" t="e"><v>#SPILL!</v></c></row>'
    assert texts(xlsx_of(xlsx)) == {"0,0": "#REF!", "1,0": "#SPILL!"}
    cell = '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""'
    error = ' calcext:value-type="error"'
    cells = "".join(
        f"{cell}{kind}><text:p>{shown}</text:p></table:table-cell>"
        for kind, shown in ((error, "#DIV/0!"), ("", "#N/A"), (error, "#WERT!"))
    )
    found = texts(ods_of({"a": f"<table:table-row>{cells}</table:table-row>"}), "a.ods")
    assert found == {"0,0": "#DIV/0!", "1,0": "#N/A", "2,0": "#VALUE!"}


def test_parts_of_a_text(xlsx_of: Callable[..., bytes], ods_of: Callable[..., bytes]) -> None:
    """Formats within a text, lines, tabs and spaces leave it whole; speech and comments are no part of it."""
    shared = '<si><r><t>a</t></r><r><t xml:space="preserve"> b</t></r><rPh><t>x</t></rPh></si><si><t>c_x000A_d</t></si>'
    shared += "<si><t>_xD83D__xDE00_</t></si><si><t>_xD800_</t></si>"
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
    rows += '<c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c></row>'
    assert texts(xlsx_of(rows, texts=shared)) == {"0,0": "a b", "1,0": "c\nd", "2,0": "\U0001f600", "3,0": "\ufffd"}
    ods = (
        '<table:table-row><table:table-cell office:value-type="string"><office:annotation><text:p>no</text:p>'
        '</office:annotation><text:p>a<text:s text:c="2"/><text:span>b</text:span></text:p>'
        "<text:p>c<text:tab/>d</text:p>"
        "</table:table-cell></table:table-row>"
    )
    assert texts(ods_of({"a": ods}), "a.ods") == {"0,0": "a  b\nc\td"}


def test_cells_without_addresses(xlsx_of: Callable[..., bytes]) -> None:
    """Cells and rows that do not say where they are follow the ones before."""
    rows = '<row><c><v>1</v></c><c/><c><v>2</v></c></row><row r="5"><c r="B5"><v>3</v></c><c><v>4</v></c></row>'
    assert texts(xlsx_of(rows)) == {"0,0": "1", "2,0": "2", "1,4": "3", "2,4": "4"}


def test_repeated_cells(ods_of: Callable[..., bytes]) -> None:
    """Cells and rows that an ODS file writes once and repeats stand in every place."""
    ods = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2" '
        'office:value-type="float" office:value="7"/><table:table-cell table:number-columns-repeated="16382"/>'
        '</table:table-row><table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>'
    )
    assert texts(ods_of({"a": ods}), "a.ods") == {"0,0": "7", "0,1": "7", "1,0": "7", "1,1": "7"}


def test_same_cells_as_other_readers(books: Any, tmp_path: Path) -> None:
    """Both usual libraries read the same from what both usual libraries write."""
    rows = [[value] for value, _ in _CELLS if value != "#N/A"]
    for path in (books.xlsx({"a": rows}), books.openpyxl({"a": rows}, name="other.xlsx")):
        own = list(texts(path.read_bytes()).values())
        sheet = python_calamine.load_workbook(path).get_sheet_by_index(0)
        theirs = [text_of(row[0], _ISO) for row in sheet.to_python()]
        assert [text.strip() for text in own] == [text.strip() for text in theirs]
        assert own == [text_of(_plain(cell.value), _ISO) for (cell,) in openpyxl.load_workbook(path)["a"].iter_rows()]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date()
    return float(value) if type(value) is int else value


def _put(cell: Any, value: float, number_format: str) -> None:
    cell.value, cell.number_format = value, number_format
