"""One scale of axes: its range, its ticks, and how these are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from groupreport.display.drawing.text import TextStyle
from groupreport.display.drawing.ticks import round_ticks, written_alike

TICK_SIZE = 3.0  # points


@dataclass
class Scale:
    """A linear scale over a stretch of the page.

    Attributes:
        start: Where the stretch begins, in points.
        length: How long it is.
        room: Points that a label of a tick takes along the scale: round ticks stand no closer.
        ends: The values at the beginning and at the end of the stretch.
        ticks: Values that are marked; None for round numbers.
        labels: What is written at the ticks; None for the numbers.
        write: How a number is written; None for as many decimals as the ticks need.
        styles: Of all labels alike, or of each of them.
        tick_size: How long a tick is, in points.
        labelled: Whether labels are written.
        grid: Whether a line runs through the axes at every tick.
    """

    start: float
    length: float
    room: float
    ends: tuple[float, float] = (0.0, 1.0)
    ticks: Sequence[float] | None = None
    labels: Sequence[str] | None = None
    write: Callable[[float], str] | None = None
    styles: Sequence[TextStyle] = field(default_factory=lambda: [TextStyle()])
    tick_size: float = TICK_SIZE
    labelled: bool = True
    grid: bool = False

    def at(self, value: float) -> float:
        """Where a value is, in points."""
        first, last = self.ends
        return self.start + self.length * (value - first) / (last - first)

    def marked(self) -> Sequence[float]:
        """The values at which there is a tick, in sight or not."""
        if self.ticks is not None:
            return self.ticks
        return round_ticks(min(self.ends), max(self.ends), max(1, min(9, int(self.length / self.room))))

    def written(self) -> list[tuple[float, str, TextStyle]]:
        """Every tick in sight with its label and the label's style; the label is empty where none is written."""
        ticks = self.marked()
        labels: Iterable[str]
        if not self.labelled:
            labels = [""] * len(ticks)
        elif self.labels is not None:
            labels = self.labels
        else:
            labels = written_alike(ticks) if self.write is None else map(self.write, ticks)
        styles = list(self.styles) * len(ticks) if len(self.styles) == 1 else self.styles
        low, high = sorted(self.ends)
        slack = 1e-9 * (high - low)
        return [
            (tick, label, style)
            for tick, label, style in zip(ticks, labels, styles, strict=False)
            if low - slack <= tick <= high + slack
        ]
