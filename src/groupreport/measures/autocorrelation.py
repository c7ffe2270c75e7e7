"""How much a member's rating carries over to the next one, corrected for the shortness of the series."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import numpy.typing as npt

from groupreport.measures.inputs import Numbers

LOWEST, HIGHEST = -0.5, 0.95
# With two ratings the deviations from their mean are always opposite, whatever carries over.
_FEWEST_RATINGS = 3
# The standard error is about one over the root of the pairs: with fewer it is over .2, and the number says nothing.
_FEWEST_PAIRS = 20
_STEPS, _NEAR = 100, 1e-15


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
    return _solved(products, tuple(different.tolist()), weights)


@cache
def _moments(lengths: tuple[int, ...]) -> tuple[Numbers, Numbers]:
    """Expected products and squares of deviations from the mean of a series, as polynomials in rho.

    One row a length, one column a power of rho.
    """
    products, squares = (np.zeros((len(lengths), max(lengths))) for _ in range(2))
    for row, length in enumerate(lengths):
        center = np.eye(length) - 1 / length
        neighbors = (np.eye(length, k=1) + np.eye(length, k=-1)) / 2
        # The trace of a form times the correlation matrix: its diagonals, each times rho to the distance.
        products[row, :length] = _diagonals(center @ neighbors @ center)
        squares[row, :length] = _diagonals(center)
    return products, squares


def _diagonals(form: Numbers) -> Numbers:
    """The sums of a symmetric matrix's diagonals by distance from the main one, both sides together."""
    distance = np.abs(np.subtract.outer(np.arange(len(form)), np.arange(len(form))))
    return np.bincount(distance.ravel(), weights=form.ravel()).astype(np.float64)


def _solved(products: float, lengths: tuple[int, ...], weights: Numbers) -> float:
    """The rho at which the expected products are those observed; expected products rise with rho."""
    expected_products, expected_squares = _moments(lengths)
    power = np.arange(max(lengths))

    def missing(rho: float) -> float:
        powers = np.power(rho, power)
        return products - float(weights @ ((expected_products @ powers) / (expected_squares @ powers)))

    low, of_low = LOWEST, missing(LOWEST)
    if of_low <= 0:
        return LOWEST
    high, of_high = HIGHEST, missing(HIGHEST)
    if of_high >= 0:
        return HIGHEST
    # Where the line between the ends crosses 0; an end that stays twice counts half (the Illinois method).
    found, moved = math.nan, ""
    for _ in range(_STEPS):
        before, found = found, high - of_high * (high - low) / (of_high - of_low)
        of_found = missing(found)
        if of_found == 0 or abs(found - before) <= _NEAR:
            break
        if of_found > 0:
            of_high = of_high / 2 if moved == "low" else of_high
            low, of_low, moved = found, of_found, "low"
        else:
            of_low = of_low / 2 if moved == "high" else of_low
            high, of_high, moved = found, of_found, "high"
    return round(found, 12) + 0.0
