"""What callers hand to a measure (Series, frames, arrays, lists) as plain arrays whose rows belong together."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

Numbers: TypeAlias = npt.NDArray[np.float64]
Values: TypeAlias = "pd.Series[Any] | npt.NDArray[Any] | Sequence[float | None]"
Table: TypeAlias = "pd.DataFrame | Values | Sequence[Sequence[float | None]]"
Labels: TypeAlias = "pd.Series[Any] | pd.Index[Any] | npt.NDArray[Any] | Sequence[Hashable]"


_NUMERIC_KINDS = {"integer", "floating", "mixed-integer-float", "decimal", "boolean"}


def as_numbers(values: Values, name: str) -> Numbers:
    """One column of numbers; None, pd.NA and NaN become NaN.

    Raises:
        ValueError: It holds text, dates or several columns.
    """
    if isinstance(values, pd.DataFrame) or (isinstance(values, np.ndarray) and values.ndim != 1):
        raise ValueError(f"{name} must be one column of numbers")
    if isinstance(values, np.ndarray) and values.dtype.kind in "iuf":
        return np.array(values, dtype=np.float64)
    series = values if isinstance(values, pd.Series) else _as_series(values)
    if isinstance(series.dtype, np.dtype) and series.dtype.kind in "iuf":
        return series.to_numpy(dtype=np.float64, copy=True)
    if series.isna().all():
        return np.full(len(series), np.nan)
    if pd.api.types.infer_dtype(series, skipna=True) not in _NUMERIC_KINDS:
        raise ValueError(f"{name} must be numbers; it holds text, dates or something else")
    return np.array(series.to_numpy(dtype=np.float64, na_value=np.nan))


def _as_series(values: Any) -> pd.Series[Any]:  # noqa: ANN401 - whatever a caller lists
    """Arrays keep their type; a list is not converted, so that text in it is seen as text."""
    return pd.Series(values) if hasattr(values, "dtype") else pd.Series(list(values), dtype=object)


def as_texts(values: pd.Series[Any]) -> npt.NDArray[np.object_]:
    """One column of texts, which can be compared with one; None where it is missing."""
    texts: npt.NDArray[np.object_] = values.to_numpy(dtype=object, na_value=None)  # type: ignore[call-overload]
    return texts


def as_days(values: pd.Series[Any]) -> npt.NDArray[np.datetime64]:
    """One column of days; NaT where it is missing."""
    return values.to_numpy(dtype="datetime64[ns]")


def as_table(items: Table, name: str) -> Numbers:
    """Rows by columns of numbers; a single column may be given as a Series or a list.

    Raises:
        ValueError: It holds text or dates, or is not a table.
    """
    if isinstance(items, pd.DataFrame):
        if all(isinstance(kind, np.dtype) and kind.kind in "iuf" for kind in items.dtypes):
            return np.array(items.to_numpy(dtype=np.float64), order="C")
        columns = [as_numbers(items.iloc[:, place], name) for place in range(items.shape[1])]
        return np.column_stack(columns) if columns else np.empty((len(items), 0))
    if isinstance(items, pd.Series):
        return as_numbers(items, name)[:, np.newaxis]
    listed = np.asarray(items)
    if listed.ndim == 2 and listed.dtype.kind in "iuf":
        return np.array(listed, dtype=np.float64, order="C")
    if listed.ndim > 2:
        raise ValueError(f"{name} must be a table of rows and columns, not {listed.ndim}-dimensional")
    if listed.ndim == 2:
        return as_table(pd.DataFrame(listed).infer_objects(), name)
    return as_numbers(listed.tolist(), name)[:, np.newaxis]


def as_labels(groups: Labels) -> pd.Series[Any]:
    """Group labels of any hashable kind, as a Series."""
    if isinstance(groups, pd.Series):
        return groups
    if isinstance(groups, pd.DataFrame):
        raise ValueError("groups must be one column of labels, not a frame")
    if isinstance(groups, pd.Index | np.ndarray):
        return pd.Series(groups)
    labels = np.empty(len(groups), dtype=object)
    labels[:] = list(groups)
    return pd.Series(labels).infer_objects()


def order_like(first: object, second: object, names: tuple[str, str]) -> npt.NDArray[np.intp]:
    """Which rows of the second belong to the rows of the first, as positions.

    Two pandas objects with the same unique labels are matched by label, whatever their order. Plain arrays, equal
    indexes, and indexes that share no label at all (two halves of a long table) are matched by position.

    Raises:
        ValueError: The lengths differ, or the indexes share only some labels, so that no pairing is certain.
    """
    length = len(first)  # type: ignore[arg-type]
    if length != len(second):  # type: ignore[arg-type]
        raise ValueError(f"{names[0]} has {length} rows and {names[1]} has {len(second)}")  # type: ignore[arg-type]
    by_position = np.arange(length, dtype=np.intp)
    pandas_kinds = (pd.Series, pd.DataFrame)
    if not isinstance(first, pandas_kinds) or not isinstance(second, pandas_kinds):
        return by_position
    if first.index.equals(second.index):
        return by_position
    if first.index.is_unique and second.index.is_unique:
        places = second.index.get_indexer(first.index)
        if (places >= 0).all():
            return places
        if (places < 0).all():
            return by_position
    elif not first.index.isin(second.index).any():
        return by_position
    raise ValueError(
        f"the indexes of {names[0]} and {names[1]} share only some labels; give both the same index, or plain arrays"
    )


def group_codes(groups: pd.Series[Any]) -> tuple[npt.NDArray[np.intp], pd.Index[Any]]:
    """The number of each row's group, -1 where the label is missing, and the labels: sorted where they can be."""
    if isinstance(groups.dtype, np.dtype) and groups.dtype.kind in "iu":
        numbers, places = np.unique(groups.to_numpy(), return_inverse=True)
        return places.astype(np.intp), pd.Index(numbers, name=groups.name if groups.name is not None else "group")
    given = groups.array
    codes, labels = pd.factorize(given.to_numpy() if isinstance(given, pd.arrays.NumpyExtensionArray) else given)
    listed = list(labels)
    try:
        order = sorted(range(len(listed)), key=lambda place: listed[place])
    except TypeError:  # labels of several kinds have no order: they stay as they first appear
        order = list(range(len(listed)))
    rank = np.empty(len(listed) + 1, dtype=np.intp)
    rank[order] = np.arange(len(listed))
    rank[-1] = -1
    name = groups.name if groups.name is not None else "group"
    index = pd.Index([listed[place] for place in order], name=name, tupleize_cols=False)
    return rank[codes], index
