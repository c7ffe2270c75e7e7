"""Whether members' scores of one session fall into two parts, and whether a group drifts apart: exploratory signs.

No published threshold says when a therapy group has subgroups. With six to twelve scores even one crowd often looks
like two, so the share of single crowds of the same size that would give the sign is told beside it.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.measures.typed_table import retyped
from groupreport.seeds import SUBGROUPS

FEWEST_MEMBERS = 6
SMALLEST_PART = 2
# Kaufman & Rousseeuw 1990: a mean silhouette above 0.70 is a strong structure.
STRONG = 0.70
_DRAWS = 2000

Numbers = npt.NDArray[np.float64]


def best_split(scores: pd.Series) -> tuple[float, int, float]:
    """Split scores into a lower and an upper part where the mean silhouette is highest.

    A member's silhouette is (b - a) / max(a, b): a the mean distance to the others of the own part, b to those of the
    other one (Rousseeuw 1987). Each part has at least two members; equal scores are never parted.

    Args:
        scores: One value a member; missing ones are left out.

    Returns:
        The silhouette, the members of the lower part, and the gap between the two parts. (NaN, 0, NaN) under 6
        members or where no split is possible.

    Examples:
        >>> silhouette, lower, gap = best_split(pd.Series([2.0, 2.0, 3.0, 8.0, 9.0, 9.0]))
        >>> round(silhouette, 3), lower, gap
        (0.891, 3, 5.0)
    """
    ordered = np.sort(scores.dropna().to_numpy(np.float64))
    if len(ordered) < FEWEST_MEMBERS or not np.isfinite(ordered).all():
        return float("nan"), 0, float("nan")
    silhouettes = _silhouettes(ordered[np.newaxis, :])[0]
    gaps = np.diff(ordered)[SMALLEST_PART - 1 : len(ordered) - SMALLEST_PART]
    silhouettes = np.where(gaps > 0, silhouettes, np.nan)
    if np.isnan(silhouettes).all():
        return float("nan"), 0, float("nan")
    place = int(np.nanargmax(silhouettes))
    return float(silhouettes[place]), place + SMALLEST_PART, float(gaps[place])


@cache
def strong_by_chance(members: int) -> float:
    """The share of sessions of one crowd (scores drawn from one normal distribution) with a strong split.

    2,000 draws with a fixed seed: the same number every time, true to about one percentage point.

    Examples:
        >>> strong_by_chance(6) > strong_by_chance(12) > 0
        True
    """
    draws = np.sort(np.random.default_rng(SUBGROUPS).standard_normal((_DRAWS, members)), axis=1)
    return float((_silhouettes(draws).max(axis=1) > STRONG).mean())


def splits_by_session(scores: pd.DataFrame) -> pd.DataFrame:
    """Split the members' scores of every session.

    Args:
        scores: One scale of one group: session, score.

    Returns:
        One row a session with at least 6 scores: session, members, silhouette, lower (members in the lower part), gap
        (in points), strong (bool), chance (as `strong_by_chance` says for that many members).

    Examples:
        >>> scores = pd.DataFrame({"session": 1, "score": [2.0, 2, 3, 8, 9, 9]})
        >>> splits_by_session(scores)[["members", "lower", "gap", "strong"]].values.tolist()
        [[6, 3, 5.0, True]]
    """
    rows = []
    for session, own in scores.dropna(subset="score").groupby("session"):
        if len(own) >= FEWEST_MEMBERS:
            silhouette, lower, gap = best_split(own["score"])
            strong = silhouette > STRONG
            rows.append((session, len(own), silhouette, lower, gap, strong, strong_by_chance(len(own))))
    columns = ["session", "members", "silhouette", "lower", "gap", "strong", "chance"]
    found = pd.DataFrame(rows, columns=columns)
    return retyped(found, {"session": "Int64", "strong": "bool", "chance": "float64"})


def polarized(early_mean: float, late_mean: float, early_spread: float, late_spread: float, smallest: float) -> bool:
    """Whether members moved apart while their mean stayed: the spread rose by *smallest*, the mean moved by less.

    Examples:
        >>> polarized(5.0, 5.1, 0.8, 1.6, smallest=0.45), polarized(5.0, 6.0, 0.8, 1.6, smallest=0.45)
        (True, False)
    """
    return late_spread - early_spread >= smallest and abs(late_mean - early_mean) < smallest


def _silhouettes(ordered: Numbers) -> Numbers:
    """The mean silhouette of every split of rows in ascending order, from 2 in the lower part to 2 in the upper one."""
    n = ordered.shape[1]
    distances = np.abs(ordered[:, :, np.newaxis] - ordered[:, np.newaxis, :])
    summed = distances.cumsum(axis=2)
    whole = summed[:, :, -1]
    found = []
    for lower in range(SMALLEST_PART, n - SMALLEST_PART + 1):
        to_lower = summed[:, :, lower - 1]
        in_lower = np.arange(n) < lower
        within = np.where(in_lower, to_lower / (lower - 1), (whole - to_lower) / (n - lower - 1))
        between = np.where(in_lower, (whole - to_lower) / (n - lower), to_lower / lower)
        larger = np.maximum(within, between)
        found.append(np.where(larger > 0, (between - within) / np.where(larger > 0, larger, 1), 0).mean(axis=1))
    return np.stack(found, axis=1)
