"""Linear programs, solved by HiGHS: the smallest value of a sum of unknowns that are bound by other sums.

One program is asked many questions. Each search starts where the last one ended, which takes a fraction of the time of
a new one; what is smallest does not depend on where a search starts.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import highspy
import numpy as np
import numpy.typing as npt
from scipy import sparse

STANDARD_OUTPUT = 1

Numbers = npt.NDArray[np.float64]
# By how much each unknown counts in a sum, by its number, and between which numbers the sum lies.
BoundSum = tuple[Mapping[int, float], float, float]
Found = Literal["smallest", "impossible", "unbounded", "given up"]
_FOUND: dict[highspy.HighsModelStatus, Found] = {
    highspy.HighsModelStatus.kOptimal: "smallest",
    highspy.HighsModelStatus.kInfeasible: "impossible",
    highspy.HighsModelStatus.kUnbounded: "unbounded",
    highspy.HighsModelStatus.kUnboundedOrInfeasible: "unbounded",
}


@dataclass(frozen=True)
class Answer:
    """What a search found.

    `unknowns` are their values, the best that were found where the search was given up, and None where none were.
    `prices` are by how much the smallest value changes with each sum, of searches in any numbers.
    """

    found: Found
    unknowns: Numbers | None
    prices: Numbers | None = None


def matrix_of(sums: Sequence[BoundSum], unknowns: int) -> tuple[sparse.csr_array, Numbers, Numbers]:
    """Sums of so many unknowns as a matrix, one row a sum, with the smallest and the largest that each can be."""
    matrix = sparse.lil_array((len(sums), unknowns))
    for row, (factors, _, _) in enumerate(sums):
        for unknown, factor in factors.items():
            matrix[row, unknown] = factor
    low, high = np.array([low for _, low, _ in sums]), np.array([high for _, _, high in sums])
    return matrix.tocsr(), low, high


class LinearProgram:
    """Unknowns, and sums of them that lie between two numbers."""

    def __init__(
        self,
        sums: sparse.csr_array | sparse.csc_array,
        low: Numbers | float,
        high: Numbers | float,
        *,
        least: Numbers | float = 0.0,
        most: Numbers | float = np.inf,
    ) -> None:
        """Set up the program.

        Args:
            sums: One row a sum: by how much each unknown counts in it.
            low: The smallest that the sums can be.
            high: The largest.
            least: The smallest that the unknowns can be.
            most: The largest.
        """
        self._sums = sparse.csr_array(sums)
        rows, columns = self._sums.shape
        self._low, self._high = np.broadcast_to(low, rows), np.broadcast_to(high, rows)
        self._least, self._most = np.broadcast_to(least, columns), np.broadcast_to(most, columns)
        self._every = np.arange(columns, dtype=np.int32)
        self._solver: highspy.Highs | None = None

    def within(self, least: Numbers, most: Numbers) -> None:
        """Give the unknowns other bounds."""
        self._least, self._most = least, most
        if self._solver is not None:
            self._solver.changeColsBounds(len(self._every), self._every, least, most)

    def smallest(self, objective: Numbers, *, floor: float = -np.inf) -> Answer:
        """The unknowns, in any numbers, that make their sum with these factors smallest, but no less than *floor*."""
        with quiet_standard_output():
            if self._solver is None:
                self._solver = self._new_solver()
            solver = self._solver
            solver.changeColsCost(len(self._every), self._every, objective)
            if np.isfinite(floor):
                solver.addRow(floor, np.inf, len(self._every), self._every, objective)
            solver.run()
            answer = _answer(solver, with_prices=True)
            if np.isfinite(floor):
                solver.deleteRows(1, np.array([len(self._low)], dtype=np.int32))
            if answer.found == "given up":  # where a search starts can lead it astray
                solver.clearSolver()
        return answer

    def smallest_whole(
        self, objective: Numbers, *, floor: float = -np.inf, most_nodes: int, good_enough: float = 0.0
    ) -> Answer:
        """The whole unknowns that make their sum smallest.

        Args:
            objective: The factors of the sum.
            floor: No smaller sum is looked for.
            most_nodes: After so many steps the search is given up.
            good_enough: By which share of its value a sum may be larger than the smallest.
        """
        with quiet_standard_output():
            solver = self._new_solver()
            solver.changeColsCost(len(self._every), self._every, objective)
            if np.isfinite(floor):
                solver.addRow(floor, np.inf, len(self._every), self._every, objective)
            whole = np.full(len(self._every), highspy.HighsVarType.kInteger)
            solver.changeColsIntegrality(len(self._every), self._every, whole)
            solver.setOptionValue("mip_rel_gap", good_enough)
            solver.setOptionValue("mip_max_nodes", most_nodes)
            solver.run()
            return _answer(solver, with_prices=False)

    def _new_solver(self) -> highspy.Highs:
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        # The same way on every machine, however many processors it has.
        solver.setOptionValue("threads", 1)
        program = highspy.HighsLp()
        program.num_row_, program.num_col_ = self._sums.shape
        program.col_cost_ = np.zeros(len(self._every))
        program.col_lower_, program.col_upper_ = self._least, self._most
        program.row_lower_, program.row_upper_ = self._low, self._high
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_, program.a_matrix_.index_ = self._sums.indptr, self._sums.indices
        program.a_matrix_.value_ = self._sums.data
        solver.passModel(program)
        return solver


def _answer(solver: highspy.Highs, *, with_prices: bool) -> Answer:
    found = _FOUND.get(solver.getModelStatus(), "given up")
    agrees = solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if found == "unbounded" or not agrees:
        return Answer(found, None)
    solution = solver.getSolution()
    return Answer(found, np.array(solution.col_value), np.array(solution.row_dual) if with_prices else None)


@contextlib.contextmanager
def quiet_standard_output() -> Iterator[None]:
    """Send what HiGHS writes to standard output nowhere; a notebook's or a command's own output is not touched."""
    try:
        kept = os.dup(STANDARD_OUTPUT)
    except OSError:  # a process without standard output has nothing to keep quiet
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        _flush_c_buffers()
        os.dup2(nowhere, STANDARD_OUTPUT)
        yield
    finally:
        _flush_c_buffers()
        os.dup2(kept, STANDARD_OUTPUT)
        os.close(nowhere)
        os.close(kept)


def _flush_c_buffers() -> None:
    """Write out what the C library holds back, so that it goes to where standard output leads at this moment."""
    if os.name == "posix":
        ctypes.CDLL(None).fflush(None)
