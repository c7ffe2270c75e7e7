"""The parts of a table put together: every row keeps the file and the line that it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from groupreport.intake.reading.text_table import TextTable


def joined(parts: Sequence[TextTable]) -> TextTable:
    """One table of several parts with the same columns, in their order."""
    first, *rest = parts
    if not rest:
        return first
    begins = np.cumsum([0, *(len(part.origins) for part in parts)])
    lengthened = [part.value_columns is not None for part in parts]
    return replace(
        first,
        origins=tuple(origin for part in parts for origin in part.origins),
        rows=pd.DataFrame(
            {name: _stacked([part.rows[name] for part in parts]) for name in first.rows.columns},
            index=pd.RangeIndex(sum(len(part.lines) for part in parts)),
        ),
        lines=np.concatenate([part.lines for part in parts]),
        origin=np.concatenate([part.origin + start for part, start in zip(parts, begins[:-1], strict=True)]),
        given=frozenset().union(*(part.given for part in parts)),
        names=tuple(names for part in parts for names in part.names),
        value_columns=stacked([_value_columns(part) for part in parts]) if any(lengthened) else None,
        withheld=frozenset().union(*(part.withheld for part in parts)),
        left_out=tuple(row for part in parts for row in part.left_out),
        unread={
            name: ~np.concatenate([part.could_read(name) for part in parts])
            for name in dict.fromkeys(name for part in parts for name in part.unread)
        },
    )


def stacked(columns: Sequence[pd.Categorical]) -> pd.Categorical:
    """The cells of several columns of text, one below the other."""
    texts = np.array([text for column in columns for text in column.categories], dtype=object)
    codes, different = pd.factorize(texts)
    begins = np.cumsum([0, *(len(column.categories) for column in columns)])
    stack = [
        np.append(codes[begins[place] : begins[place + 1]], -1)[column.codes] for place, column in enumerate(columns)
    ]
    return pd.Categorical.from_codes(np.concatenate(stack), categories=pd.Index(different, dtype=object))


def _stacked(columns: Sequence[pd.Series]) -> pd.Series:
    if isinstance(columns[0].dtype, pd.CategoricalDtype):
        return pd.Series(stacked([column.array for column in columns]), name=columns[0].name)
    return pd.concat(columns, ignore_index=True)


def _value_columns(part: TextTable) -> pd.Categorical:
    if part.value_columns is not None:
        return part.value_columns
    none = np.full(len(part.lines), -1, dtype=np.int8)
    return pd.Categorical.from_codes(none, categories=pd.Index([], dtype=object))
