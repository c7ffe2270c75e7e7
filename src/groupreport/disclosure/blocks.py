"""Which measures may be shown, each as a whole or not at all, in a fixed order.

A pattern that is chosen cell by cell, at the least cost, tells a reader who reasons about the choice which cells were
small. Here the order and the blocks come from what the measures are, never from counts, so that a block that is not
shown tells only that some count in it, or of what would follow from it, is small.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from groupreport.disclosure.cell_system import Cell, CellSystem, Requirement
from groupreport.disclosure.movements import Examples, Movement, movements_of


def still_uncertain(system: CellSystem) -> CellSystem:
    """The system with each requirement as far as it holds while nothing but `shown` cells is published.

    What readers can narrow from elsewhere is narrow already; it must not get narrower.
    """
    examples, nothing = Examples(system), ~system.shown
    requirements = tuple(_as_far_as_possible(one, system, examples, nothing) for one in system.requirements)
    return dataclasses.replace(system, requirements=requirements)


def _as_far_as_possible(
    required: Requirement, system: CellSystem, examples: Examples, withheld: npt.NDArray[np.bool_]
) -> Requirement:
    count = int(system.counts[required.cell])
    low, high = min(required.low, count), max(required.high, count)
    while high > count and not examples.has(Movement(required.cell, high - count, required.known), withheld):
        high -= 1
    while low < count and not examples.has(Movement(required.cell, low - count, required.known), withheld):
        low += 1
    return dataclasses.replace(required, low=low, high=high)


def shown_together(system: CellSystem, blocks: Sequence[Collection[Cell]]) -> npt.NDArray[np.bool_]:
    """The cells that are published: every block, in its turn, that leaves all requirements as they are.

    Args:
        system: Cells, sums and requirements that hold while no block is published.
        blocks: Names of cells that are published together, the ones that readers need most first.
    """
    number = {name: position for position, name in enumerate(system.names)}
    examples, withheld = Examples(system), ~system.shown
    uncertain = {movement.cell for movement in movements_of(system)}
    for block in blocks:
        cells = [number[name] for name in block]
        without = withheld.copy()
        without[cells] = False
        if uncertain.isdisjoint(cells) and examples.allow(without):
            withheld = without
    return ~withheld
