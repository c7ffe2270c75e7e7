"""McDonald's omega: how much of a total is the one thing that all items measure."""

from __future__ import annotations

import math

import numpy as np
from scipy import linalg, optimize

from groupreport.measures.agreement.alpha import complete_rows
from groupreport.measures.inputs import Numbers, Table

# With fewer people than this for each item, loadings are guesses: the low end of the usual advice of 3 to 10.
_PEOPLE_PER_ITEM = 3
_SMALLEST_UNIQUENESS = 0.005


def omega_total(items: Table) -> float:
    """McDonald's omega of a scale of one factor, among the people who answered all of its items.

    (sum of loadings)² / ((sum of loadings)² + sum of unique variances), with loadings from a one-factor model by
    maximum likelihood. Where all loadings are equal it is Cronbach's alpha; else alpha is smaller. Missing (NaN) with
    fewer than three items, fewer than three people an item, an item that does not vary, or no solution.

    Args:
        items: A row a person, a column an item, reversed items already turned; rows with any missing item are left
            out.

    Raises:
        ValueError: Items are not numbers.

    Source: McDonald 1999; the model's likelihood as in Joereskog 1967.

    Examples:
        >>> omega_total([[1, 2], [2, 3], [3, 5], [4, 4]])
        nan
    """
    complete = complete_rows(items)
    people, count = complete.shape
    if count < 3 or people < _PEOPLE_PER_ITEM * count or not np.isfinite(complete).all():
        return math.nan
    deviations = complete.std(axis=0, ddof=1)
    if (deviations <= 1e-12 * np.abs(complete).max()).any():
        return math.nan
    correlations = np.asarray(np.corrcoef(complete, rowvar=False))
    unique = _uniquenesses(correlations)
    if unique is None:
        return math.nan
    loadings = _loadings(correlations, unique) * deviations
    shared = float(loadings.sum() ** 2)
    return shared / (shared + float((unique * deviations**2).sum()))


def _uniquenesses(correlations: Numbers) -> Numbers | None:
    """The share of each item's variance that the factor does not explain, by maximum likelihood."""
    try:
        start = 0.5 / np.diag(linalg.inv(correlations))
    except linalg.LinAlgError:
        return None
    found = optimize.minimize(
        _discrepancy,
        np.clip(start, _SMALLEST_UNIQUENESS, 1),
        args=(correlations,),
        jac=_slope,
        method="L-BFGS-B",
        bounds=[(_SMALLEST_UNIQUENESS, 1.0)] * len(correlations),
    )
    return np.asarray(found.x) if found.success else None


def _discrepancy(unique: Numbers, correlations: Numbers) -> float:
    """How far the correlations are from the best one-factor model with these unique variances."""
    scaled = correlations / np.sqrt(np.outer(unique, unique))
    rest = linalg.eigvalsh(scaled)[:-1]
    return float((rest - np.log(np.maximum(rest, 1e-300)) - 1).sum())


def _slope(unique: Numbers, correlations: Numbers) -> Numbers:
    """How the discrepancy changes with each unique variance (Joereskog 1967)."""
    return (_loadings(correlations, unique) ** 2 + unique - 1) / unique**2


def _loadings(correlations: Numbers, unique: Numbers) -> Numbers:
    values, vectors = linalg.eigh(correlations / np.sqrt(np.outer(unique, unique)))
    loadings = np.sqrt(max(values[-1] - 1, 0.0)) * vectors[:, -1] * np.sqrt(unique)
    return np.asarray(loadings if loadings.sum() >= 0 else -loadings)
