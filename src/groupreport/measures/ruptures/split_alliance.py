"""A member's alliance that comes apart: lower on one level than on the others."""

from __future__ import annotations

import numpy as np

from groupreport.measures.ruptures.criteria import Criteria
from groupreport.measures.ruptures.marks import Marks, marks_at_once, rating_before, reaches
from groupreport.measures.ruptures.rule import Rule
from groupreport.measures.ruptures.series import RatedSeries, Stretches
from groupreport.measures.ruptures.split_levels import elsewhere
from groupreport.measures.ruptures.spread import means_in_group


def split_alliance(series: RatedSeries, rule: Rule, judged: Criteria, stretches: Stretches) -> Marks:
    """A rating lower than the one before that comes to lie under the member's standing elsewhere by the criterion.

    The level before is where the rating would stand if it stood where the others do. A rating without one on
    another level beside it says nothing.
    """
    expected = means_in_group(series)[series.number] + elsewhere(series) * judged.unit[series.number]
    known = np.isfinite(expected)
    apart = known & reaches(
        np.where(known, expected - series.score, -np.inf), judged.criterion[series.number], inclusive=rule.inclusive
    )
    was_together = np.concatenate([[False], (known & ~apart)[:-1]]) if len(known) else known
    falls = rating_before(series.score, stretches) > series.score
    return marks_at_once(apart & was_together & falls, expected)
