"""The curve of people still attending after each of their own sessions, with the numbers at risk under it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from groupreport.display import tables
from groupreport.display.drawing.axes import Axes
from groupreport.display.drawing.picture import Picture
from groupreport.display.figures import WIDTH, figure_piece
from groupreport.display.rounding import NOTHING, is_missing, percent
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, paragraph
from groupreport.display.style import BLUE, COLORS, LINE, LINES, MARKERS, PALE_BLUE
from groupreport.display.under_axis import under_axis
from groupreport.display.wording import Wording
from groupreport.summaries.records import Retention

# The caption's number is from the last session that at least so many people reached.
FEWEST_AT_RISK = 10
_MODALITIES = ("in_person", "online", "hybrid")


@dataclass(frozen=True)
class Line:
    """One curve with its name, color and dashes."""

    name: str
    curve: pd.DataFrame
    color: str
    dashes: Any


def attending_curve(found: Retention, words: Wording) -> list[Piece | None]:
    """The figure and its table; a sentence where nobody's last session is known."""
    if found.curve.empty:
        return [paragraph(words.say("retention.curve_none"))]
    lines = _lines(found, words)
    height = 2.3 + 0.16 * len(lines)
    figure = Picture(WIDTH, height)
    below = (0.62 + 0.16 * len(lines)) / height
    axes = figure.add_axes((0.15, below, 0.7, 0.97 - below))
    _draw(axes, lines, words)
    alt = words.text("retention.curve_alt", lines=[_steps(line) for line in lines])
    return [figure_piece("attending", _caption(found, len(lines) > 1, words), alt, figure), _table(found, words)]


def _lines(found: Retention, words: Wording) -> list[Line]:
    lines = [Line(words.text("retention.curve_all"), found.curve, BLUE, LINES[0])]
    curves = found.curves_by_modality
    kinds = [name for name in _MODALITIES if (curves["modality"] == name).any()]
    return lines + [
        Line(words.word("modality", name), curves[curves["modality"] == name], COLORS[place], LINES[place])
        for place, name in enumerate(kinds, start=1)
    ]


def _caption(found: Retention, modalities: bool, words: Wording) -> str:
    well_known = found.curve[found.curve["at_risk"] >= FEWEST_AT_RISK]
    row = (well_known if len(well_known) else found.curve.iloc[:1]).iloc[-1]
    known = not is_missing(row["low"])
    # With a handful still followed, one who leaves halves the curve: that says nothing of half of the people.
    halved = not is_missing(found.median) and found.median <= row["session"]
    return words.say(
        "retention.curve_caption",
        session=int(row["session"]),
        share=float(row["share"]),
        low=float(row["low"]) if known else None,
        high=float(row["high"]) if known else None,
        median=int(found.median) if halved else None,
        fewest=None if halved or is_missing(found.median) else FEWEST_AT_RISK,
        left_out=found.left_out,
        uncertain=found.uncertain,
        modalities=modalities,
        begins=_bottom(found.curve),
    )


def _draw(axes: Axes, lines: list[Line], words: Wording) -> None:
    whole = lines[0].curve
    last = int(whole["session"].max())
    ends = [*whole["session"], last + 0.6]
    band = whole[["low", "high"]].fillna(pd.DataFrame({"low": whole["share"], "high": whole["share"]}))
    axes.fill_steps(
        ends,
        [*band["low"], band["low"].iloc[-1]],
        [*band["high"], band["high"].iloc[-1]],
        color=PALE_BLUE,
    )
    for line in lines:
        own = line.curve
        until = int(own["session"].max()) + 0.6
        axes.step(
            [-0.4, *own["session"], until],
            [1.0, *own["share"], own["share"].iloc[-1]],
            color=line.color,
            linestyle=line.dashes,
            linewidth=1.8 if line is lines[0] else 1.2,
        )
    bottom = _bottom(whole)
    axes.set_ylim(bottom, 1 + 0.04 * (1 - bottom))
    _name_lines(axes, lines, last)
    axes.set_xlim(-0.5, last + 0.6)
    axes.set_xticks(range(0, last + 1, max(1, -(-(last + 1) // 20))))
    axes.y.write = percent
    axes.y.grid = True
    axes.set_xlabel(words.text("retention.curve_x"), labelpad=2)
    axes.set_ylabel(words.text("retention.curve_y"))
    _numbers_at_risk(axes, lines, last, words)


def _name_lines(axes: Axes, lines: list[Line], last: int) -> None:
    """Each line's name at its end, moved apart where they would touch."""
    ends = sorted(((float(line.curve["share"].iloc[-1]), place) for place, line in enumerate(lines)), reverse=True)
    bottom, top = axes.y.ends
    above = top + (top - bottom)
    for share, place in ends:
        height = min(share, above - 0.1 * (top - bottom))
        above = height
        until = float(lines[place].curve["session"].max()) + 0.6
        axes.plot(
            [until, last + 1.1], [share, height], color=LINE, linewidth=0.6, linestyle=(0, (1, 1.5)), clip_on=False
        )
        axes.plot(until, share, marker=MARKERS[place], color=lines[place].color, markersize=4, clip_on=False)
        axes.annotate(
            lines[place].name,
            (last + 1.1, height),
            (3, 0),
            va="center",
            fontsize=8.5,
            color=lines[place].color,
        )


def _bottom(whole: pd.DataFrame) -> float:
    """Where the axis begins: a tenth or two below the band, so that lines that stay high can be told apart."""
    lowest = float(whole["low"].fillna(whole["share"]).min())
    return max(0.0, math.floor(lowest * 10) / 10 - 0.1)


def _numbers_at_risk(axes: Axes, lines: list[Line], last: int, words: Wording) -> None:
    for place, line in enumerate(lines):
        down = -31 - 11.5 * place
        name = (
            f"{words.text('retention.curve_risk')} {line.name}"
            if len(lines) > 1
            else words.text("retention.curve_risk")
        )
        at_risk = dict(zip(line.curve["session"], line.curve["at_risk"], strict=True))
        for session in axes.x.marked():
            under_axis(axes, float(session), down, str(at_risk.get(int(session), 0)), "center")
        under_axis(axes, -0.9, down, name, "right")


def _steps(line: Line) -> dict[str, Any]:
    """Where the line falls, and where it ends."""
    curve = line.curve
    told = curve[(curve["events"] > 0) | (curve["session"] == curve["session"].max())]
    steps = [
        {"session": int(row.session), "share": float(row.share), "at_risk": int(row.at_risk)} for row in rows_of(told)
    ]
    return {"name": line.name, "steps": steps}


def _table(found: Retention, words: Wording) -> Piece | None:
    told = found.curve[found.curve["events"] > 0]
    if told.empty:
        return None
    columns = [
        tables.numbers(words.text(f"retention.head_{head}"), 10)
        for head in ("session", "risk", "dropped", "attending", "interval")
    ]
    rows = [
        [
            str(row.session),
            str(row.at_risk),
            str(row.events),
            percent(row.share),
            NOTHING if is_missing(row.low) else words.between(percent(row.low), percent(row.high)),
        ]
        for row in rows_of(told)
    ]
    return tables.table("attending", words.say("retention.curve_table"), columns, rows)
