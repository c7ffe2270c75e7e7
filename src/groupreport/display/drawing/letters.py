"""Lines of text as outlines: the same letters on every machine, and how much room they take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal
from xml.sax.saxutils import quoteattr

from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font
from matplotlib.textpath import text_to_path

from groupreport.display.style import FALLBACK_FONT, FONT, FONT_FILES
from groupreport.parameters import packaged_folder

Weight = Literal["normal", "semibold"]

# What a line of the page's typeface takes above and below its baseline at a size of one point, whatever is written: the
# typographic ascent and descent in its OS/2 table.
ASCENT, DESCENT = 0.75, 0.25
_SIZE = text_to_path.FONT_SCALE  # points that outlines are made at; they have no hinting, so any size is as good
_FINE = 64  # an outline's numbers are whole in such a part of a point
_STEPS = {1: ("M", 1), 2: ("L", 1), 3: ("Q", 2), 4: ("C", 3)}  # and how many points each takes
_CLOSE = 79


@dataclass(frozen=True)
class Letters:
    """One line of text at a size of one point.

    Attributes:
        markup: Its outlines, each in its place: SVG at a size of 100 points with y from the baseline upwards.
        outlines: The definitions that the markup refers to, by their ids.
        width: From the start to where a next letter would start.
        ascent: How far it reaches above the baseline.
        descent: How far it reaches below.
    """

    markup: str
    outlines: dict[str, str]
    width: float
    ascent: float
    descent: float


@lru_cache(maxsize=5000)
def letters(text: str, weight: Weight) -> Letters:
    """A line of text in the page's typeface; signs that it lacks are DejaVu's."""
    properties, font = _typeface(weight)
    width, height, descent = text_to_path.get_text_width_height_descent(text, properties, ismath=False)
    font.set_size(_SIZE, 72)
    placed, shapes, _ = text_to_path.get_glyphs_with_font(font, text)
    markup = "".join(
        f'<use xlink:href={quoteattr(f"#{name}")} x="{across:.2f}"/>'
        for name, across, *_ in placed
        if len(shapes[name][1])
    )
    outlines = {name: _outline(name, shape) for name, shape in shapes.items() if len(shape[1])}
    return Letters(markup, outlines, width / _SIZE, (height - descent) / _SIZE, descent / _SIZE)


@cache
def _typeface(weight: Weight) -> tuple[FontProperties, Any]:
    files = [str(packaged_folder() / "templates" / "fonts" / name) for name in FONT_FILES.values()]
    for file in files:
        fontManager.addfont(file)
    fallback = findfont(FontProperties(family=FALLBACK_FONT))
    own = str(packaged_folder() / "templates" / "fonts" / FONT_FILES[weight])
    return FontProperties(family=[FONT, FALLBACK_FONT], weight=weight, size=_SIZE), get_font([own, fallback])


_OUTLINES: dict[str, str] = {}


def _outline(name: str, shape: tuple[Iterable[Iterable[float]], Iterable[int]]) -> str:
    """The definition of a glyph's outline; made once."""
    if name not in _OUTLINES:
        points = iter(shape[0])
        path, left = [], 0
        for code in shape[1]:
            across, up = next(points)
            if code == _CLOSE:
                path.append("z")
                continue
            if not left:
                sign, left = _STEPS[int(code)]
                path.append(sign)
            path.append(f"{across * _FINE:.0f} {up * _FINE:.0f}")
            left -= 1
        _OUTLINES[name] = f'<path id={quoteattr(name)} d="{" ".join(path)}" transform="scale({1 / _FINE})"/>'
    return _OUTLINES[name]
