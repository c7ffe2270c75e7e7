"""How far a count can go, for a reader, while all that is shown stays as it is."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from groupreport.disclosure.cell_system import CellSystem
from groupreport.disclosure.linear_program import LinearProgram

NEARLY = 1e-6
FEW_TO_LOOK_FOR = 3
Numbers = npt.NDArray[np.float64]


class Reach:
    """What a reader holds possible who sees some cells of a system and knows that others are at least so large.

    Every way to move the cells that was found is kept for the readers who see more, or less: most counts that can go as
    far as is asked can do so in a way that is known. How far a count can go at most is seen sum by sum; only where no
    known way goes so far is one looked for.
    """

    def __init__(self, system: CellSystem, withheld: npt.NDArray[np.bool_]) -> None:
        self.withheld = withheld
        self._system = system
        self._counts = system.counts.astype(float)
        self._low = np.where(withheld, 0.0, self._counts)
        self._high = np.where(withheld, np.inf, self._counts)
        self._ways: list[Numbers] = []
        self._looked_at = 0
        self._possible = np.empty((0, len(withheld)))
        self._programs: dict[int, LinearProgram] = {}

    def beside(self, shown: Collection[int], at_least: Mapping[int, int]) -> Reach:
        """The same for a reader who sees these cells too, and knows the least that others can be."""
        withheld = self.withheld.copy()
        withheld[list(shown)] = False
        other = Reach(self._system, withheld)
        low, high = self._ends
        other._low = np.where(withheld, low, self._counts)
        other._high = np.where(withheld, high, self._counts)
        for cell, least in at_least.items():
            other._low[cell] = max(other._low[cell], least)
        other._ways = self._ways
        return other

    def between(self, cell: int, low: int, high: int) -> tuple[int, int]:
        """The least and the most that the cell can be, looked for no farther than to these two numbers."""
        count = int(self._counts[cell])
        least, most = self._ends
        return (
            count - self._amount(cell, -1, count - max(low, int(least[cell]))),
            count + self._amount(cell, 1, (high if math.isinf(most[cell]) else min(high, int(most[cell]))) - count),
        )

    def look_for_all(self, ranges: Iterable[tuple[int, int, int]]) -> None:
        """Look for ways in which many cells at once go as far as `between` will ask of each: cell, low and high."""
        least, most = self._ends
        asked = {
            (cell, sign): float(min(abs(end - self._counts[cell]), abs(limit[cell] - self._counts[cell])))
            for cell, *ends in ranges
            for sign, end, limit in ((-1, ends[0], least), (1, ends[1], most))
            if (end - self._counts[cell]) * sign > 0
        }
        last = math.inf
        while True:
            ways = self._known_ways()
            asked = {
                (cell, sign): most
                for (cell, sign), most in asked.items()
                if most > 0 and not (ways[:, cell] * sign >= most - NEARLY).any()
            }
            if not FEW_TO_LOOK_FOR < len(asked) < last:
                return
            last = len(asked)
            # Of two directions each has its turn.
            signs = dict(sorted(asked, key=lambda one: one[1] * (1 if last % 2 else -1)))
            self._ways.append(self._many({cell: (sign, asked[cell, sign]) for cell, sign in signs.items()}))

    def _many(self, wanted: Mapping[int, tuple[int, float]]) -> Numbers:
        """How the cells move when as many of these as can go as far as is wanted of each, each to its side."""
        low, high = self._ends[0] - self._counts, self._ends[1] - self._counts
        cells = np.array(list(wanted))
        signs, far = np.array(list(wanted.values())).T
        # What is paid for is a part of how far a cell goes; who goes back pays as much, so that nothing is earned by
        # going there and back at once.
        equations = self._system.equations
        columns = equations[:, cells] * signs[np.newaxis]
        back = np.where(signs > 0, -low[cells], high[cells])
        forth = np.where(signs > 0, high[cells], -low[cells])
        low[cells] = high[cells] = 0.0
        price = np.concatenate([np.zeros(len(low)), -1 / far, np.zeros(len(far)), 1 / far])
        program = LinearProgram(
            sparse.hstack([equations, columns, columns, -columns], format="csr"),
            0.0,
            0.0,
            least=np.concatenate([low, np.zeros(3 * len(far))]),
            most=np.concatenate([high, far, np.maximum(forth - far, 0.0), back]),
        )
        found = program.smallest(price).unknowns
        if found is None:
            return np.zeros(len(low))
        moved, parts = found[: len(low)], found[len(low) :].reshape(3, -1)
        moved[cells] = (parts[0] + parts[1] - parts[2]) * signs
        return _nearly_whole(moved)

    def joined(self, cells: Collection[int]) -> npt.NDArray[np.bool_]:
        """The withheld cells that can move only together with some of these, and these."""
        return np.isin(self._parts, self._parts[list(cells)]) & self.withheld

    def _amount(self, cell: int, sign: int, most: int) -> int:
        """By how much the cell can move to one side, but no more than this."""
        if most <= 0 or (self._known_ways()[:, cell] * sign >= most - NEARLY).any():
            return max(most, 0)
        found = self._farthest(cell, sign, most)
        self._ways.append(found)
        return math.floor(abs(float(found[cell])) + NEARLY)

    def _known_ways(self) -> Numbers:
        """The ways that were found and are possible for this reader as well."""
        if self._looked_at < len(self._ways):
            new = self._counts + np.array(self._ways[self._looked_at :])
            low, high = self._ends
            new = new[((new >= low - NEARLY) & (new <= high + NEARLY)).all(axis=1)]
            self._possible, self._looked_at = np.vstack([self._possible, new - self._counts]), len(self._ways)
        return self._possible

    @cached_property
    def _parts(self) -> npt.NDArray[np.int32]:
        """A number by cell: that of all the cells that move with it."""
        free = self._system.equations @ sparse.diags_array(self.withheld.astype(float))
        return np.asarray(connected_components(sparse.csr_array(free.T @ free), directed=False)[1])

    @cached_property
    def _ends(self) -> tuple[Numbers, Numbers]:
        """Two numbers by cell between which it lies, as every single sum of it with others says."""
        sums = self._system.equations.tocoo()
        row, cell, factor = sums.row, sums.col, sums.data
        low, high = self._low.copy(), self._high.copy()
        while True:
            before = low.copy(), high.copy()
            smallest = np.where(factor > 0, factor * low[cell], factor * high[cell])
            largest = np.where(factor > 0, factor * high[cell], factor * low[cell])
            least, most = -_of_others(row, largest), -_of_others(row, smallest)
            ends = np.where(factor > 0, least, most) / factor, np.where(factor > 0, most, least) / factor
            np.maximum.at(low, cell, ends[0])
            np.minimum.at(high, cell, ends[1])
            if np.array_equal(before[0], low) and np.array_equal(before[1], high):
                return low, high

    def _farthest(self, cell: int, sign: int, most: int) -> Numbers:
        """How the cells move when this one goes as far as it can, and no farther than so many."""
        of_part = np.flatnonzero((self._parts == self._parts[cell]) & self.withheld)
        place = int(np.searchsorted(of_part, cell))
        ends = self._ends
        low, high = ends[0][of_part] - self._counts[of_part], ends[1][of_part] - self._counts[of_part]
        low[place], high[place] = max(low[place], -most), min(high[place], most)
        price = np.zeros(len(of_part))
        price[place] = -sign
        program = self._program(int(self._parts[cell]), of_part)
        program.within(low, high)
        found = program.smallest(price).unknowns
        moved = np.zeros(len(self._counts))
        if found is not None:
            moved[of_part] = _nearly_whole(found)
        return moved

    def _program(self, part: int, cells: npt.NDArray[np.int64]) -> LinearProgram:
        """How these cells, which can move only together, are bound."""
        if part not in self._programs:
            equations = self._system.equations[:, cells]
            self._programs[part] = LinearProgram(equations[np.diff(equations.indptr) > 0], 0.0, 0.0)
        return self._programs[part]


def _nearly_whole(moves: Numbers) -> Numbers:
    whole = np.round(moves)
    return np.where(np.abs(moves - whole) < NEARLY, whole, moves)


def _of_others(row: npt.NDArray[np.int32], values: Numbers) -> Numbers:
    """By entry of a sum, the other entries' values together; infinite where one of them is."""
    infinite = np.isinf(values)
    finite = np.where(infinite, 0.0, values)
    rows = int(row.max()) + 1 if len(row) else 0
    together, many = np.bincount(row, finite, rows), np.bincount(row, infinite, rows)
    others = many[row] - infinite
    sign = np.sign(values[infinite][0]) if infinite.any() else 1.0
    return np.where(others > 0, sign * np.inf, together[row] - finite)
