"""What decides between the rules: how long a fall stays low, as a table and a figure of those nearest to a headline."""

from __future__ import annotations

import math
from collections.abc import Sequence

from groupreport.display.calibration.cells import signed_cell
from groupreport.display.calibration.figure import Panels
from groupreport.display.plain_table import PlainTable
from groupreport.display.wording import Wording
from groupreport.measures.calibration import Calibration, Cell, Recovery, candidates

_AT_MOST = 6  # two rows of panels


def length_panels(reference: Calibration, cells: Sequence[tuple[Cell, tuple[Recovery, ...]]], words: Wording) -> Panels:
    """The rules nearest to a headline, over the length of the fall; the supported one is that of the reference."""
    ordered = _by_length(cells)
    return Panels(
        rules=_of_candidates(reference, [found for _, found in ordered]),
        places=range(len(ordered)),
        labels=[words.text("calibration.length", value=cell.value, to_the_end=_ends(cell)) for cell, _ in ordered],
        axis=words.text("calibration.figure_length_x", depth=reference.design.depth),
        supported=reference.support.rule,
    )


def length_table(
    reference: Calibration, cells: Sequence[tuple[Cell, tuple[Recovery, ...]]], words: Wording
) -> PlainTable:
    """Found minus false alarms of these rules, a column a length, and of falls of all lengths together."""
    ordered = _by_length(cells)
    heads = [
        words.text("calibration.design_low_sessions", value=cell.value, to_the_end=_ends(cell)) for cell, _ in ordered
    ]
    rows = _of_candidates(reference, [*(found for _, found in ordered), reference.decided_on])
    return PlainTable(
        name="calibration-by-length",
        title=words.text("calibration.title_length", depth=reference.design.depth),
        columns=(
            words.text("calibration.head_rule"),
            *heads,
            words.text("calibration.design_low_sessions", value=0, to_the_end=False),
        ),
        rows=tuple((row[0].rule, *(signed_cell(one.youden, words) for one in row)) for row in rows),
        note=words.text("calibration.note_length"),
    )


def _by_length(cells: Sequence[tuple[Cell, tuple[Recovery, ...]]]) -> list[tuple[Cell, tuple[Recovery, ...]]]:
    return sorted((one for one in cells if one[0].varies == "low_sessions"), key=lambda one: one[0].value)


def _of_candidates(reference: Calibration, columns: Sequence[Sequence[Recovery]]) -> list[list[Recovery]]:
    """A row a candidate, the best first."""
    by_rule = [{one.rule: one for one in column} for column in columns]
    return [[column[name] for column in by_rule] for name in candidates(reference.decided_on, at_most=_AT_MOST)]


def _ends(cell: Cell) -> bool:
    return math.isinf(cell.value)
