"""Dots with intervals: one row a group, one panel a measure, the same rows in every panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from groupreport.disclosure.printed import as_printed
from groupreport.display.drawing.axes import Axes
from groupreport.display.drawing.picture import Picture
from groupreport.display.drawing.text import TextStyle
from groupreport.display.figures import WIDTH, figure_piece
from groupreport.display.program.selected_scales import ComparedScale
from groupreport.display.rounding import is_missing, number, percent, plainly
from groupreport.display.row_labels import in_lines
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece
from groupreport.display.style import BLUE, GRID, LINE, ORANGE, QUIET_TEXT, WHITE
from groupreport.display.wording import Wording

MOST_ROWS = 28  # what a page holds beside the caption, with names of two lines in a print of 8 points and more
FELL = "\N{DOWNWARDS ARROW}"
_LINE = 47  # characters of a name that fit beside the panels


@dataclass(frozen=True)
class Dot:
    """One group's value with its interval; a value of None is withheld or was not asked, and `word` says which.

    `falling`: it fell over the term by as much as the fixed rule asks for.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    differs: bool = False
    word: str = ""
    falling: bool = False


@dataclass(frozen=True)
class DotPanel:
    """One measure over all groups on its full range, with the mean of all groups where it may be known."""

    title: str
    minimum: float
    maximum: float
    overall: float | None
    dots: dict[str, Dot]
    share: bool = False
    published_range: bool = True  # otherwise the ends are only what was seen

    def written(self, value: float) -> str:
        """An end of the range."""
        if self.share:
            return percent(value)
        return plainly(value) if self.published_range else number(value)

    def written_mean(self, value: float) -> str:
        """A group's value or the mean of all."""
        return percent(value) if self.share else number(value)


def scale_panel(scale: ComparedScale, words: Wording, *, rounded: bool) -> DotPanel:
    """A compared scale as a panel; *rounded*, no place in the picture is finer than the number that is printed."""

    def placed(value: float) -> float:
        return as_printed(value, 1) if rounded else value

    outlying = {*scale.below, *scale.above}
    dots = {}
    for row in rows_of(scale.rows):
        if is_missing(row.mean):
            dots[str(row.group_id)] = Dot(None, word=words.word("marker", "withheld"))
            continue
        bounded = not (is_missing(row.low) or is_missing(row.high))
        dots[str(row.group_id)] = Dot(
            placed(float(row.mean)),
            max(placed(float(row.low)), scale.range.low) if bounded else None,
            min(placed(float(row.high)), scale.range.high) if bounded else None,
            differs=str(row.group_name) in outlying,
        )
    overall = None if scale.overall is None else placed(scale.overall)
    return DotPanel(scale.label, scale.range.low, scale.range.high, overall, dots, published_range=scale.range.known)


@dataclass(frozen=True)
class DotRow:
    """What stands before a row of dots; a heading has no group and no dots."""

    name: str
    group_id: str | None = None


def dots_figure(
    panels: Sequence[DotPanel], rows: Sequence[DotRow], words: Wording, *, caption: str, alt: str, label: str
) -> Piece:
    """The panels beside each other.

    Args:
        panels: At least one.
        rows: From top to bottom; at most `MOST_ROWS`.
        words: For the few words in the picture.
        caption: Markdown.
        alt: Plain text.
        label: Lower-case words and hyphens.
    """
    labels = [in_lines(row.name, _LINE) for row in rows]
    row_height = 0.26 if any("\n" in label for label in labels) else 0.178
    above = 0.26 + 0.12 * max(_title(panel).count("\n") + 1 for panel in panels)
    height = above + row_height * len(rows) + 0.26
    figure = Picture(WIDTH, height)
    longest = max(len(line) for label in labels for line in label.split("\n"))
    grid = figure.subplots(
        1,
        len(panels),
        len(panels),
        left=min(0.36, 0.03 + 0.0074 * longest),
        right=0.975,
        top=1 - above / height,
        bottom=0.26 / height,
        wspace=0.28,
        hspace=0,
    )
    for axes, panel in zip(grid, panels, strict=True):
        _draw(axes, panel, rows, words)
    grid[0].set_yticks(range(len(rows)), labels, *map(_label_style, rows))
    return figure_piece(label, caption, alt, figure)


