"""How a cell can move while everything published stays as it is: another table that a reader cannot rule out."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from groupreport.disclosure.cell_system import CellSystem
from groupreport.disclosure.highs import quiet_standard_output

Withheld = npt.NDArray[np.bool_]
TOLERANCE = 1e-6
ALMOST_FREE = 1e-6


class NoPatternError(Exception):
    """Not even withholding every cell that may be withheld satisfies the requirements."""


@dataclass(frozen=True)
class Movement:
    """A cell that must be able to move by *amount* (down where negative) while *known* stands still."""

    cell: int
    amount: int
    known: int | None


def movements_of(system: CellSystem) -> list[Movement]:
    """What the requirements of the system ask for, the largest movements first."""
    movements = []
    for requirement in system.requirements:
        count = int(system.counts[requirement.cell])
        if requirement.high > count:
            movements.append(Movement(requirement.cell, requirement.high - count, requirement.known))
        if requirement.low < count:
            movements.append(Movement(requirement.cell, requirement.low - count, requirement.known))
    return sorted(movements, key=lambda movement: -abs(movement.amount))


class Examples:
    """An example of each movement that was seen to be possible, as the cells that take part in it.

    A movement stays possible as long as all the cells of its example are withheld, so most need not be solved again.
    """

    def __init__(self, system: CellSystem) -> None:
        self._system = system
        self.movements = movements_of(system)
        self._cells: dict[Movement, npt.NDArray[np.int64]] = {}
        self.searches = 0  # solved so far

    def missing(self, withheld: Withheld) -> list[Movement]:
        """The movements that are impossible when these cells are withheld."""
        return [movement for movement in self.movements if not self.has(movement, withheld)]

    def allow(self, withheld: Withheld) -> bool:
        """Whether every movement is possible when these cells are withheld."""
        return all(self.has(movement, withheld) for movement in self.movements)

    def has(self, movement: Movement, withheld: Withheld) -> bool:
        """Whether this movement is possible when these cells are withheld."""
        for example in (movement, dataclasses.replace(movement, known=None)):
            cells = self._cells.get(example)
            if cells is not None and withheld[cells].all() and movement.known not in cells:
                return True
        self.searches += 1
        found = _shortest(self._system, movement, withheld)
        if found is None:
            return False
        self._cells[movement] = found
        return True


def _shortest(system: CellSystem, movement: Movement, withheld: Withheld) -> npt.NDArray[np.int64] | None:
    """The withheld cells that take part in the movement that moves the fewest people; None where it is impossible."""
    cells = np.flatnonzero(withheld)
    equations = sparse.csr_array(system.equations[:, cells])
    part, position = _connected(equations, int(np.searchsorted(cells, movement.cell)))
    cells = cells[part]
    equations = equations[:, part]
    equations = equations[np.flatnonzero(np.diff(equations.indptr))]
    moved = _cheapest(equations, np.ones(len(cells)), system.counts[cells].astype(float), movement, cells, position)
    return None if moved is None else cells[moved]


def _connected(equations: sparse.csr_array, cell: int) -> tuple[npt.NDArray[np.int64], int]:
    """The cells that are tied to this one by sums, and the place of this one among them."""
    touching = (abs(equations).T @ abs(equations)).tocsr()
    _, labels = sparse.csgraph.connected_components(touching, directed=False)
    part = np.flatnonzero(labels == labels[cell])
    return part, int(np.searchsorted(part, cell))


def _cheapest(
    equations: sparse.csr_array,
    price: npt.NDArray[np.float64],
    down: npt.NDArray[np.float64],
    movement: Movement,
    cells: npt.NDArray[np.int64],
    position: int,
    up: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.bool_] | None:
    """Which cells move in the cheapest movement: each may go up, and down as far as its count."""
    size = len(cells)
    up = np.full(size, np.inf) if up is None else up.copy()
    down = down.copy()
    least = np.zeros(2 * size)
    amount = float(abs(movement.amount))
    if movement.amount > 0:
        least[position], up[position], down[position] = amount, amount, 0.0
    else:
        least[size + position], down[position], up[position] = amount, amount, 0.0
    up[cells == movement.known] = down[cells == movement.known] = 0.0
    sums = LinearConstraint(sparse.hstack([equations, -equations], format="csr"), 0.0, 0.0)
    with quiet_standard_output():
        result = milp(
            np.concatenate([price, price]), bounds=Bounds(least, np.concatenate([up, down])), constraints=sums
        )
    return None if result.x is None else np.asarray(result.x[:size] + result.x[size:] > TOLERANCE)


def cells_that_must_move(system: CellSystem, movement: Movement, withheld: Withheld) -> Withheld:
    """The cells of the movement that costs least, where moving a published cell costs and a withheld one does not.

    Raises:
        NoPatternError: The movement is impossible whatever is withheld.
    """
    moved = _cheapest(
        system.equations,
        np.where(withheld, ALMOST_FREE, system.costs),
        np.where(system.shown, 0.0, system.counts.astype(float)),
        movement,
        np.arange(len(system.names)),
        movement.cell,
        up=np.where(system.shown, 0.0, np.inf),
    )
    if moved is None:
        raise NoPatternError
    return moved
