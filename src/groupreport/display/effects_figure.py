"""Standardized mean changes beside each other, each with its interval and the line of no change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from groupreport.display.drawing.axes import Axes
from groupreport.display.drawing.picture import Picture
from groupreport.display.escaping import Markdown
from groupreport.display.figures import WIDTH, figure_piece
from groupreport.display.rounding import number
from groupreport.display.row_labels import in_lines
from groupreport.display.shown import Piece
from groupreport.display.style import BLUE, GRID, QUIET_TEXT
from groupreport.display.wording import Wording

_ROW = 0.2  # inches


@dataclass(frozen=True)
class Effect:
    """A standardized mean change; None where withheld or not known."""

    name: str
    value: float | None
    low: float | None
    high: float | None

    def turned(self) -> Effect:
        """The same change with its direction reversed, so that positive is better where low scores are good."""
        if self.value is None:
            return self
        low, high = (None if self.high is None else -self.high), (None if self.low is None else -self.low)
        return Effect(self.name, -self.value, low, high)


def effects_summary(effects: Sequence[Effect], words: Wording, *, turned: bool = True) -> Markdown:
    """What the intervals say, and nothing of an effect whose interval is withheld or not known.

    Args:
        effects: Positive is better where `turned`.
        words: The sentences.
        turned: Whether improved and worse can be told apart.
    """
    known = [(item.name, item.low, item.high) for item in effects if item.low is not None and item.high is not None]
    better = [name for name, low, _ in known if low > 0]
    worse = [name for name, _, high in known if high < 0]
    if not known:
        return words.say("program.effects_no_interval")
    if not better and not worse:
        return words.say("program.effects_unclear", some=len(known) < len(effects))
    if not turned:
        return Markdown("")
    if len(better) == len(effects):
        return words.say("program.effects_all")
    return Markdown(
        " ".join(
            words.say(f"program.effects_{way}", names=names)
            for way, names in (("positive", better), ("negative", worse))
            if names
        )
    )


def effects_figure(
    label: str,
    effects: Sequence[Effect],
    words: Wording,
    *,
    caption: str,
    alt: str,
    axis: str,
    beside: Sequence[Effect] = (),
) -> Piece:
    """The figure.

    Args:
        label: Lower-case words and hyphens.
        effects: From top to bottom; at least one has a value.
        words: For the few words in the picture.
        caption: Markdown.
        alt: Plain text.
        axis: What the x axis shows.
        beside: Effects of other figures that are read beside this one, so that all stand on one scale.
    """
    height = 0.22 + _ROW * len(effects) + 0.42
    figure = Picture(WIDTH, height)
    axes = figure.add_axes((0.29, 0.42 / height, 0.69, _ROW * len(effects) / height))
    _draw(axes, effects, words)
    axes.set_xlim(*_limits([*effects, *beside]))
    axes.set_xlabel(axis)
    return figure_piece(label, caption, alt, figure)


def _limits(effects: Sequence[Effect]) -> tuple[float, float]:
    """The ends of an axis with room for every effect, its interval and no change."""
    ends = [0.0, *(end for one in effects for end in (one.value, one.low, one.high) if end is not None)]
    span = max(ends) - min(ends) or 1.0
    return min(ends) - 0.06 * span, max(ends) + 0.06 * span


def _draw(axes: Axes, effects: Sequence[Effect], words: Wording) -> None:
    axes.axvline(0, color=QUIET_TEXT, linewidth=0.8, linestyle="--", zorder=1)
    axes.annotate_edge(
        words.text("program.no_change"),
        (0, 1),
        (0, 2),
        ha="center",
        va="bottom",
        fontsize=8.5,
        color=QUIET_TEXT,
    )
    for place, effect in enumerate(effects):
        axes.axhline(place, color=GRID, linewidth=0.5, zorder=0)
        if effect.value is None:
            axes.text(
                0.02, place, words.word("marker", "withheld"), va="center_baseline", fontsize=8.5, color=QUIET_TEXT
            )
            continue
        if effect.low is not None and effect.high is not None:
            axes.hlines(place, effect.low, effect.high, color=BLUE, linewidth=1.4)
        axes.plot(effect.value, place, marker="o", color=BLUE, markersize=4.8)
        axes.annotate(
            number(effect.value, 2),
            (effect.value, place),
            (0, 2.5),
            ha="center",
            va="bottom",
            fontsize=8,
        )
    axes.set_yticks(range(len(effects)), [in_lines(effect.name, 32) for effect in effects], {"linespacing": 0.9})
    axes.set_ylim(len(effects) - 0.5, -0.75)
    axes.y.tick_size = 0
    axes.hide_spines("left")
