"""The releases that readers have already when a new one is made."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from groupreport.disclosure.ledger import RecordedRelease
from groupreport.disclosure.policy import Policy
from groupreport.disclosure.published import Cell
from groupreport.disclosure.read_back import cells_of
from groupreport.disclosure.rules import with_margins


@dataclass(frozen=True, kw_only=True)
class Window:
    """The term that a release is about: its id, first and last day."""

    term: str
    starts: datetime.date
    ends: datetime.date


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """The releases that readers may have already, and the term that the new one is about; empty: there are none."""

    window: Window | None = None
    releases: tuple[RecordedRelease, ...] = ()

    def shown(self, tables: Mapping[str, pd.DataFrame], policy: Policy) -> list[Cell]:
        """The counts of this very term that are public already: withholding them would protect nothing.

        A rounded count is none of them, and none is where the new release is rounded.
        """
        if policy.round_to > 1:
            return []
        return [cell for name, counts in tables.items() for cell in self._shown_of(name, counts)]

    def _shown_of(self, name: str, counts: pd.DataFrame) -> Iterator[Cell]:
        full: pd.DataFrame = with_margins(counts)
        for release in self.releases:
            if self.window is None or release.term != self.window.term or release.policy.round_to > 1:
                continue
            for row, column, count in cells_of(release.tables[name]) if name in release.tables else ():
                if row in full.index and column in full.columns and int(full[column][row]) == count:
                    yield name, row, column
