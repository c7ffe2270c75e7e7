"""The first and the last outcome score of each person, among occasions with names or session numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.instruments.row_numbers import row_numbers

_KEY = ["member_id", "instrument", "scale"]


def outcome_pairs(scores: pd.DataFrame) -> pd.DataFrame:
    """Find each person's pre, mid and post score.

    The pre score is that of the occasion `pre`, else of the earliest session; the post score that of the occasion
    `post`, else of the latest session after the pre score. `mid` is only itself, and `follow_up` is no end of the
    program: neither ever stands in for a post score. A person with scores from two groups has one pair, from the
    earliest pre to the latest post.

    Args:
        scores: One row a score: member_id, instrument, scale, occasion, measured_on (may be missing), score
            (missing: not scored, left out).

    Returns:
        One row a person, instrument and scale with any of the three: member_id, instrument, scale, pre, mid, post,
        change (post minus pre; missing unless both are known).

    Examples:
        >>> scores = {"member_id": "A", "instrument": "phq9", "scale": "total", "occasion": ["pre", "4", "follow_up"]}
        >>> scores = pd.DataFrame(scores | {"measured_on": pd.NaT, "score": [14.0, 9.0, 5.0]})
        >>> outcome_pairs(scores)[["pre", "post", "change"]].values.tolist()  # session 4 is the last of the program
        [[14.0, 9.0, -5.0]]
    """
    scored = scores[scores["score"].notna()]
    number = row_numbers(scored, _KEY, sort=True)
    place = _places(scored["occasion"])
    day, _ = pd.factorize(scored["measured_on"], sort=True)
    order = np.lexsort((np.where(day < 0, len(day), day), place, number))
    score = scored["score"].to_numpy(np.float64)
    first, last, mid = (np.full(number.max(initial=-1) + 1, -1, dtype=np.intp) for _ in range(3))
    known = order[~np.isnan(place[order])]
    # Only a person who starts with a post score has no pre score at all. Of several, the first one written stays.
    starts = known[place[known] < np.inf][::-1]
    first[number[starts]] = starts
    last[number[known]] = known
    rank = np.empty(len(order), dtype=np.intp)
    rank[order] = np.arange(len(order))
    ended = (last >= 0) & ((first < 0) | (rank[last] > rank[first])) & (place[last] > -np.inf)
    last = np.where(ended, last, -1)
    middle = order[(scored["occasion"] == "mid").to_numpy(bool)[order]]
    mid[number[middle]] = middle
    kept = np.flatnonzero((first >= 0) | (mid >= 0) | (last >= 0))
    some = np.maximum(np.maximum(first, mid), last)[kept]
    pre, middle_score, post = (np.where(row >= 0, score[row], np.nan)[kept] for row in (first, mid, last))
    pairs = scored[_KEY].take(some).reset_index(drop=True)
    return pairs.assign(pre=pre, mid=middle_score, post=post, change=post - pre)


def _places(occasions: pd.Series) -> npt.NDArray[np.float64]:
    """Where each occasion stands: pre before and post after every session; NaN for mid and follow-up."""
    number = pd.to_numeric(occasions, errors="coerce").astype("float64")
    return np.asarray(number.mask(occasions == "pre", -np.inf).mask(occasions == "post", np.inf), dtype=np.float64)
