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

Withheld = npt.NDArray[np.bool_]
TOLERANCE = 1e-6
SOLVED = 0
# More at a time makes the model large, fewer makes more rounds; 12 was the fastest on tables of 20 to 80 cells.
REQUIREMENTS_A_ROUND = 12


@dataclass(frozen=True)
class Pattern:
    """The cells to withhold, and whether no cheaper pattern exists (`optimal`) or one was not looked for to the end."""

    withheld: Withheld
    status: Literal["nothing to withhold", "optimal", "heuristic"]


@dataclass(frozen=True)
class Movement:
    """A cell that must be able to move by *amount* (down where negative) while *known* stands still."""

    cell: int
    amount: int
    known: int | None


class NoPatternError(Exception):
    """Not even withholding every cell that may be withheld satisfies the requirements."""


def cheapest_pattern(system: CellSystem, seconds: float) -> Pattern:
    """The cheapest safe pattern, or a safe one that the heuristic finds once *seconds* are over.

    Raises:
        NoPatternError: No pattern is safe.
    """
    forced = system.primary | system.hidden
    if not system.requirements:
        return Pattern(forced, "nothing to withhold")
    deadline = time.monotonic() + seconds
    movements = _movements(system)
    demanded: list[Movement] = []
    withheld = forced
    while broken := _broken(system, movements, withheld):
        demanded += broken[:REQUIREMENTS_A_ROUND]
        solved = _solve(system, demanded, deadline - time.monotonic())
        if solved is None:
            return Pattern(_heuristic_pattern(system, movements, forced, seconds), "heuristic")
        withheld = solved
    return Pattern(withheld, "optimal")


def _movements(system: CellSystem) -> list[Movement]:
    movements = []
    for requirement in system.requirements:
        count = int(system.counts[requirement.cell])
        if requirement.high > count:
            movements.append(Movement(requirement.cell, requirement.high - count, requirement.known))
        if requirement.low < count:
            movements.append(Movement(requirement.cell, requirement.low - count, requirement.known))
    return movements


def _broken(system: CellSystem, movements: list[Movement], withheld: Withheld) -> list[Movement]:
    """The movements that are impossible when these cells are withheld, the most impossible first."""
    shortfalls = [(_shortfall(system, movement, withheld), movement) for movement in movements]
    broken = [(shortfall, movement) for shortfall, movement in shortfalls if shortfall > TOLERANCE]
    return [movement for _, movement in sorted(broken, key=lambda pair: -pair[0])]


def _shortfall(system: CellSystem, movement: Movement, withheld: Withheld) -> float:
    """How much of the movement cannot be made."""
    lower = np.where(withheld, -system.counts, 0.0)
    upper = np.where(withheld, np.inf, 0.0)
    if movement.known is not None:
        lower[movement.known] = upper[movement.known] = 0.0
    direction = np.sign(movement.amount)
    objective = np.zeros(len(system.names))
    objective[movement.cell] = -direction
    sums = LinearConstraint(system.equations, 0.0, 0.0)
    with quiet_standard_output():
        result = milp(objective, bounds=Bounds(lower, upper), constraints=sums)
    # Standing still is always possible, so "unbounded or infeasible" is unbounded.
    if "unbounded" in result.message.lower():
        return 0.0
    reached = 0.0 if result.x is None else float(-objective @ result.x)
    return abs(movement.amount) - reached


