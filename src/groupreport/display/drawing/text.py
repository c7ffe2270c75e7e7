"""A block of text in its place: lines, alignment and rotation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypedDict

from groupreport.display.drawing.letters import ASCENT, DESCENT, Letters, Weight, letters
from groupreport.display.style import TEXT

FONT_SIZE = 9.0
Across = Literal["left", "center", "right"]
Along = Literal["top", "center", "center_baseline", "baseline", "bottom"]


class TextStyle(TypedDict, total=False):
    """How a text looks and on which side of its place it stands.

    Keys:
        fontsize: Points; 9 where it is not given.
        fontweight: "normal" or "semibold".
        color: As "#rrggbb".
        ha: Which side of the text is at the place: left, center or right.
        va: Which height of the text is: top, center, center_baseline (between top and baseline), baseline or bottom.
        rotation: 0, or 90 for a text that is read upwards.
        linespacing: The height of a line as a part of the typeface's; without it lines are as high as what they hold.
        behind: The color of a box behind the text; empty for none.
        pad: How far, in points, that box reaches beyond the text.
    """

    fontsize: float
    fontweight: Weight
    color: str
    ha: Across
    va: Along
    rotation: Literal[0, 90]
    linespacing: float
    behind: str
    pad: float


@dataclass(frozen=True)
class Block:
    """A text in the page, in points from the lower left corner: its box, and where each line's baseline starts."""

    content: str
    left: float
    bottom: float
    right: float
    top: float
    lines: tuple[tuple[Letters, float, float], ...]
    style: TextStyle

    @property
    def size(self) -> float:
        """The size of the type in points."""
        return self.style.get("fontsize", FONT_SIZE)

    @property
    def color(self) -> str:
        """The color of the type."""
        return self.style.get("color", TEXT)


def block(content: str, across: float, up: float, style: TextStyle) -> Block:
    """A text with its place at these points from the lower left corner of the page."""
    size, turned = style.get("fontsize", FONT_SIZE), style.get("rotation", 0) == 90
    lines, down = _lines(content, style)
    width, baseline = max(line.width for line, _ in lines), lines[-1][1]
    aligned = {"left": 0.0, "center": 0.5, "right": 1.0}[style.get("ha", "left")]
    # What stands at the place, in the text's own directions: from its left end, and from its top downwards.
    if turned:
        x, y = width * {"top": 1.0, "center": 0.5, "bottom": 0.0}[style.get("va", "bottom")], down * aligned
    else:
        heights = {
            "top": 0.0,
            "center": down / 2,
            "center_baseline": baseline / 2,
            "baseline": baseline,
            "bottom": down,
        }
        x, y = width * aligned, heights[style.get("va", "baseline")]

    def place(from_left: float, from_top: float) -> tuple[float, float]:
        right, above = (from_left - x) * size, (y - from_top) * size
        return (across - above, up + right) if turned else (across + right, up + above)

    corners = place(0.0, 0.0), place(width, down)
    return Block(
        content,
        left=min(corner[0] for corner in corners),
        bottom=min(corner[1] for corner in corners),
        right=max(corner[0] for corner in corners),
        top=max(corner[1] for corner in corners),
        lines=tuple((line, *place((width - line.width) * aligned, base)) for line, base in lines),
        style=style,
    )


def _lines(content: str, style: TextStyle) -> tuple[list[tuple[Letters, float]], float]:
    """Every line with how far its baseline is below the top, and how far the bottom is, at a size of one point."""
    spacing, lines, down = style.get("linespacing"), [], 0.0
    for written in content.split("\n"):
        line = letters(written, style.get("fontweight", "normal"))
        if spacing is None:
            ascent, descent = max(line.ascent, ASCENT), max(line.descent, DESCENT)
        else:
            leading = spacing * (ASCENT + DESCENT) - line.ascent - line.descent
            ascent, descent = line.ascent + leading / 2, line.descent + leading / 2
        lines.append((line, down + ascent))
        down += ascent + descent
    return lines, down
