"""Whether groups' attendance and means tell leadership's readers how many people of a program stayed away.

Who came, and who came regularly, may be withheld of a program because few did not. A reader adds up how many can have
stayed away of each group: by its size and its attendance, if everybody was enrolled throughout, and by its means, which
are told where as many as the smallest count rated, and so came.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from groupreport.disclosure.absences import fewest_irregular, fewest_regular, most_irregular, most_who_never_came
from groupreport.disclosure.attack import Interval, Range
from groupreport.disclosure.attendance_attack import AttendanceAttack, GroupRead, PeopleRead
from groupreport.disclosure.known_sums import KnownSums, Place
from groupreport.disclosure.leadership_groups import sizes_told
from groupreport.disclosure.leadership_rounded import STEPS_OF_A_GROUP
from groupreport.disclosure.policy import NOT_OF_PEOPLE
from groupreport.disclosure.printed import in_steps
from groupreport.measures.attendance import FEWEST_SESSIONS_OF_A_RATE
from groupreport.summaries.records import ALL_PROGRAMS, ProgramSummary

STEPS_OF_ALL = 100  # in which the attendance of all groups is told
_HALF = 0.5 / STEPS_OF_A_GROUP
_MANY = 1_000_000  # people; no program has as many


def presence_that_tells(
    summary: ProgramSummary, known: KnownSums, withheld: set[Place], smallest: int, of_a_mean: Collection[str]
) -> set[Place]:
    """The attendance and the means of groups, and the attendance of all, where they tell who stayed away.

    Where readers do not know how many of a program, or of all, never came, it must stay possible that as many as the
    smallest count did not, and so with who came too seldom for a regular dose. Where means rule that out, those of the
    smallest group are withheld, and so on; where attendance does beside the means that are left, that of the program's
    groups, or of all groups where it would follow from the attendance of the others and of all. Nor must it follow that
    several did, since more stayed away in all than can have elsewhere. Which goes by what is told, never by how many
    came; that attendance is withheld says that few can have stayed away, as not to be told who came does.

    Args:
        summary: The term with the sizes of groups that are told, `size_from` and `size_to`.
        known: What readers know of its counts.
        withheld: Which counts are withheld.
        smallest: The smallest count that is shown.
        of_a_mean: The columns of a group's mean.
    """
    telling: set[int] = set()
    sizes, of_all = list(sizes_told(summary.groups)), _attendance_of_all(summary)
    by_program: dict[str, PeopleRead] = {}
    read = {group.row: group for group in _as_read(summary, smallest)}
    for row, group in read.items():
        # That its means are withheld says that fewer than the smallest count rated, and so that somebody did not.
        if group.is_shown and group.rated and not group.has_mean and group.most < 2 * smallest - 1:
            read[row] = group.untold()
    all_people = math.inf
    for label, program in summary.flows["program"].items():
        row, is_all = int(str(label)), program == ALL_PROGRAMS
        people = _people_read(known, row, withheld, sizes)
        if people is None:
            continue
        by_program[str(program)] = people
        all_people = people.enrolled[1] if is_all else all_people
        groups = [group for group in read.values() if is_all or group.program == program]
        if _is_open(people.never):
            groups = _with_fewer_means(groups, people)
            read |= {group.row: group for group in groups}
        most = _most_by_all(groups, [], of_all, people.enrolled[1]) if is_all else math.inf
        if _attendance_tells(groups, people, most, smallest):
            telling |= {group.row for group in groups}
    everybody = list(read.values())
    others = [group for group in everybody if group.row not in telling]
    hidden = [group for group in everybody if group.row in telling]
    for program in {group.program for group in hidden}:
        of_program = [group for group in hidden if group.program == program]
        beside = [group.untold() if group in hidden else group for group in everybody if group.program != program]
        if others and _most_by_all(of_program, beside, of_all, all_people) < smallest:
            telling |= {group.row for group in others}
    told = [group.untold() if group.row in telling else group for group in everybody]
    for less in _ever_less(told):
        told = less
        if not _tells(told, by_program, of_all, smallest):
            break
    unrated = [group for group in told if group.is_shown and not group.rated]
    untold = [group.row for group in told if not group.is_told]
    return _means(summary, unrated, of_a_mean) | {("groups", row, "attendance_rate") for row in untold}


def _people_read(known: KnownSums, row: int, withheld: set[Place], sizes: list[Range]) -> PeopleRead | None:
    """What readers know of the people of the program in this row; None where nobody knows who came."""
    enrolled, never, regular = (("flows", row, name) for name in ("enrolled", "never_attended", "dose_reached"))
    sums = {"enrolled": {enrolled: 1}, "never": {never: 1}, "irregular": {enrolled: 1, regular: -1}}
    found = known.between(sums, withheld, sizes)
    if len(found) < len(sums):
        return None
    counts = known.counts
    return PeopleRead(
        enrolled=found["enrolled"],
        never=found["never"],
        irregular=found["irregular"],
        true_never=counts[never],
        true_irregular=counts[enrolled] - counts[regular],
        true_regular=counts[regular],
    )


def _is_open(one: Interval) -> bool:
    """Whether readers do not know the number."""
    return one[0] < one[1]


@dataclass(frozen=True)
class _Group:
    """What readers know of a group: the least and the most members, its attendance, NaN where not told, who rated.

    `dose` is the share of its sessions that makes a regular dose, `irregular` the least that is missed without one,
    `rated` how many must have come because they rated, if so many did; `is_shown` is a group that is not too small for
    means, `has_mean` one of which enough people rated.
    """

    row: int
    program: str
    fewest: float
    most: float
    sessions: int
    attendance: float
    dose: float
    irregular: float
    is_shown: bool
    rated: int
    has_mean: bool

    def as_read(self) -> GroupRead:
        """The group as the attack reads it."""
        return GroupRead(
            program=self.program,
            fewest=self.fewest,
            most=self.most,
            sessions=self.sessions,
            dose=round(self.dose * self.sessions),
            rated=self.rated if self.has_mean else 0,
            attendance=self.attendance,
            half_step=_HALF,
        )

    def unrated(self) -> _Group:
        """The group without its means."""
        return dataclasses.replace(self, rated=0)

    def untold(self) -> _Group:
        """The group without its attendance."""
        return dataclasses.replace(self, attendance=math.nan)

    @property
    def is_told(self) -> bool:
        """Whether its attendance is told."""
        return not math.isnan(self.attendance)

    @property
    def missed(self) -> float:
        """The largest share of attendances that can have been missed."""
        return 1 - self.attendance + _HALF if self.is_told else 1.0


def _as_read(summary: ProgramSummary, smallest: int) -> Iterator[_Group]:
    rows = summary.groups
    dose_share = summary.term.parameters.settings.attendance.dose_share
    scales = summary.scales_by_group
    has_means = isinstance(scales, pd.DataFrame)
    enough = set(scales["group_id"][scales["members"] >= smallest]) if isinstance(scales, pd.DataFrame) else set()
    for row in rows.index[rows["enrolled"].notna()]:
        size, held = float(rows["enrolled"][row]), int(rows["held_sessions"][row])
        sessions = max(held, 1)
        dose = math.ceil(sessions * dose_share - 1e-9)
        low, high = rows["size_from"][row], rows["size_to"][row]
        told = size >= smallest and held >= FEWEST_SESSIONS_OF_A_RATE
        yield _Group(
            row=int(str(row)),
            program=str(rows["program"][row]),
            fewest=float(low) if pd.notna(low) else smallest if size >= smallest else 1,
            most=float(high) if pd.notna(high) else math.inf if size >= smallest else smallest - 1,
            sessions=sessions,
            attendance=in_steps(float(rows["attendance_rate"][row]), STEPS_OF_A_GROUP) if told else math.nan,
            dose=dose / sessions,
            irregular=(sessions - dose + 1) / sessions,
            is_shown=size >= smallest,
            rated=smallest if has_means and size >= smallest else 0,
            has_mean=rows["group_id"][row] in enough,
        )


def _possible_sizes(
    groups: list[_Group], people: float, weight: Callable[[_Group], float]
) -> Iterator[tuple[_Group, float]]:
    """The groups with sizes that they can have if so many are enrolled in all, as large as can be where it weighs most.

    Nobody is taken to be in two groups: with some in two, more can have stayed away.
    """
    left = min(people, _MANY) - sum(group.fewest for group in groups)
    for group in sorted(groups, key=weight, reverse=True):
        more = max(0.0, min(left, group.most - group.fewest)) if weight(group) > 0 else 0.0
        left -= more
        yield group, group.fewest + more


def _most_away(groups: list[_Group], people: PeopleRead, *, by_attendance: bool = False) -> float:
    """The most who can have stayed away of groups in which so many rated, and by their attendance if asked for."""
    of_groups = 0.0
    for group, size in _possible_sizes(
        groups, people.enrolled[1], lambda group: group.missed if by_attendance else 1.0
    ):
        away = most_who_never_came(size, group.attendance, _HALF) if by_attendance and group.is_told else size
        of_groups += max(0.0, min(away, size - group.rated))
    return min(of_groups, people.enrolled[1] - sum(group.rated for group in groups))


def _with_fewer_means(groups: list[_Group], people: PeopleRead) -> list[_Group]:
    """The groups, without the means of as many, smallest first, as it takes that few can have stayed away."""
    rated = sorted((group for group in groups if group.rated), key=lambda group: (group.most, group.row))
    left = {group.row: group for group in groups}
    for group in rated:
        # One less than is shown at the least must be possible: whose means are told goes by what everybody knows.
        if _most_away(list(left.values()), people) >= group.rated - 1:
            break
        left[group.row] = group.unrated()
    return list(left.values())


def _attendance_tells(groups: list[_Group], people: PeopleRead, most_of_all: float, smallest: int) -> bool:
    """Whether the groups' attendance leaves too few numbers of who stayed away, where that is not known."""
    told = [group for group in groups if group.is_told]
    if not told:
        return False
    if _is_open(people.never):
        away = _most_away(groups, people, by_attendance=True)
        if min(away, most_of_all) < smallest:
            return True
    elif _is_open(people.irregular) and _most_too_seldom(groups, people) < smallest:
        return True
    # Of a few it must not follow that they are several; of more it may.
    return any(
        0 < count < smallest and sum(fewest(group.fewest, group.attendance, _HALF, group.dose) for group in told) > 1
        for count, fewest in ((people.true_irregular, fewest_irregular), (people.true_regular, fewest_regular))
    )


