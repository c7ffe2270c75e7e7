"""The attack on a new release together with earlier ones that are about the same days: readers add and subtract.

A reader who has several releases does not know how their people are related, and tries: that a term holds all people of
another and more, that several terms add up to one, that people are in two of them, that nothing has changed. Whatever
follows about few people under one of these hypotheses counts as told. Looked at is what the new release adds to what
follows from the earlier ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from groupreport.disclosure.attack import Interval
from groupreport.disclosure.joint_cells import Compared, Sum, compared, named
from groupreport.disclosure.ledger import RecordedRelease
from groupreport.disclosure.published import TOTAL
from groupreport.disclosure.read_back import ReadNumber, cells_of
from groupreport.disclosure.readers import ABOUT_EVERYBODY, is_share_of_people, scale_table
from groupreport.disclosure.related import Relation, Sign, related_to, relations_with
from groupreport.disclosure.worlds import Releases, World

WHO_WAS_SERVED = "served"
# Numbers that a correction of people's entries does not change, and that are shown where all others are withheld.
NOT_ABOUT_PEOPLE = ("criterion", "groups")


@dataclass(frozen=True)
class Finding:
    """What the new release tells beside earlier ones: by the table, or the part of the other numbers, that tells it.

    `releases` are the numbers of the earlier ones. `corrected` says that all of them are of the same term, so that the
    difference is a correction.
    """

    part: str
    about: str
    releases: tuple[int, ...]
    corrected: bool

    def __str__(self) -> str:
        """In words that hold no count."""
        what = f"table '{self.part}'" if not self.about else f"{self.part}, {self.about}"
        return f"{what}: beside release {', '.join(map(str, self.releases))} it tells something of a few people"


@dataclass(frozen=True)
class JointResult:
    """What was found, beside how many earlier releases, under how many hypotheses."""

    findings: tuple[Finding, ...]
    releases: int
    hypotheses: int


def attack_jointly(new: RecordedRelease, earlier: Sequence[RecordedRelease]) -> JointResult:
    """Attack a release together with all earlier ones that share days with it, or with one that does.

    Args:
        new: The release as its readers will have it.
        earlier: The releases that they may have already.

    Raises:
        DisclosureError: There are too many to be attacked, a release contradicts itself, or the attack broke off.
    """
    related = related_to(new, earlier)
    if not related:
        return JointResult((), 0, 0)
    relations = relations_with(new, related)
    attack = _JointAttack(Releases(new, related))
    found, hypotheses = list(attack.on_corrections()), 1
    for relation in relations:
        # The strictest first: what agrees with it agrees with the others, and is not looked for again.
        for sign in sorted(relation.signs, key=len):
            hypotheses += 1
            world = World(attack.releases, relation, sign)
            if world.supposed:
                found += attack.on_world(world, (relation, sign))
            attack.releases.remember(world.examples)
        found += attack.on_numbers(relation)
    found += attack.on_world(World(attack.releases), None)
    return JointResult(tuple(dict.fromkeys(found)), len(related), hypotheses)


class _JointAttack:
    def __init__(self, releases: Releases) -> None:
        self.releases = releases

    def on_world(self, world: World, supposed: tuple[Relation, Sign] | None) -> Iterator[Finding]:
        """What follows under one hypothesis; under none, from what a reader takes for granted."""
        relation = None if supposed is None else supposed[0]
        for release in self.releases.all:
            for name, table in release.tables.items():
                for row, column, count in cells_of(table):
                    if math.isnan(count) and self._narrowed(world, release, (name, row, column)):
                        yield self._finding(name, relation)
                        break
        if supposed is None:
            yield from self._on_differences(world, world.certain, 1)
        elif supposed[1] != "=":
            yield from self._on_differences(world, world.supposed, 1 if supposed[1] == ">=" else -1)

    def on_corrections(self) -> Iterator[Finding]:
        """Releases of the same term that show the same and withhold something else: its place would tell of whom."""
        new = self.releases.new
        for release in self.releases.all[1:]:
            if (release.term, release.rules) == (new.term, new.rules) and release.data != new.data:
                before, now = _everything(release), _everything(new)
                both = [place for place in now if place in before and None not in (now[place], before[place])]
                blank = {place for place in before if before[place] is None} != {p for p in now if now[p] is None}
                if both and blank and all(now[place] == before[place] for place in both):
                    yield Finding(WHO_WAS_SERVED, "", (release.number,), corrected=True)

    def _narrowed(self, world: World, release: RecordedRelease, cell: tuple[str, str, str]) -> bool:
        """Whether a withheld count that may be small is known better than from its own release and the earlier ones."""
        smallest = release.policy.smallest_count
        factors = {named(release.number, cell): 1}
        alone = self.releases.alone(release.number, cell)
        ends = _enough(alone, smallest)
        now = world.now(factors, *ends)
        if now[0] <= ends[0] and now[1] >= ends[1]:
            return False
        before = world.before(factors)
        low, high = max(alone[0], before[0]), min(alone[1], before[1])
        # Of an old release nobody knows any more which counts are small, so each that may be is held to be.
        raised = release is not self.releases.new and max(1, low) < now[0] < smallest
        lowered = 1 <= now[1] < min(high, smallest - 1)
        exact = _width(now) < smallest - 1 <= min(_width(alone), _width(before))
        return raised or lowered or exact

    def _on_differences(self, world: World, places: Iterable[Compared], turn: int) -> Iterator[Finding]:
        lines: dict[tuple[Relation, str, str], dict[str, Sum]] = {}
        mine = [place for place in places if self.releases.new.number in (place.relation.whole, *place.relation.parts)]
        by_place = {(*place.line, place.column): place for place in mine}
        for place in mine:
            factors = {cell: turn * factor for cell, factor in place.factors.items()}
            lines.setdefault(place.line, {})[place.column] = factors
            # Where a cell is withheld, what is left follows from a search that would be made for every place.
            rests = [rest for rest in self._rests(place, by_place, turn) if self.releases.shows(rest)]
            if any(self._few(world, one, place.relation) for one in [factors, *rests]):
                yield self._finding(place.table, place.relation)
        for (relation, table, _), line in lines.items():
            if not table.startswith(WHO_WAS_SERVED) and _all_alike(line, world):
                yield self._finding(table, relation)

    def _rests(self, place: Compared, by_place: dict[tuple[Relation, str, str, str], Compared], turn: int) -> list[Sum]:
        """What is left of the difference's row and column without this place."""
        if not self.releases.new.policy.near_totals or TOTAL in (place.row, place.column):
            return []
        rests: list[Sum] = []
        for row, column in ((place.row, TOTAL), (TOTAL, place.column)):
            total = by_place.get((place.relation, place.table, row, column))
            if total is not None:
                rest = {cell: turn * factor for cell, factor in total.factors.items()}
                for cell, factor in place.factors.items():
                    rest[cell] = rest.get(cell, 0) - turn * factor
                rests.append(rest)
        return rests

    def _few(self, world: World, factors: Sum, relation: Relation) -> bool:
        """Whether a difference is known to be of few people, or of people of too few groups, better than before."""
        numbers = (relation.whole, *relation.parts)
        policies = [self.releases.by_number[number].policy for number in numbers]
        smallest = max(policy.smallest_count for policy in policies)
        few_groups = self._few_groups(relation)
        seen = world.seen(factors)
        if seen[1] >= smallest and (_width(seen) >= smallest - 1 or not few_groups):
            return False
        now = world.now(factors, 1, smallest)
        told = _told(now, smallest) and not (now[0] <= 0 and any(policy.round_to > 1 for policy in policies))
        of_few_groups = now[1] > 0 and _width(now) < smallest - 1 and few_groups
        return (told or of_few_groups) and world.before(factors) != now

    def _few_groups(self, relation: Relation) -> bool:
        """Whether the releases' numbers of groups differ by fewer than must stand behind a number."""
        groups = [_groups(self.releases.by_number[number]) for number in (relation.whole, *relation.parts)]
        if any(one is None for one in groups):
            return False
        whole, *parts = [float(one or 0) for one in groups]
        return 0 < abs(whole - sum(parts)) < self.releases.new.policy.minimum_groups

    def on_numbers(self, relation: Relation) -> Iterator[Finding]:
        """Means, shares and effects: times their people they can be subtracted like counts."""
        told = [self.releases.by_number[number] for number in (relation.whole, *relation.parts)]
        given = [
            {(n.part, n.about, n.program, n.measure): n for n in one.numbers if n.value is not None} for one in told
        ]
        for key, number in given[0].items():
            others = [one[key] for one in given[1:] if key in one]
            if len(others) < len(relation.parts) or number.measure in (*NOT_ABOUT_PEOPLE, "people_at_least"):
                continue
            if is_share_of_people(number):  # a count among the others
                continue
            changed = len(others) > 1 or others[0].value != number.value
            if changed and self._about_few(number, relation):
                yield self._finding(number.part, relation, number.about or number.measure)

    def _about_few(self, number: ReadNumber, relation: Relation) -> bool:
        """Whether those whom the number is about in one release and not in the others are few, or may be."""
        told = [self.releases.by_number[one] for one in (relation.whole, *relation.parts)]
        table = scale_table(number, told[0]) if number.part == "scales" else _everybody(told[0])
        if table is None:
            return True
        of_relation = compared(relation, self.releases.known)
        place = next((one for one in of_relation if (one.table, one.row, one.column) == (*table, TOTAL)), None)
        if place is None:
            return True
        low, high = self.releases.apart(place.factors)
        if low == high == 0:
            return len(relation.parts) == 1
        if low <= 0 <= high and any(one.policy.round_to > 1 for one in told):
            return False
        smallest = max(one.policy.smallest_count for one in told)
        near = low < smallest and high > -smallest
        return near or (_width((low, high)) < smallest - 1 and self._few_groups(relation))

    def _finding(self, part: str, relation: Relation | None, about: str = "") -> Finding:
        new = self.releases.new
        everything = [one.number for one in self.releases.all]
        numbers = everything if relation is None else [relation.whole, *relation.parts]
        others = tuple(number for number in numbers if number != new.number)
        corrected = all(self.releases.by_number[number].term == new.term for number in others)
        same_data = all(self.releases.by_number[number].data == new.data for number in others)
        return Finding(part, about, others, corrected and not same_data)


