"""One exported table as text, with the line of the file that every row stands on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.intake.contract import Table

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Origin:
    """A file, or a sheet of it, that rows come from.

    Attributes:
        file: Its name as a person knows it.
        sheet: The sheet, in a workbook.
        header_line: The line of the column names.
        letters: The letter of each column of a sheet, by the column's name in the file.
        zones: The time zone of each column of times, where the export names one.
    """

    file: str
    sheet: str | None = None
    header_line: int = 1
    letters: Mapping[str, str] = field(default_factory=dict)
    zones: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CellPlace:
    """Where a person finds a cell."""

    file: str
    sheet: str | None
    line: int
    column: str
    cell: str | None


@dataclass(frozen=True, kw_only=True)
class TextTable:
    """A table whose cells are still text, or typed later on in the same form.

    Attributes:
        table: What the contract says about it.
        origins: The files or sheets that its rows come from.
        rows: One column a column of the file. Text columns are categorical: each different text is judged once,
            however often it stands there. An empty cell is missing.
        lines: The line of its file on which each row begins.
        origin: Which of `origins` each row comes from.
        given: The columns that the file had.
        names: What a column is called in each of `origins`, where it has another name there.
        value_columns: Where each row's `value` stood, for tables that were wide.
        withheld: Columns of the contract that are there in some form and were noted, so that they are not missing:
            twice, or under another name.
        left_out: The texts of each row that was noted and left out as it could not be divided into columns.
        unread: For each column with such cells, the rows whose cell holds something that was noted and not read, or
            stayed empty for a reason that was noted.
        words: The words that the program translates, by column: what another word there may have been meant as.
    """

    table: Table
    origins: tuple[Origin, ...]
    rows: pd.DataFrame
    lines: npt.NDArray[np.int64]
    origin: npt.NDArray[np.int64]
    given: frozenset[str]
    names: tuple[Mapping[str, str], ...]
    value_columns: pd.Categorical | None = None
    withheld: frozenset[str] = frozenset()
    left_out: tuple[frozenset[str], ...] = ()
    unread: Mapping[str, Mask] = field(default_factory=dict)
    words: Mapping[str, Collection[str]] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The file, for what concerns the table as a whole; the first of several."""
        return self.origins[0].file

    @property
    def sheet(self) -> str | None:
        """The sheet, for what concerns the table as a whole; the first of several."""
        return self.origins[0].sheet

    @property
    def header_line(self) -> int:
        """The line of the column names; in the first of several files."""
        return self.origins[0].header_line

    def has(self, *columns: str) -> bool:
        """Whether the file had all of these columns."""
        return self.given.issuperset(columns)

    def could_read(self, column: str) -> Mask:
        """The rows whose cell of a column was read, or is empty."""
        return ~self.unread[column] if column in self.unread else np.ones(len(self.lines), dtype=bool)

    def with_unread(self, column: str, rows: Mask) -> TextTable:
        """The same table with cells of a column that were noted and not read."""
        return replace(self, unread={**self.unread, column: rows | ~self.could_read(column)})

    def rows_of_leaders(self) -> Mask:
        """The ratings in which `member_id` may hold the leader or the observer who rated; no row of another table."""
        if self.table.name != "ratings" or "rater" not in self.rows:
            return np.zeros(len(self.lines), dtype=bool)
        return rows_where(self.rows["rater"], lambda rater: rater in {"leader", "observer"})

    def once_a_line(self, rows: Mask) -> Mask:
        """The first of the mask's rows on each line of a file: a line of a wide file has as many rows as answers."""
        places = np.flatnonzero(rows)
        lines = pd.MultiIndex.from_arrays([self.origin[places], self.lines[places]])
        first: Mask = np.zeros(len(rows), dtype=bool)
        first[places[~lines.duplicated()]] = True
        return first

    def with_rows(self, rows: pd.DataFrame) -> TextTable:
        """The same table with other cells, row by row on the same lines."""
        return replace(self, rows=rows)

    def keep(self, kept: Mask) -> TextTable:
        """Only the rows of the mask, with their lines."""
        if kept.all():
            return self
        return self.take(np.flatnonzero(kept))

    def take(self, places: npt.NDArray[np.int64]) -> TextTable:
        """The rows at these places, in this order, with their lines."""
        return replace(
            self,
            rows=self.rows.take(places).reset_index(drop=True).apply(_used),
            lines=self.lines[places],
            origin=self.origin[places],
            value_columns=None if self.value_columns is None else self.value_columns[places],
            unread={name: rows[places] for name, rows in self.unread.items()},
        )

    def by_file(self, rows: npt.NDArray[np.int64]) -> list[npt.NDArray[np.int64]]:
        """The rows as a person meets them: those of each file that has any, line by line."""
        ordered = rows[np.lexsort((self.lines[rows], self.origin[rows]))]
        parts = np.split(ordered, np.flatnonzero(np.diff(self.origin[ordered])) + 1)
        return [part for part in parts if len(part)]

    def place(self, column: str, row: int) -> CellPlace:
        """Where a row's cell of a column stands."""
        source = int(self.origin[row])
        origin = self.origins[source]
        if column == "value" and self.value_columns is not None and self.value_columns.codes[row] >= 0:
            name = str(self.value_columns[row])
        else:
            name = self.names[source].get(column, column)
        line, letter = int(self.lines[row]), origin.letters.get(name)
        cell = f"{letter}{line}" if letter else None
        return CellPlace(file=origin.file, sheet=origin.sheet, line=line, column=name, cell=cell)


def _used(cells: pd.Series) -> pd.Series:
    """The column without texts that no row has any more."""
    return cells.cat.remove_unused_categories() if isinstance(cells.dtype, pd.CategoricalDtype) else cells


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
