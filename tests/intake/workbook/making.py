"""Workbooks as programs write them, and as nobody should: made of the CSV tables of the small term."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import xlsxwriter

Cell = str | float | bool | datetime.date | None
Rows = list[list[Cell]]

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"[1-9]\d*|0")


def rows_of(text: str, *, dates: bool = True) -> Rows:
    """The cells of a CSV text as a person would have typed them: numbers as numbers, days as days if asked."""
    return [[_typed(cell, dates) for cell in row] for row in csv.reader(io.StringIO(text))]


def _typed(cell: str, dates: bool) -> Cell:
    if not cell:
        return None
    if dates and _DATE.fullmatch(cell):
        return datetime.date.fromisoformat(cell)
    return float(cell) if _NUMBER.fullmatch(cell) else cell


def write_xlsx(
    path: Path, tables: Mapping[str, Rows], *, date_format: str = "yyyy-mm-dd", date_1904: bool = False
) -> Path:
    """Write a workbook with XlsxWriter: shared texts, one sheet a table."""
    with xlsxwriter.Workbook(path, {"date_1904": date_1904}) as book:
        day = book.add_format({"num_format": date_format})
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, datetime.date):
                        sheet.write_datetime(number, place, _moment(cell), day)
                    elif isinstance(cell, bool):
                        sheet.write_boolean(number, place, cell)
                    elif isinstance(cell, float):
                        sheet.write_number(number, place, cell)
                    elif cell is not None:
                        sheet.write_string(number, place, cell)
    return path


def write_openpyxl(
    path: Path, tables: Mapping[str, Rows], change: Callable[[openpyxl.Workbook], None] | None = None
) -> Path:
    """Write a workbook with openpyxl: texts within the cells; `change` may add what a person would."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if change:
        change(book)
    book.save(path)
    return path


def _moment(day: datetime.date) -> datetime.datetime:
    return day if isinstance(day, datetime.datetime) else datetime.datetime.combine(day, datetime.time())
