"""Rows that were put together one by one as a table of given columns and types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd


def typed_table(rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, Any]) -> pd.DataFrame:
    """Rows as a table with these columns of these types; what a row does not tell is missing.

    Column by column this takes a fraction of the time that pandas takes to find types and then change them.

    Examples:
        >>> typed_table([{"members": 3}, {}], {"members": "Int64", "share": "float64"})["members"].tolist()
        [3, <NA>]
    """
    return pd.DataFrame({name: pd.array([row.get(name) for row in rows], dtype=kind) for name, kind in kinds.items()})
