"""The template's sheets that explain the others: where to begin, what every column means, which questionnaires."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from groupreport.intake.contract import GUIDE_SHEETS
from groupreport.intake.template.questionnaires import COLUMNS, Questionnaires
from groupreport.intake.template.wording import KINDS, need_of, range_of

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from groupreport.intake.template.fields import HandedTable
    from groupreport.intake.template.styles import Styles

START, DICTIONARY, QUESTIONNAIRES = GUIDE_SHEETS
_STEPS = (
    "Fill in one sheet a table. Leave the sheets' names and the first row as they are: tables are found by them.",
    "Columns with a dark head are required, those with a light head are optional. An unknown cell stays empty.",
    "The yellow row is an example. Delete it on every sheet: a workbook in which one is left is refused.",
    "Delete the sheets of tables that you did not collect. An empty sheet says: collected, and nothing happened.",
    "Ids are text: 007 stays 007. Take ids that say nothing about the person: no names, birth dates, record numbers.",
    "When you paste from elsewhere, paste values only; anything else replaces the drop-down lists and the formats.",
    "The sheet 'data dictionary' says what each column means, 'questionnaires' which answers each one allows.",
    "Save the workbook where params/program.yml says (data: source and path), and run `groupreport check`.",
)
_LINE = 15
_PRIVATE = "A filled workbook is a health record. Keep it where such records may be kept."


def add_start(book: Workbook, styles: Styles, tables: Sequence[HandedTable]) -> None:
    """The first sheet: how to fill in the others, and which of them are required."""
    sheet = book.add_worksheet(START)
    sheet.hide_gridlines(2)
    for place, width in enumerate((4, 16, 90, 14)):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, "The tables of one term", styles.title)
    for row, step in enumerate(_STEPS, start=2):
        sheet.write_string(row, 0, f"{row - 1}.", styles.prose)
        sheet.merge_range(row, 1, row, 3, step, styles.prose)
        sheet.set_row(row, 1.3 * _LINE)
    row = len(_STEPS) + 3
    sheet.merge_range(row, 0, row, 3, _PRIVATE, styles.strong)
    for place, name in enumerate(("sheet", "one row is", "needed")):
        sheet.write_string(row + 2, place + 1, name, styles.header(required=True))
    for line, table in enumerate(tables, start=row + 3):
        sheet.write_url(line, 1, f"internal:{table.name}!A1", string=table.name)
        sheet.write_string(line, 2, table.row)
        sheet.write_string(line, 3, "required" if table.table.required else "optional")
    _for_print(sheet)


def add_dictionary(book: Workbook, styles: Styles, tables: Sequence[HandedTable]) -> None:
    """Every column of every table: its meaning, kind, words or range, and an example."""
    names = ("table", "column", "meaning", "kind", "needed", "allowed words", "range and unit", "example")
    rows = [
        (
            table.name,
            field.name,
            field.column.meaning,
            KINDS[field.column.kind],
            need_of(field),
            ", ".join(field.words),
            range_of(field),
            field.example,
        )
        for table in tables
        for field in table.fields
    ]
    _add_list(book, styles, DICTIONARY, names, (14, 20, 60, 22, 22, 34, 16, 26), rows)


def add_questionnaires(book: Workbook, styles: Styles, questionnaires: Questionnaires) -> None:
    """The questionnaires in use, to which drop-down lists and ranges refer."""
    _add_list(book, styles, QUESTIONNAIRES, COLUMNS, (16, 44, 12, 20, 14, 14, 70), questionnaires.rows)


def _add_list(
    book: Workbook,
    styles: Styles,
    name: str,
    columns: Sequence[str],
    widths: Sequence[int],
    rows: Sequence[Sequence[str | float]],
) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, column, styles.header(required=True))
    for line, row in enumerate(rows, start=1):
        sheet.set_row(line, _height(row, widths))
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(line, place, cell, styles.prose)
            else:
                sheet.write_number(line, place, cell, styles.prose)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    _for_print(sheet)


def _height(row: Sequence[str | float], widths: Sequence[int]) -> float:
    """The height at which every cell's text can be read; not every spreadsheet program finds it by itself."""
    lines = max(math.ceil(1.15 * len(str(cell)) / width) for cell, width in zip(row, widths, strict=True))
    return _LINE * max(lines, 1)


def _for_print(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
