"""Rows that agree in some columns, by number: what grouping, joining and telling rows apart come down to.

A group's tables have a few hundred rows. For those pandas' own grouping and joining take ten times as long.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

Places: TypeAlias = npt.NDArray[np.intp]

# More combinations than these are not told apart by one number: those that do not occur are left out in between.
_MOST_COMBINATIONS = 2**31
_COUNTED_A_ROW = 16
_NUMERIC_KINDS = "iufb"


def row_numbers(rows: pd.DataFrame, columns: Sequence[Hashable], *, sort: bool = False) -> Places:
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
    return _numbers([[rows[column]] for column in columns], len(rows), sort=sort)


def first_rows(rows: pd.DataFrame, columns: Sequence[Hashable]) -> Places:
    """The places of the rows with a combination of labels that no row before them has.

    Examples:
        >>> first_rows(pd.DataFrame({"member_id": ["B", "A", "B"]}), ["member_id"]).tolist()
        [0, 1]
    """
    return np.unique(row_numbers(rows, columns), return_index=True)[1]


def agreeing_rows(
    rows: pd.DataFrame, others: pd.DataFrame, columns: Sequence[str], named: Sequence[str] | None = None
) -> tuple[Places, Places]:
    """Every pair of a row and another one that agree in some columns, as places; a missing label agrees with another.

    Args:
        rows: The rows whose order the pairs have.
        others: The other rows; those of one row stand in their own order.
        columns: The columns that must agree.
        named: What these are called in the other rows, where they are called otherwise.

    Examples:
        >>> stays, sessions = pd.DataFrame({"group_id": ["H", "G"]}), pd.DataFrame({"group_id": ["G", "H", "G"]})
        >>> [places.tolist() for places in agreeing_rows(stays, sessions, ["group_id"])]
        [[0, 1, 1], [1, 0, 2]]
    """
    of_rows, of_others = _numbers_of_both(rows, others, columns, named or columns)
    order = np.argsort(of_others, kind="stable")
    start, stop = (np.searchsorted(of_others[order], of_rows, side=side) for side in ("left", "right"))
    lengths = stop - start
    row = np.repeat(np.arange(len(rows)), lengths)
    within = np.arange(len(row)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return row, order[start[row] + within]


def agreeing_row(
    rows: pd.DataFrame, others: pd.DataFrame, columns: Sequence[str], named: Sequence[str] | None = None
) -> Places:
    """The place of the other row that agrees with each row in some columns; -1 where none does.

    Takes the arguments of `agreeing_rows`.

    Raises:
        ValueError: Two of the others agree with each other.

    Examples:
        >>> agreeing_row(pd.DataFrame({"id": ["A", "C"]}), pd.DataFrame({"id": ["B", "A"]}), ["id"]).tolist()
        [1, -1]
    """
    of_rows, of_others = _numbers_of_both(rows, others, columns, named or columns)
    place = np.full(max(of_rows.max(initial=-1), of_others.max(initial=-1)) + 1, -1, dtype=np.intp)
    place[of_others] = np.arange(len(others))
    if (place[of_others] != np.arange(len(others))).any():
        raise ValueError(f"rows share their {', '.join(named or columns)}, so that others belong to several of them")
    return place[of_rows]


def runs_of(flags: npt.NDArray[np.bool_], number: Places) -> tuple[Places, Places]:
    """The places of the first and of the last row of every run of rows with a flag; a run is of one number.

    Examples:
        >>> flags, number = np.array([True, True, True, False, True]), np.array([0, 0, 1, 1, 1])
        >>> [places.tolist() for places in runs_of(flags, number)]
        [[0, 2, 4], [1, 2, 4]]
    """
    # Whether a row continues the run of the row before it; none continues after the last row.
    continues = np.zeros(len(flags) + 1, dtype=bool)
    continues[1:-1] = flags[1:] & flags[:-1] & (np.diff(number) == 0)
    return np.flatnonzero(flags & ~continues[:-1]), np.flatnonzero(flags & ~continues[1:])


def rows_that_agree(
    rows: pd.DataFrame, others: pd.DataFrame, columns: Sequence[str], named: Sequence[str] | None = None
) -> npt.NDArray[np.bool_]:
    """Whether any other row agrees with each row in some columns.

    Takes the arguments of `agreeing_rows`.

    Examples:
        >>> rows_that_agree(pd.DataFrame({"id": ["A", "C"]}), pd.DataFrame({"id": ["A", "A"]}), ["id"]).tolist()
        [True, False]
    """
    return np.isin(*_numbers_of_both(rows, others, columns, named or columns))


def _numbers_of_both(
    rows: pd.DataFrame, others: pd.DataFrame, columns: Sequence[str], named: Sequence[str]
) -> tuple[Places, Places]:
    labels = [[rows[column], others[name]] for column, name in zip(columns, named, strict=True)]
    number = _numbers(labels, len(rows) + len(others), sort=False)
    return number[: len(rows)], number[len(rows) :]


def _numbers(columns: Sequence[Sequence[pd.Series[Any]]], length: int, *, sort: bool) -> Places:
    """The numbers of combinations; each column may come in parts that stand one after the other."""
    number, combinations = np.zeros(length, dtype=np.intp), 1
    for parts in columns:
        codes, known = pd.factorize(_labels(parts), sort=sort)
        missing = codes < 0
        if len(columns) == 1 and (sort or not missing.any()):
            return np.where(missing, len(known), codes)
        count = len(known) + 1
        if combinations * count > _MOST_COMBINATIONS:
            number, combinations = _close_ranks(number, sort=sort), length
        number, combinations = number * count + np.where(missing, len(known), codes), combinations * count
    if sort and combinations <= _COUNTED_A_ROW * length:
        # So few may occur that those that do are counted, which is quicker than to sort the rows.
        return (np.cumsum(np.bincount(number, minlength=combinations) > 0) - 1)[number]
    return _close_ranks(number, sort=sort)


def _labels(parts: Sequence[pd.Series[Any]]) -> Any:  # noqa: ANN401 - an array of any kind
    """The labels of a column in an array that pandas numbers without wrapping it first."""
    given = [part.array for part in parts]
    if all(one.dtype.kind in _NUMERIC_KINDS for one in given):
        plain = [one.to_numpy(dtype="float64", na_value=np.nan) for one in given]
    elif all(one.dtype == given[0].dtype and one.dtype.kind == "M" for one in given):
        plain = [one.to_numpy() for one in given]
    else:
        plain = [one.to_numpy(dtype=object) for one in given]
    return plain[0] if len(plain) == 1 else np.concatenate(plain)


def _close_ranks(number: Places, *, sort: bool) -> Places:
    if sort:
        return np.unique(number, return_inverse=True)[1].astype(np.intp, copy=False)
    return pd.factorize(number)[0]
