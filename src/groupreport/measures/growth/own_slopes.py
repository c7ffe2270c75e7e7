"""Each member's own line through their ratings, and the mean of these."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from groupreport.measures.growth.nested_data import Places
from groupreport.measures.inputs import Numbers


@dataclass(frozen=True)
class OwnSlopes:
    """The mean of members' own slopes with its 95 % t interval; NaN under two members with a line."""

    slope: float
    low: float
    high: float
    error: float
    members: int


def members_with_a_line(session: Numbers, member: Places, fewest: int) -> int:
    """How many members have ratings of at least `fewest` different sessions."""
    if not len(member):
        return 0
    pairs = np.unique(np.column_stack([member, session]), axis=0)
    return int((np.bincount(pairs[:, 0].astype(np.intp)) >= fewest).sum())


def own_slopes(score: Numbers, session: Numbers, member: Places, fewest: int) -> OwnSlopes:
    """The mean of members' least-squares slopes, every member weighing the same.

    mean ± t(n - 1) SD / √n over the n members with ratings of at least `fewest` different sessions.

    Args:
        score: Complete, finite ratings.
        session: The session of each.
        member: Whose, from 0.
        fewest: How many different sessions make a line.

    Examples:
        >>> scores, sessions = np.array([1.0, 2, 3, 1, 3, 5]), np.array([0.0, 1, 2, 0, 1, 2])
        >>> found = own_slopes(scores, sessions, np.array([0, 0, 0, 1, 1, 1]), fewest=3)  # slopes 1 and 2
        >>> found.slope, found.error, found.members
        (1.5, 0.5, 2)
    """
    count = np.bincount(member)
    center = np.bincount(member, weights=session) / np.maximum(count, 1)
    away = session - center[member]
    spread = np.bincount(member, weights=away**2)
    moved = score - score.mean()
    pairs = np.unique(np.column_stack([member, session]), axis=0)
    lines = np.bincount(pairs[:, 0].astype(np.intp), minlength=len(count)) >= fewest
    slopes = np.bincount(member, weights=away * moved)[lines] / spread[lines]
    if len(slopes) < 2:
        return OwnSlopes(math.nan, math.nan, math.nan, math.nan, len(slopes))
    mean, error = float(slopes.mean()), float(slopes.std(ddof=1)) / math.sqrt(len(slopes))
    half = float(stdtrit(len(slopes) - 1, 0.975)) * error
    return OwnSlopes(mean, mean - half, mean + half, error, len(slopes))
