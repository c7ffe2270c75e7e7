"""Cells of a view's frames as readers see them: withheld, not enough data, or the number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from groupreport.disclosure.views import ProgramView
from groupreport.display.rounding import NOTHING, is_missing, number
from groupreport.display.wording import Wording


class Cells:
    """The cells of one frame of a view; withheld is something else than missing, and both are something else than 0."""

    def __init__(self, view: ProgramView, frame_name: str, words: Wording) -> None:
        self._view = view
        self._name = frame_name
        self._words = words

    def withheld(self, row: Any, column: str) -> bool:  # noqa: ANN401 - a row of `rows_of`
        """True where disclosure control has taken the number out."""
        return self._view.withheld.is_withheld(self._name, int(row.Index), column)

    def shown(self, row: Any, column: str, write: Callable[[float], str]) -> str:  # noqa: ANN401
        """The cell, written with `write` where there is a number."""
        if self.withheld(row, column):
            return self._words.word("marker", "withheld")
        value = getattr(row, column)
        return NOTHING if is_missing(value) else write(value)

    def count(self, row: Any, column: str) -> str:  # noqa: ANN401
        """A whole number."""
        return self.shown(row, column, lambda value: number(value, 0))

    def known(self, row: Any, column: str) -> float | None:  # noqa: ANN401
        """The number, or None where it is withheld or missing."""
        value = getattr(row, column)
        return None if self.withheld(row, column) or is_missing(value) else float(value)
