"""Rows of the summaries' frames, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """A frame's rows with their cells as attributes and their label as `Index`.

    What the cells hold stands in the docstrings of the records; the type system cannot know it.
    """
    return frame.itertuples()
