"""When rating drops began and ended, member by member, with the ruptures that people logged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from groupreport.display.drawing.axes import Axes
from groupreport.display.drawing.picture import Picture
from groupreport.display.figures import WIDTH, figure_piece, key_strip
from groupreport.display.group.drop_words import counts_of, statuses_in_short
from groupreport.display.group.rupture_tables import marks_of
from groupreport.display.rounding import is_missing
from groupreport.display.row_labels import fitted, margin
from groupreport.display.rows import rows_of
from groupreport.display.sessions_axis import SessionsAxis
from groupreport.display.shown import Piece
from groupreport.display.style import BLACK, BLUE, GREEN, GRID, ORANGE, PINK, WHITE
from groupreport.display.wording import Wording
from groupreport.summaries.records import GroupSummary, ObservedRuptures, Repairs, Ruptures, Unavailable

# Points: a drop from a rating unusually high for the member says less, so it is drawn thin.
_THICK, _THIN = 3.4, 1.2
_KEY_LEFT, _KEY_WIDTH, _KEY_LINE = 0.115, 0.87, 0.2  # shares of the figure's width, and inches
# Color, marker at the end and line: a repaired drop ends in a filled circle, one that was not in a cross.
_ENDS: dict[str, tuple[str, str, Any]] = {
    "repaired": (GREEN, "o", "-"),
    "partially_repaired": (BLUE, "D", "-"),
    "unrepaired": (ORANGE, "X", "-"),
    "undetermined": (PINK, ">", (0, (3, 1.5))),
}


def timeline(summary: GroupSummary, words: Wording) -> Piece | None:
    """The timeline; None without a drop to draw: the table of the log says when ruptures were logged."""
    if not isinstance(summary.ruptures, Ruptures) or summary.ruptures.headline_episodes.empty:
        return None
    episodes = summary.ruptures.headline_episodes
    episodes = episodes.assign(high=_from_high(episodes, summary.repairs))
    events = summary.observed.events if isinstance(summary.observed, ObservedRuptures) else pd.DataFrame()
    axis = SessionsAxis.of(summary.sessions)
    lanes = _lanes(episodes)
    rows = len(lanes) + (1 if len(events) else 0)
    key = _lines(_status_entries(set(episodes["status"]), bool(episodes["high"].any()), words))
    key += _lines(_letter_entries(_letters(episodes, words), events, words))
    bottom = 0.52 + _KEY_LINE * len(key)
    height = 0.3 + 0.22 * rows + bottom
    figure = Picture(WIDTH, height)
    left = margin(fitted(member for member, _, _ in lanes))
    axes = figure.add_axes((left, bottom / height, 0.985 - left, (0.22 * rows) / height))
    axis.draw_stages(axes, dict(words.words("stage")))
    axis.draw_canceled(axes)
    _draw_episodes(axes, episodes, lanes, words)
    _draw_events(axes, events)
    labels = ([words.text("ruptures.log_row")] if len(events) else []) + [
        fitted([member])[0] if first else "" for member, _, first in lanes
    ]
    places = ([-1] if len(events) else []) + list(range(len(lanes)))
    axes.set_yticks(places, labels)
    axes.set_ylim(len(lanes) - 0.5, (-1.5 if len(events) else -0.5))
    axes.y.tick_size = 0
    axes.hide_spines("left")
    axis.prepare(axes, title=words.text("attendance.session_axis"))
    _draw_key(figure, key)
    return figure_piece("ruptures", *_said(episodes, events, words), figure)


def _lanes(episodes: pd.DataFrame) -> list[tuple[str, int, bool]]:
    """A row for every episode, a member's episodes below each other: member, the episode's row label, first of it."""
    ordered = episodes.sort_values(["member_id", "onset_session", "level"], kind="stable")
    first = ~ordered["member_id"].duplicated()
    return [(str(row.member_id), int(row.Index), bool(first[row.Index])) for row in rows_of(ordered)]


def _from_high(episodes: pd.DataFrame, repairs: Repairs | Unavailable | None) -> list[bool]:
    """Whether each drop started from a rating unusually high for the member, as far as that is known."""
    if not isinstance(repairs, Repairs) or repairs.marks is None:
        return [False] * len(episodes)
    marks = marks_of(episodes, repairs.marks)
    return [mark is not None and not is_missing(mark.from_high) and bool(mark.from_high) for mark in marks]


def _draw_episodes(axes: Axes, episodes: pd.DataFrame, lanes: list[tuple[str, int, bool]], words: Wording) -> None:
    for place, (_, row, first) in enumerate(lanes):
        if first and place:
            axes.axhline(place - 0.5, color=GRID, linewidth=0.6, zorder=0)
        episode: Any = episodes.loc[row]
        color, marker, line = _ENDS[episode["status"]]
        onset, end = float(episode["onset_session"]), float(episode["end_session"])
        width = _THIN if episode["high"] else _THICK
        axes.plot([onset, end], [place, place], color=color, linewidth=width, linestyle=line, capstyle="butt", zorder=2)
        axes.plot(
            end, place, marker=marker, markersize=6.5, color=color, markeredgecolor=WHITE, markeredgewidth=0.6, zorder=4
        )
        letter = _letter(str(episode["level"]), words)
        axes.annotate(
            letter,
            (onset, place),
            (-4, 0),
            ha="right",
            va="center_baseline",
            fontsize=8.5,
            fontweight="semibold",
        )


def _draw_events(axes: Axes, events: pd.DataFrame) -> None:
    if events.empty:
        return
    axes.axhline(-0.5, color=GRID, linewidth=0.9, zorder=0)
    for session, logged in events.groupby("session"):
        for place, event in enumerate(rows_of(logged)):
            at = float(str(session)) + 0.28 * (place - (len(logged) - 1) / 2)
            face = BLACK if event.repair_status == "full" else WHITE
            axes.plot(
                at, -1, marker="D", markersize=5.5, markerfacecolor=face, markeredgecolor=BLACK, markeredgewidth=1
            )


@dataclass(frozen=True)
class _KeyEntry:
    """A name in the key, after a sign that needs so much of the strip's width."""

    name: str
    room: float
    draw: Callable[[Axes, float], object]

    @property
    def width(self) -> float:
        """The strip's width that sign, name and the gap behind it take."""
        return self.room + 3.4 + 1.16 * len(self.name)


