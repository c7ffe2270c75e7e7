"""Counts of people scattered over the frames of a summary, and the sums among them that every reader knows."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pandas as pd

from groupreport.disclosure.attack import Attack, Interval, Range
from groupreport.disclosure.blocks import shown_together, still_open
from groupreport.disclosure.cell_system import SystemBuilder
from groupreport.disclosure.rules import Protected

# Frame (or what else a reader has), row label, column.
Place = tuple[str, Any, str]
Sum = Mapping[Place, int]
Name = TypeVar("Name")


@dataclass
class KnownSums:
    """Collects counts by place, sums of them that are 0, and sums that are not negative.

    A sum with a place that has no count (it was not collected) is nobody's knowledge and is left out. `told` are places
    whose counts readers have from elsewhere, whatever is withheld here. `not_few` would be protected if they were
    small. `by_order` is what follows, once it is decided what is withheld, for who knows in which order measures are
    tried.
    """

    counts: dict[Place, int] = field(default_factory=dict)
    told: set[Place] = field(default_factory=set)
    zero: list[Sum] = field(default_factory=list)
    not_negative: list[Sum] = field(default_factory=list)
    protected: list[Protected] = field(default_factory=list)
    not_few: list[Protected] = field(default_factory=list)
    nobody_of_few: list[tuple[Place, Place]] = field(default_factory=list)
    by_order: list[Range] = field(default_factory=list)

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

    def number(self, count: int) -> Place:
        """A number that everybody knows, as a place that others are compared with."""
        place = ("number", count, "")
        self.counts[place] = count
        self.told.add(place)
        return place

    def _add(self, sums: list[Sum], factors: Sum) -> None:
        if all(place in self.counts for place in factors):
            sums.append(factors)

    def protect(self, factors: Sum, smallest: int) -> None:
        """A sum of 1 to smallest - 1 must stay anything from 1 to smallest - 1.

        One of none or more is noted too: what is withheld goes by what the sum could be for a reader.
        """
        if all(place in self.counts for place in factors):
            value = sum(factor * self.counts[place] for place, factor in factors.items())
            if value >= 0:
                few = 0 < value < smallest
                (self.protected if few else self.not_few).append(Protected(factors, 1, smallest - 1))

    def protect_nobody(self, part: Place, whole: Place, smallest: int) -> None:
        """Nobody of 1 to smallest - 1 people is a fact about each of them: one of them must remain possible."""
        if part in self.counts and whole in self.counts:
            self.nobody_of_few.append((part, whole))
        if self.counts.get(part) == 0 and 0 < self.counts.get(whole, 0) < smallest:
            self.protected.append(Protected({part: 1}, 0, 1))

    def protect_alike(self, part: Place, whole: Place, smallest: int) -> None:
        """That people of one kind all fared alike is a fact about each of them, however many they are.

        Nobody and everybody in the part must stay as open as if a few were in it, or out of it.
        """
        among, of_all = self.counts.get(part), self.counts.get(whole, 0)
        if among in (0, of_all) and of_all > 0:
            self.protected.append(Protected({part: 1} if among == 0 else {whole: 1, part: -1}, 0, smallest - 1))

    def withheld(self, blocks: Sequence[Collection[Place]], in_turn: frozenset[Place] = frozenset()) -> set[Place]:
        """The places that are in none of the blocks that may be shown, nor known from elsewhere.

        Of the blocks with places that are shown `in_turn` none is shown after one that is withheld.

        What is known of a protected sum from elsewhere is taken as it is: `protected` asks for no more afterwards. It
        is not shown here all the same.
        """
        few = [set(item.factors) for item in self.protected]
        builder = SystemBuilder()
        for place, count in self.counts.items():
            builder.add_cell(place, count)
        builder.shown |= self.told
        builder.equations += self.zero
        for position, factors in enumerate(self.not_negative):
            builder.add_difference(("difference", position), factors)
        sums = {_name(item): item.factors for item in (*self.protected, *self.not_few)}
        for item in (*self.protected, *self.not_few):
            if item.cell is None:
                builder.add_difference(_name(item), item.factors)
            builder.require(_name(item), item.low, item.high)
        system = builder.build()
        asked = still_open(system, builder.ranges)
        self.protected = [
            Protected(sums[system.names[one.cell]], one.low, one.high)
            for one in asked
            if one.low <= system.counts[one.cell] <= one.high
        ]
        there = [[place for place in block if place in self.counts] for block in blocks]
        told = shown_together(system, asked, there, self.nobody_of_few, in_turn)
        self.by_order = [(sums[system.names[cell]], float(least), math.inf) for cell, least in told.at_least.items()]
        self.by_order += [(sums[system.names[cell]], 0.0, 0.0) for cell in told.nobody]
        seen = {name for name, there in zip(system.names, told.shown, strict=True) if there} & set(self.counts)
        for block in reversed(blocks):
            if any(places <= seen and not places.isdisjoint(block) for places in few):
                seen -= set(block)
        turns = [set(block) for block in there if not in_turn.isdisjoint(block)]
        first = next((place for place, block in enumerate(turns) if not block <= seen), len(turns))
        for block in turns[first:]:
            seen -= block - self.told
        return set(self.counts) - seen

    def between(
        self, sums: Mapping[Name, Sum], withheld: set[Place], besides: Iterable[Range] = ()
    ) -> dict[Name, Interval]:
        """The smallest and the largest value that each sum can have for an attacker who sees the rest, by name.

        Of those whose places all have a count.

        Args:
            sums: The sums that are asked for.
            withheld: The places that are not shown.
            besides: Sums of which the attacker knows between which numbers they lie.
        """
        attack = self._attack(withheld, besides)
        return {name: attack.interval(one) for name, one in sums.items() if all(place in self.counts for place in one)}

    def stand_up(self, withheld: set[Place], besides: Iterable[Range] = ()) -> bool:
        """Whether an attacker who sees the rest is left with all that must stay uncertain.

        Who knows in which order measures are tried as well is left with as many numbers.

        Args:
            withheld: The places that are not shown.
            besides: Sums of which the attacker knows between which numbers they lie.
        """
        besides = list(besides)
        by_sums, by_order = (self._attack(withheld, [*besides, *more]) for more in ((), self.by_order))
        return all(_is_left(item, by_sums, by_order) for item in self.protected)

    def _attack(self, withheld: set[Place], besides: Iterable[Range]) -> Attack:
        seen = {place: None if place in withheld else count for place, count in self.counts.items()}
        return Attack(seen, self.zero, self.not_negative, ranges=besides)


def _name(item: Protected) -> Any:  # noqa: ANN401 - as a cell system names cells
    return item.cell or ("sum", frozenset(item.factors.items()))


def _is_left(item: Protected, by_sums: Attack, by_order: Attack) -> bool:
    """Whether a sum can be all that it must be able to be by the sums alone, and as many numbers for who knows more."""
    low, high = by_order.interval_unless(item.factors, item.low, item.high)
    if high - low < item.high - item.low:
        return False
    if low > item.low or high < item.high:
        low, high = by_sums.interval_unless(item.factors, item.low, item.high)
    return low <= item.low and high >= item.high