def _told(ends: Interval, smallest: int) -> bool:
    """Whether a count is known to be small, and more is known of it than that."""
    return 1 <= ends[1] < smallest and not _covers(ends, smallest)


def _covers(ends: Interval, smallest: int) -> bool:
    return ends[0] <= 1 and ends[1] >= smallest - 1


def _enough(alone: Interval, smallest: int) -> Interval:
    """How far a count must reach so that nothing is known of it that was not known from its own release."""
    low, high = alone
    if high < smallest:
        return alone
    return max(1, low), min(high, max(1, low) + smallest - 1)


def _width(ends: Interval) -> float:
    return ends[1] - ends[0]


def _all_alike(line: dict[str, Sum], world: World) -> bool:
    """Whether all people of a row of differences are known to be in one column."""
    columns = [factors for column, factors in line.items() if column != TOTAL]
    if sum(world.seen(factors)[1] > 0 for factors in columns) > 1:
        return False
    ends = [world.now(factors, 0, 1) for factors in columns]
    nobody = sum(high <= 0 for _, high in ends)
    return len(ends) > 1 and nobody == len(ends) - 1 and any(low > 0 for low, _ in ends)


def _given(release: RecordedRelease) -> dict[tuple[str, str, str, str], ReadNumber]:
    """The numbers that a release shows, by what they are about."""
    shown = (number for number in release.numbers if number.value is not None)
    return {(number.part, number.about, number.program, number.measure): number for number in shown}


def _everything(release: RecordedRelease) -> dict[tuple[str, ...], float | None]:
    """All counts and other numbers of a release by their place, None where withheld."""
    counts: dict[tuple[str, ...], float | None] = {
        (name, row, column): None if math.isnan(count) else count
        for name, table in release.tables.items()
        for row, column, count in cells_of(table)
    }
    numbers = {(one.part, one.about, one.program, one.measure): one.value for one in release.numbers}
    return counts | {place: value for place, value in numbers.items() if place[3] not in NOT_ABOUT_PEOPLE}


def _groups(release: RecordedRelease) -> float | None:
    return next((one.value for one in release.numbers if one.measure == "groups"), None)


def _everybody(release: RecordedRelease) -> tuple[str, str] | None:
    name = next((name for name in release.tables if name.startswith(ABOUT_EVERYBODY)), None)
    return None if name is None else (name, TOTAL)
