"""The cells of one file or sheet, before anybody knows what they mean."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Cells:
    """The header's cells, the other rows' cells column by column, and the line of each row.

    Attributes:
        header: The texts of the header, as they are written.
        header_line: The line of the header.
        columns: The texts of each column; an empty cell is an empty text.
        lines: The line of the file, or the row of the sheet, on which each row begins.
        sheet: The sheet, in a workbook.
        letters: The letter of each column, in a workbook.
        zones: The time zone of each column of times, where the export names one; else empty texts.
        left_out: The texts of each row that could not be divided into the columns.
    """

    header: list[str]
    header_line: int
    columns: list[pd.Categorical]
    lines: Numbers
    sheet: str | None = None
    letters: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    left_out: tuple[frozenset[str], ...] = ()

    def without_rows(self, count: int) -> Cells:
        """The same cells without the first rows below the header."""
        columns = [column[count:].remove_unused_categories() for column in self.columns]
        return replace(self, columns=columns, lines=self.lines[count:])

    def until(self, end: int) -> Cells:
        """The same cells down to a row, which is left out with those below it."""
        return replace(self, columns=[column[:end] for column in self.columns], lines=self.lines[:end])

    def row(self, place: int) -> list[str]:
        """The texts of one row below the header."""
        return [str(column[place]) for column in self.columns]
