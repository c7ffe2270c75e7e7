"""One funder release: all its tables protected together, attacked together."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from groupreport.disclosure import rules
from groupreport.disclosure.attack import attack_on_tables
from groupreport.disclosure.coarsening import coarser, parts_of, tables_to_coarsen
from groupreport.disclosure.earlier import Earlier
from groupreport.disclosure.guarantee import Guarantee
from groupreport.disclosure.policy import Policy
from groupreport.disclosure.published import TOTAL, Cell, Link, PartOf, SameCount, Status, SumOf, SuppressedTable
from groupreport.disclosure.rules import Protected
from groupreport.disclosure.safe import SafeTable
from groupreport.disclosure.suppression import check_counts, least_withheld, nothing_told, suppress_jointly
from groupreport.disclosure.three_way import behind, counts_behind, small_of_three
from groupreport.disclosure.whole_lines import with_whole_lines
from groupreport.errors import DisclosureError
from groupreport.summaries.records import CountTable

ROWS, COLUMNS = 0, 1
Margin = tuple[str, int]
# Tables of who people are. That a program for women serves women tells nothing about any of them; that everybody in a
# program dropped out, or got worse, does.
WHO_WAS_SERVED = "served"
# From the best that can be said of a release to the worst.
STATUSES: tuple[Status, ...] = ("nothing to withhold", "optimal", "heuristic", "everything withheld")


@dataclass(frozen=True)
class Release:
    """The tables of a release, and what was done to make them safe."""

    tables: dict[str, SafeTable]
    guarantee: Guarantee

    def without(
        self, whole: Collection[str], reason: str, places: Mapping[str, Collection[tuple[str, str]]]
    ) -> Release:
        """The release with more withheld: this, and rows and columns of which too little is left (`whole_lines`).

        Args:
            whole: Tables that are withheld as a whole.
            reason: Why, as a code.
            places: Cells and margins that are withheld in other tables, by row and column label.
        """
        tables = with_whole_lines(
            {
                name: table.withheld_whole(reason) if name in whole else table.without(places.get(name, ()))
                for name, table in self.tables.items()
            }
        )
        everything = bool(tables) and set(whole) >= set(tables)
        guarantee = replace(
            self.guarantee,
            complementary=sum(table.withheld for table in tables.values()) - self.guarantee.primary,
            solver="everything withheld" if everything else self.guarantee.solver,
            # How closely a count is known that nobody sees at all would tell of a correction.
            narrowest_interval=None if everything else self.guarantee.narrowest_interval,
            reasons=tuple(sorted({table.reason for table in tables.values()} - {""})),
        )
        return Release(tables, guarantee)


NO_EARLIER = Earlier()


def protect(
    counted: Mapping[str, CountTable],
    policy: Policy,
    *,
    earlier: Earlier = NO_EARLIER,
    patterns: Path | None = None,
) -> Release:
    """Withhold what must be withheld in all the tables of a release, and attack the result.

    A table that would lose too many of its cells is put together to fewer columns first, by the steps that it names.
    Counts that an earlier release of the same term shows are shown again. What this release gives away beside earlier
    ones is another question, which `beside` answers.

    Tables whose rows have the same name are about the same people where their row totals agree; otherwise the smaller
    is taken to count some of the people of the largest. Readers know that, so the attacker does.

    A table of fewer people in all than the smallest count is withheld as a whole, its columns put together as far as
    they can be: what were left of it would tell whether it counts nobody, one person or a few.

    Patterns that were found before are taken from the folder *patterns*, and kept there, if one is given.

    Raises:
        DisclosureError: A table is not one of counts, or the result does not stand up.
    """
    in_order, of_few = list(counted), _of_few_people(counted, policy)
    counted = coarser_in_any_case({name: table for name, table in counted.items() if name not in of_few}, policy)
    while True:
        made = _protect_as_they_are(counted, policy, earlier, patterns)
        too_fine = tables_to_coarsen(counted, made.published)
        if not too_fine:
            break
        counted |= {name: coarser(counted[name]) for name in too_fine}
    counted |= of_few
    made = _with_untold(made, of_few)
    tables = SafeTable.from_release(
        {name: counted[name] for name in in_order}, made.published, made.protected, made.links, policy
    )
    return Release(tables, _guarantee(made, policy, len(earlier.releases))).without((), "", {})


def _of_few_people(counted: Mapping[str, CountTable], policy: Policy) -> dict[str, CountTable]:
    """The tables of fewer people than the smallest count, nobody among them, put together as far as they can be."""
    found = {}
    for name, table in counted.items():
        if _counts_of(name, table).to_numpy().sum() < policy.smallest_count:
            while table.coarser:
                table = coarser(table)
            found[name] = table
    return found


def coarser_in_any_case(counted: Mapping[str, CountTable], policy: Policy) -> dict[str, CountTable]:
    """The tables after those steps that each of them alone asks for, so that no release is searched in vain.

    With more withheld no table says more, so a table that says too little with the least that any release withholds
    says too little in every release.
    """

    def says_too_little(name: str, table: CountTable) -> bool:
        counts = _counts_of(name, table)
        least = least_withheld(name, counts, protected_counts({name: table}, [], policy))
        return bool(tables_to_coarsen({name: table}, {name: least}))

    made = dict(counted)
    for name, table in counted.items():
        while table.coarser and says_too_little(name, table):
            table = made[name] = coarser(table)
    return made


@dataclass(frozen=True)
class _Protection:
    """One try: the counts, what must stay uncertain about them, and what is published of them."""

    counts: dict[str, pd.DataFrame]
    links: list[Link]
    protected: list[Protected]
    published: dict[str, SuppressedTable]


def _protect_as_they_are(
    counted: Mapping[str, CountTable], policy: Policy, earlier: Earlier, patterns: Path | None
) -> _Protection:
    counts = {name: _counts_of(name, table) for name, table in counted.items()}
    links = links_between(counted)
    protected = protected_counts(counted, links, policy)
    asked = {item.cell for item in protected if item.cell is not None}
    known = [cell for cell in earlier.shown(counts, policy) if cell not in asked]
    published = suppress_jointly(
        counts, protected, links, behind=counts_behind(counted), known=known, patterns=patterns
    )
    return _Protection(counts, links, protected, published)


def _with_untold(made: _Protection, of_few: Mapping[str, CountTable]) -> _Protection:
    """The same and these tables, of which nothing is told."""
    counts = {name: _counts_of(name, table) for name, table in of_few.items()}
    untold = {name: nothing_told(name, of_table) for name, of_table in counts.items()}
    return replace(made, counts=made.counts | counts, published=made.published | untold)


def _counts_of(name: str, table: CountTable) -> pd.DataFrame:
    try:
        check_counts(table.counts)
    except ValueError as error:
        raise DisclosureError(f"Table '{name}': {error}.") from error
    if not (
        table.counts.index.equals(table.groups_behind.index)
        and table.counts.columns.equals(table.groups_behind.columns)
    ):
        raise DisclosureError(f"Table '{name}': the groups behind the counts are not labeled like the counts.")
    return table.counts.astype("int64")


def protected_counts(counted: Mapping[str, CountTable], links: Sequence[Link], policy: Policy) -> list[Protected]:
    """Everything that must stay uncertain under the policy."""
    smallest = policy.smallest_count
    protected: list[Protected] = []
    for name, table in counted.items():
        protected += rules.small_counts(name, table.counts, smallest)
        protected += rules.small_lines(name, table.counts, smallest)
        protected += rules.few_groups(name, table.counts, table.groups_behind, smallest, policy.minimum_groups)
        if policy.near_totals:
            protected += rules.near_totals(name, table.counts, smallest)
        if not name.startswith(WHO_WAS_SERVED):
            protected += rules.whole_rows(name, table.counts, smallest)
    if policy.near_totals:
        full = {name: rules.with_margins(table.counts) for name, table in counted.items()}
        protected += rules.small_differences(links, full, smallest)
    return [*protected, *small_of_three(counted, smallest)]


def links_between(counted: Mapping[str, CountTable]) -> list[Link]:
    """Which margins of different tables hold the same people, or some of the people of another.

    A margin is compared where its categories are of the same kind: programs with programs, ages with ages, classes of
    change on one questionnaire with those on the same, whether they stand in the rows of a table or in its columns.
    Tables of programs, categories and answers, two by two, are sums of one table of all three besides (`three_way`).
    """
    margins = {
        (name, axis): table.counts.sum(axis="columns" if axis == ROWS else "index")
        for name, table in counted.items()
        for axis in (ROWS, COLUMNS)
    }
    kinds = {place: _kind(counted[place[0]], place[1]) for place in margins}
    links: list[Link] = []
    for kind in dict.fromkeys(kinds.values()):
        places = [place for place in margins if kinds[place] == kind]
        largest = max(places, key=lambda place: margins[place].sum())
        for place in places:
            if place != largest:
                links += _links(place, margins[place], largest, margins[largest])
        links += [link for one in places for other in places for link in _put_together(one, other, counted)]
    return links + [link for tables in behind(counted) for link in tables.links()]


def _kind(table: CountTable, axis: int) -> tuple[str, str]:
    kind = table.rows if axis == ROWS else table.columns
    return kind, table.about if kind == "outcome" else ""


def _links(place: Margin, margin: pd.Series[int], largest: Margin, whole: pd.Series[int]) -> list[Link]:
    """The margin as the largest one of its kind again, or as a part of it where none of its counts is larger."""
    shared = [label for label in margin.index if label in whole.index]
    if not (margin[shared] <= whole[shared]).all():
        return []
    everybody = margin.sum() == whole.sum()
    links: list[Link] = []
    for label in [*shared, TOTAL]:
        here, there = _cell(place, label), _cell(largest, label)
        same = everybody and (label == TOTAL or margin[label] == whole[label])
        links.append(SameCount(here, there) if same else PartOf(here, there))
    return links


def _put_together(fine: Margin, coarse: Margin, counted: Mapping[str, CountTable]) -> list[Link]:
    """Categories of one table that are several of another's put together, where both are about the same people."""
    (name, axis), (other, of_other) = fine, coarse
    if fine == coarse or axis != COLUMNS or of_other != COLUMNS:
        return []
    if counted[name].counts.to_numpy().sum() != counted[other].counts.to_numpy().sum():
        return []
    links: list[Link] = []
    for label in counted[other].counts.columns:
        parts = parts_of(str(label), counted[name])
        if len(parts) > 1:
            links.append(SumOf(_cell(coarse, label), tuple(_cell(fine, part) for part in parts)))
    return links


