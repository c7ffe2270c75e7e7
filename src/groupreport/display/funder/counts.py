"""Counts that passed disclosure control as readers see them; a missing count is withheld."""

from __future__ import annotations

from groupreport.display.rounding import is_missing, number
from groupreport.display.wording import Wording

MOST_PROGRAMS = 5  # that a page can hold beside each other; the file has every program


def known(value: float) -> int | None:
    """A published count, or None where it is withheld."""
    return None if is_missing(value) else int(value)


def count(value: float, words: Wording) -> str:
    """A published count as text, or the word for withheld."""
    return words.word("marker", "withheld") if is_missing(value) else number(value, 0)
