"""How many members would show an episode if nothing but chance moved their ratings, and how many would be repaired."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.measures.inputs import Numbers
from groupreport.measures.ruptures.common_course import CommonCourse
from groupreport.measures.ruptures.criteria import Criterion, criteria, in_another_order, points_of
from groupreport.measures.ruptures.finding import find_alone
from groupreport.measures.ruptures.rule import Rule
from groupreport.measures.ruptures.rules import rule_named
from groupreport.measures.ruptures.series import RatedSeries, Ratings, rated_series
from groupreport.measures.ruptures.surrogates import course_to_order_by, surrogates
from groupreport.measures.ruptures.walking import STATUSES, Repair
from groupreport.parameters import RuptureSettings
from groupreport.seeds import MEMBERS_BY_CHANCE

SHUFFLES = 100
SEED = MEMBERS_BY_CHANCE
# So many ratings are put in order at once: more take more memory and are no faster.
_RATINGS_AT_ONCE = 1_000_000
_ANY_ORDER = CommonCourse()


@dataclass(frozen=True, kw_only=True)
class MembersByChance:
    """What chance gives: the mean over the orders, and the middle 95 % of them.

    Attributes:
        expected: Members with at least one episode; NaN where no series can be judged.
        low: Their lower end.
        high: Their upper end.
        repaired: Episodes repaired, of those with a known end; NaN where no order has one.
        repaired_low: Its lower end over the orders that have one.
        repaired_high: Its upper end.
    """

    expected: float = math.nan
    low: float = math.nan
    high: float = math.nan
    repaired: float = math.nan
    repaired_low: float = math.nan
    repaired_high: float = math.nan


def members_by_chance_of_rules(
    scores: pd.DataFrame | RatedSeries,
    rules: Sequence[tuple[str | Rule, Criterion]],
    *,
    settings: RuptureSettings,
    course: CommonCourse = _ANY_ORDER,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> list[MembersByChance]:
    """The same for several rules, each with its criterion, in the same orders: these are made only once.

    Takes the other arguments of `members_by_chance` and raises what it raises.

    Examples:
        >>> from groupreport.measures.ruptures import RULES
        >>> scores = pd.DataFrame({"member_id": "M1", "session": range(8), "score": [5.0, 5, 6, 5, 6, 5, 6, 1]})
        >>> both = [(RULES["sd_strict"], None), (RULES["reliable_change"], 5.0)]
        >>> [found.expected > 0.5 for found in members_by_chance_of_rules(scores, both, settings=RuptureSettings())]
        [True, False]
    """
    if shuffles < 1:
        raise ValueError(f"at least one order is needed, not {shuffles}")
    if not -1 < course.autocorrelation < 1:
        raise ValueError(f"an autocorrelation lies between -1 and 1, it is {course.autocorrelation}")
    series = scores if isinstance(scores, RatedSeries) else rated_series(scores)
    named = [(rule_named(rule, settings), criterion) for rule, criterion in rules]
    judged = [
        criteria(series, rule, points_of(rule, criterion, None, None) if rule.by_chance else criterion, settings)
        for rule, criterion in named
    ]
    counts = {
        place: _Counts() for place, (rule, _) in enumerate(named) if rule.by_chance and judged[place].judged.any()
    }
    if counts:
        members = _Members(series)
        ordering = course_to_order_by(series, course)
        for times, part in _shuffled(series, shuffles, ordering, np.random.default_rng(seed)):
            for place, seen in counts.items():
                rule = named[place][0]
                own = in_another_order(judged[place].repeated(times), rule, part)
                found = find_alone(part, rule, own, Repair.of(rule, settings), settings.max_gap)
                number = part.number[found.onset]
                falling = np.bincount(number, minlength=part.count) > 0
                seen.members.append(members.counted(falling, times))
                seen.statuses.append(_statuses(number // series.count, found.status, times))
    return [counts[place].summed() if place in counts else MembersByChance() for place in range(len(rules))]


@dataclass
class _Counts:
    """Members with an episode, and episodes by status, of each order."""

    members: list[npt.NDArray[np.intp]] = field(default_factory=list)
    statuses: list[npt.NDArray[np.intp]] = field(default_factory=list)

    def summed(self) -> MembersByChance:
        members, statuses = np.concatenate(self.members), np.concatenate(self.statuses)
        repaired = statuses[:, STATUSES.index("repaired")]
        ended = statuses.sum(axis=1) - statuses[:, STATUSES.index("undetermined")]
        low, high = _middle(members)
        some = ended > 0
        repaired_low, repaired_high = _middle(repaired[some] / ended[some])
        return MembersByChance(
            expected=float(members.mean()),
            low=low,
            high=high,
            repaired=float(repaired.sum() / ended.sum()) if some.any() else math.nan,
            repaired_low=repaired_low,
            repaired_high=repaired_high,
        )


def _statuses(order: npt.NDArray[np.intp], status: npt.NDArray[np.int8], times: int) -> npt.NDArray[np.intp]:
    """How many episodes of each status each order has."""
    kinds = len(STATUSES)
    return np.bincount(order * kinds + status, minlength=times * kinds).reshape(times, kinds)


def _middle(values: Numbers | npt.NDArray[np.intp]) -> tuple[float, float]:
    if not len(values):
        return math.nan, math.nan
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


class _Members:
    """Which series belong to one member, who counts once."""

    def __init__(self, series: RatedSeries) -> None:
        member = np.unique(series.keys["member_id"].to_numpy(), return_inverse=True)[1]
        self._order = np.argsort(member, kind="stable")
        self._starts = np.flatnonzero(np.diff(member[self._order], prepend=-1))

    def counted(self, of_series: npt.NDArray[np.bool_], times: int) -> npt.NDArray[np.intp]:
        """How many members have a series with an episode, for each time that the series stand there."""
        ordered = of_series.reshape(times, -1)[:, self._order]
        return np.asarray(np.logical_or.reduceat(ordered, self._starts, axis=1).sum(axis=1))


def _shuffled(
    series: RatedSeries, shuffles: int, course: CommonCourse, random: np.random.Generator
) -> Iterator[tuple[int, Ratings]]:
    at_once = max(1, min(shuffles, _RATINGS_AT_ONCE // max(1, len(series.score))))
    for done in range(0, shuffles, at_once):
        times = min(at_once, shuffles - done)
        yield times, surrogates(series, times, course, random)


def members_by_chance(
    scores: pd.DataFrame | RatedSeries,
    rule: str | Rule,
    *,
    criterion: Criterion = None,
    settings: RuptureSettings,
    course: CommonCourse = _ANY_ORDER,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> MembersByChance:
    """Count the members with an episode when each member's sessions stand in an order made by chance.

    What a member gave at a session stays together; only the order of the sessions is another, with as much carried
    over from session to session, and as much of a common trend, as `course` says. A real drop that is repaired counts
    as noise then too: an expected number near the observed one says that the rule tells little about these ratings,
    not that nothing happened. Ratings that fall by chance mostly come back by themselves: how many of the drops with a
    known end count as repaired then is given beside.

    Args:
        scores: One row a rating: member_id, group_id, level, session, score; higher is better. Or the result of
            `rated_series`.
        rule: A rule or its name.
        criterion: In points, for rules that are measured in points, as for `find_episodes`.
        settings: The settings of `find_episodes`.
        course: What carries over and the common trend, as `common_course` estimates them.
        shuffles: How many orders.
        seed: The same seed gives the same numbers.

    Returns:
        NaN where no series can be judged, and for rules that shuffled ratings cannot test.

    Raises:
        ValueError: What `rated_series` raises, or an autocorrelation that is none.

    Examples:
        >>> members = [f"M{number}" for number in range(300) for _ in range(3)]
        >>> scores = pd.DataFrame({"member_id": members, "session": [1, 2, 3] * 300, "score": [1, 2, 8] * 300})
        >>> by_chance = members_by_chance(scores, "reliable_change", criterion=5, settings=RuptureSettings())
        >>> round(by_chance.expected / 300, 1)  # four of the six orders of 1, 2 and 8 fall by 5 or more
        0.7
    """
    one = [(rule, criterion)]
    return members_by_chance_of_rules(scores, one, settings=settings, course=course, shuffles=shuffles, seed=seed)[0]
