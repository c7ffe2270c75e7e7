"""The alliance of every member in every session as a heat map, with drops and repairs marked."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from groupreport.display.drawing.axes import Axes
from groupreport.display.drawing.picture import Picture
from groupreport.display.drawing.shades import Shades
from groupreport.display.escaping import Markdown
from groupreport.display.figures import WIDTH, figure_piece
from groupreport.display.group.drop_words import counts_of, statuses_in_short
from groupreport.display.rounding import is_missing, number
from groupreport.display.row_labels import fitted, margin
from groupreport.display.rows import rows_of
from groupreport.display.scale_range import ScaleRange, range_of
from groupreport.display.shown import Piece
from groupreport.display.style import LINE, ORANGE, QUIET_TEXT, WHITE, ink_on
from groupreport.display.wording import Wording
from groupreport.summaries.records import GroupSummary, Ruptures, Unavailable

_PRESENT = ("attended", "late", "left_early")
_ABSENT = ("excused", "no_show")
# From the least to the best repaired: the picture shows what is still open first.
_LEAST_REPAIRED = ("unrepaired", "partially_repaired", "undetermined", "repaired")
# Light to dark, so that the order survives a gray print; quickly past the middle tones, on which no digit is clear.
_SHADES = Shades(("#F6FAFD", "#C4DDF0", "#8FBFE0", "#0B4F80", "#063C60"))


@dataclass(frozen=True)
class _Map:
    """One scale's scores (members by sessions), who was there without a score, who was away, and the scale's drops."""

    scores: pd.DataFrame
    missed: pd.DataFrame
    away: pd.DataFrame
    drops: pd.DataFrame
    range: ScaleRange
    facts: dict[str, Any]


def alliance_members(summary: GroupSummary, words: Wording) -> Piece | None:
    """The heat map of the alliance scale with the least repaired drop; None without a scored alliance scale."""
    drawn = _chosen(summary, words)
    if drawn is None:
        return None
    members, sessions = drawn.scores.shape
    row = 0.175
    height = 0.06 + row * members + 0.4
    figure = Picture(WIDTH, height)
    left = margin(fitted(drawn.scores.index))
    axes = figure.add_axes((left, 0.4 / height, 0.985 - left, row * members / height))
    _draw(axes, drawn, label_cells=sessions <= 20)
    axes.set_xlabel(words.text("attendance.session_axis"))
    caption = words.say("alliance.members_caption", **drawn.facts)
    alt = words.text("alliance.members_alt", rows=_alt_rows(drawn), **drawn.facts)
    return figure_piece("alliance-members", caption, alt, figure)


def _chosen(summary: GroupSummary, words: Wording) -> _Map | None:
    scores, scales = summary.scores_by_member_session, summary.scales_by_session
    if isinstance(scores, Unavailable) or isinstance(scales, Unavailable):
        return None
    scored = scales[(scales["domain"] == "alliance") & (scales["n"] > 0)].drop_duplicates(["instrument", "scale"])
    whole = scored[~scored["aspect"].isin(["goal", "task", "bond"])]
    candidates = whole if len(whole) else scored
    if candidates.empty:
        return None
    drops = summary.ruptures.headline_episodes if isinstance(summary.ruptures, Ruptures) else None
    pressing = [_pressing(drops, row.instrument, row.scale) for row in rows_of(candidates)]
    scale = candidates.iloc[pressing.index(max(pressing))]
    own_drops = pd.DataFrame() if drops is None else _of(drops, scale["instrument"], scale["scale"])
    held = summary.sessions.loc[summary.sessions["status"] != "canceled", "session"].astype(int).tolist()
    wide = _of(scores, scale["instrument"], scale["scale"]).pivot(index="member_id", columns="session", values="score")
    members = summary.attendance_by_member.loc[summary.attendance_by_member["present"] > 0, "member_id"]
    wide = wide.reindex(index=sorted({*members, *wide.index}), columns=held).astype(float)
    cells = summary.attendance_by_member_session
    there = cells[cells["status"].isin(_PRESENT)].assign(there=True)
    present = there.pivot(index="member_id", columns="session", values="there").reindex_like(wide).notna()
    absent = cells[cells["status"].isin(_ABSENT)].assign(away=True)
    away = absent.pivot(index="member_id", columns="session", values="away").reindex_like(wide).notna()
    drawn_on = range_of(_of(scales, scale["instrument"], scale["scale"]), ["mean", "low", "high"])
    facts = {
        "label": str(scale["label"]),
        "questionnaire": _questionnaire(summary, str(scale["instrument"]), words),
        **drawn_on.facts,
        "judged": _could_show_drops(summary, scale["instrument"], scale["scale"]),
        "drops": len(own_drops),
        "became": statuses_in_short(counts_of(own_drops), words),
    }
    return _Map(wide, present & wide.isna(), away & wide.isna(), own_drops, drawn_on, facts)


def _questionnaire(summary: GroupSummary, instrument_id: str, words: Wording) -> Markdown:
    own = next(each for each in summary.term.instruments if each.id == instrument_id)
    return words.say("methods.questionnaire", name=own.name, short_name=own.short_name)


def _pressing(drops: pd.DataFrame | None, instrument: str, scale: str) -> tuple[int, ...]:
    """How many drops a scale has of each status, the least repaired first: to be compared between scales."""
    if drops is None:
        return ()
    statuses = _of(drops, instrument, scale)["status"]
    return tuple(int((statuses == status).sum()) for status in _LEAST_REPAIRED)


def _could_show_drops(summary: GroupSummary, instrument: str, scale: str) -> bool:
    """Whether anybody's ratings on a scale could be judged by the rule that leads, so that "no drop" is an answer."""
    if not isinstance(summary.ruptures, Ruptures):
        return False
    rules, criteria = summary.ruptures.rules, summary.ruptures.criteria
    if not rules.loc[rules["headline"].astype(bool), "members_judged"].sum():
        return False
    if criteria is None:
        return True
    return bool((_of(criteria, instrument, scale)["rule"] == summary.ruptures.headline).any())


