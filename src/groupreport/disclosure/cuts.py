"""What a pattern lacks when it leaves a cell too certain, as an inequality that every safe pattern satisfies.

What an attacker can tell of a cell follows from combinations of the published sums: in any combination in which the
cell stands with factor -1, it can go no further than the withheld ones of the other cells let it. A pattern that holds
a cell within too narrow bounds breaks such an inequality; every safe pattern satisfies all of them (the capacity
constraints of Fischetti and Salazar 2000).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from groupreport.disclosure.cell_system import CellSystem
from groupreport.disclosure.linear_program import LinearProgram
from groupreport.disclosure.movements import Movement, Withheld

# While an inequality is looked for, a published cell is let move by this share of what is asked for, so that of all
# broken inequalities one with few cells is found.
A_LITTLE = 1e-3
# Factors and shortfalls smaller than these are those of the solver's arithmetic.
SMALLEST_FACTOR = 1e-7
BROKEN_BY = 1e-4


@dataclass(frozen=True)
class Cut:
    """Of these cells, so many must be withheld that their weights add up to 1 or more."""

    cells: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float64]

    def is_met(self, withheld: Withheld) -> bool:
        """Whether the pattern satisfies the inequality."""
        return float(self.weights @ withheld[self.cells]) > 1.0 - BROKEN_BY

    def met_by(self, withheld: Withheld, costs: npt.NDArray[np.float64]) -> Withheld:
        """The pattern with as many cells more as satisfy the inequality, those that do most for their cost first."""
        larger = withheld.copy()
        for place in np.argsort(costs[self.cells] / self.weights, kind="stable"):
            if self.is_met(larger):
                break
            larger[self.cells[place]] = True
        return larger


class CutFinder:
    """Finds the inequalities of one cell system."""

    def __init__(self, system: CellSystem) -> None:
        self._system = system
        self._forced = system.primary | system.hidden
        self._program = LinearProgram(system.equations, 0.0, 0.0)

    def find(self, movement: Movement, withheld: Withheld) -> Cut | None:
        """An inequality that keeps the movement from being possible; None if none is found.

        How far each cell may go while it is looked for decides which of many inequalities is found. Each of them is
        true whatever is found, because its weights are made from the true bounds of the cells.
        """
        system, amount, sign = self._system, float(abs(movement.amount)), float(np.sign(movement.amount))
        share = np.where(system.shown, 0.0, np.where(withheld, 1.0, A_LITTLE))
        up, down = amount * share, np.minimum(system.counts, amount) * share
        if movement.known is not None:
            up[movement.known] = down[movement.known] = 0.0
        up[movement.cell], down[movement.cell] = (amount, 0.0) if sign > 0 else (0.0, amount)
        objective = np.zeros(len(share))
        objective[movement.cell] = -sign
        self._program.within(-down, up)
        answer = self._program.smallest(objective)
        if answer.prices is None:
            return None
        return self._cut(movement, sign * (system.equations.T @ answer.prices), withheld)

    def _cut(self, movement: Movement, factors: npt.NDArray[np.float64], withheld: Withheld) -> Cut | None:
        """The inequality of a combination of sums; None where the pattern does not break it."""
        system, sign = self._system, float(np.sign(movement.amount))
        if factors[movement.cell] > -SMALLEST_FACTOR:
            return None
        helps = sign * factors / -factors[movement.cell]
        # A cell may go up as far as it likes, and down to nobody.
        reach = np.where(helps > SMALLEST_FACTOR, np.inf, 0.0)
        falls = helps < -SMALLEST_FACTOR
        reach[falls] = -helps[falls] * system.counts[falls]
        reach[system.shown & ~self._forced] = 0.0
        reach[[movement.cell] if movement.known is None else [movement.cell, movement.known]] = 0.0
        asked = abs(movement.amount) - reach[self._forced].sum()
        if asked <= 0:
            return None
        reach[self._forced] = 0.0
        cells = np.flatnonzero(reach)
        cut = Cut(cells, np.minimum(reach[cells] / asked, 1.0))
        return None if cut.is_met(withheld) else cut
