"""What earlier releases ask of a new one, because readers subtract: restated terms, and terms that share days."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from groupreport.disclosure.attack import PublishedTable, attack_on_tables
from groupreport.disclosure.ledger import RecordedRelease
from groupreport.disclosure.policy import Policy
from groupreport.disclosure.published import TOTAL, Cell, Link, PartOf, SameCount, SumOf, SuppressedTable
from groupreport.disclosure.read_back import ReadTable, cells_of, without_rounded
from groupreport.disclosure.rules import Protected, with_margins
from groupreport.disclosure.suppression import stays_uncertain
from groupreport.errors import DisclosureError


@dataclass(frozen=True, kw_only=True)
class Window:
    """The term that a release is about: its id, first and last day."""

    term: str
    starts: datetime.date
    ends: datetime.date

    def shares_days_with(self, release: RecordedRelease) -> bool:
        """Whether a day of this term is one of the release's term."""
        return self.starts <= release.ends and release.starts <= self.ends


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """The releases that readers may have already, and the term that the new one is about; empty: there are none."""

    window: Window | None = None
    releases: tuple[RecordedRelease, ...] = ()

    @property
    def overlapping(self) -> tuple[str, ...]:
        """Other terms that were released and share days with this one, by id.

        A year and its halves, or a term under another name with other days, are about the same people. Their tables
        cannot only be subtracted cell by cell: what one withholds follows from sums over the cells of the other. As
        long as that is not attacked as a whole, the second of two such terms is not released.
        """
        window = self.window
        if window is None:
            return ()
        others = [one.term for one in self.releases if one.term != window.term and window.shares_days_with(one)]
        return tuple(dict.fromkeys(others))

    @property
    def own(self) -> tuple[RecordedRelease, ...]:
        """The earlier releases of this very term."""
        return tuple(one for one in self.releases if self.window is not None and one.term == self.window.term)

    def asks(self, tables: Mapping[str, pd.DataFrame], policy: Policy) -> list[Protected]:
        """What must stay uncertain because of them; rounding hides differences of a few people by itself."""
        if policy.round_to > 1:
            return []
        return [
            item for name, counts in tables.items() for item in restated(name, counts, self.own, policy.smallest_count)
        ]

    def shown(self, tables: Mapping[str, pd.DataFrame], policy: Policy) -> list[Cell]:
        """The counts that are public already."""
        if policy.round_to > 1:
            return []
        return [cell for name, counts in tables.items() for cell in shown_before(name, counts, self.own)]

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
            for release in self.own
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
        for release in self.own:
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


def restated(name: str, counts: pd.DataFrame, own: Sequence[RecordedRelease], threshold: int) -> Iterator[Protected]:
    """Every count that an earlier release of the same term shows with a small difference.

    When 63 become 64, everybody who has both releases knows that one person was added, and on whom the other tables
    changed with it. The new count must stay anything within threshold - 1 of the old one.
    """
    around = threshold - 1
    for cell, now, before in _told_before(name, counts, own):
        if 0 < abs(now - before) < threshold:
            yield Protected({cell: 1}, max(0, before - around), before + around)


def shown_before(name: str, counts: pd.DataFrame, own: Sequence[RecordedRelease]) -> Iterator[Cell]:
    """Every count that an earlier release of the same term shows as it is: it is known, and protects nothing."""
    return (cell for cell, now, before in _told_before(name, counts, own) if now == before)


def _told_before(name: str, counts: pd.DataFrame, own: Sequence[RecordedRelease]) -> Iterator[tuple[Cell, int, int]]:
    """Every count that was published before, with what it is now; a rounded count tells no exact difference."""
    full: pd.DataFrame = with_margins(counts)
    for release in own:
        if name not in release.tables or release.policy.round_to > 1:
            continue
        for row, column, count in cells_of(release.tables[name]):
            if row in full.index and column in full.columns and not pd.isna(count):
                yield (name, row, column), int(full[column][row]), int(count)
