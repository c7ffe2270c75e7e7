"""McDonald's omega: how much of a total is the one thing that all items measure."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import linalg, optimize
from scipy.special import expit, ndtri

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
    model = _one_factor(items)
    return math.nan if model is None else model.omega


def omega_total_interval(items: Table, level: float = 0.95) -> tuple[float, float]:
    """The confidence interval of McDonald's omega, low and high.

    The standard error follows by the delta method from the information of the one-factor model, and the interval is
    of the logit of omega, so that it stays between 0 and 1. It supposes items that are about normal and some fifty
    people or more; with fewer it is rough. Missing (NaN) where omega is.

    Args:
        items: As in `omega_total`.
        level: The share of intervals that hold the true value.

    Raises:
        ValueError: Items are not numbers, or the level is not between 0 and 1.

    Source: Raykov 2002; Kelley & Pornprasertmanit 2016 (the logistic form); R's lavaan gives the standard error.

    Examples:
        >>> omega_total_interval([[1, 2], [2, 3], [3, 5], [4, 4]])
        (nan, nan)
    """
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, not {level}")
    model = _one_factor(items)
    if model is None or not 0 < model.omega < 1:
        return math.nan, math.nan
    error = model.error / (model.omega * (1 - model.omega))
    center, half = math.log(model.omega / (1 - model.omega)), float(ndtri((1 + level) / 2)) * error
    return float(expit(center - half)), float(expit(center + half))


@dataclass(frozen=True)
class _OneFactor:
    """A one-factor model in the units of the items."""

    loadings: Numbers
    unique: Numbers
    people: int

    @property
    def omega(self) -> float:
        shared = float(self.loadings.sum() ** 2)
        return shared / (shared + float(self.unique.sum()))

    @property
    def error(self) -> float:
        """Omega's standard error by the delta method; NaN where the model is at its limit."""
        inverse = np.linalg.inv(np.outer(self.loadings, self.loadings) + np.diag(self.unique))
        weighed = inverse @ self.loadings
        of_loadings = 2 * (inverse * float(self.loadings @ weighed) + np.outer(weighed, weighed))
        information = (
            self.people / 2 * np.block([[of_loadings, 2 * inverse * weighed], [(2 * inverse * weighed).T, inverse**2]])
        )
        whole, rest = float(self.loadings.sum()), float(self.unique.sum())
        count = len(self.loadings)
        slopes = np.repeat([2 * whole * rest, -(whole**2)], count) / (whole**2 + rest) ** 2
        try:
            variance = float(slopes @ np.linalg.solve(information, slopes))
        except np.linalg.LinAlgError:
            return math.nan
        return math.sqrt(variance) if variance > 0 else math.nan


def _one_factor(items: Table) -> _OneFactor | None:
    complete = complete_rows(items)
    people, count = complete.shape
    if count < 3 or people < _PEOPLE_PER_ITEM * count or not np.isfinite(complete).all():
        return None
    deviations = complete.std(axis=0, ddof=1)
    if (deviations <= 1e-12 * np.abs(complete).max()).any():
        return None
    correlations = np.asarray(np.corrcoef(complete, rowvar=False))
    unique = _uniquenesses(correlations)
    if unique is None:
        return None
    return _OneFactor(_loadings(correlations, unique) * deviations, unique * deviations**2, people)


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
