"""Text to values, column by column, as the contract says."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd

from groupreport.intake.contract import PANDAS_TYPES, Column
from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import TextTable, categorical, recoded
from groupreport.intake.values.allowed_values import judge_choice, judge_occasion, judge_yes_no
from groupreport.intake.values.dates import judge_date
from groupreport.intake.values.identifiers import judge_id, judge_ids
from groupreport.intake.values.judging import Verdict, judge_column, spread
from groupreport.intake.values.numbers import judge_number, judge_whole
from groupreport.intake.values.spreadsheet_errors import MESSAGE, REMEDY, is_spreadsheet_error
from groupreport.parameters import Dialect


def type_table(text: TextTable, data: Dialect, findings: Findings) -> TextTable:
    """Give every cell the type of its column; text stays categorical.

    What cannot be read was noted as a problem and is missing in the result, so that no later check stumbles over
    it a second time.
    """
    columns = {}
    for column in text.table.columns:
        if text.has(column.name):
            _note_blank(text, column, findings)
        columns[column.name] = _typed(text, column, data, findings)
    return text.with_rows(pd.DataFrame(columns, index=text.rows.index))


def _typed(text: TextTable, column: Column, data: Dialect, findings: Findings) -> pd.Series:
    cells = text.rows[column.name]
    name, codes, minimum = column.name, data.missing_codes, column.minimum
    match column.kind:
        case "date":
            dates = judge_column(text, name, lambda cell: judge_date(cell, data.date_format), findings)
            return spread(cells, dates, PANDAS_TYPES["date"])
        case "number":
            numbers = judge_column(text, name, lambda cell: judge_number(cell, data.decimal, codes, minimum), findings)
            return spread(cells, numbers, PANDAS_TYPES["number"])
        case "whole":
            wholes = judge_column(text, name, lambda cell: judge_whole(cell, minimum), findings)
            return spread(cells, wholes, PANDAS_TYPES["whole"])
        case "yes_no":
            answers = judge_column(text, name, lambda cell: judge_yes_no(cell, codes), findings)
            return spread(cells, answers, PANDAS_TYPES["yes_no"])
        case _:
            words = judge_column(text, name, _judge_of(column, codes), findings)
            return recoded(cells, words)


def _judge_of(column: Column, missing_codes: tuple[str, ...]) -> Callable[[str], Verdict[str]]:
    """What judges a column whose values stay text."""
    match column.kind:
        case "choice":
            return lambda cell: judge_choice(cell, column.allowed, missing_codes)
        case "occasion":
            return judge_occasion
        case "id":
            return judge_id
        case "ids":
            return judge_ids
        case "item":
            return _judge_item
        case _:
            return lambda cell: _judge_text(cell, missing_codes)


def _judge_item(text: str) -> Verdict[str]:
    if re.fullmatch(r"[0-9]+\.0+", text):
        message = "has item numbers with decimals, such as 3.0"
        return Verdict(text.split(".")[0], "item-decimals", message, "They were read as whole numbers.", "info")
    return Verdict(text)


def _judge_text(text: str, missing_codes: tuple[str, ...]) -> Verdict[str]:
    if text in missing_codes:
        message = "holds a code that data.missing_codes declares"
        return Verdict(None, "missing-code", message, "It was read as missing.", "info")
    if is_spreadsheet_error(text):
        return Verdict(None, "number-spreadsheet-error", MESSAGE, REMEDY)
    return Verdict(text)


def _note_blank(text: TextTable, column: Column, findings: Findings) -> None:
    if not column.filled:
        return
    blank = np.asarray(categorical(text.rows[column.name]).codes < 0)
    findings.add_rows(
        "value-missing",
        text,
        column.name,
        blank,
        "has an empty cell where a value is required",
        "Fill it, or leave the whole row out.",
    )
