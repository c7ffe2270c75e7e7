"""Categories of which a release tells nothing are not named: their names come from the data, so each says of somebody.

That nobody spoke of a category of three people helps little where its name stands in the file. Which categories are
named is decided by what is withheld and by no count: one of which any count is told, a zero too, keeps its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from groupreport.disclosure.published import TOTAL
from groupreport.disclosure.safe import SafeTable

OF_A_CHARACTERISTIC = "served_"
_UNNAMED = re.compile(r"unnamed_\d+")


def is_unnamed(label: str) -> bool:
    """Whether a label stands for a category whose name is withheld."""
    return _UNNAMED.fullmatch(label) is not None


def with_untold_unnamed(tables: Mapping[str, SafeTable]) -> dict[str, SafeTable]:
    """The tables with numbers in place of the names of categories that have no count in any of them.

    A category has one number in all tables of a release and perhaps another in the next. Programs keep their names:
    those are not learned from people.
    """
    kinds = [table.columns for name, table in tables.items() if name.startswith(OF_A_CHARACTERISTIC)]
    names = {kind: _numbered(kind, tables.values()) for kind in kinds}
    return {
        name: table.relabeled(names.get(table.rows, {}), names.get(table.columns, {})) for name, table in tables.items()
    }


def _numbered(kind: str, tables: Iterable[SafeTable]) -> dict[str, str]:
    told: dict[str, bool] = {}
    for line in _lines(kind, tables):
        for label in line.index:
            told[str(label)] = told.get(str(label), False) or bool(line[label])
    numbers = (f"unnamed_{number}" for number in range(1, 2 * len(told) + 1) if f"unnamed_{number}" not in told)
    return {label: next(numbers) for label in sorted(told) if not told[label]}


def _lines(kind: str, tables: Iterable[SafeTable]) -> Iterator[pd.Series[bool]]:
    """For every table with such categories: of which of them any count is told."""
    for table in tables:
        there = table.with_margins().notna()
        if table.columns == kind:
            yield there.drop(columns=TOTAL).any(axis="index")
        if table.rows == kind:
            yield there.drop(index=TOTAL).any(axis="columns")
