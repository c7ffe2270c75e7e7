"""Colors, marks and lines of every figure: told apart in grayscale too, because shape and line differ with the color.

The five colors are those of Okabe and Ito's palette that keep a contrast of 3 to 1 against white.
"""

from __future__ import annotations

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

# The page's own typeface, which travels with the templates; another has the signs that it lacks.
FONT, FALLBACK_FONT = "Source Sans Pro", "DejaVu Sans"
FONT_FILES = {"normal": "SourceSansPro-Regular.otf", "semibold": "SourceSansPro-Semibold.otf"}

HATCH_WIDTH = 0.6  # points


def ink_on(background: str) -> str:
    """Black or white text, whichever stands out more: at least 4.5 to 1 on any background.

    Args:
        background: As "#rrggbb"; the contrast formula is that of WCAG 2.1.
    """
    parts = [int(background[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return BLACK if (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) else WHITE
