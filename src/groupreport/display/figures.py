"""Figures as vector pictures inside the Markdown, with caption and alt text; the same numbers give the same bytes."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from groupreport.display.escaping import attribute, plain
from groupreport.display.shown import Piece
from groupreport.display.style import FONT_FILES, STYLE
from groupreport.parameters import packaged_folder

WIDTH = 6.5  # inches: the text block of a Letter or A4 page
_PROLOGUE = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>", re.DOTALL)
# The SVG writer repeats every text in a comment, which would carry ids past every check of what is visible.
_COMMENTS = re.compile(r"<!--.*?-->", re.DOTALL)
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
_PATH_DATA = re.compile(r' d="[^"]*"')
_LONG_DECIMALS = re.compile(r"(\d\.\d{2})\d+")
_GAPS = re.compile(r">\s+<")


@contextmanager
def drawing(height: float, width: float = WIDTH) -> Iterator[Figure]:
    """A figure of the text's width in the house style, outside pyplot so that no state is shared or left behind."""
    _register_fonts()
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(width, height))
        FigureCanvasSVG(figure)
        yield figure


@cache
def _register_fonts() -> None:
    for name in FONT_FILES:
        font_manager.fontManager.addfont(packaged_folder() / "templates" / "fonts" / name)


def key_strip(figure: Figure, left: float, width: float, row: int = 0) -> Axes:
    """An empty strip for a row of the key, from a figure's bottom: x from 0 to 100, y from 0 to 1, nothing cut off."""
    height = 0.2 / figure.get_figheight()
    strip = figure.add_axes((left, 0.02 + row * height, width, height))
    strip.set_xlim(-1, 99)
    strip.set_ylim(0, 1)
    strip.axis("off")
    return strip


def figure_piece(label: str, caption: str, alt: str, drawn: Figure) -> Piece:
    """A drawn figure that can be referred to as `@fig-label`; call it inside `drawing`.

    Args:
        label: Lower-case words and hyphens, without the `fig-`.
        caption: Markdown; it says the finding.
        alt: Plain text for readers who do not see the picture; computed from the numbers that are drawn.
        drawn: The figure.

    Raises:
        ValueError: The alt text is empty or only repeats the caption.
    """
    if not alt.strip() or alt.strip() == plain(caption).strip():
        raise ValueError(f"figure '{label}' needs an alt text of its own")
    source = base64.b64encode(svg(drawn).encode()).decode()
    markdown = f"![{caption}](data:image/svg+xml;base64,{source}){{#fig-{label} fig-alt={attribute(alt)}}}"
    return Piece(markdown, f"{plain(caption)}\n{alt}")


def svg(drawn: Figure) -> str:
    """The figure as SVG: text as paths, and no date, comment or metadata."""
    written = io.StringIO()
    with mpl.rc_context(STYLE):
        drawn.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    picture = _PROLOGUE.sub("", written.getvalue())
    picture = _METADATA.sub("", _COMMENTS.sub("", picture))
    # A hundredth of a point is finer than any printer; only paths are shortened, scales need their decimals.
    picture = _PATH_DATA.sub(lambda data: _LONG_DECIMALS.sub(r"\1", data[0]), picture)
    return _GAPS.sub("><", picture).strip()
