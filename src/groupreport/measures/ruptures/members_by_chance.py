"""How many members would show an episode if the order of their ratings meant nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.measures.ruptures.criteria import Criteria, criteria, tested_steps
from groupreport.measures.ruptures.finding import series_centers
from groupreport.measures.ruptures.rules import Rule
from groupreport.measures.ruptures.series import RatedSeries, rated_series
from groupreport.parameters import RuptureSettings

SHUFFLES = 100
SEED = 2026
_RELATIVE_ROUNDING = 1e-9


@dataclass(frozen=True, kw_only=True)
class MembersByChance:
    """Members with at least one episode: the mean over the shuffles, and the middle 95 % of them; NaN without any."""

    expected: float
    low: float
    high: float


def members_by_chance(
    scores: pd.DataFrame | RatedSeries,
    rule: Rule,
    *,
    criterion: float | None = None,
    settings: RuptureSettings,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> MembersByChance:
    """Count the members with an episode when the ratings of each of their series stand in random order.

    Each series keeps its sessions, its gaps and its ratings; only their order is shuffled. All shuffles are judged in
    one pass, as if each were a term of its own.

    Args:
        scores: One row a rating: member_id, group_id, level, session, score; higher is better. Or the result of
            `rated_series`.
        rule: The rule.
        criterion: In points, for rules that are measured in points.
        settings: The settings of `find_episodes`.
        shuffles: How many random orders.
        seed: The same seed gives the same numbers.

    Returns:
        Expected, low and high; NaN where no series can be judged.

    Examples:
        >>> from groupreport.measures.ruptures import rule_named
        >>> members = [f"M{number}" for number in range(300) for _ in range(3)]
        >>> scores = pd.DataFrame({"member_id": members, "session": [1, 2, 3] * 300, "score": [1, 2, 8] * 300})
        >>> rule = rule_named("reliable_change")
        >>> by_chance = members_by_chance(scores, rule, criterion=5, settings=RuptureSettings())
        >>> round(by_chance.expected / 300, 1)  # four of the six orders of 1, 2 and 8 fall by 5 or more
        0.7
    """
    series = scores if isinstance(scores, RatedSeries) else rated_series(scores)
    judged = criteria(series, rule, criterion, settings)
    if not judged.judged.any() or shuffles < 1:
        return MembersByChance(expected=math.nan, low=math.nan, high=math.nan)
    many = _shuffled(series, shuffles, np.random.default_rng(seed))
    if rule.scale == "chart_sigmas":
        judged = criteria(many, rule, criterion, settings)  # how much neighbors differ depends on the order
    else:
        judged = Criteria(np.tile(judged.criterion, shuffles), np.tile(judged.reason, shuffles))
    falling = series_with_episode(many, rule, judged, settings)
    member = np.unique(series.keys["member_id"].to_numpy(), return_inverse=True)[1]
    by_member = np.argsort(member, kind="stable")
    starts = np.flatnonzero(np.diff(member[by_member], prepend=-1))
    of_series = falling.reshape(shuffles, -1)[:, by_member]
    members = np.logical_or.reduceat(of_series, starts, axis=1).sum(axis=1)
    low, high = np.quantile(members, [0.025, 0.975])
    return MembersByChance(expected=float(members.mean()), low=float(low), high=float(high))


def series_with_episode(
    series: RatedSeries, rule: Rule, judged: Criteria, settings: RuptureSettings
) -> npt.NDArray[np.bool_]:
    """For each series: whether `find` would find an episode in it."""
    falling = np.zeros(len(series.keys), dtype=bool)
    if not len(series.score):
        return falling
    first = np.zeros(len(series.score), dtype=bool)
    first[series.segments(settings.max_gap)[0]] = True
    criterion = judged.criterion[series.number]
    if rule.kind == "lasting_shift":
        falls = tested_steps(series, rule, float(np.nanmax(judged.criterion))).loss & ~first
    else:
        falls = _reaches(_fallen(series, rule, first), criterion, rule.inclusive) & ~first
    falling[series.number[falls & judged.judged[series.number]]] = True
    return falling


def _fallen(series: RatedSeries, rule: Rule, first: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """How far each rating lies below the level before it, or below the center where it fell at all."""
    step = -np.diff(series.score, prepend=series.score[0])
    if rule.kind == "below_limit":
        below = series_centers(series)[series.number] - series.score
        return np.where(step > 0, below, -np.inf)
    if not rule.cumulative:
        return np.where(first, -np.inf, step)
    # A fall is added up over ratings that do not rise, so from the first of them.
    begins = first | (step < 0)
    return np.asarray(series.score[np.flatnonzero(begins)][np.cumsum(begins) - 1] - series.score)


def _reaches(
    amount: npt.NDArray[np.float64], criterion: npt.NDArray[np.float64], inclusive: bool
) -> npt.NDArray[np.bool_]:
    rounding = _RELATIVE_ROUNDING * np.maximum(1.0, criterion)
    return np.asarray(amount >= criterion - rounding if inclusive else amount > criterion + rounding)


def _shuffled(series: RatedSeries, shuffles: int, random: np.random.Generator) -> RatedSeries:
    """The same series as often as there are shuffles, each time in another order."""
    ratings, count = len(series.score), len(series.keys)
    lengths = series.ratings
    starts = np.cumsum(lengths) - lengths
    scores = np.tile(series.score, (shuffles, 1))
    # Series of one length make a block whose rows are shuffled at once: far quicker than sorting random keys.
    for length in np.unique(lengths[lengths >= 2]):
        places = starts[lengths == length][:, np.newaxis] + np.arange(length)
        scores[:, places] = random.permuted(scores[:, places], axis=-1)
    return RatedSeries(
        keys=series.keys.take(np.tile(np.arange(count), shuffles)).reset_index(drop=True),
        number=np.tile(series.number, shuffles) + np.repeat(np.arange(shuffles, dtype=np.intp) * count, ratings),
        session=series.session.take(np.tile(np.arange(ratings), shuffles)).reset_index(drop=True),
        session_number=np.tile(series.session_number, shuffles),
        score=scores.ravel(),
    )
