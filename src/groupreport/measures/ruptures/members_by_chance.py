"""How many members would show an episode if nothing but chance moved their ratings."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.measures.ruptures.criteria import Criterion, criteria, in_another_order
from groupreport.measures.ruptures.finding import series_with_episode
from groupreport.measures.ruptures.rule import Rule
from groupreport.measures.ruptures.series import RatedSeries, Ratings, rated_series
from groupreport.measures.ruptures.surrogates import surrogates
from groupreport.parameters import RuptureSettings

SHUFFLES = 100
SEED = 2026
# So many ratings are put in order at once: more take more memory and are no faster.
_RATINGS_AT_ONCE = 1_000_000


@dataclass(frozen=True, kw_only=True)
class MembersByChance:
    """Members with at least one episode: the mean over the shuffles, and the middle 95 % of them; NaN without any."""

    expected: float
    low: float
    high: float


class Shuffled:
    """The same ratings in many orders, made once and judged by one rule after the other.

    Args:
        scores: One row a rating: member_id, group_id, level, session, score; higher is better. Or the result of
            `rated_series`.
        autocorrelation: How much of a rating carries over to the next one, from -1 to 1: 0 for none.
        shuffles: How many orders.
        seed: The same seed gives the same numbers.
    """

    def __init__(
        self,
        scores: pd.DataFrame | RatedSeries,
        *,
        autocorrelation: float = 0.0,
        shuffles: int = SHUFFLES,
        seed: int = SEED,
    ) -> None:
        if not -1 < autocorrelation < 1:
            raise ValueError(f"an autocorrelation lies between -1 and 1, it is {autocorrelation}")
        self.series = scores if isinstance(scores, RatedSeries) else rated_series(scores)
        self._shuffles = shuffles
        member = np.unique(self.series.keys["member_id"].to_numpy(), return_inverse=True)[1]
        self._by_member = np.argsort(member, kind="stable")
        self._starts = np.flatnonzero(np.diff(member[self._by_member], prepend=-1))
        self._parts = list(self._shuffle(autocorrelation, np.random.default_rng(seed)))

    def members(self, rule: Rule, settings: RuptureSettings, criterion: Criterion = None) -> MembersByChance:
        """How many members have an episode by this rule in the shuffled ratings."""
        judged = criteria(self.series, rule, criterion, settings)
        if not rule.by_chance or not judged.judged.any() or not self._parts:
            return MembersByChance(expected=math.nan, low=math.nan, high=math.nan)
        counts = []
        for times, part in self._parts:
            falling = series_with_episode(
                part, rule, in_another_order(judged.repeated(times), rule, part), settings.max_gap
            )
            counts.append(self._members(falling.reshape(times, -1)))
        members = np.concatenate(counts)
        low, high = np.quantile(members, [0.025, 0.975])
        return MembersByChance(expected=float(members.mean()), low=float(low), high=float(high))

    def _shuffle(self, autocorrelation: float, random: np.random.Generator) -> Iterator[tuple[int, Ratings]]:
        at_once = max(1, min(self._shuffles, _RATINGS_AT_ONCE // max(1, len(self.series.score))))
        for done in range(0, self._shuffles, at_once):
            times = min(at_once, self._shuffles - done)
            yield times, surrogates(self.series, times, autocorrelation, random)

    def _members(self, of_series: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
        return np.asarray(np.logical_or.reduceat(of_series[:, self._by_member], self._starts, axis=1).sum(axis=1))


def members_by_chance(
    scores: pd.DataFrame | RatedSeries,
    rule: Rule,
    *,
    criterion: Criterion = None,
    settings: RuptureSettings,
    autocorrelation: float = 0.0,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> MembersByChance:
    """Count the members with an episode when the ratings of each of their series stand in an order made by chance.

    Each series keeps its sessions, its gaps and its ratings; only their order is another, with as much carried over
    from session to session as `autocorrelation` says. A real drop that is repaired counts as noise then too: an
    expected number near the observed one says that the rule tells little about these ratings, not that nothing
    happened.

    Args:
        scores: One row a rating: member_id, group_id, level, session, score; higher is better. Or the result of
            `rated_series`.
        rule: The rule.
        criterion: In points, for rules that are measured in points, as for `find_episodes`.
        settings: The settings of `find_episodes`.
        autocorrelation: Of a rating with the one before it, as `within_member_autocorrelation` estimates it.
        shuffles: How many orders.
        seed: The same seed gives the same numbers.

    Returns:
        Expected, low and high; NaN where no series can be judged, and for rules that shuffled ratings cannot test.

    Raises:
        ValueError: What `rated_series` raises, or an autocorrelation that is none.

    Examples:
        >>> from groupreport.measures.ruptures import rule_named
        >>> members = [f"M{number}" for number in range(300) for _ in range(3)]
        >>> scores = pd.DataFrame({"member_id": members, "session": [1, 2, 3] * 300, "score": [1, 2, 8] * 300})
        >>> rule = rule_named("reliable_change")
        >>> by_chance = members_by_chance(scores, rule, criterion=5, settings=RuptureSettings())
        >>> round(by_chance.expected / 300, 1)  # four of the six orders of 1, 2 and 8 fall by 5 or more
        0.7
    """
    shuffled = Shuffled(scores, autocorrelation=autocorrelation, shuffles=shuffles, seed=seed)
    return shuffled.members(rule, settings, criterion)
