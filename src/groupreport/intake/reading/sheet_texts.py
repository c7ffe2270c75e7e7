"""A sheet's cells as columns of text, without the empty columns and the empty rows at its end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.intake.reading.cell_texts import text_of
from groupreport.intake.workbooks import CellValue, Sheet
from groupreport.parameters import Dialect


@dataclass(frozen=True, kw_only=True)
class SheetTexts:
    """The cells of a sheet from its first row to the last that holds something.

    Attributes:
        places: The place of each column in the sheet, from 0.
        columns: The texts of each column; an empty cell is an empty text.
        filled: For each column, the rows with more than spaces.
    """

    places: tuple[int, ...]
    columns: tuple[pd.Categorical, ...]
    filled: tuple[npt.NDArray[np.bool_], ...]

    @classmethod
    def of(cls, sheet: Sheet, dialect: Dialect) -> SheetTexts:
        """Write every different value of a column once."""
        length = max((len(column.codes) for column in sheet.grid.columns.values()), default=0)
        columns = {
            place: _written(np.frombuffer(column.codes, dtype=np.int32), column.values, length, dialect)
            for place, column in sorted(sheet.grid.columns.items())
        }
        filled = {place: _filled(column) for place, column in columns.items()}
        kept = [place for place in columns if filled[place].any()]
        end = max((int(np.flatnonzero(filled[place])[-1]) + 1 for place in kept), default=0)
        return cls(
            places=tuple(kept),
            columns=tuple(columns[place][:end] for place in kept),
            filled=tuple(filled[place][:end] for place in kept),
        )

    @property
    def length(self) -> int:
        """The number of rows."""
        return len(self.columns[0]) if self.columns else 0

    def filled_in(self, row: int) -> frozenset[int]:
        """Which columns, counted among these, hold something in a row."""
        return frozenset(number for number, filled in enumerate(self.filled) if filled[row])

    def row(self, row: int) -> list[str]:
        """The texts of a row."""
        return [str(column[row]) for column in self.columns]


def _written(codes: npt.NDArray[np.int32], values: list[CellValue], length: int, dialect: Dialect) -> pd.Categorical:
    texts = [*(text_of(value, dialect) for value in values), ""]  # the last one serves the code -1: nothing
    numbers, different = pd.factorize(np.array(texts, dtype=object))
    rows = np.full(length, numbers[-1])
    rows[: len(codes)] = numbers[codes]
    return pd.Categorical.from_codes(rows, categories=pd.Index(different, dtype=object))


def _filled(column: pd.Categorical) -> npt.NDArray[np.bool_]:
    has_text = np.array([bool(str(text).strip()) for text in column.categories], dtype=bool)
    filled: npt.NDArray[np.bool_] = has_text[column.codes]
    return filled
