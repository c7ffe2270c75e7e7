"""Text to values, column by column, as the contract says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from groupreport.intake.contract import PANDAS_TYPES, Column, Table
from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import Mask, TextTable, categorical, recoded, rows_where, texts_of
from groupreport.intake.values.allowed_values import judge_choice, judge_occasion, judge_yes_no
from groupreport.intake.values.date_columns import date_judge
from groupreport.intake.values.identifiers import judge_id, judge_ids, judge_text
from groupreport.intake.values.judging import MISSING_CODE, Verdict, judge_column, spread
from groupreport.intake.values.numbers import judge_number, judge_whole
from groupreport.intake.values.spreadsheet_cells import judge_leftover
from groupreport.parameters import Dialect


def type_table(text: TextTable, data: Dialect, findings: Findings) -> TextTable:
    """Give every cell the type of its column; text stays categorical.

    What cannot be read was noted as a problem and is missing in the result, so that no later check stumbles over
    it a second time.
    """
    columns = {}
    unread = dict(text.unread)
    for column in text.table.columns:
        if text.has(column.name):
            blank = np.asarray(categorical(text.rows[column.name]).codes < 0)
            note_blank(text, column, blank & text.could_read(column.name), findings)
        cells = text.rows[column.name]
        typed = _typed(text, column, data, findings)
        lost = cells.notna().to_numpy() & typed.isna().to_numpy()
        if lost.any():
            lost &= ~rows_where(cells, data.missing_codes.__contains__)
            unread |= {column.name: lost | ~text.could_read(column.name)} if lost.any() else {}
        columns[column.name] = typed
    return replace(text.with_rows(pd.DataFrame(columns, index=text.rows.index)), unread=unread)


def _typed(text: TextTable, column: Column, data: Dialect, findings: Findings) -> pd.Series:
    cells = text.rows[column.name]
    judge = _judge_of(text.table, column, data, texts_of(cells))

    def judge_cell(cell: str) -> Verdict[Any]:
        # A program may declare that an error of its spreadsheet stands for a missing value.
        leftover = None if cell in data.missing_codes else judge_leftover(cell, column.kind)
        return leftover or judge(cell)

    values = judge_column(text, column.name, judge_cell, findings)
    if column.kind in {"date", "number", "whole", "yes_no"}:
        return spread(cells, values, PANDAS_TYPES[column.kind])
    return recoded(cells, values)


def _judge_of(table: Table, column: Column, data: Dialect, texts: list[str]) -> Callable[[str], Verdict[Any]]:
    """What judges the cells of a column with these different texts."""
    codes, minimum = data.missing_codes, column.minimum
    match column.kind:
        case "date":
            dates = date_judge(texts, data.date_format)
            return lambda cell: MISSING_CODE if cell in codes else dates(cell)
        case "number":
            return lambda cell: judge_number(cell, data.decimal, codes, minimum)
        case "whole":
            return lambda cell: judge_whole(cell, minimum)
        case "yes_no":
            return lambda cell: judge_yes_no(cell, codes)
        case "choice":
            setting = f"data.tables.{table.name}.values.{column.name}"
            return lambda cell: judge_choice(cell, column.allowed, codes, setting)
        case "occasion":
            return judge_occasion
        case "id":
            return lambda cell: judge_id(cell, member=column.name == "member_id")
        case "ids":
            return lambda cell: judge_ids(cell, member=column.name == "member_ids")
        case "item":
            return _judge_item
        case _:
            return lambda cell: MISSING_CODE if cell in codes else judge_text(cell)


def _judge_item(text: str) -> Verdict[str]:
    if re.fullmatch(r"[0-9]+\.0+", text):
        message = "is an item number written with decimals, such as 3.0"
        return Verdict(text.split(".")[0], "item-decimals", message, "It was read as a whole number.", "info")
    return Verdict(text)


def note_blank(text: TextTable, column: Column, rows: Mask, findings: Findings) -> None:
    """Note rows whose cell is empty although every row needs a value there; nothing where the column may be empty."""
    if column.filled:
        message, remedy = "is empty, but every row needs a value here", "Fill it in, or leave the whole row out."
        findings.add_rows("value-missing", text, column.name, rows, message, remedy)
