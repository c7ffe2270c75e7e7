"""Tables of counts as they are published: exact, with withheld counts missing, and what everybody knows binds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

# The label that stands for the margins wherever cells are named by row and column.
TOTAL = "Total"

# Table, row label, column label; labels are whatever a frame has.
Cell = tuple[str, Any, Any]

Status = Literal["nothing to withhold", "optimal", "heuristic", "everything withheld"]


@dataclass(frozen=True)
class SuppressedTable:
    """What a reader gets: counts (float64, whole numbers), each exact or missing because withheld.

    `table` is indexed and labeled like the counts it was made from; `row_totals`, `column_totals` and `total` are the
    margins. `primary` counts the cells (margins among them) that a rule withholds for their own sake, `complementary`
    the others that are withheld. `reason` is a code for why everything is withheld, and empty otherwise.
    """

    table: pd.DataFrame
    row_totals: pd.Series[float]
    column_totals: pd.Series[float]
    total: float
    primary: int = 0
    complementary: int = 0
    status: Status = "optimal"
    reason: str = ""


@dataclass(frozen=True)
class SameCount:
    """Two cells of one release that hold the same people, so that one count tells the other."""

    one: Cell
    other: Cell


@dataclass(frozen=True)
class PartOf:
    """A cell whose people are among those of another cell, so that its count cannot be larger."""

    part: Cell
    whole: Cell


@dataclass(frozen=True)
class SumOf:
    """A cell whose people are those of several cells of another table together."""

    whole: Cell
    parts: tuple[Cell, ...]


Link = SameCount | PartOf | SumOf

_OF_THREE = ", of three"


def of_three(table: str) -> str:
    """The name of the table of three behind a table of two: its cells are never published, and are in links alone."""
    return f"{table}{_OF_THREE}"


def is_of_three(cell: Cell) -> bool:
    """Whether a cell is one of a table of three."""
    return cell[0].endswith(_OF_THREE)
