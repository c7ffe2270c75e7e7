"""Fill what every report fills anew: compiled wording, fonts and glyphs. Nothing of any report is kept."""

from __future__ import annotations

from groupreport.display.figures import drawing, svg
from groupreport.display.wording import wording

_GLYPHS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789 .,:;%()/+-\N{MINUS SIGN}\N{EN DASH}"


def fill_caches() -> None:
    """Do once, in a process that is forked for each report, what takes a third of a second in each of them."""
    wording().prepare()
    with drawing(1.0) as figure:
        axes = figure.add_subplot()
        axes.plot([0, 1], [0, 1], marker="o", label=_GLYPHS)
        axes.set_title(_GLYPHS, weight="bold")
        axes.legend()
        svg(figure)
