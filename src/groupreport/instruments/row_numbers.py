"""Rows that agree in some columns, by number: what grouping, joining and telling rows apart come down to.

A group's tables have a few hundred rows. For those pandas' own grouping takes ten times as long as the numbers do.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

# The combinations that are counted before those that do not occur are left out.
_MOST_COMBINATIONS = 2**31


def row_numbers(rows: pd.DataFrame, columns: Sequence[Hashable], *, sort: bool = False) -> npt.NDArray[np.intp]:
    """The number of each row's combination of labels, from 0; a missing label is a label of its own.

    Args:
        rows: The rows.
        columns: The columns whose labels make a combination.
        sort: Whether combinations are numbered in the order of their labels, a missing label last. Else they are
            numbered as they first appear.

    Examples:
        >>> rows = pd.DataFrame({"member_id": ["B", None, "A", "B"], "session": [1, 1, 2, 1]})
        >>> row_numbers(rows, ["member_id", "session"]).tolist()
        [0, 1, 2, 0]
        >>> row_numbers(rows, ["member_id", "session"], sort=True).tolist()
        [1, 2, 0, 1]
    """
    number, combinations = np.zeros(len(rows), dtype=np.intp), 1
    for column in columns:
        labels, count = _label_numbers(rows[column], sort=sort)
        if combinations * count > _MOST_COMBINATIONS:
            number = _close_ranks(number, sort=sort)
            combinations = len(rows)
        number, combinations = number * count + labels, combinations * count
    return _close_ranks(number, sort=sort)


def _label_numbers(labels: pd.Series[Any], *, sort: bool) -> tuple[npt.NDArray[np.intp], int]:
    """The number of each label, and of how many with a missing one."""
    given = labels.array
    # Text that is kept as Python's own, and arrays of numpy, are quicker to number without pandas' wrapping.
    plain = isinstance(given, pd.arrays.NumpyExtensionArray) or isinstance(given.dtype, pd.StringDtype)
    codes, known = pd.factorize(given.to_numpy() if plain else given, sort=sort)
    return np.where(codes < 0, len(known), codes), len(known) + 1


def _close_ranks(number: npt.NDArray[np.intp], *, sort: bool) -> npt.NDArray[np.intp]:
    if sort:
        return np.unique(number, return_inverse=True)[1].astype(np.intp, copy=False)
    return pd.factorize(number)[0]
