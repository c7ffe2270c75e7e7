"""Participation in one group: who had how much room to speak."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.figures import drawing, figure_piece
from groupreport.display.row_labels import fitted, margin
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.style import BLACK, BLUE, ORANGE
from groupreport.display.unavailable import absent
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import Participation, Unavailable

_BEHIND = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}


def show_participation(view: EvaluatorGroupView) -> Shown:
    """Each member's share of turns, against an equal share, and the sessions with a silent member."""
    words, participation = wording(), view.summary.participation
    if isinstance(participation, Unavailable):
        return absent(words, "participation", participation)
    members = participation.by_member.dropna(subset=["share"])
    if members.empty:
        return shown(paragraph(words.say("participation.none")))
    sessions = participation.by_session.sort_values("session")
    facts = {
        "unit": participation.unit,
        "sessions": len(sessions),
        "equal": equal_share(participation),
        "highest": float(members["share"].max()),
        "lowest": float(members["share"].min()),
        "silent_sessions": int((sessions["silent"] > 0).sum()),
    }
    gini = sessions.dropna(subset=["gini"])["gini"]
    return shown(
        paragraph(
            words.say("participation.sentence", **facts),
            words.say("participation.gini", first=float(gini.iloc[0]), last=float(gini.iloc[-1]))
            if len(gini) > 1
            else "",
        ),
        _figure(members, participation, words),
    )


def equal_share(participation: Participation) -> float:
    """What each member would have if all spoke alike: one over the mean number of members with a record."""
    return 1 / float(participation.by_session["members"].mean())


def quiet_members(participation: Participation) -> int:
    """Members with less than half of an equal share, over at least two recorded sessions."""
    members = participation.by_member
    return int(((members["share"] < equal_share(participation) / 2) & (members["sessions"] >= 2)).sum())


def _figure(members: pd.DataFrame, participation: Participation, words: Wording) -> Piece:
    ordered = members.sort_values(["share", "member_id"], ascending=[False, True], kind="stable").reset_index(drop=True)
    equal, unit = equal_share(participation), participation.unit
    height = 0.26 + 0.175 * len(ordered) + 0.36
    with drawing(height) as figure:
        left = margin(fitted(ordered["member_id"]))
        axes = figure.add_axes((left, 0.36 / height, 0.915 - left, 0.175 * len(ordered) / height))
        _draw(axes, ordered, equal, unit, words)
        rows = [
            {"member_id": str(row.member_id), "share": float(row.share), "sessions": int(row.sessions)}
            for row in rows_of(ordered)
        ]
        caption = words.say("participation.caption", quiet=quiet_members(participation), unit=unit)
        return figure_piece(
            "participation", caption, words.text("participation.alt", rows=rows, equal=equal, unit=unit), figure
        )


def _draw(axes: Axes, ordered: pd.DataFrame, equal: float, unit: str, words: Wording) -> None:
    colors = [ORANGE if share < equal / 2 else BLUE for share in ordered["share"]]
    hatches = ["////" if share < equal / 2 else "" for share in ordered["share"]]
    axes.barh(
        range(len(ordered)), ordered["share"], height=0.7, color=colors, hatch=hatches, edgecolor="white", linewidth=0
    )
    for row in rows_of(ordered):
        axes.text(
            row.share + 0.004,
            row.Index,
            words.text("participation.bar", share=float(row.share)),
            va="center_baseline",
            fontsize=8.5,
            bbox=_BEHIND,
        )
    axes.axvline(equal, color=BLACK, linewidth=1, linestyle="--")
    axes.text(equal, -0.62, words.text("participation.equal", equal=equal), ha="center", va="bottom", fontsize=8.5)
    axes.set_ylim(len(ordered) - 0.5, -0.5)
    axes.set_yticks(range(len(ordered)), fitted(ordered["member_id"]))
    axes.set_xlim(0, max(float(ordered["share"].max()), equal) * 1.12)
    axes.set_xticks([])
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.set_xlabel(words.text("participation.axis", unit=unit))
