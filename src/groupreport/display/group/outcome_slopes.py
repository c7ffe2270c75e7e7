"""A line for every member from the first to the last measurement, one panel a questionnaire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from groupreport.display.drawing.axes import Axes
from groupreport.display.drawing.picture import Picture
from groupreport.display.figures import WIDTH, figure_piece, key_strip
from groupreport.display.outcome_words import facts_of
from groupreport.display.page_parts import in_equal_parts
from groupreport.display.rounding import is_missing, score
from groupreport.display.row_labels import fitted
from groupreport.display.rows import rows_of
from groupreport.display.scale_range import known_or_seen
from groupreport.display.shown import Piece
from groupreport.display.style import BLACK, BLUE, GREEN, LINE, ORANGE, QUIET_TEXT, WHITE
from groupreport.display.wording import MOST_NAMES, Wording
from groupreport.summaries.records import Outcomes

_COLUMNS = 3
_LONGEST = 10  # characters of an id beside a line
_MOST_PANELS = 12  # four rows, their key and a caption fill a page
# Color, marker, line and its width of each class: told apart in gray by the line.
_CLASSES: dict[str, tuple[str, str, Any, float]] = {
    "recovered": (GREEN, "o", "-", 2.4),
    "improved": (BLUE, "s", (0, (6, 1.5)), 1.4),
    "unchanged": (LINE, ".", "-", 0.9),
    "deteriorated": (ORANGE, "X", (0, (1.5, 1.2)), 1.8),
}
_LABELS = 1.2  # where ids begin, right of the last measurement at 1: the room between holds the leader lines


def slopes(outcomes: Outcomes, words: Wording) -> list[Piece]:
    """The panels, in several figures where a page cannot hold them; none where no member has a score."""
    every = [(row, _scored(outcomes, row)) for row in rows_of(outcomes.by_instrument)]
    return [
        _figure(f"outcomes-{place + 1}" if place else "outcomes", page, outcomes, words)
        for place, page in enumerate(in_equal_parts([panel for panel in every if len(panel[1])], _MOST_PANELS))
    ]


def _figure(label: str, panels: Sequence[tuple[Any, pd.DataFrame]], outcomes: Outcomes, words: Wording) -> Piece:
    """A figure of questionnaires, each with its members' scores."""
    columns = min(_COLUMNS, len(panels))
    lines = -(-len(panels) // columns)
    height = 0.35 + 1.75 * lines
    left, right, gap = _across(outcomes)
    width = ((right - left) * WIDTH - (columns - 1) * gap) / columns
    figure = Picture(WIDTH, height)
    grid = figure.subplots(
        lines,
        columns,
        len(panels),
        left=left,
        right=right,
        top=1 - 0.42 / height,
        bottom=0.62 / height,
        wspace=gap / width,
        hspace=0.5,
    )
    for axes, (row, members) in zip(grid, panels, strict=True):
        _draw(axes, row, members, words)
    _draw_key(figure, words)
    several = len(panels) > MOST_NAMES
    findings = (
        [words.say("outcomes.finding_several", questionnaires=len(panels))]
        if several
        else [_finding(row, words) for row, _ in panels]
    )
    alt = " ".join(_alt(row, members, words) for row, members in panels)
    return figure_piece(label, words.say("outcomes.figure_caption", findings=findings), alt, figure)


def _across(outcomes: Outcomes) -> tuple[float, float, float]:
    """Left and right end of the panels as shares of the width, and the gap between them in inches.

    Right of every panel there is room for the longest id.
    """
    room = 0.1 + 0.066 * max(len(label) for label in fitted(outcomes.by_member["member_id"], longest=_LONGEST))
    return 0.06, min(0.94, 1 - room / WIDTH), max(0.63, room + 0.3)


def _scored(outcomes: Outcomes, row: Any) -> pd.DataFrame:  # noqa: ANN401 - a row of `rows_of`
    members = outcomes.by_member
    own: pd.DataFrame = members[(members["instrument"] == row.instrument) & (members["scale"] == row.scale)]
    return own.dropna(subset=["pre"]).sort_values("member_id")


def _draw(axes: Axes, row: Any, members: pd.DataFrame, words: Wording) -> None:  # noqa: ANN401
    facts = facts_of(row)
    drawn_on = known_or_seen(row.minimum, row.maximum, [*members["pre"], *members["post"]])
    low, high = drawn_on.low, drawn_on.low + drawn_on.span
    pairs = members.dropna(subset=["post"])
    for member in rows_of(pairs):
        known = not is_missing(member.outcome)
        color, marker, line, width = _CLASSES[str(member.outcome)] if known else (BLACK, ".", ":", 1.2)
        axes.plot(
            [0, 1],
            [member.pre, member.post],
            color=color,
            marker=marker,
            linestyle=line,
            linewidth=width,
            markersize=5.5,
            markeredgecolor=WHITE,
            markeredgewidth=0.4,
        )
    lone = members[members["post"].isna()]
    axes.plot(
        [0] * len(lone),
        lone["pre"],
        linestyle="",
        marker="o",
        markerfacecolor=WHITE,
        markeredgecolor=BLACK,
        markersize=4.5,
    )
    _label_ends(axes, pairs, low, high)
    if facts["cutoff_known"]:
        axes.axhline(facts["cutoff"], color=BLACK, linewidth=0.8, linestyle="--", zorder=1)
    axes.set_xlim(-0.15, _LABELS)
    axes.set_xticks([0, 1], [words.text("outcomes.first"), words.text("outcomes.last")])
    axes.set_ylim(low - 0.03 * (high - low), high + 0.03 * (high - low))
    axes.set_yticks([low, high] if not facts["cutoff_known"] else sorted({low, facts["cutoff"], high}))
    axes.y.write = "{:g}".format
    axes.set_title(facts["short_name"], pad=14)
    axes.annotate_edge(
        words.text("outcomes.panel_subtitle", **facts),
        (None, 1),
        (0, 4),
        fontsize=8.5,
        color=QUIET_TEXT,
    )


def _label_ends(axes: Axes, pairs: pd.DataFrame, low: float, high: float) -> None:
    """Each member's id beside the end of the line, pushed apart where lines end close together, with a leader line."""
    gap = (high - low) * min(0.092, 1 / max(1, len(pairs)))  # a line of 8 points where the panel holds them all
    # Of lines that end at the same score, the one that comes from higher up has its id higher up.
    ordered = pairs.sort_values(["post", "pre", "member_id"])
    places: list[float] = []
    for post in ordered["post"]:
        places.append(float(post) if not places else max(float(post), places[-1] + gap))
    over = max(0.0, places[-1] - high) if places else 0.0
    for place in range(len(places) - 1, -1, -1):
        ceiling = high if place == len(places) - 1 else places[place + 1] - gap
        places[place] = min(places[place], ceiling) if over else places[place]
    for member, post, height in zip(ordered["member_id"], ordered["post"], places, strict=True):
        axes.plot([1.03, _LABELS - 0.02], [post, height], color=QUIET_TEXT, linewidth=0.6, clip_on=False)
        axes.text(_LABELS, height, fitted([member], longest=_LONGEST)[0], va="center", fontsize=8)


def _draw_key(figure: Picture, words: Wording) -> None:
    key = key_strip(figure, 0.06, 0.92)
    place = 0.0
    for outcome, (color, marker, line, width) in _CLASSES.items():
        key.plot(
            [place, place + 5],
            [0.5, 0.5],
            color=color,
            marker=marker,
            linestyle=line,
            linewidth=width,
            markersize=5.5,
            markeredgecolor=WHITE,
            markeredgewidth=0.4,
        )
        name = words.word("outcome", outcome)
        key.text(place + 6.4, 0.5, name, va="center_baseline", fontsize=8.5)
        place += 10.0 + 1.16 * len(name)


def _finding(row: Any, words: Wording) -> str:  # noqa: ANN401
    facts = facts_of(row)
    if not facts["pairs"]:
        return words.say("outcomes.finding_none", **facts)
    return words.say("outcomes.finding" if facts["classified"] else "outcomes.finding_unclassified", **facts)


def _alt(row: Any, members: pd.DataFrame, words: Wording) -> str:  # noqa: ANN401
    pairs, lone = members.dropna(subset=["post"]), members[members["post"].isna()]
    rows = [
        {
            "member_id": str(member.member_id),
            "pre": score(member.pre),
            "post": score(member.post),
            "outcome": None if is_missing(member.outcome) else str(member.outcome),
        }
        for member in rows_of(pairs)
    ]
    alone = [{"member_id": str(member.member_id), "pre": score(member.pre)} for member in rows_of(lone)]
    return words.text("outcomes.panel_alt", rows=rows, lone=alone, **facts_of(row))
