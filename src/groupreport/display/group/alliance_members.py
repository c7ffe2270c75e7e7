"""The alliance of every member in every session as a heat map, with drops and repairs marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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

_SCALE = ["instrument", "scale", "level"]
_PRESENT = ("attended", "late", "left_early")
_ABSENT = ("excused", "no_show")
# From the least to the best repaired: the picture shows what is still open first.
_LEAST_REPAIRED = ("unrepaired", "partially_repaired", "undetermined", "repaired")
# Light to dark, so that the order survives a gray print; quickly past the middle tones, on which no digit is clear.
_SHADES = Shades(("#F6FAFD", "#C4DDF0", "#8FBFE0", "#0B4F80", "#063C60"))


@dataclass(frozen=True)
class _Map:
    """One scale's scores (members by sessions), who was there without a score, who was away, and the scale's drops."""

    members: list[str]
    sessions: list[int]
    scores: dict[tuple[str, int], float]
    missed: set[tuple[str, int]]
    away: set[tuple[str, int]]
    drops: list[Any]
    range: ScaleRange
    facts: dict[str, Any]


def alliance_members(summary: GroupSummary, words: Wording) -> Piece | None:
    """The heat map of the alliance scale with the least repaired drop; None without a scored alliance scale."""
    drawn = _chosen(summary, words)
    if drawn is None:
        return None
    members, row = len(drawn.members), 0.175
    height = 0.06 + row * members + 0.4
    figure = Picture(WIDTH, height)
    left = margin(fitted(drawn.members))
    axes = figure.add_axes((left, 0.4 / height, 0.985 - left, row * members / height))
    _draw(axes, drawn, label_cells=len(drawn.sessions) <= 20)
    axes.set_xlabel(words.text("attendance.session_axis"))
    caption = words.say("alliance.members_caption", **drawn.facts)
    alt = words.text("alliance.members_alt", rows=_alt_rows(drawn), **drawn.facts)
    return figure_piece("alliance-members", caption, alt, figure)


def _chosen(summary: GroupSummary, words: Wording) -> _Map | None:
    scores, scales = summary.scores_by_member_session, summary.scales_by_session
    if isinstance(scores, Unavailable) or isinstance(scales, Unavailable):
        return None
    scored = scales[(scales["domain"] == "alliance") & (scales["n"] > 0)].drop_duplicates(_SCALE)
    whole = scored[~scored["aspect"].isin(["goal", "task", "bond"])]
    candidates = whole if len(whole) else scored
    if candidates.empty:
        return None
    drops = summary.ruptures.headline_episodes if isinstance(summary.ruptures, Ruptures) else None
    pressing = [_pressing(drops, row) for _, row in candidates.iterrows()]
    scale = candidates.iloc[pressing.index(max(pressing))]
    own_drops = pd.DataFrame() if drops is None else _of(drops, scale)
    held = summary.sessions.loc[summary.sessions["status"] != "canceled", "session"].astype(int).tolist()
    rows = list(rows_of(_of(scores, scale)[["member_id", "session", "score"]]))
    came = summary.attendance_by_member.loc[summary.attendance_by_member["present"] > 0, "member_id"]
    rated = {(row.member_id, int(row.session)): float(row.score) for row in rows if not is_missing(row.score)}
    present, absent = _cells(summary, _PRESENT), _cells(summary, _ABSENT)
    drawn_on = range_of(_of(scales, scale), ["mean", "low", "high"])
    facts = {
        "label": str(scale["label"]),
        "questionnaire": _questionnaire(summary, str(scale["instrument"]), words),
        **drawn_on.facts,
        "judged": _could_show_drops(summary, scale),
        "drops": len(own_drops),
        "became": statuses_in_short(counts_of(own_drops), words),
    }
    return _Map(
        members=sorted({*came, *(row.member_id for row in rows)}),
        sessions=held,
        scores=rated,
        missed=present - rated.keys(),
        away=absent - rated.keys(),
        drops=list(rows_of(own_drops)),
        range=drawn_on,
        facts=facts,
    )


def _cells(summary: GroupSummary, statuses: Sequence[str]) -> set[tuple[str, int]]:
    """Members and sessions with one of these kinds of attendance."""
    cells = summary.attendance_by_member_session
    return {(row.member_id, int(row.session)) for row in rows_of(cells[cells["status"].isin(list(statuses))])}


def _questionnaire(summary: GroupSummary, instrument_id: str, words: Wording) -> Markdown:
    own = next(each for each in summary.term.instruments if each.id == instrument_id)
    return words.say("methods.questionnaire", name=own.name, short_name=own.short_name)


def _pressing(drops: pd.DataFrame | None, scale: pd.Series) -> tuple[int, ...]:
    """How many drops a scale has of each status, the least repaired first: to be compared between scales."""
    if drops is None:
        return ()
    statuses = _of(drops, scale)["status"]
    return tuple(int((statuses == status).sum()) for status in _LEAST_REPAIRED)


def _could_show_drops(summary: GroupSummary, scale: pd.Series) -> bool:
    """Whether anybody's ratings on a scale could be judged by the rule that leads, so that "no drop" is an answer."""
    if not isinstance(summary.ruptures, Ruptures):
        return False
    rules, criteria = summary.ruptures.rules, summary.ruptures.criteria
    if not rules.loc[rules["headline"].astype(bool), "members_judged"].sum():
        return False
    if criteria is None:
        return True
    return bool((_of(criteria, scale, _SCALE[:2])["rule"] == summary.ruptures.headline).any())


