"""A picture of a fixed size: axes in their places, and everything drawn in them as SVG."""

from __future__ import annotations

from typing import Unpack

from groupreport.display.drawing.axes import Axes
from groupreport.display.drawing.canvas import Canvas
from groupreport.display.drawing.marks import short
from groupreport.display.drawing.text import Block, TextStyle, block
from groupreport.display.style import WHITE


class Picture:
    """A white sheet; shares of its width and height are counted from the lower left corner."""

    def __init__(self, width: float, height: float) -> None:
        """Width and height are inches."""
        self.width, self.height = width * 72, height * 72
        self.axes: list[Axes] = []
        self._texts: list[Block] = []

    def add_axes(self, place: tuple[float, float, float, float], *, frame: bool = True) -> Axes:
        """Axes at left, bottom, width and height, each a share of the picture's; without *frame* only what is drawn."""
        left, bottom, width, height = place
        added = Axes((left * self.width, bottom * self.height, width * self.width, height * self.height), frame=frame)
        self.axes.append(added)
        return added

    def subplots(  # noqa: PLR0913 - the four margins and two gaps of a grid
        self,
        rows: int,
        columns: int,
        count: int,
        *,
        left: float,
        right: float,
        top: float,
        bottom: float,
        wspace: float,
        hspace: float,
    ) -> list[Axes]:
        """The first so many axes of an even grid, row by row.

        Args:
            rows: Rows of the grid.
            columns: Columns of the grid.
            count: How many axes there are.
            left: Where the grid begins, a share of the picture's width.
            right: Where it ends.
            top: Its upper end, a share of the height.
            bottom: Its lower end.
            wspace: The gap between columns, a share of a column's width.
            hspace: The gap between rows, a share of a row's height.
        """
        width = (right - left) / (columns + wspace * (columns - 1))
        height = (top - bottom) / (rows + hspace * (rows - 1))
        return [
            self.add_axes(
                (
                    left + column * width * (1 + wspace),
                    top - height - row * height * (1 + hspace),
                    width,
                    height,
                )
            )
            for row, column in (divmod(place, columns) for place in range(count))
        ]

    def text(self, across: float, up: float, content: str, **style: Unpack[TextStyle]) -> None:
        """A text at shares of the picture's width and height."""
        self._texts.append(block(content, across * self.width, up * self.height, style))

    @property
    def texts(self) -> list[Block]:
        """Every text that is drawn, with its box."""
        return [text for axes in self.axes for text in axes.texts] + self._texts

    def svg(self) -> str:
        """The picture as SVG: outlines alone, so that no id can be searched for or copied out of it."""
        canvas = Canvas(self.height)
        for axes in self.axes:
            axes.draw(canvas)
        for text in self._texts:
            canvas.text(text)
        width, height = short(self.width), short(self.height)
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" '
            f'width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}">'
            f"<defs>{''.join(canvas.definitions.values())}</defs>"
            f'<rect width="{width}" height="{height}" fill="{WHITE}"/>'
            f'<g stroke-linejoin="round">{"".join(canvas.body)}</g></svg>'
        )
