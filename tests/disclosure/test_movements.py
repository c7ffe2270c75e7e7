"""Examples of movements answer for many movements at once, and say what a search for each of them would say."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from groupreport.disclosure.cell_system import CellSystem, SystemBuilder
from groupreport.disclosure.movements import Examples, Movement

THRESHOLD = 6


def made_up(seed: int) -> CellSystem:
    """A table of 3 by 3 with its totals; every small cell must stay uncertain, also for one who is alone in a cell."""
    draw = np.random.default_rng(seed)
    inner = draw.integers(0, 9, (3, 3))
    full = np.block([[inner, inner.sum(axis=1, keepdims=True)], [inner.sum(axis=0), inner.sum()]])
    builder = SystemBuilder()
    for place, count in np.ndenumerate(full):
        builder.add_cell(place, int(count))
    for line in range(4):
        builder.equations.append({(line, 0): 1, (line, 1): 1, (line, 2): 1, (line, 3): -1})
        builder.equations.append({(0, line): 1, (1, line): 1, (2, line): 1, (3, line): -1})
    small = [place for place, count in np.ndenumerate(full) if 0 < count < THRESHOLD]
    for place in small:
        builder.require(place, 1, THRESHOLD - 1)
    alone = [place for place in small if full[place] == 1]
    return builder.build(knowing=[(one, other) for one in alone for other in small if one != other])


def is_possible(system: CellSystem, movement: Movement, withheld: np.ndarray) -> bool:
    """The same question put to a solver of its own: can the cell go as far as it must?"""
    sign = np.sign(movement.amount)
    room = [(-float(count), None) if gone else (0.0, 0.0) for count, gone in zip(system.counts, withheld, strict=True)]
    if movement.known is not None:
        room[movement.known] = (0.0, 0.0)
    objective = np.zeros(len(room))
    objective[movement.cell] = -sign
    equations = system.equations.toarray()
    result = linprog(objective, A_eq=equations, b_eq=np.zeros(len(equations)), bounds=room)
    return result.status == 3 or (result.status == 0 and -result.fun >= abs(movement.amount) - 1e-6)


@pytest.mark.parametrize("seed", range(40))
def test_what_was_seen_of_one_movement_is_true_of_the_others(seed):
    """For one pattern after the other, larger and smaller ones, each movement is as possible as it is by itself."""
    system, draw = made_up(seed), np.random.default_rng(seed)
    examples = Examples(system)
    for share in (1.0, 0.6, 0.8, 0.3, 0.8):
        withheld = system.primary | (draw.random(len(system.names)) < share)
        for movement in examples.movements:
            assert examples.has(movement, withheld) == is_possible(system, movement, withheld)


def test_one_example_answers_for_many_movements():
    """With everything withheld far fewer searches than movements are needed."""
    system = made_up(3)
    examples = Examples(system)

    assert examples.allow(np.ones(len(system.names), dtype=bool))
    assert examples.searches < len(examples.movements) / 2
