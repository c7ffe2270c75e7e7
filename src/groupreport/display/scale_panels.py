"""Small panels of scales over sessions: mean with its interval, stages behind, the instrument's full range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from groupreport.display.drawing.axes import Axes
from groupreport.display.drawing.picture import Picture
from groupreport.display.figures import WIDTH, figure_piece
from groupreport.display.page_parts import in_equal_parts
from groupreport.display.rounding import is_missing, number, score
from groupreport.display.row_labels import in_lines
from groupreport.display.rows import rows_of
from groupreport.display.scale_range import ScaleRange
from groupreport.display.sessions_axis import SessionsAxis
from groupreport.display.shown import Piece
from groupreport.display.style import BLUE, QUIET_TEXT
from groupreport.display.trend import Trend, range_of_line, trend_of
from groupreport.display.wording import Wording

_COLUMNS = 3
_MOST_PANELS = 18  # six rows and a caption of some lines fill a page
_ROW, _TITLE_LINE = 1.17, 0.14  # inches
_AXES = 0.58  # inches: how high a panel's drawing is
_TITLE_CHARACTERS = 28  # that fit above a panel


@dataclass(frozen=True)
class Panel:
    """One scale's line: its title, its sessions' rows in order (of `rows_of`) and how it went."""

    title: str
    sessions: tuple[Any, ...]
    trend: Trend | None

    @cached_property
    def range(self) -> ScaleRange:
        """What the line is drawn on."""
        return range_of_line(self.sessions)

    @cached_property
    def scored(self) -> list[Any]:
        """The sessions with a score."""
        return [row for row in self.sessions if not is_missing(row.mean)]

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What a sentence about the line needs."""
        first, scored = self.sessions[0], self.scored
        return {
            "title": self.title,
            "label": str(first.label),
            "short_name": str(first.short_name),
            "higher_is": str(first.higher_is),
            **self.range.facts,
            "trend": self.trend,
            "scored_sessions": len(scored),
            "smallest_n": min((int(row.n) for row in scored), default=0),
            "largest_n": max((int(row.n) for row in scored), default=0),
        }


def panels_of(scales_by_session: pd.DataFrame) -> list[Panel]:
    """One panel a scale and level, in the frame's order; a scale that was never scored has none.

    A questionnaire that is asked about leaders, members and the group has the same scale on several levels.
    """
    rows: dict[tuple[str, str, str], list[Any]] = {}
    for row in rows_of(scales_by_session):
        rows.setdefault((str(row.instrument), str(row.scale), str(row.level)), []).append(row)
    in_order = [tuple(sorted(own, key=lambda row: int(row.session))) for own in rows.values()]
    scored = [own for own in in_order if any(not is_missing(row.mean) for row in own)]
    return _told_apart([Panel(str(own[0].label), own, trend_of(own)) for own in scored])


def _told_apart(panels: Sequence[Panel]) -> list[Panel]:
    """The panels, with the questionnaire's name before a title that several have."""
    titles = [panel.title for panel in panels]
    return [
        replace(panel, title=f"{panel.facts['short_name']}: {panel.title}") if titles.count(panel.title) > 1 else panel
        for panel in panels
    ]


def panels_figures(
    label: str, panels: Sequence[Panel], axis: SessionsAxis, words: Wording, *, caption: str
) -> list[Piece]:
    """The panels beside each other, three in a row, every panel on its instrument's full range.

    Where a page cannot hold all of them there are several figures, alike in size.

    Raises:
        ValueError: There is no panel; the caller says so in words instead.
    """
    if not panels:
        raise ValueError(f"figure '{label}' has no scale to draw")
    pages = in_equal_parts(panels, _MOST_PANELS)
    return [
        _figure(
            f"{label}-{place + 1}" if place else label,
            page,
            axis,
            words,
            words.say("climate.continued") if place else caption,
        )
        for place, page in enumerate(pages)
    ]


def _figure(label: str, panels: Sequence[Panel], axis: SessionsAxis, words: Wording, caption: str) -> Piece:
    columns = min(_COLUMNS, len(panels))
    rows = -(-len(panels) // columns)
    titles = [in_lines(panel.title, _TITLE_CHARACTERS) for panel in panels]
    more = _TITLE_LINE if any("\n" in title for title in titles) else 0.0
    height = (_ROW + more) * rows + 0.03
    figure = Picture(WIDTH, height)
    grid = figure.subplots(
        rows,
        columns,
        len(panels),
        left=0.055,
        right=0.985,
        top=1 - (0.4 + more) / height,
        bottom=0.23 / height,
        wspace=0.2,
        hspace=1.0 + more / _AXES,
    )
    for axes, panel, title in zip(grid, panels, titles, strict=True):
        _draw(axes, panel, title, axis, words)
    return figure_piece(label, caption, panels_alt(panels, words), figure)


def panels_alt(panels: Sequence[Panel], words: Wording) -> str:
    """What the lines show, scale by scale, with the mean of every session."""
    said = []
    for panel in panels:
        values = [{"session": int(row.session), "mean": number(row.mean)} for row in panel.scored]
        said.append(words.text("climate.panel_alt", values=values, **panel.facts))
    return " ".join(said)


def _draw(axes: Axes, panel: Panel, title: str, axis: SessionsAxis, words: Wording) -> None:
    facts, scored = panel.facts, panel.scored
    axis.draw_stages(axes)
    axis.draw_canceled(axes)
    known = [row for row in scored if not is_missing(row.low) and not is_missing(row.high)]
    bottom, top = panel.range.low, panel.range.low + panel.range.span
    low, high = [max(row.low, bottom) for row in known], [min(row.high, top) for row in known]
    axes.vlines([row.session for row in known], low, high, color=BLUE, linewidth=0.9, zorder=2)
    sessions, means = [row.session for row in scored], [row.mean for row in scored]
    axes.plot(sessions, means, color=BLUE, marker="o", markersize=3.6, linewidth=1.3, zorder=3)
    axis.prepare(axes, most_ticks=6, title="")  # the caption says that the points are sessions
    span = panel.range.span
    axes.set_ylim(bottom - 0.03 * span, bottom + 1.03 * span)
    axes.set_yticks([bottom, bottom + span / 2, bottom + span])
    axes.y.write = score
    axes.set_title(title, pad=15)
    axes.annotate_edge(
        words.text("climate.panel_finding", **facts),
        (None, 1),
        (0, 4),
        fontsize=8.5,
        color=QUIET_TEXT,
    )
