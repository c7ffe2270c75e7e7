"""What must stay uncertain in a release, as data: sums of cells, and how far an attacker's interval must reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from groupreport.disclosure.published import TOTAL, Cell, Link, PartOf


@dataclass(frozen=True)
class Protected:
    """A count that must stay uncertain: a cell, or a sum of cells that anybody can form.

    The attacker's interval of the sum must reach from *low* or lower to *high* or higher.
    """

    factors: Mapping[Cell, int]
    low: int
    high: int

    @property
    def cell(self) -> Cell | None:
        """The cell, where it is one."""
        return next(iter(self.factors)) if len(self.factors) == 1 else None


def with_margins(counts: pd.DataFrame) -> pd.DataFrame:
    """The table with its totals as a last row and column, both called "Total"."""
    full = counts.copy()
    full[TOTAL] = counts.sum(axis=1)
    full.loc[TOTAL] = full.sum(axis=0)
    return full


def small_counts(name: str, counts: pd.DataFrame, threshold: int) -> Iterator[Protected]:
    """Every cell and margin of 1 to threshold - 1 people."""
    full = with_margins(counts)
    for row in full.index:
        for column in full.columns:
            if 0 < full.loc[row, column] < threshold:
                yield Protected({(name, row, column): 1}, 1, threshold - 1)


def small_lines(name: str, counts: pd.DataFrame, threshold: int) -> Iterator[Protected]:
    """Every cell of a row of fewer people than the threshold, or of a column of 1 to threshold - 1, zeros among them.

    Each must stay anything from 0 to threshold - 1. Were a zero shown wherever it may be, a blank would say that there
    is somebody: that not all four people of a category are in one program, say. A row in which nobody is at all is one
    of people who are counted elsewhere, but not here: so is its total. Left out are the cells of a column in which
    nobody is at all.
    """
    of_columns = [int(counts[column].sum()) for column in counts.columns]
    for row in counts.index:
        of_row = int(counts.loc[row].sum())
        if of_row == 0:
            yield Protected({(name, row, TOTAL): 1}, 0, threshold - 1)
        for column, of_column in zip(counts.columns, of_columns, strict=True):
            if of_column and min(of_row, of_column) < threshold:
                yield Protected({(name, row, column): 1}, 0, threshold - 1)


def near_totals(name: str, counts: pd.DataFrame, threshold: int) -> Iterator[Protected]:
    """Every rest that is small: a row's or column's total without one of its cells.

    With 40 of 45 people in one category, that 5 are elsewhere can be read off although no single cell shows it.
    A rest of one cell is that cell, which has a rule of its own.
    """
    full = with_margins(counts)
    for row in full.index:
        for column in full.columns:
            if (
                column != TOTAL
                and len(counts.columns) > 2
                and 0 < full.loc[row, TOTAL] - full.loc[row, column] < threshold
            ):
                yield Protected({(name, row, TOTAL): 1, (name, row, column): -1}, 1, threshold - 1)
            if (
                row != TOTAL
                and len(counts.index) > 2
                and 0 < full.loc[TOTAL, column] - full.loc[row, column] < threshold
            ):
                yield Protected({(name, TOTAL, column): 1, (name, row, column): -1}, 1, threshold - 1)


def few_groups(
    name: str, counts: pd.DataFrame, groups_behind: pd.DataFrame, threshold: int, minimum_groups: int
) -> Iterator[Protected]:
    """Every larger cell or margin whose people come from fewer groups than the minimum.

    The members of a group know each other, so their exact number is withheld however large: it must stay uncertain by
    threshold - 1. How many groups stand behind a margin is taken to be the most that stand behind one of its cells,
    which is never too many.
    """
    behind = groups_behind.copy()
    behind[TOTAL] = groups_behind.max(axis=1)
    behind.loc[TOTAL] = behind.max(axis=0)
    full = with_margins(counts)
    around = threshold // 2
    for row in full.index:
        for column in full.columns:
            count = int(full.loc[row, column])
            if count >= threshold and behind.loc[row, column] < minimum_groups:
                yield Protected({(name, row, column): 1}, count - around, count + around)


def whole_rows(name: str, counts: pd.DataFrame, threshold: int) -> Iterator[Protected]:
    """The zeros of every row whose people are all in one category.

    Such a row tells something about each of its people, however many they are: that all of them deteriorated, say. The
    zeros must stay anything up to threshold - 1. Left out are categories in which nobody is in any row: that is shown.
    """
    for row in counts.index:
        if (counts.loc[row] > 0).sum() == 1:
            for column in counts.columns[(counts.loc[row] == 0) & (counts.sum() > 0)]:
                yield Protected({(name, row, column): 1}, 0, threshold - 1)


def small_differences(
    links: Sequence[Link], full_tables: Mapping[str, pd.DataFrame], threshold: int
) -> Iterator[Protected]:
    """Every small difference between a total and the total of a part of its people.

    With 45 enrolled and 40 measured twice, that 5 were not can be read off.
    """
    for link in links:
        if isinstance(link, PartOf):
            whole, part = (full_tables[table][column][row] for table, row, column in (link.whole, link.part))
            if 0 < whole - part < threshold:
                yield Protected({link.whole: 1, link.part: -1}, 1, threshold - 1)


def singletons(name: str, counts: pd.DataFrame) -> list[Cell]:
    """The cells of one person, who may be the attacker and knows that count."""
    return [(name, row, column) for row in counts.index for column in counts.columns if counts.loc[row, column] == 1]
