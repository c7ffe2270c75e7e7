"""Numbers in rows under a figure's axis, such as how many are still followed."""

from __future__ import annotations

from matplotlib.axes import Axes

from groupreport.display.style import QUIET_TEXT


def under_axis(axes: Axes, place: float, down: float, text: str, align: str) -> None:
    """Write a text under the axis at a place of it, so many points down."""
    axes.annotate(
        text,
        (place, 0),
        xycoords=("data", "axes fraction"),
        xytext=(0, down),
        textcoords="offset points",
        ha=align,
        va="top",
        fontsize=8,
        color=QUIET_TEXT,
        annotation_clip=False,
    )