def _lines(entries: Iterator[_KeyEntry]) -> list[list[_KeyEntry]]:
    """The entries in as many lines as the page's width asks for, so that none is cut off; from the lowest line up."""
    lines: list[list[_KeyEntry]] = []
    for entry in entries:
        if lines and sum(one.width for one in lines[-1]) + entry.width <= 100:
            lines[-1].append(entry)
        else:
            lines.append([entry])
    return lines[::-1]


def _draw_key(figure: Picture, lines: list[list[_KeyEntry]]) -> None:
    """What ends and lines mean; above it what letters and diamonds do."""
    for row, line in enumerate(lines):
        strip, place = key_strip(figure, _KEY_LEFT, _KEY_WIDTH, row), 0.0
        for entry in line:
            entry.draw(strip, place)
            strip.text(place + entry.room, 0.5, entry.name, va="center_baseline", fontsize=8.5)
            place += entry.width


def _status_entries(statuses: set[str], high: bool, words: Wording) -> Iterator[_KeyEntry]:
    for status, drawn in _ENDS.items():
        if status in statuses:
            yield _KeyEntry(words.word("status", status), 5.6, partial(_draw_end, drawn))
    if high:
        yield _KeyEntry(words.text("ruptures.key_high"), 5.6, _draw_thin)


def _draw_end(drawn: tuple[str, str, Any], strip: Axes, place: float) -> None:
    color, marker, line = drawn
    strip.plot([place, place + 4], [0.5, 0.5], color=color, linewidth=3, linestyle=line, capstyle="butt")
    strip.plot(place + 4, 0.5, marker=marker, markersize=6.5, color=color, markeredgecolor=WHITE, markeredgewidth=0.6)


def _draw_thin(strip: Axes, place: float) -> None:
    strip.plot([place, place + 4], [0.5, 0.5], color=BLACK, linewidth=_THIN, capstyle="butt")


def _letter_entries(letters: list[str], events: pd.DataFrame, words: Wording) -> Iterator[_KeyEntry]:
    for level in letters:
        yield _KeyEntry(words.word("level_key", level), 2.2, partial(_draw_letter, _letter(level, words)))
    full = events["repair_status"].eq("full").fillna(False).astype(bool) if len(events) else pd.Series(dtype=bool)
    for face, found, name in ((BLACK, full.any(), "key_full"), (WHITE, (~full).any(), "key_logged")):
        if found:
            yield _KeyEntry(words.text(f"ruptures.{name}"), 2.4, partial(_draw_diamond, face))


def _draw_letter(letter: str, strip: Axes, place: float) -> None:
    strip.text(place, 0.5, letter, va="center_baseline", fontsize=8.5, fontweight="semibold")


def _draw_diamond(face: str, strip: Axes, place: float) -> None:
    strip.plot(
        place + 0.6, 0.5, marker="D", markersize=5.5, markerfacecolor=face, markeredgecolor=BLACK, markeredgewidth=1
    )


def _letters(episodes: pd.DataFrame, words: Wording) -> list[str]:
    levels = set(episodes["level"].astype(str))
    return [level for level in words.words("level_letter") if level in levels]


def _letter(level: str, words: Wording) -> str:
    """The letter of a level of alliance; empty for a drop without one."""
    return words.words("level_letter").get(level, "")


def _said(episodes: pd.DataFrame, events: pd.DataFrame, words: Wording) -> tuple[str, str]:
    caption = words.say("ruptures.timeline_caption", said=statuses_in_short(counts_of(episodes), words))
    rows = [
        {
            "member_id": str(row.member_id),
            "level": str(row.level),
            "onset": int(row.onset_session),
            "end": int(row.end_session),
            "status": str(row.status),
            "high": bool(row.high),
        }
        for row in rows_of(episodes)
    ]
    logged = [
        {"session": int(row.session), "level": str(row.level), "repair": str(row.repair_status)}
        for row in rows_of(events)
    ]
    return caption, words.text("ruptures.timeline_alt", rows=rows, events=logged)