def _most_too_seldom(groups: list[_Group], people: PeopleRead) -> float:
    """The most who can have come too seldom for a regular dose, beside those who are known never to have come."""
    # Each who is known to have stayed away has missed as much as one or more of these.
    least_missed = min(group.irregular for group in groups if group.is_told)
    return _most_irregular(groups, people) - math.ceil(people.never[0] / least_missed)


def _most_irregular(groups: list[_Group], people: PeopleRead) -> float:
    """The most who can have come too seldom for a regular dose, those who never came among them."""
    most = 0.0
    for group, size in _possible_sizes(groups, people.enrolled[1], lambda group: group.missed / group.irregular):
        most += most_irregular(size, group.attendance, _HALF, group.irregular) if group.is_told else size
    return most


def _ever_less(groups: list[_Group]) -> Iterator[list[_Group]]:
    """The groups with ever less that is told: without attendance, then without the means of the smallest, and so on."""
    yield groups
    left = {group.row: group.untold() for group in groups}
    yield list(left.values())
    for group in sorted((group for group in groups if group.rated), key=lambda group: (group.most, group.row)):
        left[group.row] = left[group.row].unrated()
        yield list(left.values())


def _tells(groups: list[_Group], by_program: Mapping[str, PeopleRead], of_all: float, smallest: int) -> bool:
    """Whether it follows, from all that is told of groups together, that few stayed away somewhere, or several did."""
    attack = AttendanceAttack(
        [group.as_read() for group in groups],
        {name: people for name, people in by_program.items() if name != ALL_PROGRAMS},
        by_program.get(ALL_PROGRAMS),
        (of_all if any(group.is_told for group in groups) else math.nan, 0.5 / STEPS_OF_ALL),
    )
    return any(
        attack.tells(None if name == ALL_PROGRAMS else name, people, smallest) for name, people in by_program.items()
    )