def _solve(system: CellSystem, demanded: list[Movement], seconds: float) -> Withheld | None:
    """The cheapest pattern in which all the demanded movements can be made; None when time ran out before it."""
    if seconds <= 0:
        return None
    size = len(system.names)
    forced = system.primary | system.hidden
    lower = [forced.astype(float)]
    upper = [np.where(system.shown, 0.0, 1.0)]
    rows: list[list[sparse.sparray | None]] = []
    row_lower, row_upper = [], []
    for position, movement in enumerate(demanded):
        room = float(abs(movement.amount) * system.reach)
        down = np.minimum(system.counts, room)
        least, most = -down, np.full(size, room)
        least[movement.cell] = most[movement.cell] = movement.amount
        if movement.known is not None:
            least[movement.known] = most[movement.known] = 0.0
        lower.append(least)
        upper.append(most)
        blocks = _movement_blocks(system, room, down)
        for pattern_block, movement_block in blocks:
            row: list[sparse.sparray | None] = [None] * (len(demanded) + 1)
            row[0], row[position + 1] = pattern_block, movement_block
            rows.append(row)
        sums = system.equations.shape[0]
        row_lower += [np.zeros(sums), np.full(size, -np.inf), np.zeros(size)]
        row_upper += [np.zeros(sums), np.zeros(size), np.full(size, np.inf)]
    variables = size * (len(demanded) + 1)
    with quiet_standard_output():
        result = milp(
            np.concatenate([system.costs, np.zeros(variables - size)]),
            integrality=np.concatenate([np.ones(size), np.zeros(variables - size)]),
            bounds=Bounds(np.concatenate(lower), np.concatenate(upper)),
            constraints=LinearConstraint(
                sparse.block_array(rows, format="csr"), np.concatenate(row_lower), np.concatenate(row_upper)
            ),
            options={"time_limit": seconds, "mip_rel_gap": 1e-6},
        )
    if result.status != SOLVED or result.x is None:
        return None
    return np.asarray((result.x[:size] > 0.5) | forced)


def _movement_blocks(
    system: CellSystem, room: float, down: npt.NDArray[np.float64]
) -> list[tuple[sparse.sparray, sparse.sparray]]:
    """Sums stay true; a cell moves up or down only where the pattern withholds it."""
    size = len(system.names)
    every_cell = sparse.eye_array(size)
    return [
        (sparse.csr_array((system.equations.shape[0], size)), system.equations),
        (-room * every_cell, every_cell),
        (sparse.diags_array(down.astype(float)), every_cell),
    ]


def _heuristic_pattern(system: CellSystem, movements: list[Movement], forced: Withheld, seconds: float) -> Withheld:
    """Make one movement after the other possible at the least extra cost, then publish again what is not needed."""
    deadline = time.monotonic() + seconds
    withheld = forced.copy()
    while broken := _broken(system, movements, withheld):
        withheld = withheld | _cells_that_must_move(system, broken[0], withheld)
    complementary = np.flatnonzero(withheld & ~forced)
    for cell in sorted(complementary, key=lambda position: (-system.costs[position], position)):
        if time.monotonic() > deadline:
            break
        without = withheld.copy()
        without[cell] = False
        if not _broken(system, movements, without):
            withheld = without
    return withheld


def _cells_that_must_move(system: CellSystem, movement: Movement, withheld: Withheld) -> Withheld:
    """The cells of the movement that costs least, where moving a published cell costs and a withheld one does not."""
    size = len(system.names)
    price = np.where(withheld, 1e-6, system.costs)
    up = np.where(system.shown, 0.0, np.inf)
    down = np.where(system.shown, 0.0, system.counts.astype(float))
    least_up, least_down = np.zeros(size), np.zeros(size)
    (least_up if movement.amount > 0 else least_down)[movement.cell] = abs(movement.amount)
    if movement.known is not None:
        up[movement.known] = down[movement.known] = 0.0
    (down if movement.amount > 0 else up)[movement.cell] = 0.0
    sums = LinearConstraint(sparse.hstack([system.equations, -system.equations], format="csr"), 0.0, 0.0)
    bounds = Bounds(np.concatenate([least_up, least_down]), np.concatenate([up, down]))
    with quiet_standard_output():
        result = milp(np.concatenate([price, price]), bounds=bounds, constraints=sums)
    if result.x is None:
        raise NoPatternError
    return np.asarray(result.x[:size] + result.x[size:] > TOLERANCE)
