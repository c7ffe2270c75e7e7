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

    def split(varied: Numbers) -> tuple[Numbers, Numbers]:
        moved = np.tile(parameters, (len(varied), 1))
        moved[:, places] = varied[:, :-1]
        return moved, varied[:, -1]

    def variances(varied: Numbers) -> Numbers:
        moved, deviation = split(varied)
        whole, _ = criterion.whitened(moved)
        return deviation[:, None] ** 2 * np.linalg.inv(whole[:, :-1, :-1]).diagonal(axis1=1, axis2=2)

    curvature = _curvature(lambda varied: criterion.at_residual(*split(varied)), at, steps)
    values, vectors = np.linalg.eigh(curvature * np.outer(steps, steps) / _STEP**2)
    moves = np.diag(steps)
    here, *beside = variances(np.vstack([at, at + moves, at - moves]))
    if not np.isfinite(values).all() or values.min() <= 1e-6 * max(values.max(), math.ulp(1.0)):
        return np.full(len(here), np.nan)
    above, below = np.split(np.array(beside), 2)
    slopes = ((above - below) / (2 * _STEP)).T
    covariance = 2 * (vectors / values) @ vectors.T
    spread = np.einsum("ij,jk,ik->i", slopes, covariance, slopes)
    return np.asarray(2 * here**2 / spread)


def _curvature(function: Callable[[Numbers], Numbers], at: Numbers, steps: Numbers) -> Numbers:
    """Second derivatives by central differences, of a function of points as rows."""
    moves, size = np.diag(steps), len(at)
    rows, columns = np.tril_indices(size, -1)
    first, second = moves[rows], moves[columns]
    corners = [at + first + second, at + first - second, at - first + second, at - first - second]
    values = function(np.vstack([at, at + moves, at - moves, *corners]))
    here, above, below = values[0], values[1 : size + 1], values[size + 1 : 2 * size + 1]
    both, one, other, neither = values[2 * size + 1 :].reshape(4, -1)
    found = np.diag(above - 2 * here + below)
    found[rows, columns] = found[columns, rows] = (both - one - other + neither) / 4
    return found / np.outer(steps, steps)
