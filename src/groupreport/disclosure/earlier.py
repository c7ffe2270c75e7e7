"""What earlier releases ask of a new one, because readers subtract: restated terms, and terms that hold other terms."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd

from groupreport.disclosure.attack import PublishedTable, attack_on_tables
from groupreport.disclosure.ledger import RecordedRelease
from groupreport.disclosure.policy import Policy
from groupreport.disclosure.published import TOTAL, Cell, Link, PartOf, SameCount, SumOf, SuppressedTable
from groupreport.disclosure.read_back import ReadTable, cells_of, without_rounded
from groupreport.disclosure.rules import Protected, with_margins
from groupreport.disclosure.suppression import stays_uncertain
from groupreport.errors import DisclosureError

# Of more parts of a longer term than this, not every combination is subtracted.
MOST_PARTS = 8


@dataclass(frozen=True, kw_only=True)
class Window:
    """The term that a release is about: its id, first and last day."""

    term: str
    starts: datetime.date
    ends: datetime.date

    def within(self, other: Window | RecordedRelease) -> bool:
        """Whether every day of this term is one of the other's."""
        return other.starts <= self.starts and self.ends <= other.ends


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """The releases that readers may have already, and the term that the new one is about; empty: there are none."""

    window: Window | None = None
    releases: tuple[RecordedRelease, ...] = ()

    def asks(self, tables: Mapping[str, pd.DataFrame], policy: Policy) -> list[Protected]:
        """What must stay uncertain because of them; rounding hides differences of a few people by itself."""
        if self.window is None or policy.round_to > 1:
            return []
        return [
            item
            for name, counts in tables.items()
            for rule in (restated, parts_of_longer_terms)
            for item in rule(name, counts, self.window, self.releases, policy.smallest_count)
        ]

    def shown(self, tables: Mapping[str, pd.DataFrame], policy: Policy) -> list[Cell]:
        """The counts that are public already."""
        if self.window is None or policy.round_to > 1:
            return []
        return [
            cell for name, counts in tables.items() for cell in shown_before(name, counts, self.window, self.releases)
        ]

    def restates(self, measure: str, value: float, people: float, threshold: int) -> bool:
        """Whether a share of people differs from an earlier release of the same term by a few people.

        Args:
            measure: The share's measure, as in outcomes.csv.
            value: The share as it is published, from 0 to 1.
            people: The people that it is a share of.
            threshold: The smallest count that may be told.
        """
        told = [
            number.value
            for release in self.releases
            if self.window is not None and release.term == self.window.term
            for number in release.numbers
            if number.part == "process" and number.measure == measure and number.value is not None
        ]
        return any(before != value and abs(value - before) * people < threshold for before in told)

    def stands_up(
        self, published: Mapping[str, SuppressedTable], protected: Sequence[Protected], links: Sequence[Link]
    ) -> bool:
        """Whether a reader who takes what an earlier release withheld to be unchanged learns nothing by it.

        The cheapest cells to withhold may be others than last time; then each release shows what the other withholds.
        Where the two contradict each other, the reader sees that something has changed and learns nothing more.
        """
        own = [release for release in self.releases if self.window and release.term == self.window.term]
        for release in own:
            tables: dict[str, PublishedTable] = {f"now {name}": table for name, table in published.items()}
            of_it = {f"before {name}": release.tables[name] for name in published if name in release.tables}
            before, ranges = without_rounded(of_it, release.policy)
            tables |= before
            same = [
                SameCount((f"now {name}", row, column), (f"before {name}", row, column))
                for name, table in published.items()
                if name in release.tables
                for row, column in _withheld_before(release.tables[name], table)
            ]
            try:
                attack = attack_on_tables(tables, [*(_renamed(link) for link in links), *same], ranges=ranges)
                safe = all(stays_uncertain(attack, _now(item)) for item in protected)
            except DisclosureError:
                continue
            if not safe:
                return False
        return True


def _withheld_before(before: ReadTable, now: SuppressedTable) -> Iterator[tuple[str, str]]:
    rows, columns = {*now.table.index, TOTAL}, {*now.table.columns, TOTAL}
    for row, column, count in cells_of(before):
        if pd.isna(count) and row in rows and column in columns:
            yield row, column


def _now(item: Protected) -> Protected:
    return Protected({_of_now(cell): factor for cell, factor in item.factors.items()}, item.low, item.high)


def _of_now(cell: Cell) -> Cell:
    return (f"now {cell[0]}", *cell[1:])


