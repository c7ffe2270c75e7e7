"""What a reader of several releases can work out who takes their people to be related in a certain way."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from groupreport.disclosure.attack import Attack, ContradictionError, Examples, Interval, Range, attack_on_tables
from groupreport.disclosure.joint_cells import (
    Compared,
    Sum,
    compared,
    compared_of_three,
    named,
    named_link,
    ranges_of_cells,
    shown_range,
)
from groupreport.disclosure.ledger import RecordedRelease
from groupreport.disclosure.published import Cell
from groupreport.disclosure.read_back import ReadTable, cells_of, table_of_cells
from groupreport.disclosure.readers import Knowledge, knowledge_of
from groupreport.disclosure.related import Relation, Sign, certain_relations

_BOUNDS: Mapping[Sign, tuple[float, float]] = {">=": (0.0, math.inf), "<=": (-math.inf, 0.0), "=": (0.0, 0.0)}
Held = tuple[Compared, Sign]


class Releases:
    """The releases that are read side by side, the new one among them, and what is known of each."""

    def __init__(self, new: RecordedRelease, related: Sequence[RecordedRelease]) -> None:
        self.new = new
        self.all = (new, *related)
        self.by_number = {release.number: release for release in self.all}
        self.known = {release.number: knowledge_of(release, release.policy) for release in self.all}
        self.shown = ranges_of_cells(self.all, self.known)
        self.examples: Examples | None = None
        self._alone: dict[int, Attack] = {}
        self._ranges: dict[tuple[int, Cell], Interval] = {}

    def remember(self, examples: Examples) -> None:
        """Keep counts that agree with one hypothesis: they may agree with the next, which then needs fewer searches."""
        together = examples if self.examples is None else np.vstack([self.examples, examples])
        self.examples = np.unique(together, axis=0)

    @cached_property
    def without_new(self) -> dict[int, Knowledge]:
        """What is known of each before the new one is shown."""
        return {**self.known, self.new.number: knowledge_of(_blank(self.new), self.new.policy)}

    @cached_property
    def certain(self) -> list[Held]:
        """What a reader takes for granted about the counts of the releases."""
        return [
            (place, sign) for relation, sign in certain_relations(self.all) for place in compared(relation, self.known)
        ]

    def alone(self, number: int, cell: Cell) -> Interval:
        """Between which numbers a count lies for a reader who has its release and no other."""
        if (number, cell) not in self._ranges:
            if number not in self._alone:
                self._alone[number] = _attack({number: self.known[number]}, [])
            self._ranges[number, cell] = self._alone[number].interval({named(number, cell): 1})
        return self._ranges[number, cell]

    def shows(self, factors: Sum) -> bool:
        """Whether all counts of a sum are shown."""
        return all(cell in self.shown for cell in factors)

    def apart(self, factors: Sum) -> Interval:
        """Between which numbers a sum over several releases lies, each read alone."""
        ends = {}
        for cell in factors:
            number, _, table = cell[0].partition("/")
            ends[cell] = self.alone(int(number), (table, *cell[1:]))
        return shown_range(factors, ends)


class World:
    """The releases as they look to a reader who holds a hypothesis, with and without the new one."""

    def __init__(self, releases: Releases, relation: Relation | None = None, sign: Sign = "=") -> None:
        self._releases = releases
        supposed = [] if relation is None else [(place, sign) for place in compared(relation, releases.known)]
        held = _not_refuted([*releases.certain, *supposed], releases.shown)
        relations = [*certain_relations(releases.all), *([] if relation is None else [(relation, sign)])]
        behind = [(place, of) for one, of in relations for place in compared_of_three(one, releases.known)]
        self._now, self._held = _without_contradiction(releases.known, [*held, *behind], releases.examples)
        taken, unseen = ({id(place) for place, _ in places} for places in (supposed, behind))
        self.supposed = [place for place, _ in self._held if id(place) in taken]
        self.certain = [place for place, sign in self._held if sign == ">=" and id(place) not in taken | unseen]

    @cached_property
    def _before(self) -> Attack:
        return _attack(self._releases.without_new, self._held)

    @property
    def examples(self) -> Examples:
        """Counts of all the releases that agree with all that this reader takes to be true."""
        return self._now.examples

    def now(self, factors: Sum, low: float, high: float) -> Interval:
        """Between which numbers a sum lies for a reader who has all the releases.

        Where it reaches from *low* or lower to *high* or higher, it may be only a part of it.
        """
        return self._now.interval_unless(factors, low, high)

    def seen(self, factors: Sum) -> Interval:
        """Two numbers that a sum can be for that reader: the smallest and the largest that were found so far."""
        return self._now.seen(factors)

    def before(self, factors: Sum) -> Interval:
        """Between which numbers a sum lies for a reader who has all but the new release."""
        return self._before.interval(factors)


def _attack(known: Mapping[int, Knowledge], held: Iterable[Held], examples: Examples | None = None) -> Attack:
    tables = {f"{number}/{name}": table for number, one in known.items() for name, table in one.tables.items()}
    links = [named_link(number, link) for number, one in known.items() for link in one.links]
    ranges: list[Range] = [
        ({named(number, cell): factor for cell, factor in factors.items()}, low, high)
        for number, one in known.items()
        for factors, low, high in one.ranges
    ]
    ranges += [(place.factors, *_BOUNDS[sign]) for place, sign in held]
    return attack_on_tables(tables, links, ranges=ranges, examples=examples)


def _not_refuted(held: Iterable[Held], shown: Mapping[Cell, tuple[float, float]]) -> list[Held]:
    """What the shown counts leave possible: an inequality count by count, an equality row by row."""
    kept, refuted = [], set()
    for place, sign in held:
        low, high = shown_range(place.factors, shown)
        least, most = _BOUNDS[sign]
        if high >= least and low <= most:
            kept.append((place, sign))
        elif sign == "=":
            refuted.add(place.line)
    return [(place, sign) for place, sign in kept if sign != "=" or place.line not in refuted]


def _without_contradiction(
    known: Mapping[int, Knowledge], held: list[Held], examples: Examples | None
) -> tuple[Attack, list[Held]]:
    """The attack under as much of a hypothesis as can be true: table by table where all of it cannot."""
    try:
        return _attack(known, held, examples), held
    except ContradictionError:
        pass
    kept: list[Held] = []
    made = _attack(known, kept, examples)
    for chunk in dict.fromkeys((place.relation, place.table, sign) for place, sign in held):
        more = [(place, sign) for place, sign in held if (place.relation, place.table, sign) == chunk]
        try:
            made = _attack(known, [*kept, *more], examples)
        except ContradictionError:
            continue
        kept += more
    return made, kept


def _blank(release: RecordedRelease) -> RecordedRelease:
    tables = {name: _blank_table(name, table) for name, table in release.tables.items()}
    return replace(release, tables=tables, numbers=tuple(replace(one, value=None) for one in release.numbers))


def _blank_table(name: str, table: ReadTable) -> ReadTable:
    return table_of_cells(name, {(row, column): math.nan for row, column, _ in cells_of(table)})
