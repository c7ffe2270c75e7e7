"""How a view says that a number is withheld, which is something else than missing.

In the frames of a view a withheld number is gone: its cell is missing (NaN, None), and no other field holds it.
`view.withheld` tells withheld cells from cells that were missing all along. For whoever shows a view:

* `view.withheld.mask("groups", frame)` is a frame of True and False with the rows and columns of `frame`, which may be
  the view's frame or any selection or reordering of it that kept the index (the view's frames are indexed 0, 1, 2 ...).
* A frame is named by its path in the summary: `"groups"`, `"flows"`, `"outcomes.by_instrument"`, ...
* Every withheld number is shown by one and the same marker. A cell is withheld because it is small *or* because a
  small one could be worked out from it, so "fewer than 5" in the cell itself would be untrue for some; the note
  below the table says both reasons. Only groups in `view.small_groups` may be described as "fewer than 5 members".
* What funders see are not frames with gaps but `SafeTable`, `SafeScale` and `SafeNumber`: there every missing count is
  withheld, and a scale or number says so in its field `withheld`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class WithheldCells:
    """Which cells of a view's frames are withheld: by frame, pairs of row label and column."""

    cells: Mapping[str, frozenset[tuple[int, str]]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """True where anything is withheld."""
        return any(self.cells.values())

    def is_withheld(self, frame_name: str, row: int, column: str) -> bool:
        """True where the cell in this row (label of the view's frame) and column is withheld."""
        return (row, column) in self.cells.get(frame_name, frozenset())

    def mask(self, frame_name: str, frame: pd.DataFrame) -> pd.DataFrame:
        """True for each withheld cell, with the rows and columns of *frame*.

        Args:
            frame_name: The frame's path in the summary, as in `"groups"` or `"outcomes.by_instrument"`.
            frame: The view's frame, or rows and columns selected from it with their index kept.
        """
        withheld = pd.DataFrame(False, index=frame.index, columns=frame.columns)
        for row, column in self.cells.get(frame_name, frozenset()):
            if row in withheld.index and column in withheld.columns:
                withheld.loc[row, column] = True
        return withheld


NOTHING_WITHHELD = WithheldCells()
