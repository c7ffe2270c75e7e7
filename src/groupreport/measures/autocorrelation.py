"""How much a member's rating carries over to the next one, corrected for the shortness of the series."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from groupreport.measures.inputs import Numbers

LOWEST, HIGHEST = -0.5, 0.95
# With two ratings the deviations from their mean are always opposite, whatever carries over.
_FEWEST_RATINGS = 3
# The standard error is about one over the root of the pairs: with fewer it is over .2, and the number says nothing.
_FEWEST_PAIRS = 20
_HALVINGS = 60


def within_member_autocorrelation(score: Numbers, number: npt.NDArray[np.intp]) -> float:
    """The lag-1 autocorrelation of ratings within members, pooled, as a first-order autoregression.

    The raw coefficient is the sum over members of the products of neighboring deviations from the member's mean,
    divided by the sum of their squares. In short series it is far too low (for independent ratings it is -1/n on
    average, n the ratings of a member). Here it is the rho whose expected products, for series of the same lengths
    with the same squares, equal those observed: expectations are exact, from the correlation matrix of each length.
    Members may differ in level and in how much they vary, not in rho; a trend counts as carrying over. Neighbors are
    ratings in a row, also across missed sessions.

    Args:
        score: Ratings in points, sorted by series and session; a series with an infinite or missing one is left out.
        number: The number of each rating's series; the ratings of a series stand together.

    Returns:
        Clipped to -0.5 .. 0.95. NaN with too little to go on: fewer than 20 pairs of neighbors in series of three
        or more ratings, or where no such series varies.

    Raises:
        ValueError: Scores and numbers differ in length, or numbers are not sorted.

    Source: moments of a first-order autoregression about its sample mean (Kendall 1954; Marriott & Pope 1954, who give
        the first term of the bias); nlme's corAR1 by restricted likelihood answers the same question.

    Examples:
        >>> members = np.repeat(np.arange(10), 4)
        >>> within_member_autocorrelation(np.tile([8.0, 6.0, 6.0, 8.0], 10), members)  # raw -1/4: as by chance
        0.0
        >>> round(within_member_autocorrelation(np.tile([9.0, 5.0, 5.0, 5.0], 10), members), 2)  # raw -1/12
        0.46
    """
    if len(score) != len(number):
        raise ValueError(f"there are {len(score)} scores and {len(number)} numbers of series")
    if (np.diff(number) < 0).any():
        raise ValueError("the ratings must be sorted by the number of their series")
    series, lengths = np.unique(number, return_counts=True)
    code = np.repeat(np.arange(len(series)), lengths)
    usable = np.bincount(code, weights=~np.isfinite(score), minlength=len(series)) == 0
    usable &= lengths >= _FEWEST_RATINGS
    if (lengths[usable] - 1).sum() < _FEWEST_PAIRS:
        return math.nan
    kept = usable[code]
    values, member = score[kept], code[kept]
    means = np.bincount(member, weights=values, minlength=len(series)) / lengths
    deviation = values - means[member]
    squares = np.bincount(member, weights=deviation**2, minlength=len(series))
    # A constant series whose mean is off by rounding has no squares.
    varies = squares > 1e-18 * np.bincount(member, weights=values**2, minlength=len(series))
    usable &= varies
    if not usable.any():
        return math.nan
    neighbors = (np.diff(member) == 0) & usable[member[1:]]
    products = float((deviation[1:] * deviation[:-1])[neighbors].sum())
    different, place = np.unique(lengths[usable], return_inverse=True)
    weights: Numbers = np.bincount(place, weights=squares[usable]).astype(np.float64)
    return _solved(products, [_Moments(int(length)) for length in different], weights)


class _Moments:
    """Expected products and squares of deviations from the mean of a series of one length, as polynomials in rho."""

    def __init__(self, length: int) -> None:
        center = np.eye(length) - 1 / length
        neighbors = (np.eye(length, k=1) + np.eye(length, k=-1)) / 2
        # The trace of a form times the correlation matrix: its diagonals, each times rho to the distance.
        self._products = _diagonals(center @ neighbors @ center)
        self._squares = _diagonals(center)

    def ratio(self, rho: float) -> float:
        """Expected products over expected squares."""
        powers = np.power(rho, np.arange(len(self._squares)))
        return float(self._products @ powers) / float(self._squares @ powers)


def _diagonals(form: Numbers) -> Numbers:
    """The sums of a symmetric matrix's diagonals by distance from the main one, both sides together."""
    distance = np.abs(np.subtract.outer(np.arange(len(form)), np.arange(len(form))))
    return np.bincount(distance.ravel(), weights=form.ravel()).astype(np.float64)


def _solved(products: float, moments: list[_Moments], weights: Numbers) -> float:
    """The rho at which the expected products are those observed; expected products rise with rho."""

    def missing(rho: float) -> float:
        return products - float(weights @ np.array([one.ratio(rho) for one in moments]))

    if missing(LOWEST) <= 0:
        return LOWEST
    if missing(HIGHEST) >= 0:
        return HIGHEST
    low, high = LOWEST, HIGHEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if missing(middle) > 0 else (low, middle)
    return round((low + high) / 2, 12) + 0.0
