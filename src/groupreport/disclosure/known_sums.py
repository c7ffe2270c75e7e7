"""Counts of people scattered over the frames of a summary, and the sums among them that every reader knows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from groupreport.disclosure.attack import Attack
from groupreport.disclosure.cell_system import CELL_COST, MARGIN_COST, SystemBuilder
from groupreport.disclosure.patterns import thrifty_pattern
from groupreport.disclosure.rules import Protected

# Frame, row label, column.
Place = tuple[str, int, str]
Sum = Mapping[Place, int]


@dataclass
class KnownSums:
    """Collects counts by place, sums of them that are 0, and sums that are not negative.

    A sum with a place that has no count (it was not collected) is nobody's knowledge and is left out. `constants` are
    numbers that a reader knows without seeing them, such as the size below which a group is called small.
    """

    counts: dict[Place, int] = field(default_factory=dict)
    precious: set[Place] = field(default_factory=set)
    constants: dict[Place, int] = field(default_factory=dict)
    zero: list[Sum] = field(default_factory=list)
    not_negative: list[Sum] = field(default_factory=list)
    protected: list[Protected] = field(default_factory=list)

    def take(self, frame_name: str, frame: pd.DataFrame, columns: Iterable[str]) -> None:
        """Note the counts that are there."""
        for column in columns:
            if column in frame:
                for row, count in frame[column].items():
                    if not pd.isna(count):
                        self.counts[frame_name, int(str(row)), column] = int(count)

    def equal(self, whole: Place, *parts: Place) -> None:
        """The parts make up the whole."""
        self._add(self.zero, {whole: 1, **dict.fromkeys(parts, -1)})

    def add_up(self, whole: Place, parts: list[Place]) -> None:
        """The parts make up the whole, or more where people are in several parts and count once in the whole."""
        if not parts or whole not in self.counts or any(part not in self.counts for part in parts):
            return
        together = sum(self.counts[part] for part in parts)
        if together == self.counts[whole]:
            self.equal(whole, *parts)
        elif together > self.counts[whole]:
            self.at_most(whole, *parts)

    def not_less_than_zero(self, factors: Sum) -> None:
        """What is left of a count without its parts."""
        self._add(self.not_negative, factors)

    def at_most(self, part: Place, *wholes: Place) -> None:
        """The part is among the people of the wholes together."""
        self._add(self.not_negative, {**dict.fromkeys(wholes, 1), part: -1})

    def _add(self, sums: list[Sum], factors: Sum) -> None:
        if all(place in self.counts or place in self.constants for place in factors):
            sums.append(factors)

    def protect(self, factors: Sum, smallest: int) -> None:
        """A sum of 1 to smallest - 1 must stay anything from 1 to smallest - 1."""
        if all(place in self.counts for place in factors):
            value = sum(factor * self.counts[place] for place, factor in factors.items())
            if 0 < value < smallest:
                self.protected.append(Protected(factors, 1, smallest - 1))

    def protect_nobody(self, part: Place, whole: Place, smallest: int) -> None:
        """Nobody of 1 to smallest - 1 people is a fact about each of them: one of them must remain possible."""
        if self.counts.get(part) == 0 and 0 < self.counts.get(whole, 0) < smallest:
            self.protected.append(Protected({part: 1}, 0, 1))

    def withheld(self) -> set[Place]:
        """A set of places to withhold, none of which could be shown again alone.

        Raises:
            NoPatternError: No set protects what must be protected.
        """
        builder = SystemBuilder()
        for place, count in self.counts.items():
            cost = MARGIN_COST if place in self.precious else CELL_COST
            builder.add_cell(place, count, cost=cost * (math.log1p(count) + 1.0))
        for place, count in self.constants.items():
            builder.add_cell(place, count)
            builder.shown.add(place)
        builder.equations += self.zero
        for position, factors in enumerate(self.not_negative):
            builder.add_difference(("difference", position), factors)
        for item in self.protected:
            name = item.cell or ("sum", frozenset(item.factors.items()))
            if item.cell is None:
                builder.add_difference(name, item.factors)
            builder.require(name, item.low, item.high)
        system = builder.build()
        pattern = thrifty_pattern(system)
        named = zip(system.names, pattern.withheld, strict=True)
        return {name for name, gone in named if gone and name in self.counts}

    def stand_up(self, withheld: set[Place]) -> bool:
        """Whether an attacker who sees the rest is left with all that must stay uncertain."""
        seen = {place: None if place in withheld else count for place, count in self.counts.items()}
        attack = Attack({**seen, **self.constants}, self.zero, self.not_negative)
        intervals = [(attack.interval(item.factors), item) for item in self.protected]
        return all(low <= item.low and high >= item.high for (low, high), item in intervals)
