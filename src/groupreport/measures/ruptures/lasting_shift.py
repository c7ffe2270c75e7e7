"""Sudden losses as falls of a series."""

from __future__ import annotations

import numpy as np

from groupreport.measures.ruptures.criteria import Criteria
from groupreport.measures.ruptures.marks import Marks, marks_at_once, rating_before
from groupreport.measures.ruptures.rule import Rule
from groupreport.measures.ruptures.series import Ratings, Stretches
from groupreport.measures.ruptures.sudden_losses import tested_steps


def lasting_shift(ratings: Ratings, rule: Rule, judged: Criteria, stretches: Stretches) -> Marks:
    """A step that meets the three criteria of a sudden loss; the level before is the rating before."""
    if not judged.judged.any():
        return marks_at_once(np.zeros(len(ratings.score), dtype=bool), ratings.score)
    cutoff = np.where(judged.judged, judged.criterion, np.inf)
    loss = tested_steps(ratings, cutoff, rule.share).loss
    return marks_at_once(loss, rating_before(ratings.score, stretches))
