"""Figures that evaluators draw themselves, with seaborn or matplotlib, in notebooks of their program."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from groupreport.disclosure.views import EvaluatorGroupView, FunderView, ProgramView
from groupreport.display.figures import WIDTH, figure_piece
from groupreport.display.shown import Shown
from groupreport.display.style import COLORS, FALLBACK_FONT, FONT, FONT_FILES, LINE, TEXT
from groupreport.errors import DisclosureError
from groupreport.parameters import packaged_folder

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# What no reader sees: the writer repeats every text in a comment, and says when and with what it wrote.
_UNSEEN = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>", re.DOTALL)


def use_report_style() -> None:
    """Give what seaborn and matplotlib draw from here on the reports' typeface, sizes and colors.

    The colors are told apart in gray and by color-blind readers; see `display/style.py`.
    """
    import seaborn
    from matplotlib import font_manager

    for name in FONT_FILES.values():
        font_manager.fontManager.addfont(packaged_folder() / "templates" / "fonts" / name)
    look = {
        "font.sans-serif": [FONT, FALLBACK_FONT],
        "axes.edgecolor": LINE,
        "axes.linewidth": 0.7,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlelocation": "left",
        "text.color": TEXT,
        "text.parse_math": False,  # an id such as "$1" is an id, not a formula
        "legend.frameon": False,
    }
    seaborn.set_theme(context="paper", style="ticks", palette=list(COLORS), font="sans-serif", rc=look)


def show_own_figure(
    view: EvaluatorGroupView | ProgramView | FunderView, figure: Figure, *, label: str, caption: str, alt: str
) -> Shown:
    """A figure of your own, as part of a report for evaluators.

    It is drawn as wide as the text at most, as vectors, and can be referred to as `@fig-label`. The same numbers give
    the same bytes. What you draw is yours: no test holds its numbers against anything, and disclosure control cannot
    look into a picture.

    Args:
        view: What the report is written from; only evaluators' views may have such figures.
        figure: What matplotlib or seaborn drew (`axes.figure`, or a grid's `figure`); it is closed afterwards.
        label: Lower-case words and hyphens, without the `fig-`.
        caption: Markdown; begin with the finding in bold.
        alt: What the figure says, for readers who do not see it.

    Raises:
        DisclosureError: The report is for leadership or funders.
        ValueError: The alt text is empty or only repeats the caption.
    """
    if view.audience != "evaluator":
        raise DisclosureError(
            f"figure '{label}': what a picture shows cannot be checked, so figures of your own are for evaluators "
            f"only; take it out of the notebook for {view.audience}."
        )
    from matplotlib import pyplot

    try:
        return Shown((figure_piece(label, caption, alt, _OwnDrawing(figure)),))
    finally:
        pyplot.close(figure)  # else Jupyter shows it a second time, as a picture without an alt text


@dataclass(frozen=True)
class _OwnDrawing:
    figure: Figure

    def svg(self) -> str:
        """Text as paths, and no date, comment or metadata."""
        import matplotlib as mpl

        width, height = self.figure.get_size_inches()
        if width > WIDTH:
            self.figure.set_size_inches(WIDTH, height * WIDTH / width)
        written = io.StringIO()
        with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": "groupreport"}):
            # Tight: else a label that reaches over the figure's edge would be cut off without a sign.
            self.figure.savefig(
                written,
                format="svg",
                bbox_inches="tight",
                pad_inches=0.02,
                metadata={"Date": None, "Creator": None},
            )
        return _UNSEEN.sub("", written.getvalue()).strip()
