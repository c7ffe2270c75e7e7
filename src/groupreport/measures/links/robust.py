"""Least squares with standard errors that hold although rows of a cluster go together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from groupreport.measures.growth.nested_data import Places
from groupreport.measures.inputs import Numbers


@dataclass(frozen=True)
class RobustFit:
    """Coefficients, their cluster-robust standard errors, and clusters - 1 as degrees of freedom."""

    fixed: Numbers
    errors: Numbers
    degrees: float


def cluster_robust(columns: Numbers, outcome: Numbers, clusters: Places) -> RobustFit | None:
    """Least squares with the cluster-robust covariance CR1.

    (X'X)⁻¹ (sum over clusters of X'e e'X) (X'X)⁻¹ times G / (G - 1) (n - 1) / (n - p). With few clusters it is still
    too small; that is why it is only used where no mixed model could be fitted.

    Args:
        columns: With the column of ones.
        outcome: What is to be predicted.
        clusters: The cluster of each row, from 0 without gaps.

    Returns:
        None with fewer than two clusters, no row to spare, or columns that depend on each other.

    Source: Liang & Zeger 1986; R's sandwich::vcovCL(type = "HC1").

    Examples:
        >>> columns = np.column_stack([np.ones(4), [0.0, 0, 1, 1]])
        >>> fit = cluster_robust(columns, np.array([1.0, 3, 5, 7]), np.array([0, 1, 2, 3]))
        >>> fit.fixed.round(6).tolist(), fit.errors.round(6).tolist(), fit.degrees
        ([2.0, 4.0], [1.0, 1.414214], 3.0)
    """
    rows, width = columns.shape
    count = len(np.unique(clusters))
    if count < 2 or rows <= width or np.linalg.matrix_rank(columns) < width:
        return None
    bread = np.linalg.inv(columns.T @ columns)
    fixed = bread @ (columns.T @ outcome)
    scores = columns * (outcome - columns @ fixed)[:, None]
    sums = np.column_stack([np.bincount(clusters, weights=score) for score in scores.T])
    factor = count / (count - 1) * (rows - 1) / (rows - width)
    covariance = factor * bread @ (sums.T @ sums) @ bread
    return RobustFit(fixed, np.sqrt(np.diag(covariance)), count - 1.0)
