"""The alliance of every member in every session as a heat map, with drops and repairs marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from groupreport.display.escaping import Markdown
from groupreport.display.figures import drawing, figure_piece
from groupreport.display.group.drop_words import counts_of, statuses_in_short
from groupreport.display.rounding import number
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
_SHADES = LinearSegmentedColormap.from_list("alliance", ["#F6FAFD", "#C4DDF0", "#8FBFE0", "#0B4F80", "#063C60"])


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
    with drawing(height) as figure:
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
    scores, low, high = drawn.scores, drawn.range.low, drawn.range.high
    whole = bool((scores.stack().dropna() % 1 == 0).all())
    sns.heatmap(
        scores,
        ax=axes,
        vmin=low,
        vmax=high,
        cmap=_SHADES,
        cbar=False,
        linewidths=1.2,
        linecolor=WHITE,
        xticklabels=False,
        yticklabels=False,
    )
    for row, member in enumerate(scores.index):
        for column, session in enumerate(scores.columns):
            value = scores.loc[member, session]
            if drawn.missed.loc[member, session]:
                axes.add_patch(
                    Rectangle(
                        (column + 0.08, row + 0.1), 0.84, 0.8, fill=False, edgecolor=LINE, hatch="////", linewidth=0.5
                    )
                )
            elif drawn.away.loc[member, session]:
                axes.plot([column + 0.38, column + 0.62], [row + 0.5, row + 0.5], color=QUIET_TEXT, linewidth=1)
            elif pd.notna(value) and label_cells:
                color = ink_on(_SHADES((value - low) / drawn.range.span))
                axes.text(
                    column + 0.5,
                    row + 0.5,
                    number(value, 0 if whole else 1),
                    ha="center",
                    va="center_baseline",
                    fontsize=8.5,
                    color=color,
                )
    _mark_drops(axes, drawn)
    axes.set_ylabel("")
    axes.set_xticks([place + 0.5 for place in range(len(scores.columns))], [str(s) for s in scores.columns], rotation=0)
    axes.set_yticks([place + 0.5 for place in range(len(scores.index))], fitted(scores.index), rotation=0)
    axes.tick_params(length=0)


def _mark_drops(axes: Axes, drawn: _Map) -> None:
    rows = {member: place for place, member in enumerate(drawn.scores.index)}
    columns = {session: place for place, session in enumerate(drawn.scores.columns)}
    style: dict[str, Any] = {
        "markersize": 6.0,
        "markerfacecolor": ORANGE,
        "markeredgecolor": WHITE,
        "markeredgewidth": 0.7,
    }
    for drop in rows_of(drawn.drops):
        if drop.nadir_session in columns:
            at = columns[drop.nadir_session]
            axes.add_patch(
                Rectangle(
                    (at + 0.03, rows[drop.member_id] + 0.04), 0.94, 0.92, fill=False, edgecolor=ORANGE, linewidth=1.4
                )
            )
            axes.plot(at + 0.2, rows[drop.member_id] + 0.5, marker="v", **style)
        if drop.status == "repaired" and drop.end_session in columns:
            axes.plot(columns[drop.end_session] + 0.2, rows[drop.member_id] + 0.5, marker="^", **style)


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
