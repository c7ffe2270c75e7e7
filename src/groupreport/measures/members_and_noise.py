"""How much members differ in their level, and how much each one's ratings move around it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from groupreport.measures.inputs import Numbers

_FEWEST_MEMBERS = 10
_FEWEST_RATINGS = 2


@dataclass(frozen=True, kw_only=True)
class MembersAndNoise:
    """Mean level, SD between members and SD within a member, in points; all NaN where there is too little."""

    center: float
    person_sd: float
    noise_sd: float

    @property
    def reliability(self) -> float:
        """The share of the variance of single ratings that lies between members, NaN where nothing varies."""
        whole = self.person_sd**2 + self.noise_sd**2
        return self.person_sd**2 / whole if whole > 0 else math.nan


def members_and_noise(score: Numbers, number: npt.NDArray[np.intp], autocorrelation: float = 0.0) -> MembersAndNoise:
    """Divide the variance of ratings into that between members and that within.

    Squares around a member's own mean are too few where ratings carry over, because the mean goes with them; both
    parts are corrected for it as for a first-order autoregression. What a member's ratings did for a reason (a drop,
    a trend) counts as noise here, so that the noise is rather too large than too small.

    Args:
        score: Ratings in points, sorted by series; a series with a missing or infinite one or fewer than two is left
            out.
        number: The number of each rating's series.
        autocorrelation: Of neighboring ratings, between -1 and 1.

    Returns:
        The mean of the members' means, and both SDs; all NaN with fewer than 10 members with two ratings.

    Source: one-way analysis of variance with members' means unweighted; R's aov gives the same for equal lengths.

    Examples:
        >>> ratings = np.array([4.0, 6.0, 5.0, 7.0] * 5)  # within: squares of 2 over 1; means 5 and 6 in turn
        >>> found = members_and_noise(ratings, np.repeat(np.arange(10), 2))
        >>> round(found.center, 2), round(found.noise_sd**2, 2), round(found.person_sd**2, 2)
        (5.5, 2.0, 0.0)
    """
    series, lengths = np.unique(number, return_counts=True)
    code = np.repeat(np.arange(len(series)), lengths)
    usable = (lengths >= _FEWEST_RATINGS) & (np.bincount(code, weights=~np.isfinite(score), minlength=len(series)) == 0)
    if usable.sum() < _FEWEST_MEMBERS:
        return MembersAndNoise(center=math.nan, person_sd=math.nan, noise_sd=math.nan)
    kept = usable[code]
    counts = lengths[usable]
    member = np.repeat(np.arange(len(counts)), counts)
    means = np.bincount(member, weights=score[kept]) / counts
    squares = float(((score[kept] - means[member]) ** 2).sum())
    # Variance of a member's mean, in units of the noise's variance.
    of_mean = np.array([_variance_of_mean(int(count), autocorrelation) for count in counts])
    noise = squares / float((counts * (1 - of_mean)).sum())
    between = max(float(means.var(ddof=1)) - noise * float(of_mean.mean()), 0.0)
    return MembersAndNoise(center=float(means.mean()), person_sd=math.sqrt(between), noise_sd=math.sqrt(noise))


def _variance_of_mean(count: int, autocorrelation: float) -> float:
    distance = np.arange(1, count)
    shared = 2 * float(((count - distance) * autocorrelation**distance).sum())
    return (count + shared) / count**2
