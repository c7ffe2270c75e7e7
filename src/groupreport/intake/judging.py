"""Each different text of a column judged once: a value, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import pandas as pd

from groupreport.errors import Severity
from groupreport.intake.findings import Findings
from groupreport.intake.text_table import TextTable, categorical, rows_of_flags, texts_of

Value = TypeVar("Value")


@dataclass(frozen=True)
class Verdict(Generic[Value]):
    """What a text means (None: nothing), and the problem with it if there is one."""

    value: Value | None = None
    rule: str = ""
    message: str = ""
    remedy: str = ""
    severity: Severity = "error"


def judge_column(
    text: TextTable, column: str, judge: Callable[[str], Verdict[Value]], findings: Findings
) -> list[Value | None]:
    """Judge each different text of a column and note the problems; the values in the order of the codes."""
    cells = text.rows[column]
    verdicts = [judge(cell) for cell in texts_of(cells)]
    for fault in dict.fromkeys((each.rule, each.message, each.remedy, each.severity) for each in verdicts):
        if fault[0]:
            flags = [(each.rule, each.message, each.remedy, each.severity) == fault for each in verdicts]
            findings.add_rows(fault[0], text, column, rows_of_flags(cells, flags), *fault[1:])
    return [verdict.value for verdict in verdicts]


def spread(cells: pd.Series, values: list[Value | None], dtype: str) -> pd.Series:
    """The rows' values from the values of the different texts; a missing cell is missing."""
    different = pd.Series([*values, None], dtype="object")
    if dtype == "datetime64[ns]":
        typed = pd.to_datetime(different).astype(dtype)
    elif dtype == "float64":
        typed = different.astype("float64")
    else:
        typed = different.astype(dtype)  # type: ignore[call-overload]
    rows: pd.Series = typed.take(np.where(categorical(cells).codes < 0, len(values), categorical(cells).codes))
    return rows.set_axis(cells.index).rename(cells.name)
