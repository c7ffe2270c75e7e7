"""Columns and rows of which most numbers are withheld: left out of a table, and named once instead.

Which ones is decided by what is withheld alone, never by a number, so that leaving them out tells nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from groupreport.display.escaping import Markdown
from groupreport.display.rounding import NOTHING
from groupreport.display.tables import Column
from groupreport.display.wording import Wording


@dataclass(frozen=True)
class KeptCells:
    """What is left of a table, and the headers and first cells of what is not."""

    columns: list[Column]
    rows: list[list[str]]
    names: list[str]

    def note(self, words: Wording) -> Markdown:
        """What was left out, as the end of a caption; empty where nothing was."""
        return words.say("words.left_out", names=self.names) if self.names else Markdown("")


def nothing_told(rows: Iterable[Sequence[str]], words: Wording, *, labels: int = 1) -> bool:
    """Whether no row has a number after its cells that name it: a sentence then says more than a table of dashes."""
    silent = {words.word("marker", "withheld"), NOTHING}
    return all(cell in silent for row in rows for cell in row[labels:])


def without_withheld(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], words: Wording, *, labels: int = 1
) -> KeptCells:
    """The table without rows in which nothing is shown, then without columns of which more than half is withheld.

    Args:
        columns: The first ones name the rows and always stay.
        rows: Their cells; a withheld one holds the word for it.
        words: The wording.
        labels: How many columns name the rows.
    """
    withheld = words.word("marker", "withheld")

    def telling(cells: Sequence[Sequence[str]]) -> list[Sequence[str]]:
        return [row for row in cells if any(cell != withheld for cell in row[labels:])]

    some = telling(rows)
    hidden = [sum(row[place] == withheld for row in some) for place in range(len(columns))]
    places = [place for place in range(len(columns)) if place < labels or hidden[place] * 2 <= len(some)]
    kept = telling([[row[place] for place in places] for row in some])
    if not kept:  # an empty table: then its rows say what is withheld
        return KeptCells(list(columns), [list(row) for row in rows], [])
    shown = [row[:labels] for row in kept]
    names = [columns[place].header for place in range(len(columns)) if place not in places]
    names += [_name(row[:labels]) for row in rows if row[:labels] not in shown]
    return KeptCells([columns[place] for place in places], [list(row) for row in kept], names)


def _name(labels: Sequence[str]) -> str:
    """The cells that name a row, as one name: PHQ-9 (Anxiety)."""
    first, *others = labels
    return f"{first} ({', '.join(others)})" if others else first
