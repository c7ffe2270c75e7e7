"""Each different text of a column judged once: a value, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import numpy as np
import pandas as pd

from groupreport.errors import Severity
from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import TextTable, categorical, rows_of_flags, texts_of
from groupreport.intake.spelling import nearest

Value = TypeVar("Value")
_NO_SUCH_WORD = frozenset({"number-format", "number-yes-no", "value-unknown"})


@dataclass(frozen=True)
class Verdict(Generic[Value]):
    """What a text means (None: nothing), and the problem with it if there is one."""

    value: Value | None = None
    rule: str = ""
    message: str = ""
    remedy: str = ""
    severity: Severity = "error"
    suggestion: str | None = None
    restricts: bool = False

    @property
    def fault(self) -> tuple[str, str, str, Severity, str | None, bool]:
        """What is wrong, whatever the text; the rule is empty where nothing is."""
        return self.rule, self.message, self.remedy, self.severity, self.suggestion, self.restricts


# What a program lists under data.missing_codes is no answer, whatever the column's kind.
MISSING_CODE: Verdict[Any] = Verdict(
    None, "missing-code", "holds a code that data.missing_codes lists", "It was read as missing.", "info"
)


def judge_column(
    text: TextTable, column: str, judge: Callable[[str], Verdict[Value]], findings: Findings
) -> list[Value | None]:
    """Judge each different text of a column and note the problems; the values in the order of the codes."""
    cells = text.rows[column]
    verdicts = [_as_word(judge(cell), cell, text, column) for cell in texts_of(cells)]
    for fault in dict.fromkeys(verdict.fault for verdict in verdicts if verdict.rule):
        rows = rows_of_flags(cells, [verdict.fault == fault for verdict in verdicts])
        rule, message, remedy, severity, suggestion, restricts = fault
        findings.add_rows(
            rule, text, column, rows, message, remedy, severity, suggestion=suggestion, restricts=restricts
        )
    return [verdict.value for verdict in verdicts]


def _as_word(verdict: Verdict[Value], cell: str, text: TextTable, column: str) -> Verdict[Value]:
    """The verdict on a cell, said as one on a word where the program translates words of the column."""
    words = text.words.get(column)
    if not words or verdict.rule not in _NO_SUCH_WORD:
        return verdict
    values = f"data.tables.{text.table.name}.values"
    message = f"is not among the words that {values} lists"
    if nearest(cell, words, cutoff=1.0):
        message = f"differs from a word that {values} lists by letter case, spaces or punctuation alone"
    remedy = "List it there as well, or correct it in the export."
    return replace(verdict, rule="value-unknown", message=message, remedy=remedy, suggestion=nearest(cell, words))


def spread(cells: pd.Series, values: Sequence[object], dtype: str) -> pd.Series:
    """The rows' values from the values of the different texts; a missing cell is missing."""
    different = pd.Series([*values, None], dtype="object")
    typed = pd.to_datetime(different) if dtype.startswith("datetime64") else different
    codes = categorical(cells).codes
    rows = typed.astype(pd.api.types.pandas_dtype(dtype)).take(np.where(codes < 0, len(values), codes))
    return pd.Series(rows.array, index=cells.index, name=cells.name)
