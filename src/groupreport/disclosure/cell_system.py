"""Counts and the sums that bind them, as a suppression problem: which cells must stay uncertain, and by how much."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

# A name of a cell: a tuple that tells cells apart.
Cell = Any
# A withheld cell costs so much, 1 more for each of its people, and less than 1 by its name: of the patterns with the
# fewest cells those with the fewest people are the cheapest, and of these one alone, whatever the order of the cells.
CELL_COST, MARGIN_COST, GRAND_TOTAL_COST = 10_000.0, 100_000.0, 200_000.0


@dataclass(frozen=True)
class Requirement:
    """An attacker's interval of *cell* must reach from *low* or lower to *high* or higher.

    `known` names a cell whose count the attacker knows from elsewhere: a person who is alone in it.
    """

    cell: int
    low: int
    high: int
    known: int | None = None


@dataclass(frozen=True)
class CellSystem:
    """Cells with their true counts, and the equations (each a sum of cells that is zero) that everybody knows.

    `costs` says how much worse the publication is without a cell. `hidden` cells are never published (the difference
    of two margins, say), `shown` cells always.
    """

    names: tuple[Cell, ...]
    counts: npt.NDArray[np.int64]
    costs: npt.NDArray[np.float64]
    equations: sparse.csr_array
    hidden: npt.NDArray[np.bool_]
    shown: npt.NDArray[np.bool_]
    requirements: tuple[Requirement, ...]

    @property
    def primary(self) -> npt.NDArray[np.bool_]:
        """The cells that have a requirement of their own: withheld in any case."""
        marked = np.zeros(len(self.names), dtype=bool)
        marked[[requirement.cell for requirement in self.requirements]] = True
        return marked


@dataclass
class SystemBuilder:
    """Collects cells and equations by name, then numbers them."""

    counts: dict[Cell, int] = field(default_factory=dict)
    costs: dict[Cell, float] = field(default_factory=dict)
    hidden: set[Cell] = field(default_factory=set)
    shown: set[Cell] = field(default_factory=set)
    ranges: dict[Cell, tuple[int, int]] = field(default_factory=dict)
    equations: list[Mapping[Cell, int]] = field(default_factory=list)

    def add_cell(self, name: Cell, count: int, *, cost: float = CELL_COST, hidden: bool = False) -> None:
        """Add a cell.

        Its people count one by one: as sums are published, how many people a pattern withholds is known to its readers
        anyway, which is not so with any other function of the counts.
        """
        self.counts[name] = int(count)
        self.costs[name] = 0.0 if hidden else cost + count + _tie_break(name)
        if hidden:
            self.hidden.add(name)

    def require(self, name: Cell, low: int, high: int) -> None:
        """The attacker's interval of this cell must cover low..high; a second call widens the first."""
        before = self.ranges.get(name, (low, high))
        self.ranges[name] = (min(low, before[0]), max(high, before[1]))

    def add_difference(self, name: Cell, factors: Mapping[Cell, int]) -> None:
        """Add a sum of cells as a cell that is never published itself."""
        if name not in self.counts:
            count = sum(factor * self.counts[cell] for cell, factor in factors.items())
            self.add_cell(name, count, hidden=True)
            self.equations.append({**factors, name: -1})

    def build(self, *, knowing: Iterable[tuple[Cell, Cell]] = ()) -> CellSystem:
        """The system; each of *knowing* is a cell of one person, and a required cell to keep uncertain from them."""
        names = tuple(self.counts)
        number = {name: position for position, name in enumerate(names)}
        requirements = [Requirement(number[name], low, high) for name, (low, high) in self.ranges.items()]
        with_knowledge = [
            Requirement(number[name], *self.ranges[name], known=number[member]) for member, name in knowing
        ]
        return CellSystem(
            names=names,
            counts=np.array([self.counts[name] for name in names], dtype=np.int64),
            costs=np.array([self.costs[name] for name in names]),
            equations=self._matrix(number),
            hidden=np.array([name in self.hidden for name in names], dtype=bool),
            shown=np.array([name in self.shown for name in names], dtype=bool),
            requirements=tuple(requirements + with_knowledge),
        )

    def _matrix(self, number: Mapping[Cell, int]) -> sparse.csr_array:
        matrix = sparse.lil_array((len(self.equations), len(number)))
        for row, equation in enumerate(self.equations):
            for name, factor in equation.items():
                matrix[row, number[name]] = factor
        return matrix.tocsr()


def _tie_break(name: Iterable[object]) -> float:
    """A number from 0 to 1 that looks drawn, and is the same for the same name everywhere."""
    text = "\n".join(map(str, name))
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=6).digest(), "big") / 2**48
