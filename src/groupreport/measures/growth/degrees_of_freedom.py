"""How many degrees of freedom stand behind the standard error of a coefficient of a mixed model."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from groupreport.measures.growth.criterion import Criterion
from groupreport.measures.inputs import Numbers

_STEP = 1e-3


def satterthwaite_degrees(
    criterion: Criterion, parameters: Numbers, residual: float, free: npt.NDArray[np.bool_]
) -> Numbers:
    """Satterthwaite's degrees of freedom of every coefficient.

    2 v² / (g'A g) with v the coefficient's variance, g its slopes on the variance parameters and the residual SD, and
    A their covariance: twice the inverse of the criterion's curvature. Parameters at 0 are held there. NaN where the
    criterion is flat, so that the data do not say how sure the variances are.

    Args:
        criterion: The model.
        parameters: Where its criterion is least.
        residual: The residual standard deviation there.
        free: Which parameters are not at 0.

    Source: Kuznetsova, Brockhoff & Christensen 2017 (lmerTest); Fai & Cornelius 1996.
    """
    places = np.flatnonzero(free)
    at = np.append(parameters[places], residual)
    steps = _STEP * np.maximum(np.abs(at), 0.1)
    steps[-1] = _STEP * residual

    def split(varied: Numbers) -> tuple[Numbers, float]:
        moved = parameters.copy()
        moved[places] = varied[:-1]
        return moved, float(varied[-1])

    def variances(varied: Numbers) -> Numbers:
        moved, deviation = split(varied)
        whole, _ = criterion.whitened(moved)
        return deviation**2 * np.diag(np.linalg.inv(whole[:-1, :-1]))

    def deviance(varied: Numbers) -> float:
        return criterion.at_residual(*split(varied))

    curvature = _curvature(deviance, at, steps)
    values, vectors = np.linalg.eigh(curvature * np.outer(steps, steps) / _STEP**2)
    count = criterion.whitened(parameters)[0].shape[0] - 1
    if not np.isfinite(values).all() or values.min() <= 1e-6 * max(values.max(), math.ulp(1.0)):
        return np.full(count, np.nan)
    slopes = np.column_stack(
        [
            (variances(at + step) - variances(at - step)) / (2 * _STEP)
            for step in np.diag(steps)
        ]
    )  # fmt: skip
    covariance = 2 * (vectors / values) @ vectors.T
    spread = np.einsum("ij,jk,ik->i", slopes, covariance, slopes)
    return np.asarray(2 * variances(at) ** 2 / spread)


def _curvature(function: Callable[[Numbers], float], at: Numbers, steps: Numbers) -> Numbers:
    """Second derivatives by central differences."""
    moves = np.diag(steps)
    here = function(at)
    size = len(at)
    found = np.empty((size, size))
    for row in range(size):
        for column in range(row + 1):
            first, second = moves[row], moves[column]
            if row == column:
                value = function(at + first) - 2 * here + function(at - first)
            else:
                value = (
                    function(at + first + second) - function(at + first - second)
                    - function(at - first + second) + function(at - first - second)
                ) / 4  # fmt: skip
            found[row, column] = found[column, row] = value / (steps[row] * steps[column])
    return found
