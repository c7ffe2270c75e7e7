"""How many members would show an episode if nothing but chance moved their ratings."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
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


def members_by_chance_of_rules(
    scores: pd.DataFrame | RatedSeries,
    rules: Sequence[tuple[Rule, Criterion]],
    *,
    settings: RuptureSettings,
    autocorrelation: float = 0.0,
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
    if not -1 < autocorrelation < 1:
        raise ValueError(f"an autocorrelation lies between -1 and 1, it is {autocorrelation}")
    series = scores if isinstance(scores, RatedSeries) else rated_series(scores)
    judged = {
        place: criteria(series, rule, criterion, settings)
        for place, (rule, criterion) in enumerate(rules)
        if rule.by_chance
    }
    counts: dict[int, list[npt.NDArray[np.intp]]] = {
        place: [] for place, found in judged.items() if found.judged.any() and shuffles > 0
    }
    if counts:
        members = _Members(series)
        for times, part in _shuffled(series, shuffles, autocorrelation, np.random.default_rng(seed)):
            for place, seen in counts.items():
                rule = rules[place][0]
                own = in_another_order(judged[place].repeated(times), rule, part)
                seen.append(members.counted(series_with_episode(part, rule, own, settings.max_gap), times))
    return [_summed(counts.get(place, [])) for place in range(len(rules))]


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
    series: RatedSeries, shuffles: int, autocorrelation: float, random: np.random.Generator
) -> Iterator[tuple[int, Ratings]]:
    at_once = max(1, min(shuffles, _RATINGS_AT_ONCE // max(1, len(series.score))))
    for done in range(0, shuffles, at_once):
        times = min(at_once, shuffles - done)
        yield times, surrogates(series, times, autocorrelation, random)


def _summed(counts: list[npt.NDArray[np.intp]]) -> MembersByChance:
    if not counts:
        return MembersByChance(expected=math.nan, low=math.nan, high=math.nan)
    members = np.concatenate(counts)
    low, high = np.quantile(members, [0.025, 0.975])
    return MembersByChance(expected=float(members.mean()), low=float(low), high=float(high))


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
    return members_by_chance_of_rules(
        scores,
        [(rule, criterion)],
        settings=settings,
        autocorrelation=autocorrelation,
        shuffles=shuffles,
        seed=seed,
    )[0]
