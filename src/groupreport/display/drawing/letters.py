"""Lines of text as outlines: the same letters on every machine, and how much room they take."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal
from xml.sax.saxutils import quoteattr

from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font
from matplotlib.textpath import text_to_path
from numpy.typing import NDArray

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


@dataclass(frozen=True)
class _Shape:
    """A glyph's outline as a definition (empty for a space), and its lowest and highest number, at `_SIZE`."""

    definition: str
    low: float
    high: float


@lru_cache(maxsize=5000)
def letters(text: str, weight: Weight) -> Letters:
    """A line of text in the page's typeface; signs that it lacks are DejaVu's."""
    # Asked for anew each time: matplotlib forgets its open fonts in a fork, as forks would read one file in turns.
    font = get_font(list(_typeface(weight)[1]))
    font.set_size(_SIZE, 72)
    placed, outlines, _ = text_to_path.get_glyphs_with_font(font, text)
    shapes = {name: _shape(name, outline) for name, outline in outlines.items()}
    drawn = {name: shape for name, shape in shapes.items() if shape.definition}
    markup = "".join(
        f'<use xlink:href={quoteattr(f"#{name}")} x="{across:.2f}"/>' for name, across, *_ in placed if name in drawn
    )
    # Measured as a whole, a text would be laid out twice; in ASCII the last letter ends where its own width says.
    whole = placed[-1][1] + _width(text[-1], weight) if text and text.isascii() else _width(text, weight)
    return Letters(
        markup,
        {name: shape.definition for name, shape in drawn.items()},
        whole / _SIZE,
        max((shape.high for shape in drawn.values()), default=0.0) / _SIZE,
        -min((shape.low for shape in drawn.values()), default=0.0) / _SIZE,
    )


@lru_cache(maxsize=1000)
def _width(text: str, weight: Weight) -> float:
    """From the start of a text to where a next letter would start, at `_SIZE`."""
    width, _, _ = text_to_path.get_text_width_height_descent(text, _typeface(weight)[0], ismath=False)
    return float(width)


@cache
def _typeface(weight: Weight) -> tuple[FontProperties, tuple[str, str]]:
    """How matplotlib finds the typeface, and its file and the one that has what it lacks."""
    files = [str(packaged_folder() / "templates" / "fonts" / name) for name in FONT_FILES.values()]
    for file in files:
        fontManager.addfont(file)
    fallback = findfont(FontProperties(family=FALLBACK_FONT))
    own = str(packaged_folder() / "templates" / "fonts" / FONT_FILES[weight])
    return FontProperties(family=[FONT, FALLBACK_FONT], weight=weight, size=_SIZE), (own, fallback)


_SHAPES: dict[str, _Shape] = {}


def _shape(name: str, outline: tuple[NDArray[Any], NDArray[Any]]) -> _Shape:
    """The shape of a glyph, made once from its points and from what leads to each of them."""
    if name not in _SHAPES:
        path, left, steps = [], 0, list(zip(*(part.tolist() for part in outline), strict=True))
        for (across, up), code in steps:
            if code == _CLOSE:
                path.append("z")
                continue
            if not left:
                sign, left = _STEPS[code]
                path.append(sign)
            path.append(f"{across * _FINE:.0f} {up * _FINE:.0f}")
            left -= 1
        drawn = [up for (_, up), code in steps if code != _CLOSE]
        definition = f'<path id={quoteattr(name)} d="{" ".join(path)}" transform="scale({1 / _FINE})"/>'
        _SHAPES[name] = _Shape(definition, min(drawn), max(drawn)) if drawn else _Shape("", 0.0, 0.0)
    return _SHAPES[name]
