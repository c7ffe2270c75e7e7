"""Two linear scales in a box, and what is drawn on them: lines, signs, bars, areas, texts, ticks and labels."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, TypedDict, Unpack

from groupreport.display.drawing.canvas import Box, Canvas, Points, stroke
from groupreport.display.drawing.marks import Dashes
from groupreport.display.drawing.scale import Scale
from groupreport.display.drawing.text import FONT_SIZE, Block, TextStyle, block
from groupreport.display.style import BLACK, GRID, LINE

Side = Literal["left", "bottom"]
Values = Iterable[float] | float

_WIDTH, _GRID_WIDTH = 0.7, 0.6  # points, of ticks and spines and of the lines of a grid
# Points between a tick and its label, between these and the scale's, and between the box and the title.
_TICK_PAD, _LABEL_PAD, _TITLE_PAD = 3.5, 4.0, 6.0
_TITLE_SIZE = 9.5
# What lies above what, where nothing is said of it.
_SCALES, _AREAS, _LINES, _SPINES, _TEXTS = 0.5, 1.0, 2.0, 2.5, 3.0


class LineStyle(TypedDict, total=False):
    """How a line and the signs at its points look.

    Keys:
        color: As "#rrggbb".
        linewidth: Points.
        linestyle: "-", "--", "-.", ":", "" for none, or (0, lengths of strokes and gaps in widths of the line).
        marker: A sign at each point; see `mark_shape`.
        markersize: Points.
        markerfacecolor: The line's color where it is not given.
        markeredgecolor: The line's color where it is not given.
        markeredgewidth: Points.
        capstyle: How a line ends: "square" (half its width beyond the point) or "butt".
        clip_on: Whether what is outside the axes is cut off.
        zorder: What has more lies above.
    """

    color: str
    linewidth: float
    linestyle: Dashes
    marker: str
    markersize: float
    markerfacecolor: str
    markeredgecolor: str
    markeredgewidth: float
    capstyle: Literal["square", "butt"]
    clip_on: bool
    zorder: float


class AreaStyle(TypedDict, total=False):
    """How an area looks: its color, its edge and its hatching (none where not given), and what it lies on."""

    color: str
    edgecolor: str
    linewidth: float
    hatch: str
    zorder: float


class Axes:
    """A box of a picture with an x and a y scale; all is drawn when the picture is, on its scales then."""

    def __init__(self, box: Box, *, frame: bool) -> None:
        """The box is left, bottom, width and height in points; without a frame there are no lines, ticks or labels."""
        left, bottom, width, height = box
        self.box = box
        self.x, self.y = Scale(left, width, room=3 * FONT_SIZE), Scale(bottom, height, room=2 * FONT_SIZE)
        self._frame = frame
        self._hidden: set[Side] = set()
        self._drawn: list[tuple[float, Callable[[Canvas], None]]] = []
        self._texts: list[Callable[[], Block]] = []
        self._labels: list[Callable[[list[Block], list[Block]], Block]] = []

    # Scales

    def set_xlim(self, left: float, right: float) -> None:
        """The values at the left and the right end.

        Raises:
            ValueError: They are the same, or one is missing.
        """
        self.x.ends = _ends(left, right)

    def set_ylim(self, bottom: float, top: float) -> None:
        """The values at the bottom and the top.

        Raises:
            ValueError: They are the same, or one is missing.
        """
        self.y.ends = _ends(bottom, top)

    def set_xticks(self, ticks: Iterable[float], labels: Sequence[str] | None = None, *styles: TextStyle) -> None:
        """Where the x scale has ticks, what is written there (None: the numbers), and one style or each label's."""
        self.x.ticks, self.x.labels, self.x.styles = list(ticks), labels, styles or self.x.styles

    def set_yticks(self, ticks: Iterable[float], labels: Sequence[str] | None = None, *styles: TextStyle) -> None:
        """Where the y scale has ticks, what is written there (None: the numbers), and one style or each label's."""
        self.y.ticks, self.y.labels, self.y.styles = list(ticks), labels, styles or self.y.styles

    def hide_spines(self, *sides: Side) -> None:
        """Leave out the line at a side of the box."""
        self._hidden |= set(sides)

    # Texts

    def set_title(self, title: str, pad: float = _TITLE_PAD, fontsize: float = _TITLE_SIZE) -> None:
        """A title at the left above the box, so many points over it."""
        left, bottom, _, height = self.box
        style = TextStyle(fontsize=fontsize, fontweight="semibold")
        self._texts.append(lambda: block(title, left, bottom + height + pad, style))

    def set_xlabel(self, label: str, labelpad: float = _LABEL_PAD) -> None:
        """What the x scale shows, below its ticks' labels."""

        def placed(below: list[Block], _: list[Block]) -> Block:
            left, bottom, width, _height = self.box
            lowest = min([bottom - (self.x.tick_size if self.x.written() else 0.0), *(tick.bottom for tick in below)])
            return block(label, left + width / 2, lowest - labelpad, TextStyle(ha="center", va="top"))

        self._labels.append(placed)

    def set_ylabel(self, label: str, labelpad: float = _LABEL_PAD, rotation: Literal[0, 90] = 90) -> None:
        """What the y scale shows, left of its ticks' labels; read upwards unless it is not rotated."""

        def placed(_: list[Block], beside: list[Block]) -> Block:
            left, bottom, _width, height = self.box
            first = min([left - (self.y.tick_size if self.y.written() else 0.0), *(tick.left for tick in beside)])
            style = TextStyle(ha="right", va="center", rotation=rotation)
            return block(label, first - labelpad, bottom + height / 2, style)

        self._labels.append(placed)

    def text(self, x: float, y: float, content: str, **style: Unpack[TextStyle]) -> None:
        """A text at a place of the scales."""
        self._texts.append(lambda: block(content, self.x.at(x), self.y.at(y), style))

    def annotate(
        self, content: str, xy: tuple[float, float], offset: tuple[float, float], **style: Unpack[TextStyle]
    ) -> None:
        """A text so many points right of and above a place of the scales."""
        x, y = xy
        self._texts.append(lambda: block(content, self.x.at(x) + offset[0], self.y.at(y) + offset[1], style))

    def annotate_edge(
        self,
        content: str,
        place: tuple[float | None, Literal[0, 1]],
        offset: tuple[float, float],
        **style: Unpack[TextStyle],
    ) -> None:
        """A text so many points right of and above a place at the bottom (0) or the top (1) of the box.

        The place's first number is a value of the x scale; None is the left end of the box.
        """
        x, edge = place

        def placed() -> Block:
            left, bottom, _, height = self.box
            across = left if x is None else self.x.at(x)
            return block(content, across + offset[0], bottom + edge * height + offset[1], style)

        self._texts.append(placed)

    # Lines and areas

    def plot(self, x: Values, y: Values, **style: Unpack[LineStyle]) -> None:
        """A line through points, with gaps where one is missing, and a sign at each where there is a marker."""
        xs, ys = _listed(x), _listed(y)
        color, width = style.get("color", BLACK), style.get("linewidth", 1.6)
        linestyle, marker = style.get("linestyle", "-"), style.get("marker", "")
        look = _through(color, width, linestyle, style.get("capstyle", "square")) if linestyle else ""
        edges = stroke(style.get("markeredgecolor", color), style.get("markeredgewidth", 1.0))
        mark_look = f'fill="{style.get("markerfacecolor", color)}" {edges}'

        def draw(canvas: Canvas) -> None:
            runs = _runs([(self.x.at(one), self.y.at(other)) for one, other in zip(xs, ys, strict=True)])
            clip = self.box if style.get("clip_on", True) else None
            if linestyle:
                canvas.line([points for points in runs if len(points) > 1], look, clip)
            if marker:
                known = [point for points in runs for point in points]
                canvas.marks(known, marker, style.get("markersize", 4.5), mark_look, clip)

        self._add(style.get("zorder", _LINES), draw)

    def step(self, x: Values, y: Values, **style: Unpack[LineStyle]) -> None:
        """A line that keeps each value until the next x."""
        self.plot(*_stairs(_listed(x), _listed(y)), **style)

    def vlines(
        self, x: Values, low: Values, high: Values, color: str, linewidth: float, zorder: float = _LINES
    ) -> None:
        """Upright lines, each from low to high."""
        ends = list(zip(_listed(x), _listed(low), _listed(high), strict=True))

        def draw(canvas: Canvas) -> None:
            lines = [[(self.x.at(at), self.y.at(one)), (self.x.at(at), self.y.at(other))] for at, one, other in ends]
            canvas.line(lines, stroke(color, linewidth), self.box)

        self._add(zorder, draw)

    def hlines(self, y: float, low: float, high: float, color: str, linewidth: float) -> None:
        """A level line from low to high."""
        self.plot([low, high], [y, y], color=color, linewidth=linewidth, capstyle="butt")

    def axvline(self, x: float, color: str, linewidth: float, linestyle: Dashes = "-", zorder: float = _LINES) -> None:
        """An upright line through the whole box."""
        _, bottom, _, height = self.box
        look = _through(color, linewidth, linestyle)

        def draw(canvas: Canvas) -> None:
            canvas.line([[(self.x.at(x), bottom), (self.x.at(x), bottom + height)]], look, self.box)

        self._add(zorder, draw)

    def axhline(self, y: float, color: str, linewidth: float, linestyle: Dashes = "-", zorder: float = _LINES) -> None:
        """A level line through the whole box."""
        left, _, width, _ = self.box
        look = _through(color, linewidth, linestyle)

        def draw(canvas: Canvas) -> None:
            canvas.line([[(left, self.y.at(y)), (left + width, self.y.at(y))]], look, self.box)

        self._add(zorder, draw)

    def axvspan(self, low: float, high: float, color: str) -> None:
        """A band over the height of the box, below everything else."""
        _, bottom, _, height = self.box

        def draw(canvas: Canvas) -> None:
            first, last = self.x.at(low), self.x.at(high)
            corners = [(first, bottom), (last, bottom), (last, bottom + height), (first, bottom + height)]
            canvas.area(corners, f'fill="{color}"', self.box)

        self._add(0.0, draw)

    def rectangle(self, x: float, y: float, width: float, height: float, **style: Unpack[AreaStyle]) -> None:
        """A rectangle from its corner with the lowest values."""
        self._area([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], style)

    def fill_between(self, x: Values, low: Values, high: Values, **style: Unpack[AreaStyle]) -> None:
        """The area between two lines."""
        xs = _listed(x)
        self._area([*zip(xs, _listed(high), strict=True), *zip(xs[::-1], _listed(low)[::-1], strict=True)], style)

    def fill_steps(self, x: Values, low: Values, high: Values, **style: Unpack[AreaStyle]) -> None:
        """The area between two lines that each keep their values until the next x."""
        xs = _listed(x)
        across, lows = _stairs(xs, _listed(low))
        self.fill_between(across, lows, _stairs(xs, _listed(high))[1], **style)

    # Writing

    @property
    def texts(self) -> list[Block]:
        """Every text that is drawn, with its box in points from the picture's lower left corner."""
        return [*self._scale_texts(), *(placed() for placed in self._texts)]

    def draw(self, canvas: Canvas) -> None:
        """Write everything, the lowest first."""
        below = [(_SCALES, self._draw_scales), (_SPINES, self._draw_spines)] if self._frame else []
        above = (_TEXTS, self._draw_texts)
        for _, draw in sorted([*self._drawn, *below, above], key=lambda drawn: drawn[0]):
            draw(canvas)

    def _add(self, zorder: float, draw: Callable[[Canvas], None]) -> None:
        self._drawn.append((zorder, draw))

    def _area(self, corners: Points, style: AreaStyle) -> None:
        edge, width = style.get("edgecolor"), style.get("linewidth", 1.0)
        edges = f" {stroke(edge, width)}" if edge and width else ""

        def draw(canvas: Canvas) -> None:
            placed = [(self.x.at(x), self.y.at(y)) for x, y in corners]
            canvas.area(placed, f'fill="{style.get("color", "none")}"{edges}', self.box)
            if style.get("hatch"):
                fill = canvas.hatch(style["hatch"], edge or BLACK)
                canvas.area(placed, f'fill="{fill}"', self.box)

        self._add(style.get("zorder", _AREAS), draw)

    def _draw_scales(self, canvas: Canvas) -> None:
        left, bottom, width, height = self.box
        grid, tick = stroke(GRID, _GRID_WIDTH, cap="square"), stroke(LINE, _WIDTH)
        across = [self.x.at(value) for value, _, _ in self.x.written()]
        up = [self.y.at(value) for value, _, _ in self.y.written()]
        if self.y.grid:
            canvas.line([[(left, place), (left + width, place)] for place in up], grid, self.box)
        marks = [[(place, bottom), (place, bottom - self.x.tick_size)] for place in across if self.x.tick_size]
        marks += [[(left, place), (left - self.y.tick_size, place)] for place in up if self.y.tick_size]
        canvas.line(marks, tick)
        for text in self._scale_texts():
            canvas.text(text)

    def _scale_texts(self) -> list[Block]:
        """The labels of all ticks and of the scales."""
        if not self._frame:
            return []
        left, bottom = self.box[0] - self.y.tick_size - _TICK_PAD, self.box[1] - self.x.tick_size - _TICK_PAD
        below = [
            block(label, self.x.at(value), bottom, {"ha": "center", "va": "top", **style})
            for value, label, style in self.x.written()
            if label
        ]
        beside = [
            block(label, left, self.y.at(value), {"ha": "right", "va": "center_baseline", **style})
            for value, label, style in self.y.written()
            if label
        ]
        return [*below, *beside, *(placed(below, beside) for placed in self._labels)]

    def _draw_spines(self, canvas: Canvas) -> None:
        left, bottom, width, height = self.box
        ends = {"left": (left, bottom + height), "bottom": (left + width, bottom)}
        shown = [[(left, bottom), end] for side, end in ends.items() if side not in self._hidden]
        canvas.line(shown, stroke(LINE, _WIDTH, cap="square"))

    def _draw_texts(self, canvas: Canvas) -> None:
        for placed in self._texts:
            canvas.text(placed())


def _through(color: str, width: float, linestyle: Dashes, cap: str = "square") -> str:
    """The look of a line; strokes between gaps always end where they end."""
    return stroke(color, width, linestyle, cap if linestyle == "-" else "butt")


def _ends(first: float, last: float) -> tuple[float, float]:
    """The ends of a scale."""
    if first == last or not math.isfinite(first) or not math.isfinite(last):
        raise ValueError(f"a scale from {first} to {last}; its ends are two different numbers")
    return float(first), float(last)


def _listed(values: Values) -> list[float]:
    """One number or many as a list; a missing one is not a number."""
    if isinstance(values, Iterable):
        return [float("nan") if value is None else float(value) for value in values]
    return [float(values)]


def _runs(points: Points) -> list[list[tuple[float, float]]]:
    """The points in runs without a missing one."""
    runs: list[list[tuple[float, float]]] = [[]]
    for x, y in points:
        if x == x and y == y:
            runs[-1].append((x, y))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _stairs(xs: list[float], ys: list[float]) -> tuple[list[float], list[float]]:
    """The corners of a line that keeps each value until the next x."""
    across = [xs[0], *(x for x in xs[1:] for _ in range(2))]
    return across, [*(y for y in ys[:-1] for _ in range(2)), ys[-1]]
