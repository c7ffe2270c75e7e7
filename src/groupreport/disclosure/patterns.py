"""Which cells to withhold so that every requirement of a cell system holds, at the least cost.

The model is that of Fischetti and Salazar (2000), "Models and algorithms for optimizing cell suppression in tabular
data with linear constraints", JASA 95: a cell stays uncertain when another table exists that agrees with everything
published and differs in that cell by as much as is required. For each requirement such a table is searched together
with the pattern; requirements enter the model only when the pattern found without them breaks them.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from groupreport.disclosure.cell_system import CellSystem
from groupreport.disclosure.highs import quiet_standard_output
from groupreport.disclosure.movements import Examples, Movement, cells_that_must_move

Withheld = npt.NDArray[np.bool_]
SOLVED = 0
# More at a time makes the model large, fewer makes more rounds; 12 was the fastest on tables of 20 to 80 cells.
REQUIREMENTS_A_ROUND = 12
# The search ends by its size rather than by the clock, so that a busy machine finds the same pattern as an idle one.
# At this size one search takes some ten seconds.
MOST_VARIABLES = 6000
MOST_NODES = 1000
# A program of 12 groups takes some 700 searches, in five seconds of one processor.
MOST_SEARCHES = 4000


@dataclass(frozen=True)
class Pattern:
    """The cells to withhold, and whether no cheaper pattern exists (`optimal`) or one was not looked for to the end."""

    withheld: Withheld
    status: Literal["nothing to withhold", "optimal", "heuristic"]


def cheapest_pattern(system: CellSystem, seconds: float) -> Pattern:
    """The cheapest safe pattern, or the thrifty one where the search grows too large or takes more than *seconds*.

    Raises:
        NoPatternError: No pattern is safe.
    """
    forced = system.primary | system.hidden
    if not system.requirements:
        return Pattern(forced, "nothing to withhold")
    deadline = time.monotonic() + seconds
    examples = Examples(system)
    demanded: list[Movement] = []
    withheld = forced
    while broken := examples.missing(withheld):
        # A movement that the last search provided for and that fails all the same is a matter of rounding.
        new = [movement for movement in broken if movement not in demanded]
        demanded += new[:REQUIREMENTS_A_ROUND]
        solved = _solve(system, demanded, deadline - time.monotonic()) if new else None
        if solved is None:
            return thrifty_pattern(system)
        withheld = solved
    return Pattern(withheld, "optimal")


def thrifty_pattern(system: CellSystem) -> Pattern:
    """A safe pattern without waste: no cell of it can be published again alone.

    One movement after the other is made possible at the least extra cost; then cells are published again, the most
    costly first, where every movement stays possible. After `MOST_SEARCHES` the rest stays withheld; a clock would make
    a busy machine withhold other cells than an idle one, and two patterns of one table can betray what each protects.

    Raises:
        NoPatternError: No pattern is safe.
    """
    forced = system.primary | system.hidden
    if not system.requirements:
        return Pattern(forced, "nothing to withhold")
    examples = Examples(system)
    withheld = forced.copy()
    for movement in examples.missing(withheld):
        if not examples.has(movement, withheld):
            withheld = withheld | cells_that_must_move(system, movement, withheld)
    complementary = np.flatnonzero(withheld & ~forced)
    for cell in sorted(complementary, key=lambda position: (-system.costs[position], position)):
        if examples.searches > MOST_SEARCHES:
            break
        without = withheld.copy()
        without[cell] = False
        if examples.allow(without):
            withheld = without
    return Pattern(withheld, "heuristic")


def _solve(system: CellSystem, demanded: list[Movement], seconds: float) -> Withheld | None:
    """The cheapest pattern in which all the demanded movements can be made; None when the search is too large."""
    size = len(system.names)
    variables = size * (len(demanded) + 1)
    if seconds <= 0 or variables > MOST_VARIABLES:
        return None
    forced = system.primary | system.hidden
    least, most = [forced.astype(float)], [np.where(system.shown, 0.0, 1.0)]
    for movement in demanded:
        down, up = _room(system, movement)
        least.append(-down)
        most.append(up)
    with quiet_standard_output():
        result = milp(
            np.concatenate([system.costs, np.zeros(variables - size)]),
            integrality=np.concatenate([np.ones(size), np.zeros(variables - size)]),
            bounds=Bounds(np.concatenate(least), np.concatenate(most)),
            constraints=_rules_of_movement(system, demanded),
            options={"time_limit": seconds, "mip_rel_gap": 1e-6, "node_limit": MOST_NODES},
        )
    if result.status != SOLVED or result.x is None:
        return None
    return np.asarray((result.x[:size] > 0.5) | forced)


def _room(system: CellSystem, movement: Movement) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """How far down and up each cell may go in this movement."""
    room = float(abs(movement.amount) * system.reach)
    down = np.minimum(system.counts, room)
    up = np.full(len(system.names), room)
    down[movement.cell], up[movement.cell] = -movement.amount, movement.amount
    if movement.known is not None:
        down[movement.known] = up[movement.known] = 0.0
    return down, up


def _rules_of_movement(system: CellSystem, demanded: list[Movement]) -> LinearConstraint:
    """In each movement sums stay true, and a cell goes up or down only where the pattern withholds it."""
    size, sums = len(system.names), system.equations.shape[0]
    every_cell = sparse.eye_array(size)
    rows: list[list[sparse.sparray | None]] = []
    for position, movement in enumerate(demanded):
        room = float(abs(movement.amount) * system.reach)
        down = sparse.diags_array(np.minimum(system.counts, room))
        for pattern, moved in (
            (sparse.csr_array((sums, size)), system.equations),
            (-room * every_cell, every_cell),
            (down, every_cell),
        ):
            row: list[sparse.sparray | None] = [None] * (len(demanded) + 1)
            row[0], row[position + 1] = pattern, moved
            rows.append(row)
    least = np.concatenate([np.zeros(sums), np.full(size, -np.inf), np.zeros(size)])
    most = np.concatenate([np.zeros(sums), np.zeros(size), np.full(size, np.inf)])
    return LinearConstraint(
        sparse.block_array(rows, format="csr"), np.tile(least, len(demanded)), np.tile(most, len(demanded))
    )
