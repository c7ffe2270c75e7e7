"""How much a member's rating carries over to the next one, corrected for the shortness of the series."""

from __future__ import annotations

from functools import cache
from typing import Any

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
    return float(within_member_autocorrelations(score[np.newaxis], number)[0])


def within_member_autocorrelations(scores: Numbers, number: npt.NDArray[np.intp]) -> Numbers:
    """The same of several sets of ratings in the same series, a row a set.

    Examples:
        >>> sets = np.array([[8.0, 6.0, 6.0, 8.0] * 10, [9.0, 5.0, 5.0, 5.0] * 10])  # raw -1/4 and -1/12
        >>> within_member_autocorrelations(sets, np.repeat(np.arange(10), 4)).round(2).tolist()
        [0.0, 0.46]
    """
    if scores.shape[1] != len(number):
        raise ValueError(f"there are {scores.shape[1]} scores and {len(number)} numbers of series")
    if (np.diff(number) < 0).any():
        raise ValueError("the ratings must be sorted by the number of their series")
    sets, (series, lengths) = len(scores), np.unique(number, return_counts=True)
    code = np.repeat(np.arange(len(series)), lengths)
    cells = np.arange(sets)[:, np.newaxis] * len(series) + code

    def summed(values: npt.NDArray[Any]) -> Numbers:
        sums = np.bincount(cells.ravel(), weights=values.ravel(), minlength=sets * len(series))
        return sums.reshape(sets, len(series)).astype(np.float64)

    usable = (summed(~np.isfinite(scores)) == 0) & (lengths >= _FEWEST_RATINGS)
    enough = (usable * (lengths - 1)).sum(axis=1) >= _FEWEST_PAIRS
    values = np.where(usable[:, code], scores, 0.0)
    deviation = values - (summed(values) / lengths)[:, code]
    squares = summed(deviation**2)
    # A constant series whose mean is off by rounding has no squares.
    usable &= squares > 1e-18 * summed(values**2)
    known = enough & usable.any(axis=1)
    found = np.full(sets, np.nan)
    if known.any():
        neighbors = (np.diff(code) == 0) & usable[:, code[1:]]
        products = np.where(neighbors, deviation[:, 1:] * deviation[:, :-1], 0.0).sum(axis=1)
        different, place = np.unique(lengths[lengths >= _FEWEST_RATINGS], return_inverse=True)
        weights = np.where(usable, squares, 0.0)[:, lengths >= _FEWEST_RATINGS] @ np.eye(len(different))[place]
        found[known] = _solved(products[known], tuple(different.tolist()), weights[known])
    return found


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


def _solved(products: Numbers, lengths: tuple[int, ...], weights: Numbers) -> Numbers:
    """The rho at which the expected products are those observed, a row a set; expected products rise with rho."""
    expected_products, expected_squares = _moments(lengths)
    power = np.arange(max(lengths))

    def missing(rho: Numbers) -> Numbers:
        powers = np.power(rho[:, np.newaxis], power)
        shares = (powers @ expected_products.T) / (powers @ expected_squares.T)
        return np.asarray(products - (weights * shares).sum(axis=1))

    low, high = np.full(len(products), LOWEST), np.full(len(products), HIGHEST)
    of_low, of_high = missing(low), missing(high)
    at_lowest, at_highest = of_low <= 0, of_high >= 0
    # Where the line between the ends crosses 0; an end that stays twice counts half (the Illinois method).
    found, rose, fell = np.full(len(products), np.nan), np.zeros(len(products), bool), np.zeros(len(products), bool)
    for _ in range(_STEPS):
        before, found = found, high - of_high * (high - low) / (of_high - of_low)
        of_found = missing(found)
        if (at_lowest | at_highest | (of_found == 0) | (np.abs(found - before) <= _NEAR)).all():
            break
        above = of_found > 0
        of_low, of_high = (
            np.where(above, of_found, np.where(fell, of_low / 2, of_low)),
            np.where(above, np.where(rose, of_high / 2, of_high), of_found),
        )
        low, high = np.where(above, found, low), np.where(above, high, found)
        rose, fell = above, ~above
    return np.where(at_lowest, LOWEST, np.where(at_highest, HIGHEST, found.round(12) + 0.0))