def _label_style(row: DotRow) -> TextStyle:
    return {"fontsize": 8, "linespacing": 0.95, "fontweight": "normal" if row.group_id else "semibold"}


def _title(panel: DotPanel) -> str:
    return in_lines(panel.title, 14, most=3)


def _draw(axes: Axes, panel: DotPanel, rows: Sequence[DotRow], words: Wording) -> None:
    for place, row in enumerate(rows):
        if row.group_id is None:
            continue
        axes.axhline(place, color=GRID, linewidth=0.5, zorder=0)
        dot = panel.dots.get(row.group_id, Dot(None, word=words.word("marker", "none")))
        if dot.value is None:
            axes.text(panel.minimum, place, dot.word, va="center_baseline", fontsize=8, color=QUIET_TEXT)
            continue
        _draw_dot(axes, panel, dot, dot.value, place)
    if panel.overall is not None:
        axes.axvline(panel.overall, color=LINE, linewidth=1, linestyle="--", zorder=1)
        mean = words.text("program.all_groups", mean=panel.written_mean(panel.overall))
        axes.annotate_edge(
            mean,
            (panel.overall, 1),
            (0, 1.5),
            ha="center",
            va="bottom",
            fontsize=8,
            color=QUIET_TEXT,
        )
    axes.set_xlim(panel.minimum, panel.maximum if panel.maximum > panel.minimum else panel.minimum + 1)
    ends = [panel.minimum, panel.maximum]
    # Centered they would run into the next panel's.
    axes.set_xticks(ends, [panel.written(end) for end in ends], {"ha": "left"}, {"ha": "right"})
    axes.set_yticks([])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_title(_title(panel), fontsize=8, pad=13)
    axes.y.tick_size = 0
    axes.hide_spines("left")


def _name_share(axes: Axes, panel: DotPanel, dot: Dot, value: float, place: int) -> None:
    """A share without an interval has its number beside it; one that fell over the term has an arrow too."""
    right = value < (panel.minimum + panel.maximum) / 2
    written = panel.written_mean(value)
    axes.annotate(
        f"{FELL} {written}" if dot.falling else written,
        (value, place),
        (4 if right else -4, 0),
        ha="left" if right else "right",
        va="center_baseline",
        fontsize=8,
        color=ORANGE if dot.falling else QUIET_TEXT,
        behind=WHITE,
        pad=0.8,
    )


def _draw_dot(axes: Axes, panel: DotPanel, dot: Dot, value: float, place: int) -> None:
    """One group's dot; one that differs is a diamond with its number, on the side away from the mean of all."""
    color, marker = (ORANGE, "D") if dot.differs else (BLUE, "o")
    if dot.low is not None and dot.high is not None:
        axes.hlines(place, dot.low, dot.high, color=color, linewidth=1.3)
        axes.plot(
            [dot.low, dot.high],
            [place, place],
            linestyle="",
            marker="|",
            color=color,
            markersize=5,
            markeredgewidth=1.1,
        )
    axes.plot(value, place, marker=marker, color=color, markersize=3.4, clip_on=False)
    if panel.share:
        _name_share(axes, panel, dot, value, place)
    if not dot.differs or panel.overall is None or dot.low is None or dot.high is None:
        return
    below = value < panel.overall
    axes.annotate(
        panel.written_mean(value),
        (dot.low if below else dot.high, place),
        (-3 if below else 3, 0),
        ha="right" if below else "left",
        va="center_baseline",
        fontsize=8,
        color=color,
    )
