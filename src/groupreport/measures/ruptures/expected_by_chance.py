"""How many series would show an episode if the order of their ratings meant nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from groupreport.measures.ruptures.criteria import Criteria, criteria, points_of
from groupreport.measures.ruptures.finding import find
from groupreport.measures.ruptures.rules import Rule, rule_named
from groupreport.measures.ruptures.series import RatedSeries, rated_series
from groupreport.parameters import RuptureSettings

_NO_SETTINGS_GIVEN = RuptureSettings()


@dataclass(frozen=True, kw_only=True)
class ChanceComparison:
    """Shares of the judged series that have an episode: as rated, and with every series' ratings in random order.

    expected is the mean over the shuffles, low and high hold the middle 95 % of them. NaN where no series is judged.
    """

    series_judged: int
    observed: float
    expected: float
    low: float
    high: float


def expected_by_chance(
    scores: pd.DataFrame,
    rule: str | Rule,
    *,
    criterion: float | None = None,
    sd: float | None = None,
    reliability: float | None = None,
    settings: RuptureSettings = _NO_SETTINGS_GIVEN,
    shuffles: int = 200,
    seed: int = 2026,
) -> ChanceComparison:
    """Compare the share of series with an episode with what the same ratings give in random order.

    Each series keeps its sessions, its gaps and its ratings; only their order is shuffled. A real drop that is
    repaired counts as noise then too, and ratings that carry over from session to session drop less by chance than
    shuffled ones: an expected share near or above the observed one says that the rule tells little about these
    ratings, not that nothing happened.

    Takes the arguments of `find_episodes` and raises what it raises; the same seed gives the same numbers.

    Examples:
        >>> steady = pd.DataFrame({"member_id": "M1", "session": range(1, 6), "score": [3, 4, 5, 6, 7]})
        >>> chance = expected_by_chance(steady, "reliable_change", criterion=3)
        >>> chance.observed, chance.expected > 0.5
        (0.0, True)
    """
    applied = rule_named(rule)
    series = rated_series(scores)
    points = points_of(applied, criterion, sd, reliability)
    judged = criteria(series, applied, points, settings)
    count = int(judged.judged.sum())
    if not count or shuffles < 1:
        return ChanceComparison(series_judged=count, observed=math.nan, expected=math.nan, low=math.nan, high=math.nan)
    random = np.random.default_rng(seed)
    shares = []
    for _ in range(shuffles):
        shuffled = replace(series, score=series.score[np.lexsort((random.random(len(series.score)), series.number))])
        shares.append(_share(shuffled, applied, criteria(shuffled, applied, points, settings), settings))
    low, high = np.quantile(shares, [0.025, 0.975])
    return ChanceComparison(
        series_judged=count,
        observed=_share(series, applied, judged, settings),
        expected=float(np.mean(shares)),
        low=float(low),
        high=float(high),
    )


def _share(series: RatedSeries, rule: Rule, judged: Criteria, settings: RuptureSettings) -> float:
    """The share of judged series with at least one episode."""
    found = find(series, rule, judged, settings)
    return len({int(series.number[episode.onset]) for episode in found}) / int(judged.judged.sum())
