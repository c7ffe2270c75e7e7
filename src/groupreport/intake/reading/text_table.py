"""One exported table as text, with the line of the file that every row stands on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.intake.contract import Table

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class TextTable:
    """A table whose cells are still text, or typed later on in the same form.

    Attributes:
        table: What the contract says about it.
        file: The file's name as a person knows it.
        rows: One column a column of the file. Text columns are categorical: each different text is judged once,
            however often it stands there. An empty cell is missing.
        lines: The line of the file on which each row begins.
        given: The columns that the file had.
        header_line: The line of the column names.
        value_columns: Where each row's `value` stood, for tables that were wide.
    """

    table: Table
    file: str
    rows: pd.DataFrame
    lines: npt.NDArray[np.int64]
    given: frozenset[str]
    header_line: int = 1
    value_columns: pd.Categorical | None = None

    def has(self, *columns: str) -> bool:
        """Whether the file had all of these columns."""
        return self.given.issuperset(columns)

    def with_rows(self, rows: pd.DataFrame) -> TextTable:
        """The same table with other cells, row by row on the same lines."""
        return replace(self, rows=rows)

    def keep(self, kept: Mask) -> TextTable:
        """Only the rows of the mask, with their lines."""
        if kept.all():
            return self
        return replace(
            self,
            rows=self.rows[kept].reset_index(drop=True),
            lines=self.lines[kept],
            value_columns=None if self.value_columns is None else self.value_columns[kept],
        )

    def source_column(self, column: str, row: int) -> str:
        """The name of the cell's column in the file."""
        if column == "value" and self.value_columns is not None:
            return str(self.value_columns[row])
        return column


def categorical(cells: pd.Series) -> pd.Categorical:
    """The column's categorical values."""
    values = cells.array
    if not isinstance(values, pd.Categorical):
        raise TypeError(f"the column '{cells.name}' is already typed")
    return values


def texts_of(cells: pd.Series) -> list[str]:
    """Each different text of a categorical column, in the order of its codes."""
    return [str(text) for text in categorical(cells).categories]


def rows_where(cells: pd.Series, judge: Callable[[str], bool]) -> Mask:
    """The rows whose text the judge picks; missing cells are never picked."""
    return rows_of_flags(cells, [judge(text) for text in texts_of(cells)])


def rows_of_flags(cells: pd.Series, flags: Sequence[bool]) -> Mask:
    """The rows whose text is flagged, given one flag a different text."""
    picked = np.append(np.asarray(flags, dtype=bool), False)  # the last one serves the code -1: missing
    result: Mask = picked[categorical(cells).codes]
    return result


def recoded(cells: pd.Series, texts: Sequence[str | None]) -> pd.Series:
    """The column with each different text replaced by another one, or by missing."""
    if list(texts) == texts_of(cells):
        return cells
    codes, different = pd.factorize(np.array([*texts, None], dtype=object))
    replaced = codes[categorical(cells).codes]
    return pd.Series(
        pd.Categorical.from_codes(replaced, categories=pd.Index(different, dtype=object)),
        name=cells.name,
        index=cells.index,
    )


def missing_column(name: str, length: int) -> pd.Series:
    """A text column without any value."""
    codes = np.full(length, -1, dtype=np.int8)
    return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index([], dtype=object)), name=name)
