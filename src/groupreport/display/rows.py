"""Rows of the summaries' frames, one after the other."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Hashable, Iterator
from functools import lru_cache
from typing import Any

import pandas as pd


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """A frame's rows with their cells as attributes and their label as `Index`.

    What the cells hold stands in the docstrings of the records; the type system cannot know it.
    """
    # All cells at once: column by column takes three times as long for the few rows and many columns of a summary.
    cells = frame.to_numpy(dtype=object).tolist()
    row = _row_of(tuple(frame.columns))
    return (row(label, *values) for label, values in zip(frame.index, cells, strict=True))


# Named as by `DataFrame.itertuples`, which makes a new class for every call: that takes longer than most frames' rows.
@lru_cache(maxsize=1000)
def _row_of(columns: tuple[Hashable, ...]) -> Any:  # noqa: ANN401 - a class
    return namedtuple("Row", ("Index", *map(str, columns)), rename=True)
