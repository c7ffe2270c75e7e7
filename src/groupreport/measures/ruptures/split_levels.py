"""Where a member stands on the other levels of alliance in the same session."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.measures.inputs import Numbers
from groupreport.measures.ruptures.series import RatedSeries
from groupreport.measures.ruptures.spread import deviations_in_group, means_in_group


def elsewhere(series: RatedSeries) -> Numbers:
    """For each rating the mean of the same member's ratings on other levels in the same session and group.

    In SDs of each level's own ratings in the group from their mean; NaN without another level, and where a level's
    ratings never differ.
    """
    own = standing(series)
    session = pd.factorize(series.session_number)[0]
    person = series.member_and_group[series.number] * (session.max(initial=0) + 1)
    occasion = pd.factorize(person + session)[0]
    known = np.isfinite(own)
    total = np.bincount(occasion, weights=np.where(known, own, 0.0), minlength=len(own))[occasion]
    others = np.bincount(occasion, weights=known, minlength=len(own))[occasion] - known
    mean = (total - np.where(known, own, 0.0)) / np.maximum(others, 1)
    return np.where(known & (others > 0), mean, np.nan)


def standing(series: RatedSeries) -> Numbers:
    """Each rating's distance from the mean of its group and level, in SDs of these ratings; NaN where all are alike."""
    deviation = deviations_in_group(series)
    usable = np.where(deviation > 0, deviation, np.nan)
    return np.asarray((series.score - means_in_group(series)[series.number]) / usable[series.number])


def rated_beside(series: RatedSeries) -> npt.NDArray[np.bool_]:
    """Whether a series has two ratings or more that stand beside one on another level."""
    beside = np.isfinite(elsewhere(series)) if len(series.score) else np.zeros(0)
    return np.bincount(series.number, weights=beside, minlength=series.count) >= 2
