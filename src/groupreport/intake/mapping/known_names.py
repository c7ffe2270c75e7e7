"""The names that the columns of a table may have in an export."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from groupreport.intake.contract import Table
from groupreport.intake.mapping.wide import WIDE_TABLES, WideColumns
from groupreport.intake.reading.headers import plain_name
from groupreport.parameters import Checkboxes, TableSource


@dataclass(frozen=True, kw_only=True)
class KnownNames:
    """Names that the contract or the program knows, without regard to letter case, spaces and signs.

    Attributes:
        names: The known names, folded.
        beginnings: What the names of checkboxes begin with, folded.
        wide: The questionnaires whose columns of answers count as known, if any do.
    """

    names: frozenset[str]
    beginnings: tuple[str, ...] = ()
    wide: WideColumns | None = None

    @classmethod
    def of(cls, parts: Iterable[tuple[Table, TableSource]], wide: WideColumns) -> KnownNames:
        """What is known of a file in which these parts of tables stand."""
        names: set[str] = set()
        beginnings: set[str] = set()
        holds_answers = False
        for table, settings in parts:
            names |= {*table.column_names, *settings.named_columns, *settings.carry}
            for source in settings.columns.values():
                if isinstance(source, Checkboxes):
                    beginnings.add(_folded(source.checkboxes))
            holds_answers |= table.name in WIDE_TABLES
        return cls(
            names=frozenset(map(_folded, names)),
            beginnings=tuple(beginnings),
            wide=wide if holds_answers else None,
        )

    def __contains__(self, cell: str) -> bool:
        """Whether a cell holds one of the names."""
        folded = _folded(cell)
        if folded in self.names or (self.beginnings and folded.startswith(self.beginnings)):
            return True
        return self.wide is not None and self.wide.place_of(plain_name(cell)) is not None


def _folded(name: str) -> str:
    return re.sub(r"\W+|_+", "_", plain_name(name).casefold()).strip("_")
