"""Terms without any fall, and falls that are none: what a rule finds there, it finds by chance."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from groupreport.measures.calibration.design import EVERY_LENGTH, Design
from groupreport.measures.calibration.grid import Cell

_SEVERAL = (3, 4)
_RELATED = 0.5


def nobody_falls(reference: Design) -> tuple[Cell, ...]:
    """Terms in which nobody has a planted fall, of several lengths and with several scales.

    Planted falls are noise to a rule that takes the SD from all ratings, so that it flags more members where there are
    none. Whoever is flagged on one of several scales counts once, as in reports.

    Returns:
        Cells that vary in sessions (one scale), scales (their noise correlated by .5), and scales_apart (unrelated).

    Examples:
        >>> from groupreport.measures.calibration import REFERENCE
        >>> [(cell.varies, cell.value) for cell in nobody_falls(REFERENCE)][3:6]
        [('sessions', 20.0), ('scales', 3.0), ('scales', 4.0)]
    """
    return tuple(_cells(replace(reference, share=0.0)))


def flat_falls(reference: Design) -> tuple[Cell, ...]:
    """Falls of no depth, one cell a length and one with all: whatever meets them lies there by chance.

    Examples:
        >>> from groupreport.measures.calibration import REFERENCE
        >>> [cell.value for cell in flat_falls(REFERENCE)], flat_falls(REFERENCE)[0].design.depth
        ([0.0, 1.0, 2.0, 4.0, inf], 0.0)
    """
    return by_length(replace(reference, depth=0.0))


def by_length(design: Design) -> tuple[Cell, ...]:
    """A design with falls of all its lengths, whose value is 0, and one with those of each usual length.

    Examples:
        >>> [cell.design.low_phases for cell in by_length(Design())][:2]
        [(1, 2, 4, 'end'), (1,)]
    """
    single = (
        Cell(
            varies="low_sessions",
            value=math.inf if low == "end" else float(low),
            design=replace(design, low_sessions=low),
        )
        for low in EVERY_LENGTH
    )
    return (Cell(varies="low_sessions", value=0.0, design=design), *single)


def _cells(design: Design) -> Iterator[Cell]:
    for sessions in (8, 12, 14, 20):
        yield Cell(varies="sessions", value=float(sessions), design=replace(design, sessions=sessions))
    for name, correlation in (("scales", _RELATED), ("scales_apart", 0.0)):
        for scales in _SEVERAL:
            several = replace(design, scales=scales, scale_correlation=correlation)
            yield Cell(varies=name, value=float(scales), design=several)
