"""How often log and ratings would point to the same session if the log's sessions were drawn by lot."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Overlap:
    """Sessions in which a drop could have begun, by who saw something, and what chance gives for both.

    Attributes:
        both, rating_only, log_only, neither: Together, all those sessions.
        expected: Sessions seen by both if the logged sessions of each group were drawn by lot; NaN without a session.
        low, high: The middle 95 % of such draws.
    """

    both: int
    rating_only: int
    log_only: int
    neither: int
    expected: float
    low: float
    high: float


def overlap_by_chance(sessions: pd.DataFrame) -> Overlap:
    """Set log and ratings beside each other, session by session, with what chance would give.

    Within a group of N sessions, of which K hold the beginning of a drop and n an event, drawing the n by lot gives a
    hypergeometric number seen by both, with mean n K / N; groups are added up exactly.

    Args:
        sessions: One row a session in which a drop could have begun: group_id, logged (bool), dropped (bool).

    Source: the hypergeometric distribution; R's dhyper.

    Examples:
        >>> logged, dropped = [True, True, False, False, False], [True, False, True, False, False]
        >>> found = overlap_by_chance(pd.DataFrame({"group_id": "G", "logged": logged, "dropped": dropped}))
        >>> found.both, found.expected, found.low, found.high  # 2 x 2 / 5
        (1, 0.8, 0.0, 2.0)
    """
    logged, dropped = sessions["logged"].astype(bool), sessions["dropped"].astype(bool)
    counts = {
        "both": int((logged & dropped).sum()),
        "rating_only": int((~logged & dropped).sum()),
        "log_only": int((logged & ~dropped).sum()),
        "neither": int((~logged & ~dropped).sum()),
    }
    if sessions.empty:
        return Overlap(**counts, expected=math.nan, low=math.nan, high=math.nan)
    expected, chances = 0.0, np.ones(1)
    for _, own in sessions.groupby("group_id", observed=True):
        size, drops, events = len(own), int(dropped[own.index].sum()), int(logged[own.index].sum())
        expected += events * drops / size
        chances = np.convolve(chances, _hypergeometric(size, drops, events))
    # The last digits of a sum of chances must not move a limit by a whole session.
    below = np.cumsum(chances)
    low, high = (float(np.argmax(below >= share - 1e-12)) for share in (0.025, 0.975))
    return Overlap(**counts, expected=expected, low=low, high=high)


def _hypergeometric(size: int, drops: int, events: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    ways = math.comb(size, events)
    return np.array(
        [
            math.comb(drops, both) * math.comb(size - drops, events - both) / ways
            for both in range(min(drops, events) + 1)
        ]
    )