def _renamed(link: Link) -> Link:
    if isinstance(link, SameCount):
        return SameCount(_of_now(link.one), _of_now(link.other))
    if isinstance(link, SumOf):
        return SumOf(_of_now(link.whole), tuple(_of_now(part) for part in link.parts))
    return PartOf(_of_now(link.part), _of_now(link.whole))


def restated(
    name: str, counts: pd.DataFrame, window: Window, earlier: Sequence[RecordedRelease], threshold: int
) -> Iterator[Protected]:
    """Every count that an earlier release of the same term shows with a small difference.

    When 63 become 64, everybody who has both releases knows that one person was added, and on whom the other tables
    changed with it. The new count must stay anything within threshold - 1 of the old one.
    """
    full = with_margins(counts)
    for release in earlier:
        if release.term == window.term and name in release.tables:
            for row, column, before in _published(release, name, full):
                if 0 < abs(int(full.loc[row, column]) - before) < threshold:
                    around = threshold - 1
                    yield Protected({(name, row, column): 1}, max(0, before - around), before + around)


def shown_before(name: str, counts: pd.DataFrame, window: Window, earlier: Sequence[RecordedRelease]) -> Iterator[Cell]:
    """Every count that an earlier release of the same term shows as it is: it is known, and protects nothing."""
    full = with_margins(counts)
    for release in earlier:
        if release.term == window.term and name in release.tables:
            for row, column, before in _published(release, name, full):
                if int(full.loc[row, column]) == before:
                    yield name, row, column


def parts_of_longer_terms(
    name: str, counts: pd.DataFrame, window: Window, earlier: Sequence[RecordedRelease], threshold: int
) -> Iterator[Protected]:
    """Every small difference between a longer term and the terms within it.

    A person counts once in each term. So fall and spring together, less the whole year, are the people of both; and the
    whole year less the fall are those who came in spring only.
    """
    full = with_margins(counts)
    others = [release for release in earlier if release.term != window.term and name in release.tables]
    latest = {release.term: release for release in others}.values()
    within = [release for release in latest if _window(release).within(window)]
    around = [release for release in latest if window.within(release)]
    for parts in _apart(within):
        for (row, column), together in _by_cell(parts, name, full):
            # together - count are counted in several parts; count - together are in no part.
            yield from _small_difference((name, row, column), int(full.loc[row, column]), together, threshold)
    for whole in around:
        for row, column, all_of_it in _published(whole, name, full):
            siblings = [one for one in latest if _window(one).within(whole) and one is not whole]
            apart = [one for one in siblings if one.ends < window.starts or one.starts > window.ends]
            for parts in [(), *_apart(apart)]:
                known = dict(_by_cell(parts, name, full))
                if parts and (row, column) not in known:
                    continue
                rest = all_of_it - known.get((row, column), 0)
                yield from _small_difference((name, row, column), int(full.loc[row, column]), rest, threshold)


def _small_difference(cell: Cell, count: int, known: int, threshold: int) -> Iterator[Protected]:
    if 0 < count - known < threshold:
        yield Protected({cell: 1}, known + 1, known + threshold - 1)
    elif 0 < known - count < threshold:
        yield Protected({cell: 1}, max(0, known - threshold + 1), known - 1)


def _apart(releases: Sequence[RecordedRelease]) -> Iterator[tuple[RecordedRelease, ...]]:
    """Every choice of releases whose terms do not overlap."""
    ordered = sorted(releases, key=lambda release: (release.starts, release.number))[:MOST_PARTS]
    for size in range(1, len(ordered) + 1):
        for chosen in combinations(ordered, size):
            if all(one.ends < other.starts for one, other in zip(chosen, chosen[1:], strict=False)):
                yield chosen


def _by_cell(parts: Sequence[RecordedRelease], name: str, full: pd.DataFrame) -> Iterator[tuple[tuple[Any, Any], int]]:
    """The sum over the parts of each cell that all of them publish."""
    shown: list[Mapping[tuple[Any, Any], int]] = [
        {(row, column): count for row, column, count in _published(part, name, full)} for part in parts
    ]
    for place in shown[0] if shown else ():
        if all(place in one for one in shown):
            yield place, sum(one[place] for one in shown)


def _published(release: RecordedRelease, name: str, full: pd.DataFrame) -> Iterator[tuple[Any, Any, int]]:
    """What was published of the cells that the new table has as well; a rounded count tells no exact difference."""
    if release.policy.round_to > 1:
        return
    for row, column, count in cells_of(release.tables[name]):
        if row in full.index and column in full.columns and not pd.isna(count):
            yield row, column, int(count)


def _window(release: RecordedRelease) -> Window:
    return Window(term=release.term, starts=release.starts, ends=release.ends)
