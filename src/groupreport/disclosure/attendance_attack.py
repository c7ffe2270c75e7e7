"""The attack on who stayed away: every way in which people can have come that agrees with all that is told of groups.

Written apart from what decides which attendance and which means are told, which looks at groups one by one. Here sizes,
attendance, means, and what is known of programs and of all are one system of whole numbers: what some of them leave to
the others counts as well, such as people who stayed away in all and cannot have in the other programs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from groupreport.disclosure.attack import Interval
from groupreport.disclosure.linear_program import BoundSum, LinearProgram, Numbers, matrix_of

MOST_NODES = 2000
# Beside a share in steps: what stands exactly on the edge must not be lost to the last binary digit.
_ALMOST = 1e-7


@dataclass(frozen=True, kw_only=True)
class GroupRead:
    """What a reader knows of a group.

    `fewest` and `most` are its members, `sessions` those that were held, `dose` so many of them as make a regular dose,
    `rated` how many must have come, `attendance` its share of attendances, of which the true one is no further than
    `half_step` away; NaN where it is not told.
    """

    program: str
    fewest: float
    most: float
    sessions: int
    dose: int
    rated: int
    attendance: float
    half_step: float


@dataclass(frozen=True, kw_only=True)
class PeopleRead:
    """Between which numbers a reader knows who is enrolled, never came, and came too seldom for a regular dose.

    And how many never came, or came too seldom or often enough for a regular dose, in truth.
    """

    enrolled: Interval
    never: Interval
    irregular: Interval
    true_never: int
    true_irregular: int
    true_regular: int


class AttendanceAttack:
    """All ways in which groups' members can have come, for who takes them to be enrolled throughout in one group."""

    def __init__(
        self,
        groups: Sequence[GroupRead],
        programs: Mapping[str, PeopleRead],
        everybody: PeopleRead | None,
        of_all: tuple[float, float],
    ) -> None:
        """Set up the system.

        Args:
            groups: The groups.
            programs: What is known of each program.
            everybody: What is known of all of them together.
            of_all: The attendance of all groups, NaN where it is not told, and half the step in which it is.
        """
        self._groups = groups
        self._rows: list[BoundSum] = []
        self._most = np.full(4 * len(groups), np.inf)
        self._least = np.zeros(4 * len(groups))
        for place, group in enumerate(groups):
            self._add_group(place, group)
        for name, people in programs.items():
            self._add_people(name, people)
        if everybody is not None:
            self._add_people(None, everybody)
        self._add_attendance(range(len(groups)), *of_all)

    def tells(self, program: str | None, known: PeopleRead, smallest: int) -> bool:
        """Whether less is left open of who stayed away, or came too seldom, than a small count must leave.

        Where that is not known, all numbers under the smallest that is shown must be possible, as far as they are for
        who knows counts alone: from one, where there are so few, and up in any case, as nobody knows how few there are.
        Whoever finds that no way agrees with it all learns nothing.

        Args:
            program: The program; None for all.
            known: What is known of its people from counts.
            smallest: The smallest count that is shown.
        """
        if not self._agrees:
            return False
        counts = ((1, known.never, known.true_never), (2, known.irregular, known.true_irregular))
        for unknown, (low, high), count in counts:
            if low == high:
                continue
            counted = {4 * place + unknown: 1.0 for place in self._places(program)}
            if not self._possible(counted, min(smallest - 1, high), math.inf):
                return True
            if 0 < count < smallest and not self._possible(counted, -math.inf, max(1, low)):
                return True
        return False

    def _places(self, program: str | None) -> Iterator[int]:
        return (place for place, group in enumerate(self._groups) if program in (None, group.program))

    def _add_group(self, place: int, group: GroupRead) -> None:
        """A group's members, who of them never came, who came too seldom (those among them), and what they missed."""
        members, never, seldom, missed = range(4 * place, 4 * place + 4)
        self._least[members], self._most[members] = group.fewest, group.most
        self._add({seldom: 1, never: -1})
        self._add({members: 1, seldom: -1})
        self._add({members: 1, never: -1}, group.rated)
        least_seldom, most_regular = group.sessions - group.dose + 1, group.sessions - group.dose
        most_seldom = group.sessions - 1
        self._add({missed: 1, seldom: -least_seldom, never: least_seldom - group.sessions})
        self._add(
            {missed: -1, never: group.sessions - most_seldom, seldom: most_seldom - most_regular, members: most_regular}
        )
        self._add_attendance([place], group.attendance, group.half_step)

    def _add_attendance(self, places: Sequence[int], share: float, half_step: float) -> None:
        """Of all attendances that were possible in these groups, so many were missed."""
        if math.isnan(share):
            return
        for end, turn in ((1 - share - half_step, 1), (1 - share + half_step, -1)):
            factors: dict[int, float] = {}
            for place in places:
                factors[4 * place + 3] = turn
                factors[4 * place] = -turn * end * self._groups[place].sessions
            self._add(factors, -_ALMOST)

    def _add_people(self, program: str | None, people: PeopleRead) -> None:
        places = list(self._places(program))
        for unknown, (low, high) in enumerate((people.enrolled, people.never, people.irregular)):
            self._add({4 * place + unknown: 1.0 for place in places}, low, high)

    def _add(self, factors: Mapping[int, float], low: float = 0.0, high: float = math.inf) -> None:
        if factors:
            self._rows.append((dict(factors), low, high))

    @cached_property
    def _sums(self) -> tuple[sparse.csr_array, Numbers, Numbers]:
        return matrix_of(self._rows, len(self._least))

    @cached_property
    def _agrees(self) -> bool:
        """Whether any way of coming agrees with all that is told."""
        return self._possible({}, -math.inf, math.inf)

    def _possible(self, factors: Mapping[int, float], low: float, high: float) -> bool:
        """Whether the sum can lie between these numbers, in whole people and attendances.

        What could not be found out in `MOST_NODES` steps counts as impossible, and so as told.
        """
        size = len(self._least)
        one_more = matrix_of([(factors, low, high)] if factors else [], size)
        sums, least, most = (
            sparse.vstack([self._sums[0], one_more[0]], format="csr"),
            *(np.concatenate(ends) for ends in zip(self._sums[1:], one_more[1:], strict=True)),
        )
        program = LinearProgram(sums, least, most, least=self._least, most=self._most)
        return program.smallest_whole(np.zeros(size), most_nodes=MOST_NODES).unknowns is not None
