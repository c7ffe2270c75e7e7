"""The counts of several releases side by side: what of each answers to a count of the others."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from groupreport.disclosure.ledger import RecordedRelease
from groupreport.disclosure.published import TOTAL, Cell, Link, PartOf, SameCount, SumOf, is_of_three
from groupreport.disclosure.read_back import ReadTable, cells_of
from groupreport.disclosure.readers import PUT_TOGETHER, Knowledge, put_together
from groupreport.disclosure.related import Relation
from groupreport.disclosure.three_way import NO_ANSWER
from groupreport.disclosure.unnamed import is_unnamed

# A sum of cells over several releases; each cell is named by the release's number and its table together.
Sum = Mapping[Cell, int]
_ANSWERS = frozenset(PUT_TOGETHER) | {part for parts in PUT_TOGETHER.values() for part in parts} | {"completed"}


@dataclass(frozen=True)
class Compared:
    """One place of a table in the releases of a relation: the whole's count without those of its parts."""

    relation: Relation
    table: str
    row: str
    column: str
    factors: Sum

    @property
    def line(self) -> tuple[Relation, str, str]:
        """The row of the table."""
        return self.relation, self.table, self.row


def named(number: int, cell: Cell) -> Cell:
    """The cell of one release among those of several."""
    return (f"{number}/{cell[0]}", *cell[1:])


def named_link(number: int, link: Link) -> Link:
    """The link of one release among those of several."""
    if isinstance(link, SameCount):
        return SameCount(named(number, link.one), named(number, link.other))
    if isinstance(link, SumOf):
        return SumOf(named(number, link.whole), tuple(named(number, part) for part in link.parts))
    return PartOf(named(number, link.part), named(number, link.whole))


def compared(relation: Relation, known: Mapping[int, Knowledge]) -> Iterator[Compared]:
    """Every place at which all the releases of a relation have a count, shown or withheld."""
    numbers = (relation.whole, *relation.parts)
    for name in known[relation.whole].tables:
        if not all(name in known[number].tables for number in numbers):
            continue
        tables = {number: known[number].tables[name] for number in numbers}
        turned = {number: table.table.T for number, table in tables.items()}
        for row, rows in _lines({number: table.table for number, table in tables.items()}):
            for column, columns in _lines(turned):
                sums = {number: _cells(tables[number], rows[number], columns[number], column) for number in numbers}
                if all(cells is not None for cells in sums.values()):
                    factors = {
                        named(number, (name, *place)): 1 if number == relation.whole else -1
                        for number, cells in sums.items()
                        for place in cells or ()
                    }
                    if factors:
                        yield Compared(relation, name, row, column, factors)


def compared_of_three(relation: Relation, known: Mapping[int, Knowledge]) -> Iterator[Compared]:
    """Every cell of a table of three, which no release shows, that lies behind tables of all those of a relation."""
    numbers = (relation.whole, *relation.parts)
    cells = [dict.fromkeys(_of_three(known[number].links)) for number in numbers]
    for cell in cells[0]:
        name, (category, program), answer = cell
        if all(cell in others for others in cells[1:]) and not is_unnamed(category):
            factors = {named(number, cell): 1 if number == relation.whole else -1 for number in numbers}
            yield Compared(relation, name, f"{category}, {program}", answer, factors)


def _of_three(links: Iterable[Link]) -> Iterator[Cell]:
    parts = (part for link in links if isinstance(link, SumOf) for part in link.parts)
    return (part for part in parts if is_of_three(part) and part[2] != NO_ANSWER)


Labels = Mapping[int, list[str]]


def _lines(tables: Mapping[int, pd.DataFrame]) -> Iterator[tuple[str, Labels]]:
    """Every row, the total among them, with the labels that it has in each of the tables; none where it is absent.

    A category whose name is withheld in one of them may be any that the others name and this one does not. Where all
    have as many of those and tell nothing of them, a reader takes them in their order; otherwise only all of them
    together are the same.
    """
    labels = {number: [str(label) for label in table.index] for number, table in tables.items()}
    everything = dict.fromkeys(label for own in labels.values() for label in own)
    same = [label for label in everything if all(label in own for own in labels.values())]
    if any(is_unnamed(label) for label in everything) and len(same) < len(everything):
        same = [label for label in same if not is_unnamed(label)]
        rest = {number: [label for label in own if label not in same] for number, own in labels.items()}
        longest = max(rest.values(), key=len)
        told = any(tables[number].loc[own].notna().any(axis=None) for number, own in rest.items())
        if not told and all(len(own) == len(longest) for own in rest.values()):
            for position, label in enumerate(longest):
                yield label, {number: [own[position]] for number, own in rest.items()}
        else:
            yield longest[0], rest
        everything = dict.fromkeys(same)
    for label in [*everything, TOTAL]:
        yield label, {number: [label] if label in own or label == TOTAL else [] for number, own in labels.items()}


def _cells(table: ReadTable, rows: list[str], columns: list[str], answer: str) -> list[tuple[str, str]] | None:
    """The cells whose sum is the count at this place; none where nobody is there, None where it cannot be told."""
    if rows and not columns and answer in _ANSWERS:
        columns = put_together(answer, table.table.columns)
        if not columns:
            return None
    return [(row, column) for row in rows for column in columns]


def shown_range(factors: Sum, ranges: Mapping[Cell, tuple[float, float]]) -> tuple[float, float]:
    """Between which numbers a sum lies for a reader who looks at its own counts and at no other."""
    low = high = 0.0
    for cell, factor in factors.items():
        ends = ranges.get(cell, (0.0, math.inf))
        low += factor * ends[0 if factor > 0 else 1]
        high += factor * ends[1 if factor > 0 else 0]
    return low, high


def ranges_of_cells(
    releases: Sequence[RecordedRelease], known: Mapping[int, Knowledge]
) -> dict[Cell, tuple[float, float]]:
    """For every count that is shown, exactly or rounded: between which numbers it lies."""
    found: dict[Cell, tuple[float, float]] = {}
    for release in releases:
        for name, table in release.tables.items():
            for row, column, count in cells_of(table):
                if not math.isnan(count):
                    found[named(release.number, (name, row, column))] = release.policy.range_of(count)
        for factors, low, high in known[release.number].ranges:
            if len(factors) == 1:
                (cell,) = factors
                before = found.get(named(release.number, cell), (0.0, math.inf))
                found[named(release.number, cell)] = max(low, before[0]), min(high, before[1])
    return found
