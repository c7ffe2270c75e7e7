"""Figures as vector pictures inside the Markdown, with caption and alt text; the same numbers give the same bytes."""

from __future__ import annotations

import base64
from typing import Protocol

from groupreport.display.drawing.axes import Axes
from groupreport.display.drawing.picture import Picture
from groupreport.display.escaping import attribute, plain
from groupreport.display.shown import Piece

WIDTH = 6.5  # inches: the text block of a Letter or A4 page


class Drawn(Protocol):
    """Whatever can say what it looks like."""

    def svg(self) -> str:
        """The picture as an SVG element."""


def key_strip(figure: Picture, left: float, width: float, row: int = 0) -> Axes:
    """An empty strip for a row of the key, from a figure's bottom: x from 0 to 100, y from 0 to 1, nothing cut off."""
    height = 0.2 * 72 / figure.height
    strip = figure.add_axes((left, 0.02 + row * height, width, height), frame=False)
    strip.set_xlim(-1, 99)
    strip.set_ylim(0, 1)
    return strip


def figure_piece(label: str, caption: str, alt: str, drawn: Drawn) -> Piece:
    """A drawn figure that can be referred to as `@fig-label`.

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
    source = base64.b64encode(drawn.svg().encode()).decode()
    markdown = f"![{caption}](data:image/svg+xml;base64,{source}){{#fig-{label} fig-alt={attribute(alt)}}}"
    return Piece(markdown, f"{plain(caption)}\n{alt}")