def _cell(place: Margin, label: Hashable) -> Cell:
    name, axis = place
    return (name, label, TOTAL) if axis == ROWS else (name, TOTAL, label)


def _guarantee(made: _Protection, policy: Policy, earlier_releases: int) -> Guarantee:
    tables = made.published.values()
    return Guarantee(
        policy=policy.name,
        smallest_count=policy.smallest_count,
        minimum_groups=policy.minimum_groups,
        tables=len(tables),
        cells=sum((len(counts.index) + 1) * (len(counts.columns) + 1) for counts in made.counts.values()),
        primary=sum(table.primary for table in tables),
        complementary=sum(table.complementary for table in tables),
        solver=max((table.status for table in tables), key=STATUSES.index, default="nothing to withhold"),
        narrowest_interval=_narrowest(made.published, made.protected, made.links),
        earlier_releases=earlier_releases,
        reasons=tuple(sorted({table.reason for table in tables} - {""})),
    )


def _narrowest(
    published: Mapping[str, SuppressedTable], protected: Sequence[Protected], links: Sequence[Link]
) -> float | None:
    """How many values the attacker is left with for the protected count that is known best."""
    attack = attack_on_tables(published, links)
    narrowest = math.inf
    for item in protected:
        if attack.seen_width(item.factors) < narrowest:
            low, high = attack.interval(item.factors)
            narrowest = min(narrowest, high - low + 1)
    return narrowest if protected else None