def _of(frame: pd.DataFrame, scale: pd.Series, facts: Sequence[str] = _SCALE) -> pd.DataFrame:
    """The rows of one scale of a level, or by fewer facts of it; a scale without a level has none in any frame."""
    same = pd.Series(True, index=frame.index)
    for name in facts:
        same &= frame[name].isna() if is_missing(scale[name]) else (frame[name] == scale[name]).fillna(False)
    return frame[same]


def _draw(axes: Axes, drawn: _Map, *, label_cells: bool) -> None:
    members, sessions = drawn.members, drawn.sessions
    places = 0 if all(value % 1 == 0 for (_, session), value in drawn.scores.items() if session in sessions) else 1
    for row, member in enumerate(members):
        for column, session in enumerate(sessions):
            value = drawn.scores.get((member, session))
            if (member, session) in drawn.missed:
                box = (column + 0.08, row + 0.1, 0.84, 0.8)
                axes.rectangle(*box, edgecolor=LINE, hatch="////", linewidth=0.5)
            elif (member, session) in drawn.away:
                axes.plot([column + 0.38, column + 0.62], [row + 0.5, row + 0.5], color=QUIET_TEXT, linewidth=1)
            elif value is not None:
                shade = _SHADES.at((value - drawn.range.low) / drawn.range.span)
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
    axes.set_xlim(0, len(sessions))
    axes.set_ylim(len(members), 0)
    axes.set_xticks([place + 0.5 for place in range(len(sessions))], [str(session) for session in sessions])
    axes.set_yticks([place + 0.5 for place in range(len(members))], fitted(members))
    axes.x.tick_size = axes.y.tick_size = 0


def _mark_drops(axes: Axes, drawn: _Map) -> None:
    rows = {member: place for place, member in enumerate(drawn.members)}
    columns = {session: place for place, session in enumerate(drawn.sessions)}

    def sign(session: int, member: str, marker: str) -> None:
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

    for drop in drawn.drops:
        if drop.nadir_session in columns:
            at = columns[drop.nadir_session]
            axes.rectangle(at + 0.03, rows[drop.member_id] + 0.04, 0.94, 0.92, edgecolor=ORANGE, linewidth=1.4)
            sign(drop.nadir_session, drop.member_id, "v")
        if drop.status == "repaired" and drop.end_session in columns:
            sign(drop.end_session, drop.member_id, "^")


def _alt_rows(drawn: _Map) -> list[dict[str, Any]]:
    rows = []
    for member in drawn.members:
        rated = [drawn.scores[member, session] for session in drawn.sessions if (member, session) in drawn.scores]
        rows.append(
            {
                "member_id": str(member),
                "rated": len(rated),
                "lowest": number(min(rated)) if rated else "",
                "highest": number(max(rated)) if rated else "",
                "missed": sum((member, session) in drawn.missed for session in drawn.sessions),
                "drops": [
                    {"depth": number(float(drop.depth)), "nadir": int(drop.nadir_session), "status": str(drop.status)}
                    for drop in drawn.drops
                    if drop.member_id == member
                ],
            }
        )
    return rows
