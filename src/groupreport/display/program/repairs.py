"""How long repairs took, over all groups: a sentence, and the curve with the drops still followed under it."""

from __future__ import annotations

import pandas as pd

from groupreport.display.drawing.axes import Axes
from groupreport.display.drawing.picture import Picture
from groupreport.display.escaping import Markdown
from groupreport.display.figures import WIDTH, figure_piece
from groupreport.display.repair_tables import whole
from groupreport.display.rounding import percent
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece
from groupreport.display.style import BLUE, PALE_BLUE
from groupreport.display.under_axis import under_axis
from groupreport.display.wording import Wording
from groupreport.summaries.records import Repairs, Unavailable

# A curve of fewer drops is an anecdote; its caption's number is from the last step that so many were followed to.
FEWEST_EPISODES, FEWEST_AT_RISK = 20, 10


def repair_sentence(repairs: Repairs | Unavailable | None, words: Wording) -> Markdown | str:
    """How many drops were made good at any time and by when half were; empty without a drop."""
    if not isinstance(repairs, Repairs) or not repairs.episodes:
        return ""
    median = whole(repairs.median)
    return words.say("repairs.program_sentence", repaired=repairs.repaired, episodes=repairs.episodes, median=median)


def repair_figure(repairs: Repairs | Unavailable | None, words: Wording) -> Piece | None:
    """The curve of the share repaired; None for few drops."""
    if not isinstance(repairs, Repairs) or repairs.episodes < FEWEST_EPISODES:
        return None
    curve = repairs.curve
    known = curve[(curve["at_risk"] >= FEWEST_AT_RISK) & curve["low"].notna()]
    if known.empty:
        return None
    figure = Picture(WIDTH, 2.2)
    axes = figure.add_axes((0.15, 0.31, 0.6, 0.66))
    _draw(axes, curve, words)
    last = known.iloc[-1]
    caption = words.say(
        "repairs.curve_caption",
        last=int(last["after"]),
        share=float(last["share"]),
        low=float(last["low"]),
        high=float(last["high"]),
    )
    rows = [{"after": int(row.after), "share": float(row.share), "at_risk": int(row.at_risk)} for row in rows_of(curve)]
    return figure_piece("repairs", caption, words.text("repairs.curve_alt", rows=rows), figure)


def _draw(axes: Axes, curve: pd.DataFrame, words: Wording) -> None:
    last = int(curve["after"].max())
    ends = [*curve["after"], last + 0.6]
    low, high = (curve[name].where(curve[name].notna(), curve["share"]) for name in ("low", "high"))
    axes.fill_steps(ends, [*low, low.iloc[-1]], [*high, high.iloc[-1]], color=PALE_BLUE)
    axes.step(ends, [*curve["share"], curve["share"].iloc[-1]], color=BLUE, linewidth=1.8)
    axes.set_xlim(-0.2, last + 0.6)
    axes.set_ylim(0, 1.04)
    axes.set_xticks(range(last + 1))
    axes.y.write = percent
    axes.y.grid = True
    axes.set_xlabel(words.text("repairs.curve_x"), labelpad=16)
    axes.set_ylabel(words.text("repairs.curve_y"))
    at_risk = [(float(row.after), str(int(row.at_risk))) for row in rows_of(curve)]
    for place, text in at_risk:
        under_axis(axes, place, -17, text, "center")
    under_axis(axes, -0.35, -17, words.text("repairs.curve_risk"), "right")
