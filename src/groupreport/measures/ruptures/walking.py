"""Every episode of sorted series: all of them are walked along together, one rated session at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from groupreport.measures.inputs import Numbers
from groupreport.measures.ruptures.criteria import Criteria
from groupreport.measures.ruptures.marks import Marks, reaches
from groupreport.measures.ruptures.rule import Rule
from groupreport.measures.ruptures.series import Ratings, Stretches
from groupreport.parameters import RuptureSettings

RepairStatus = Literal["repaired", "partially_repaired", "unrepaired", "undetermined"]
STATUSES: tuple[str, ...] = get_args(RepairStatus)
_REPAIRED, _PARTLY, _UNREPAIRED, _UNDETERMINED = range(4)

Places = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
# Onset, nadir, end, level before and status of episodes that ended together.
_Ended = tuple[Places, Places, Places, Numbers, npt.NDArray[np.int8]]


@dataclass(frozen=True, kw_only=True)
class Episodes:
    """Episodes in order of series and onset: onset, nadir and end are places among the ratings.

    A status is a place in `STATUSES`.
    """

    onset: Places
    nadir: Places
    end: Places
    level_before: Numbers
    status: npt.NDArray[np.int8]


@dataclass(frozen=True)
class Repair:
    """When a drop counts as repaired: how much must be regained, how soon, and how much is a part of it."""

    regained: float
    within: float | None
    window: int
    partial_share: float

    @classmethod
    def of(cls, rule: Rule, settings: RuptureSettings) -> Repair:
        """The rule's own where it has one, else the program's."""
        return cls(
            regained=1 - settings.repair_tolerance if rule.regained is None else rule.regained,
            within=rule.within,
            window=settings.repair_window if rule.repair_window is None else rule.repair_window,
            partial_share=settings.partial_share,
        )

    def needed(self, depth: Numbers, criterion: Numbers) -> Numbers:
        """How many points must be regained of a drop of this depth."""
        return self.regained * depth if self.within is None else depth - self.within * criterion


class Walk:
    """Stretches side by side, each looking for a fall or following one that it has found.

    A fall is looked for until one is met; then its course is followed until it is repaired, until the window has
    passed since the lowest rating, or until the stretch ends. The next fall is looked for from there on.

    Stretches are ordered by length, so that those that still go on are the first ones.
    """

    def __init__(
        self, ratings: Ratings, stretches: Stretches, rule: Rule, judged: Criteria, marks: Marks | None
    ) -> None:
        usable = (stretches.length >= 2) & judged.judged[ratings.number[stretches.start]]
        order = np.argsort(-stretches.length[usable], kind="stable")
        self.ratings, self.rule, self.marks = ratings, rule, marks
        self.start, self.length = stretches.start[usable][order], stretches.length[usable][order]
        self.criterion = judged.criterion[ratings.number[self.start]]
        count = len(self.start)
        self.following = np.zeros(count, dtype=bool)
        self.from_place = self.start.copy()  # where the search began: the first rating, or the end of an episode
        self.peak = self.start.copy()
        self.onset, self.nadir = self.start.copy(), self.start.copy()
        self.level, self.best = np.zeros(count), np.zeros(count)

    def episodes(self, repair: Repair) -> Episodes:
        """All episodes, in order of series and onset."""
        ended: list[_Ended] = []
        for place in self._steps():
            before = self.following[: len(place)].copy()
            self._fall(place, ~before)
            ended += self._seen_before(place, before, repair)
            status = self._follow(place, before, repair)
            last = place == self.start[: len(place)] + self.length[: len(place)] - 1
            status[self.following[: len(place)] & last & (status < 0)] = _UNDETERMINED
            ended.append(self._end(place, status))
        return _in_order(ended)

    def _seen_before(self, place: Places, before: Flags, repair: Repair) -> list[_Ended]:
        """Follow falls that began before the rating that shows them, from their onset to that rating.

        What was regained by then counts, and a fall may be over before a pattern is complete.
        """
        late = np.flatnonzero(self.following[: len(place)] & ~before & (self.onset[: len(place)] < place))
        if self.marks is None or not len(late):
            return []
        back = place[late] - self.onset[late]
        self.nadir[late] = self.onset[late]
        self.best[late] = self.ratings.score[self.onset[late]]
        ended = []
        for distance in range(int(back.max()) - 1, -1, -1):
            rows = late[(back > distance) & self.following[late]]
            looking = np.zeros(len(place), dtype=bool)
            looking[rows] = True
            earlier = place - distance
            ended.append(self._end(earlier, self._follow(earlier, looking, repair)))
        return ended

    def _end(self, place: Places, status: npt.NDArray[np.int8]) -> _Ended:
        """Let the episodes that have a status end at these places; the search goes on from there."""
        over = np.flatnonzero(status >= 0)
        self.following[over] = False
        self.from_place[over] = self.peak[over] = place[over]
        return self.onset[over], self.nadir[over], place[over], self.level[over], status[over]

    def _steps(self) -> Iterator[Places]:
        """Place by place, the ratings of the stretches that go on so far; those with one rating have none."""
        for step in range(1, int(self.length[0]) if len(self.length) else 0):
            going = int(np.searchsorted(-self.length, -step, side="left"))
            yield self.start[:going] + step

    def _fall(self, place: Places, looking: Flags) -> None:
        """Let the stretches that are looking meet a fall at these places, if there is one."""
        if self.marks is None:
            met, level, onset = self._decline(place, looking)
        else:
            onset = self.marks.onset(place, self.from_place[: len(place)])
            met, level = looking & (onset >= 0), self.marks.level_before[place]
        rows = np.flatnonzero(met)
        self.following[rows] = True
        self.onset[rows], self.level[rows] = onset[rows], level[rows]
        self.nadir[rows] = place[rows]
        self.best[rows] = self.ratings.score[place[rows]]

    def _decline(self, place: Places, looking: Flags) -> tuple[Flags, Numbers, Places]:
        """A fall of the criterion in one step, or added up from the last of the highest ratings before it.

        A decline is added up only if the rule says so, and only while ratings do not rise: from where they began to
        fall, however large the single steps are, so that a deeper fall never counts as a smaller one. Among equal
        ratings at the top the last one is the level before.
        """
        going, score = len(place), self.ratings.score
        now, last = score[place], score[place - 1]
        if not self.rule.cumulative:
            in_step = looking & reaches(last - now, self.criterion[:going], inclusive=self.rule.inclusive)
            return in_step, last, place
        at_top = score[self.peak[:going]]
        self.peak[:going] = np.where((now > last) | (now == at_top), place, self.peak[:going])
        fallen = looking & reaches(at_top - now, self.criterion[:going], inclusive=self.rule.inclusive)
        return fallen, at_top, self.peak[:going] + 1

    def _follow(self, place: Places, before: Flags, repair: Repair) -> npt.NDArray[np.int8]:
        """What became at these places of the drops that were followed before: a status, or -1 for nothing yet."""
        status = np.full(len(place), -1, dtype=np.int8)
        rows = np.flatnonzero(before)
        now, lowest = self.ratings.score[place[rows]], self.ratings.score[self.nadir[rows]]
        lower = now < lowest
        self.nadir[rows] = np.where(lower, place[rows], self.nadir[rows])
        self.best[rows] = best = np.where(lower, now, np.maximum(self.best[rows], now))
        lowest = np.where(lower, now, lowest)
        depth, regained = self.level[rows] - lowest, best - lowest
        repaired = ~lower & reaches(regained, repair.needed(depth, self.criterion[rows]), inclusive=True)
        passed = ~repaired & (place[rows] - self.nadir[rows] >= repair.window)
        partly = reaches(regained, repair.partial_share * depth, inclusive=True)
        status[rows] = np.where(repaired, _REPAIRED, np.where(passed, np.where(partly, _PARTLY, _UNREPAIRED), -1))
        return status


def _in_order(ended: list[_Ended]) -> Episodes:
    if not ended:
        nothing = np.zeros(0, dtype=np.intp)
        return Episodes(
            onset=nothing, nadir=nothing, end=nothing, level_before=np.zeros(0), status=np.zeros(0, dtype=np.int8)
        )
    onset, nadir, end, level, status = (np.concatenate(parts) for parts in zip(*ended, strict=True))
    order = np.argsort(onset, kind="stable")
    return Episodes(
        onset=onset[order], nadir=nadir[order], end=end[order], level_before=level[order], status=status[order]
    )
