"""Ratings at the best end of their scale: from there a rating can only fall, so drops are expected."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from groupreport.measures.data_quality import ends_of_scale
from groupreport.measures.inputs import as_numbers, as_texts
from groupreport.measures.text import TEXT
from groupreport.measures.typed_table import typed_table

WARNED_SHARE = 0.40
FEWEST_RATINGS = 10
_TOLERANCE = 1e-9


def drops_from_the_top(ratings: pd.DataFrame, episodes: pd.DataFrame, best: Mapping[str, float | None]) -> pd.DataFrame:
    """Count the ratings at the best end of each scale, and the episodes that start from it.

    Where many ratings are the best possible, the next ones can only be lower or the same, so that a fall says less.

    Args:
        ratings: One row a rating: scale (any label), score; higher is better.
        episodes: One row an episode: scale, score_before; higher is better.
        best: For each scale, its best possible score (higher is better); None where it is not known.

    Returns:
        One row a scale, in the order of *best*: scale, ratings, at_best, share (missing without a rating or without a
        known end), episodes, from_best, warned (boolean: more than 40 % at the end; missing with fewer than 10
        ratings).

    Source: 40 % is a rule of thumb of this package; for ceilings in general see `data_quality.ends_of_scale`.

    Examples:
        >>> ratings = pd.DataFrame({"scale": "bond", "score": [10.0] * 6 + [8.0] * 4})
        >>> episodes = pd.DataFrame({"scale": ["bond"], "score_before": [10.0]})
        >>> drops_from_the_top(ratings, episodes, {"bond": 10.0})[["share", "from_best", "warned"]].values.tolist()
        [[0.6, 1, True]]
    """
    rows = []
    rated, fell = as_texts(ratings["scale"]), as_texts(episodes["scale"])
    score, score_before = as_numbers(ratings["score"], "score"), as_numbers(episodes["score_before"], "score_before")
    for scale, top in best.items():
        given, before = score[rated == scale], score_before[fell == scale]
        found = ends_of_scale(given, None, top)
        share = found.highest_share
        rows.append(
            {
                "scale": scale,
                "ratings": found.scores,
                "at_best": found.at_highest,
                "share": np.nan if share is None else share,
                "episodes": len(before),
                "from_best": None if top is None else int(at_best(before, top).sum()),
                "warned": None if share is None or found.scores < FEWEST_RATINGS else share > WARNED_SHARE + _TOLERANCE,
            }
        )
    kinds = {
        **{"scale": TEXT, "ratings": "int64", "at_best": "Int64", "share": "float64"},
        **{"episodes": "int64", "from_best": "Int64", "warned": "boolean"},
    }
    return typed_table(rows, kinds)


def at_best(scores: object, top: object) -> np.ndarray:
    """Whether scores are the best possible; one that is a last digit away is."""
    score, end = np.asarray(scores, dtype=np.float64), np.asarray(top, dtype=np.float64)
    return np.asarray(np.abs(score - end) <= _TOLERANCE * np.maximum(1, np.abs(end)))
