"""Complete, labelled rows by group: sums, distances from the group's mean, variances."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.measures.inputs import Labels, Numbers, Table, as_labels, group_codes, order_like

# Sums of squares below the square of this share of the largest number are rounding, not variance.
ROUNDING = 16 * np.finfo(np.float64).eps


def grouped(
    table: Numbers, items: Table, groups: Labels
) -> tuple[npt.NDArray[np.intp], pd.Index[Any], npt.NDArray[np.bool_]]:
    """Each row's group number, the labels, and which rows are complete and labelled."""
    complete = np.asarray(~np.isnan(table).any(axis=1))
    if isinstance(groups, np.ndarray) and groups.dtype.kind in "iu" and len(groups) == len(table):
        numbers, places = np.unique(groups, return_inverse=True)
        return places, pd.Index(numbers, name="group"), complete
    labelled = as_labels(groups)
    with_index = isinstance(items, pd.Series | pd.DataFrame) and isinstance(groups, pd.Series)
    order = order_like(items if with_index else table, labelled if with_index else groups, ("ratings", "groups"))
    codes, labels = group_codes(labelled.iloc[order] if with_index else labelled)
    return codes, labels, (codes >= 0) & complete


def sum_by_group(table: Numbers, codes: npt.NDArray[np.intp], groups: int) -> Numbers:
    """The sum of each column in each group."""
    columns = [np.bincount(codes, weights=column, minlength=groups) for column in table.T]
    return np.column_stack(columns) if columns else np.empty((groups, 0))


def distances_from_mean(
    table: Numbers, codes: npt.NDArray[np.intp], groups: int
) -> tuple[Numbers, npt.NDArray[np.intp]]:
    """Each rating minus its group's mean (NaN in a group with an infinite rating), and the raters of each group."""
    raters = np.bincount(codes, minlength=groups)
    finite = np.where(np.isfinite(table), table, np.nan)
    # Ratings are moved near 0 first, so that large numbers with small differences keep their digits.
    moved = finite - finite[0] if len(finite) and np.isfinite(finite[0]).all() else finite
    means = sum_by_group(moved, codes, groups) / np.maximum(raters, 1)[:, np.newaxis]
    return moved - means[codes], raters


def variances_by_group(table: Numbers, items: Table, groups: Labels) -> tuple[Numbers, pd.Index[Any]]:
    """The variance of each item in each group, NaN with fewer than two complete rows."""
    codes, labels, complete = grouped(table, items, groups)
    deviations, raters = distances_from_mean(table[complete], codes[complete], len(labels))
    squares = sum_by_group(deviations**2, codes[complete], len(labels))
    variances = np.full(squares.shape, np.nan)
    np.divide(squares, (raters - 1)[:, np.newaxis], out=variances, where=raters[:, np.newaxis] >= 2)
    return variances, labels
