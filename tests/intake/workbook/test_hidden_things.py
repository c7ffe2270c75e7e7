"""What a workbook does not show whoever looks at it is read or refused, but never in silence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from openpyxl.comments import Comment


def _rule(books: Any, rule: str) -> Any:
    problem = books.term.the(rule)
    return problem.severity, problem.sheet, problem.cell, problem.count


def test_formulas_without_results(books: Any) -> None:
    """A formula that no spreadsheet program has worked out is an error with its cell, and no empty cell."""
    books.openpyxl(books.tables(), lambda book: _set(book["ratings"], {"F2": "=4+4", "F3": "=3+4", "A4": '="008"'}))
    problem = books.term.the("sheet-formula")
    assert (problem.severity, problem.cell, problem.count) == ("error", "F2", 3)
    assert "paste the values" in problem.remedy
    formulas = [(each.cell, each.count) for each in books.term.problems() if each.rule == "spreadsheet-formula"]
    assert sorted(formulas) == [("A4", 1), ("F2", 2)]


def test_formulas_that_were_never_worked_out(books: Any) -> None:
    """XlsxWriter writes 0 as the result of every formula; that is no result."""
    path = books.path()
    with xlsxwriter.Workbook(path) as book:
        for name, rows in books.tables(dates=False).items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if name == "ratings":
                sheet.write_formula("F2", "=4+4")
    problem = books.term.the("sheet-formula")
    assert (problem.severity, problem.sheet) == ("error", "ratings")


@pytest.mark.parametrize("result", ["<v>8</v>", "<v></v>"])
def test_formulas_with_results(books: Any, xlsx_of: Callable[..., bytes], result: str) -> None:
    """The last results of formulas are read and counted; the empty text is a result as well."""
    kind = "" if "8" in result else ' t="str"'
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>group_id</t></is></c><c r="B1" t="str"><v>b</v></c></row>'
        f'<row r="2"><c r="A2"><v>7</v></c><c r="B2"{kind}><f>4+4</f>{result}</c></row>'
    )
    books.path().write_bytes(xlsx_of(rows))
    problem = books.term.the("sheet-formula")
    assert (problem.severity, problem.count) == ("info", 1)


def test_formulas_of_libreoffice(books: Any, ods_of: Callable[..., bytes]) -> None:
    """Formulas in ODS files are told with and without results."""
    given = '<table:table-cell table:formula="of:=4+4" office:value-type="float" office:value="8"/>'
    bare = '<table:table-cell table:formula="of:=4+4"/>'
    names = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    for cells, severity in ((given, "info"), (given + bare, "error")):
        head = names.format("a") + names.format("b")
        rows = f"<table:table-row>{head}</table:table-row><table:table-row>{cells}</table:table-row>"
        books.path("a.ods").write_bytes(ods_of({"groups": rows}))
        books.use("source: workbook\n  path: data/a.ods")
        assert books.term.the("sheet-formula").severity == severity


def test_hidden_sheet(books: Any) -> None:
    """A hidden sheet that a table is read from is a warning."""
    books.openpyxl(books.tables(), lambda book: setattr(book["roster"], "sheet_state", "veryHidden"))
    assert _rule(books, "sheet-hidden") == ("warning", "roster", None, 1)


def test_hidden_rows_and_columns(books: Any) -> None:
    """Hidden rows and columns are read, with a warning that says where."""

    def hide(book: Any) -> None:
        for row in (3, 4, 90):
            book["roster"].row_dimensions[row].hidden = True
        book["ratings"].column_dimensions["D"].hidden = True

    books.openpyxl(books.tables(), hide)
    found = [each for each in books.term.problems() if each.rule == "sheet-hidden"]
    assert [(each.sheet, each.line, each.count) for each in found] == [("roster", 3, 2), ("ratings", None, 1)]
    assert found[1].message == "has hidden columns, and they were read: D"
    assert len(books.term.open().table("roster")) == 5


def test_filtered_rows(books: Any) -> None:
    """Rows that a filter hides are read, and the filter is named."""

    def narrow(book: Any) -> None:
        book["roster"].auto_filter.ref = "A1:F6"
        book["roster"].auto_filter.add_filter_column(1, ["G02"])
        book["roster"].row_dimensions[2].hidden = True

    books.openpyxl(books.tables(), narrow)
    assert books.term.the("sheet-hidden").message == "has rows that a filter hides, and they were read"


def test_filter_buttons_are_nothing(books: Any) -> None:
    """Buttons to filter that hide nothing are not worth a word."""
    books.openpyxl(books.tables(), lambda book: setattr(book["roster"].auto_filter, "ref", "A1:F6"))
    assert books.term.found() == []


def test_hidden_in_libreoffice(books: Any, ods_of: Callable[..., bytes]) -> None:
    """Hidden sheets, rows and columns of ODS files are told as well."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = (
        '<table:table-column/><table:table-column table:visibility="collapse"/>'
        f"<table:table-row>{cell.format('group_id')}{cell.format('b')}</table:table-row>"
        f'<table:table-row table:visibility="filter">{cell.format("G01")}{cell.format("x")}</table:table-row>'
    )
    style = (
        '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    content = ods_of({'groups" table:style-name="h': rows}, styles=style)
    books.path("a.ods").write_bytes(content)
    books.use("source: workbook\n  path: data/a.ods")
    found = [each.message for each in books.term.problems() if each.rule == "sheet-hidden"]
    assert found == [
        "is a hidden sheet, and was read",
        "has rows that a filter hides, and they were read",
        "has hidden columns, and they were read: B",
    ]


def test_merged_cells(books: Any, ods_of: Callable[..., bytes]) -> None:
    """Merged cells within the table are an error with their place, in both formats."""
    books.openpyxl(books.tables(), lambda book: book["attendance"].merge_cells("B3:B4"))
    assert _rule(books, "sheet-merged") == ("error", "attendance", "B3", 1)
    cell = '<table:table-cell office:value-type="string"{}><text:p>a</text:p></table:table-cell>'
    wide = cell.format(' table:number-columns-spanned="2"')
    rows = f"<table:table-row>{cell.format('')}</table:table-row>"
    rows += f"<table:table-row>{wide}<table:covered-table-cell/></table:table-row>"
    books.path("a.ods").write_bytes(ods_of({"groups": rows}))
    books.use("source: workbook\n  path: data/a.ods")
    assert _rule(books, "sheet-merged") == ("error", "groups", "A2", 1)


def test_comments(books: Any) -> None:
    """Comments are not read, which is told."""
    books.openpyxl(books.tables(), lambda book: setattr(book["roster"]["A2"], "comment", Comment("late", "x")))
    assert _rule(books, "sheet-comments") == ("info", "roster", None, 1)


@pytest.mark.parametrize("word", ["Total", "SUM:", "grand total"])
def test_rows_of_totals(books: Any, word: str) -> None:
    """A row of totals below the table is an error, never a member or a group."""
    tables = books.tables()
    tables["roster"] += [[], [word, 5.0]]
    books.xlsx(tables)
    assert _rule(books, "sheet-total-row") == ("error", "roster", "A8", 1)


def test_totals_of_a_scale_are_data(books: Any) -> None:
    """The word total in the column of items is a score, not a row of totals."""
    tables = books.tables()
    tables["outcomes"] = [[row[4], *row[:4], *row[5:]] for row in tables["outcomes"]]
    tables["outcomes"] += [["total", "007", "mid", None, "phq9", 9.0], ["total", "102", "mid", None, "phq9", 9.0]]
    books.xlsx(tables)
    assert not [each for each in books.term.problems() if each.rule == "sheet-total-row"]


def test_row_of_totals_in_a_csv_file(books: Any) -> None:
    """A row of totals is refused in CSV files, too."""
    folder = books.term.path("groups").parent
    for name, text in books.csv.items():
        (folder / f"{name}.csv").write_text(text + ("Total,5,,,,\n" if name == "roster" else ""), encoding="utf-8")
    books.use("source: folder")
    problem = books.term.the("sheet-total-row")
    assert (problem.severity, problem.line, problem.column) == ("error", 7, "member_id")


def test_numbers_shown_with_zeros(books: Any) -> None:
    """A number that is only shown as 007 is read as 7, with a warning."""

    def as_numbers(book: Any) -> None:
        book["roster"]["A2"].value, book["roster"]["A2"].number_format = 7, "000"

    books.openpyxl(books.tables(), as_numbers)
    assert _rule(books, "id-number") == ("warning", "roster", "A2", 1)


def test_links_to_other_files(books: Any, xlsx_of: Callable[..., bytes]) -> None:
    """Formulas in a workbook that takes values from other files are a warning; nothing is fetched."""
    rows = '<row r="1"><c r="A1" t="str"><v>a</v></c></row><row r="2"><c r="A2"><f>[1]x!A1</f><v>7</v></c></row>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"
    relation = f'<Relationship Id="r9" Type="{kind}" Target="externalLinks/externalLink1.xml"/>'
    books.path().write_bytes(xlsx_of(rows, relations=relation))
    assert _rule(books, "workbook-links") == ("warning", "groups", None, 1)


def test_copies_of_other_files_are_no_sheets(books: Any, ods_of: Callable[..., bytes]) -> None:
    """What LibreOffice keeps of another file's sheet is not taken for a sheet."""
    source = '<table:table-source xlink:href="x.ods" xmlns:xlink="http://www.w3.org/1999/xlink"/>'
    books.path("a.ods").write_bytes(ods_of({"groups": source}))
    books.use("source: workbook\n  path: data/a.ods")
    assert "has no sheet 'groups'" in {each.message for each in books.term.problems()}


def _set(sheet: Any, cells: dict[str, str]) -> None:
    for place, value in cells.items():
        sheet[place].value = value
