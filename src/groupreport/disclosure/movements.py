"""How a cell can move while everything published stays as it is: another table that a reader cannot rule out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from scipy import sparse

from groupreport.disclosure.cell_system import CellSystem
from groupreport.disclosure.linear_program import LinearProgram, Numbers

Withheld = npt.NDArray[np.bool_]
# By how much each cell goes up or, where negative, down.
Moves = npt.NDArray[np.float64]
Wanted = Mapping[int, int]
NOBODY = -1
TOLERANCE = 1e-6
ALMOST_FREE = 1e-6
# A movement of whole people that is looked for is given up after so many steps: then more is withheld. Any will do.
MOST_NODES = 2000
GOOD_ENOUGH = 0.5
# An example should move many cells as far as they must, and few of those that a pattern may publish again.
PAID_FOR = 3.0
PRICE_OF_FORCED, PRICE_OF_FREE = 0.01, 1.0


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
    """Movements that were seen to be possible, each with all that moves in it.

    A movement stays possible as long as all cells that move in it are withheld, and one example is often one of many
    movements, so most need no search of their own: every search is asked to move as many other cells as far as they
    must, too.
    """

    def __init__(self, system: CellSystem) -> None:
        self._system, self._ways = system, _Ways(system)
        self._price = np.where(system.primary | system.hidden, PRICE_OF_FORCED, PRICE_OF_FREE)
        self.movements = movements_of(system)
        self._cells = np.array([movement.cell for movement in self.movements], dtype=np.int64)
        self._amounts = np.array([movement.amount for movement in self.movements], dtype=np.int64)
        self._known = np.array([NOBODY if one.known is None else one.known for one in self.movements], dtype=np.int64)
        self._found: list[Moves] = []
        self._withheld = np.zeros(len(system.names), dtype=bool)
        self._possible = np.empty((0, len(system.names)))  # what was found and moves withheld cells alone
        self._unseen = np.ones(len(self.movements), dtype=bool)
        self.searches = 0  # solved so far

    def missing(self, withheld: Withheld) -> list[Movement]:
        """The movements that are impossible when these cells are withheld."""
        return [movement for movement in self.movements if not self.has(movement, withheld)]

    def allow(self, withheld: Withheld) -> bool:
        """Whether every movement is possible when these cells are withheld."""
        return all(self.has(movement, withheld) for movement in self.movements)

    def has(self, movement: Movement, withheld: Withheld) -> bool:
        """Whether this movement is possible when these cells are withheld."""
        self._turn_to(withheld)
        if self._seen(movement):
            return True
        self.searches += 1
        up, down = np.where(withheld, np.inf, 0.0), np.where(withheld, self._system.counts.astype(float), 0.0)
        found = self._ways.cheapest(movement, self._price, up, down, self._wanted_beside(movement))
        if found is None:
            return False
        self._found.append(found)
        self._possible = np.vstack([self._possible, found])
        self._unseen &= ~self._shown_by(found[np.newaxis])
        return True

    def _turn_to(self, withheld: Withheld) -> None:
        if not np.array_equal(withheld, self._withheld):
            self._withheld = withheld.copy()
            moves = np.array(self._found).reshape(-1, len(withheld))
            self._possible = moves[(moves[:, ~withheld] == 0).all(axis=1)]
            self._unseen = ~self._shown_by(self._possible)

    def _seen(self, movement: Movement) -> bool:
        far_enough = self._possible[:, movement.cell] * np.sign(movement.amount) >= abs(movement.amount)
        if movement.known is not None:
            far_enough &= self._possible[:, movement.known] == 0
        return bool(far_enough.any())

    def _shown_by(self, moves: Moves) -> npt.NDArray[np.bool_]:
        """Which of the movements have an example among these, one in a row."""
        far_enough = moves[:, self._cells] * np.sign(self._amounts) >= np.abs(self._amounts)
        return np.asarray((far_enough & ((self._known == NOBODY) | (moves[:, self._known] == 0))).any(axis=0))

    def _wanted_beside(self, movement: Movement) -> Wanted:
        """How far other cells should move in an example of this movement, so that it is one of theirs."""
        stands = NOBODY if movement.known is None else movement.known
        others = self._unseen & (self._cells != movement.cell) & np.isin(self._known, [NOBODY, stands])
        cells, amounts = self._cells[others], self._amounts[others]
        # Of two directions each has its turn, and of two cells that can only go in turn not always the same one.
        order = np.argsort(np.where((cells + self.searches) % 2, amounts, -amounts), kind="stable")
        return dict(zip(cells[order].tolist(), amounts[order].tolist(), strict=True))


class _Ways:
    """The ways in which the cells of one system can move: up and down, each of them paid for or not."""

    def __init__(self, system: CellSystem) -> None:
        self._equations = equations = system.equations
        self._program = LinearProgram(sparse.hstack([equations, -equations] * 2, format="csr"), 0.0, 0.0)

    def cheapest(
        self,
        movement: Movement,
        price: npt.NDArray[np.float64],
        up: npt.NDArray[np.float64],
        down: npt.NDArray[np.float64],
        wanted: Wanted = MappingProxyType({}),
    ) -> Moves | None:
        """How the cells move in the cheapest movement; None where it is impossible.

        Args:
            movement: What is asked for.
            price: What it costs to move a cell by one person.
            up: How far each cell may go up.
            down: How far each may go down.
            wanted: How far cells are paid for to go, each person of the way with its share.
        """
        size, amount = len(price), float(abs(movement.amount))
        prices = np.concatenate([price] * 4)
        least, most = np.zeros(4 * size), np.concatenate([up, down, np.zeros(2 * size)])
        for cell, far in wanted.items():
            there, back = (cell, size + cell) if far > 0 else (size + cell, cell)
            # The way that is paid for is a part of how far the cell may go. Who goes back pays as much, so that nothing
            # is earned by going there and back at once.
            most[2 * size + there] = min(abs(far), most[there])
            most[there] -= most[2 * size + there]
            prices[2 * size + there] -= PAID_FOR / abs(far)
            prices[back] += PAID_FOR / abs(far)
        there, back = (movement.cell, size + movement.cell)[:: int(np.sign(movement.amount))]
        least[there], most[there], most[back] = amount, amount, 0.0
        if movement.known is not None:
            most[movement.known :: size] = 0.0
        self._program.within(least, most)
        moved = _moves(self._program.smallest(prices).unknowns)
        if moved is not None and not self._is_movement(moved):
            # People move as a whole, so half of one who moves is no movement: where tables of three lie behind those of
            # two, that there is one with halves does not mean that there is one without.
            found = self._program.smallest_whole(prices, most_nodes=MOST_NODES, good_enough=GOOD_ENOUGH)
            moved = _moves(found.unknowns)
        return moved if moved is not None and self._is_movement(moved) else None

    def _is_movement(self, moved: Moves) -> bool:
        """Whether people move as a whole, and all that is published stays as it is."""
        return bool((moved == np.round(moved)).all() and not (self._equations @ moved).any())


def _moves(ways: Numbers | None) -> Moves | None:
    """How far each cell moves by all its ways; as a whole where it nearly does."""
    if ways is None:
        return None
    there, back, paid_there, paid_back = ways.reshape(4, -1)
    moved = there - back + paid_there - paid_back
    nearest = np.round(moved)
    return np.asarray(np.where(np.abs(moved - nearest) < TOLERANCE, nearest, moved))


def cells_that_must_move(system: CellSystem, movement: Movement, withheld: Withheld) -> Withheld:
    """The cells of the movement that costs least, where moving a published cell costs and a withheld one does not.

    Raises:
        NoPatternError: The movement is impossible whatever is withheld.
    """
    moved = _Ways(system).cheapest(
        movement,
        np.where(withheld, ALMOST_FREE, system.costs),
        up=np.where(system.shown, 0.0, np.inf),
        down=np.where(system.shown, 0.0, system.counts.astype(float)),
    )
    if moved is None:
        raise NoPatternError
    return np.asarray(moved != 0)
