"""What decides whether a rule deserves its lead: what it flags where nobody has a fall, and what it finds by chance."""

from __future__ import annotations

import math
from collections.abc import Sequence

from groupreport.display.calibration.cells import share_cell
from groupreport.display.plain_table import PlainTable
from groupreport.display.rounding import NOTHING
from groupreport.display.wording import Wording
from groupreport.measures.calibration import AtAlarms, Calibration, Cell, Recovery, candidates

_AT_MOST = 6


def nobody_table(cells: Sequence[tuple[Cell, tuple[Recovery, ...]]], words: Wording) -> PlainTable:
    """Members flagged where nobody has a fall: a row a rule, a column a length of the term or number of scales."""
    heads = (words.text(f"calibration.nobody_{cell.varies}", value=cell.value) for cell, _ in cells)
    rules = zip(*(found for _, found in cells), strict=True)
    return PlainTable(
        name="calibration-nobody",
        title=words.text("calibration.title_nobody"),
        columns=(words.text("calibration.head_rule"), *heads),
        rows=tuple((same[0].rule, *(share_cell(one.false_alarms, words) for one in same)) for same in rules),
        note=words.text("calibration.note_nobody"),
    )


def flat_table(
    reference: Calibration, cells: Sequence[tuple[Cell, tuple[Recovery, ...]]], words: Wording
) -> PlainTable:
    """Falls of no depth that count as found, by their length, beside the members flagged; the rules near a headline."""
    names = candidates(reference.decided_on, at_most=_AT_MOST)
    by_rule = [{one.rule: one for one in found} for _, found in cells]
    return PlainTable(
        name="calibration-flat",
        title=words.text("calibration.title_flat"),
        columns=(*_length_heads([cell for cell, _ in cells], words), words.text("calibration.head_alarms")),
        rows=tuple(
            (
                name,
                *(share_cell(found[name].recall, words) for found in by_rule),
                share_cell(by_rule[0][name].false_alarms, words),
            )
            for name in names
        ),
        note=words.text("calibration.note_flat", depth=reference.design.depth),
    )


def equal_table(alarms: float, cells: Sequence[tuple[Cell, Sequence[AtAlarms]]], words: Wording) -> PlainTable:
    """Found by rules that all flag the same share, by the length of the fall; the factors are those of the mix."""
    rows = [one for one in zip(*(found for _, found in cells), strict=True) if one[0].found is not None]
    rows.sort(key=lambda one: -one[0].found.recall.share if one[0].found is not None else math.inf)
    return PlainTable(
        name=f"calibration-equal-{100 * alarms:g}",
        title=words.text("calibration.title_equal", alarms=alarms, depth=cells[0][0].design.depth),
        columns=(*_length_heads([cell for cell, _ in cells], words), words.text("calibration.head_factor")),
        rows=tuple(
            (
                row[0].rule,
                *(NOTHING if one.found is None else share_cell(one.found.recall, words) for one in row),
                words.text("calibration.factor", value=row[0].factor),
            )
            for row in rows
        ),
    )


def _length_heads(cells: Sequence[Cell], words: Wording) -> tuple[str, ...]:
    lengths = (
        words.text("calibration.design_low_sessions", value=cell.value, to_the_end=math.isinf(cell.value))
        for cell in cells
    )
    return (words.text("calibration.head_rule"), *lengths)
