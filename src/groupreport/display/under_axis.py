"""Numbers in rows under a figure's axis, such as how many are still followed."""

from __future__ import annotations

from groupreport.display.drawing.axes import Axes
from groupreport.display.drawing.text import Across
from groupreport.display.style import QUIET_TEXT


def under_axis(axes: Axes, place: float, down: float, text: str, align: Across) -> None:
    """Write a text under the axis at a place of it, so many points down."""
    axes.annotate_edge(
        text,
        (place, 0),
        (0, down),
        ha=align,
        va="top",
        fontsize=8,
        color=QUIET_TEXT,
    )
