"""Which measures may be shown, each as a whole or not at all, in a fixed order.

A pattern that is chosen cell by cell, at the least cost, tells a reader who reasons about the choice which cells were
small. Here the order and the blocks come from what the measures are, never from counts. What is left to reason about is
that a block is shown: with other counts it would not have been. So what follows from that is taken as told.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from groupreport.disclosure.cell_system import Cell, CellSystem
from groupreport.disclosure.reach import Reach


@dataclasses.dataclass(frozen=True)
class Open:
    """A sum that may lie in low..high, for all that readers know: then it must stay open which of these it is."""

    cell: int
    low: int
    high: int


@dataclasses.dataclass(frozen=True)
class Told:
    """Which cells are shown, and what follows from that for who knows the order.

    at_least: the smallest that a cell can be, as with less a block would be withheld. nobody: cells that are 0, as with
    a few a block would be withheld.
    """

    shown: npt.NDArray[np.bool_]
    at_least: Mapping[int, int]
    nobody: frozenset[int]


def still_open(system: CellSystem, asked: Mapping[Cell, tuple[int, int]]) -> list[Open]:
    """What is asked for as far as it holds while nothing but the system's `shown` cells is published.

    What readers can narrow from elsewhere is narrow already; it must not get narrower. What they know not to be in the
    range at all is left out.
    """
    number = {name: position for position, name in enumerate(system.names)}
    reach = Reach(system, ~system.shown)
    found = []
    reach.look_for_all((number[name], *ends) for name, ends in asked.items())
    for name, (low, high) in asked.items():
        cell = number[name]
        least, most = _left(Open(cell, low, high), reach)
        if least <= most:
            found.append(Open(cell, least, most))
    return found


def shown_together(
    system: CellSystem,
    asked: Sequence[Open],
    blocks: Sequence[Collection[Cell]],
    nobody_of_few: Iterable[tuple[Cell, Cell]] = (),
    in_turn: frozenset[Cell] = frozenset(),
) -> Told:
    """Every block, in its turn, that leaves open what is asked for.

    For who looks at the sums alone a sum in its range must be able to be every number of it. So a block that is shown
    says of every other sum, if it narrows that, that it is not in its range: else the block would be withheld. Who
    knows the order knows that as well, and what follows from it. For them each sum must be able to be as many numbers
    as its range has. Where it cannot be so many, the block is withheld if the sum is in its range; if not, that
    follows as well, and so on, until nothing more does. What follows goes by what is shown alone; what a block's being
    withheld tells is not worked out.

    Args:
        system: Cells and sums.
        asked: What must stay open.
        blocks: Names of cells that are published together, the ones that readers need most first.
        nobody_of_few: Cells, each with one that counts more people, of which must stay open whether they are none
            where the people are few. So who sees that they are none knows that the people are not few.
        in_turn: Cells of blocks of which none is shown after one that is withheld: what was withheld would say more.
    """
    number = {name: position for position, name in enumerate(system.names)}
    reach = Reach(system, ~system.shown)
    pairs = tuple((number[part], number[whole]) for part, whole in nobody_of_few)
    reader = _Reader(system, tuple(asked), pairs, reach, reach, {}, frozenset())
    shown = system.shown.copy()
    is_over = False
    for block in blocks:
        takes_turns = not in_turn.isdisjoint(block)
        if takes_turns and is_over:
            continue
        cells = [number[name] for name in block]
        beside = reader.beside(cells)
        if beside is not None:
            reader, shown[cells] = beside, True
        elif takes_turns:
            is_over = True
    return Told(shown, reader.at_least, reader.nobody)


@dataclasses.dataclass(frozen=True)
class _Reader:
    """What can be known after some of the blocks: from the sums alone, and by who knows the order."""

    system: CellSystem
    asked: tuple[Open, ...]
    nobody_of_few: tuple[tuple[int, int], ...]
    by_sums: Reach
    by_order: Reach
    at_least: Mapping[int, int]
    nobody: frozenset[int]

    def beside(self, block: Collection[int]) -> _Reader | None:
        """The same when these cells are shown too; None where that would not leave open what is asked for."""
        by_sums = self.by_sums.beside(block, {})
        joined = self.by_sums.joined(block)
        touched = [one for one in self.asked if joined[one.cell]]
        by_sums.look_for_all((one.cell, one.low, one.high) for one in touched if self._is_in_range(one))
        if any(_left(one, by_sums) != (one.low, one.high) for one in touched if self._is_in_range(one)):
            return None
        by_sums.look_for_all((one.cell, one.low, one.high) for one in touched)
        left = {one: _left(one, by_sums) for one in touched}
        narrowed = {
            one for one, (least, most) in left.items() if least <= most and (least, most) != (one.low, one.high)
        }
        of_none = {
            whole for part, whole in self.nobody_of_few if joined[part] and by_sums.between(part, 0, 1) == (0, 0)
        }
        narrowed |= {one for one in self.asked if one.cell in of_none and not self._is_in_range(one)}
        asked = tuple(one for one in self.asked if one not in left or left[one][0] <= left[one][1])
        reader = dataclasses.replace(self, asked=asked, by_sums=by_sums, by_order=self.by_order.beside(block, {}))
        return reader._knowing(narrowed, set(block))

    def _knowing(self, narrowed: set[Open], news: set[int]) -> _Reader | None:
        """The same with what follows from it that these sums are not in their ranges, and that the cells are shown."""
        reader = self
        while narrowed or news:
            at_least = {one.cell: one.high + 1 for one in narrowed if self._count(one) > one.high}
            nobody = {one.cell for one in narrowed if self._count(one) < one.low}
            joined = self.by_order.joined({*news, *at_least, *nobody})
            reader = dataclasses.replace(
                reader,
                by_order=reader.by_order.beside(nobody, at_least),
                at_least={**reader.at_least, **at_least},
                nobody=reader.nobody | nobody,
            )
            if not (reader.at_least or reader.nobody):
                return reader
            touched = [one for one in reader.asked if joined[one.cell]]
            reader.by_order.look_for_all((one.cell, *self._as_many_as_its_range(one)) for one in touched)
            few = {one for one in touched if reader._can_be_too_few(one)}
            if any(map(self._is_in_range, few)):
                return None
            narrowed, news = few, set()
        return reader

    def _can_be_too_few(self, one: Open) -> bool:
        """Whether the sum may be in its range, for who knows the order, but can be fewer numbers than that has."""
        least, most = self.by_order.between(one.cell, *self._as_many_as_its_range(one))
        return least <= one.high and most >= one.low and most - least < one.high - one.low

    def _as_many_as_its_range(self, one: Open) -> tuple[int, int]:
        """How far to look for as many numbers as the range has, and for whether the sum can be in it."""
        count, others = self._count(one), one.high - one.low
        return min(one.low, count - others), max(one.high, count + others)

    def _count(self, one: Open) -> int:
        return int(self.system.counts[one.cell])

    def _is_in_range(self, one: Open) -> bool:
        return one.low <= self._count(one) <= one.high


def _left(one: Open, reach: Reach) -> tuple[int, int]:
    """Between which numbers of its range the sum can lie; the first is the larger where it can be none of them."""
    least, most = reach.between(one.cell, one.low, one.high)
    return max(one.low, least), min(one.high, most)