def _attendance_of_all(summary: ProgramSummary) -> float:
    """The attendance of all groups, of which funders are told as well; NaN where nobody is."""
    shares = []
    if isinstance(summary.comparison, pd.DataFrame):
        shares.append(summary.comparison.set_index("measure")["current"])
    if summary.for_funders is not None and isinstance(summary.for_funders.process, pd.DataFrame):
        shares.append(summary.for_funders.process.set_index("measure")["value"])
    told = [float(share) for found in shares for share in found[found.index.isin(NOT_OF_PEOPLE)].dropna()]
    return in_steps(told[0], STEPS_OF_ALL) if told else math.nan


def _most_by_all(groups: list[_Group], others: list[_Group], of_all: float, people: float) -> float:
    """The most of these groups who can have stayed away by the attendance of all groups, and of the others."""
    if math.isnan(of_all) or not groups:
        return math.inf
    missed = 1 - of_all + 0.5 / STEPS_OF_ALL

    def left(group: _Group) -> float:
        """How many attendances a member more would leave to be missed in the groups that are asked about."""
        own = max(0.0, 1 - group.attendance - _HALF) if group in others and group.is_told else 0.0
        return group.sessions * (missed - own)

    possible = sum(size * left(group) for group, size in _possible_sizes([*groups, *others], people, left))
    return possible / min(group.sessions for group in groups)


def _means(summary: ProgramSummary, groups: list[_Group], columns: Collection[str]) -> set[Place]:
    scales = summary.scales_by_group
    if not isinstance(scales, pd.DataFrame):
        return set()
    ids = summary.groups["group_id"][[group.row for group in groups]]
    rows = scales.index[scales["group_id"].isin(ids)]
    return {("scales_by_group", row, column) for row in rows for column in columns if column in scales}
