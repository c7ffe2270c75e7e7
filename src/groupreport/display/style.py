"""Colors, marks and lines of every figure: told apart in grayscale too, because shape and line differ with the color.

The five colors are those of Okabe and Ito's palette that keep a contrast of 3 to 1 against white.
"""

from __future__ import annotations

from typing import Any

from cycler import cycler

BLUE = "#0072B2"
ORANGE = "#D55E00"
GREEN = "#009E73"
PINK = "#CC79A7"
BLACK = "#000000"
TEXT = "#222222"
QUIET_TEXT = "#595959"  # 7 to 1 against white
LINE = "#8C8C8C"  # 3.4 to 1
GRID = "#DDDDDD"
SHADE = "#F2F2F2"
PALE_BLUE = "#D6E6F2"
WHITE = "#FFFFFF"

COLORS = (BLUE, ORANGE, GREEN, PINK, BLACK)
MARKERS = ("o", "s", "^", "D", "v")
LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)))

# Under numbers that stand on lines of a grid.
ON_LINES: Any = {"boxstyle": "square,pad=0.1", "facecolor": WHITE, "edgecolor": "none"}

# The page's own typeface, which travels with the templates; DejaVu has the signs that it lacks.
FONT_FILES = ("SourceSansPro-Regular.otf", "SourceSansPro-Semibold.otf")

STYLE: Any = {
    "svg.fonttype": "path",
    "svg.hashsalt": "groupreport",
    "font.family": "sans-serif",
    "font.sans-serif": ["Source Sans Pro", "DejaVu Sans"],
    "font.size": 9.0,
    "axes.titlesize": 9.5,
    "axes.titleweight": "semibold",
    "axes.titlelocation": "left",
    "axes.titlepad": 6.0,
    "axes.labelsize": 9.0,
    "axes.labelcolor": TEXT,
    "axes.edgecolor": LINE,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    # An id such as "$1" is an id, not a formula.
    "text.parse_math": False,
    "axes.grid": False,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "text.color": TEXT,
    "xtick.color": LINE,
    "ytick.color": LINE,
    "xtick.labelcolor": TEXT,
    "ytick.labelcolor": TEXT,
    "xtick.labelsize": 9.0,
    "ytick.labelsize": 9.0,
    "xtick.major.width": 0.7,
    "ytick.major.width": 0.7,
    "xtick.major.size": 3.0,
    "ytick.major.size": 3.0,
    "lines.linewidth": 1.6,
    "lines.markersize": 4.5,
    "legend.frameon": False,
    "hatch.linewidth": 0.6,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    # A style of the machine must not change a report.
    "axes.prop_cycle": cycler(color=list(COLORS)),
}


def ink_on(background: tuple[float, ...]) -> str:
    """Black or white text, whichever stands out more: at least 4.5 to 1 on any background.

    Args:
        background: Red, green and blue from 0 to 1; the contrast formula is that of WCAG 2.1.
    """
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in background[:3]]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return BLACK if (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) else WHITE
