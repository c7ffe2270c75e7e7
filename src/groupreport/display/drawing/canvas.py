"""What is written of a picture while it is drawn: elements in their order, and definitions that they share."""

from __future__ import annotations

from collections.abc import Sequence

from groupreport.display.drawing.marks import HATCH_SIZE, Dashes, dash_lengths, hatch_lines, mark_shape, short
from groupreport.display.drawing.text import Block
from groupreport.display.style import HATCH_WIDTH

Points = Sequence[tuple[float, float]]
Box = tuple[float, float, float, float]


class Canvas:
    """Takes points from the lower left corner, y upwards, and writes SVG, whose y is from the top downwards."""

    def __init__(self, height: float) -> None:
        """Height is points."""
        self._height = height
        self.definitions: dict[str, str] = {}
        self.body: list[str] = []
        self._names: dict[tuple[str, str], str] = {}

    def line(self, runs: Sequence[Points], look: str, clip: Box | None = None) -> None:
        """Lines through points, each run apart from the next."""
        if runs:
            path = "".join(self._run(points) for points in runs)
            self.body.append(f'<path d="{path}" fill="none" {look}{self._clipped(clip)}/>')

    def area(self, points: Points, look: str, clip: Box | None = None) -> None:
        """The area between points."""
        self.body.append(f'<path d="{self._run(points)}z" stroke-linejoin="miter" {look}{self._clipped(clip)}/>')

    def marks(self, points: Points, marker: str, size: float, look: str, clip: Box | None = None) -> None:
        """A sign at each point."""
        if not points:
            return
        name = self._defined("m", "g", mark_shape(marker, size))
        uses = "".join(f'<use xlink:href="#{name}" x="{short(x)}" y="{short(self._height - y)}"/>' for x, y in points)
        self.body.append(f"<g {look}{self._clipped(clip)}>{uses}</g>")

    def hatch(self, hatch: str, color: str) -> str:
        """The value of `fill` for a hatching."""
        lines = f'<path d="{hatch_lines(hatch)}" fill="none" stroke="{color}" stroke-width="{HATCH_WIDTH}"/>'
        size = f'patternUnits="userSpaceOnUse" width="{HATCH_SIZE}" height="{HATCH_SIZE}"'
        return f"url(#{self._defined('h', f'pattern {size}', lines)})"

    def text(self, text: Block) -> None:
        """The lines of a text, and the box behind them."""
        style, size = text.style, text.size
        if style.get("behind"):
            pad = style.get("pad", 0.0)
            left, bottom, right, top = text.left - pad, text.bottom - pad, text.right + pad, text.top + pad
            self.area([(left, bottom), (right, bottom), (right, top), (left, top)], f'fill="{style["behind"]}"')
        turn = "rotate(-90) " if style.get("rotation", 0) else ""
        scale = f"scale({size / 100:g} {-size / 100:g})"
        for line, across, up in text.lines:
            if line.markup:
                self.definitions.update(line.outlines)
                place = f"translate({short(across)} {short(self._height - up)})"
                self.body.append(f'<g fill="{text.color}" transform="{place} {turn}{scale}">{line.markup}</g>')

    def _run(self, points: Points) -> str:
        return "M" + "L".join(f"{short(x)} {short(self._height - y)}" for x, y in points)

    def _clipped(self, clip: Box | None) -> str:
        if clip is None:
            return ""
        left, bottom, width, height = clip
        place = f'x="{short(left)}" y="{short(self._height - bottom - height)}"'
        box = f'<rect {place} width="{short(width)}" height="{short(height)}"/>'
        return f' clip-path="url(#{self._defined("c", "clipPath", box)})"'

    def _defined(self, kind: str, element: str, content: str) -> str:
        """The id of a definition; what is the same is defined once."""
        name = self._names.setdefault((element, content), f"{kind}{len(self._names)}")
        self.definitions[name] = f'<{element} id="{name}">{content}</{element.partition(" ")[0]}>'
        return name


def stroke(color: str, width: float, linestyle: Dashes = "-", cap: str = "butt") -> str:
    """The look of a line."""
    lengths = dash_lengths(linestyle, width)
    dashes = f' stroke-dasharray="{" ".join(map(short, lengths))}"' if lengths else ""
    caps = f' stroke-linecap="{cap}"' if cap != "butt" else ""
    return f'stroke="{color}" stroke-width="{short(width)}"{dashes}{caps}'