def _of(frame: pd.DataFrame, instrument: str, scale: str) -> pd.DataFrame:
    return frame[(frame["instrument"] == instrument) & (frame["scale"] == scale)]


def _draw(axes: Axes, drawn: _Map, *, label_cells: bool) -> None:
    scores, low = drawn.scores, drawn.range.low
    values, missed, away = scores.to_numpy(), drawn.missed.to_numpy(), drawn.away.to_numpy()
    known = values[~np.isnan(values)]
    places = 0 if bool((known % 1 == 0).all()) else 1
    for row, column in np.ndindex(scores.shape):
        value = float(values[row, column])
        if missed[row, column]:
            box = (column + 0.08, row + 0.1, 0.84, 0.8)
            axes.rectangle(*box, edgecolor=LINE, hatch="////", linewidth=0.5)
        elif away[row, column]:
            axes.plot([column + 0.38, column + 0.62], [row + 0.5, row + 0.5], color=QUIET_TEXT, linewidth=1)
        elif not is_missing(value):
            shade = _SHADES.at((value - low) / drawn.range.span)
            axes.rectangle(column, row, 1, 1, color=shade, edgecolor=WHITE, linewidth=1.2)
            if label_cells:
                axes.text(
                    column + 0.5,
                    row + 0.5,
                    number(value, places),
                    ha="center",
                    va="center_baseline",
                    fontsize=8.5,
                    color=ink_on(shade),
                )
    _mark_drops(axes, drawn)
    axes.hide_spines("left", "bottom")
    axes.set_xlim(0, scores.shape[1])
    axes.set_ylim(scores.shape[0], 0)
    axes.set_xticks([place + 0.5 for place in range(len(scores.columns))], [str(s) for s in scores.columns])
    axes.set_yticks([place + 0.5 for place in range(len(scores.index))], fitted(scores.index))
    axes.x.tick_size = axes.y.tick_size = 0


def _mark_drops(axes: Axes, drawn: _Map) -> None:
    rows: dict[Hashable, int] = {member: place for place, member in enumerate(drawn.scores.index)}
    columns: dict[Hashable, int] = {session: place for place, session in enumerate(drawn.scores.columns)}

    def sign(session: Hashable, member: Hashable, marker: str) -> None:
        axes.plot(
            columns[session] + 0.2,
            rows[member] + 0.5,
            linestyle="",
            marker=marker,
            markersize=6.0,
            markerfacecolor=ORANGE,
            markeredgecolor=WHITE,
            markeredgewidth=0.7,
        )

    for drop in rows_of(drawn.drops):
        if drop.nadir_session in columns:
            at = columns[drop.nadir_session]
            axes.rectangle(at + 0.03, rows[drop.member_id] + 0.04, 0.94, 0.92, edgecolor=ORANGE, linewidth=1.4)
            sign(drop.nadir_session, drop.member_id, "v")
        if drop.status == "repaired" and drop.end_session in columns:
            sign(drop.end_session, drop.member_id, "^")


def _alt_rows(drawn: _Map) -> list[dict[str, Any]]:
    rows = []
    missed = dict(zip(drawn.missed.index, drawn.missed.sum(axis=1), strict=True))
    for member, scores in drawn.scores.iterrows():
        rated = scores.dropna()
        own = drawn.drops[drawn.drops["member_id"] == member] if len(drawn.drops) else drawn.drops
        rows.append(
            {
                "member_id": str(member),
                "rated": len(rated),
                "lowest": number(float(rated.min())) if len(rated) else "",
                "highest": number(float(rated.max())) if len(rated) else "",
                "missed": int(missed[member]),
                "drops": [
                    {"depth": number(float(drop.depth)), "nadir": int(drop.nadir_session), "status": str(drop.status)}
                    for drop in rows_of(own)
                ],
            }
        )
    return rows
