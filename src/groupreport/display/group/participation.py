"""Participation in one group: who had how much room to speak."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.figures import drawing, figure_piece
from groupreport.display.group.signs import participation_pieces, sharing_sentence
from groupreport.display.row_labels import fitted, margin
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.style import BLACK, BLUE, ORANGE
from groupreport.display.unavailable import absent
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import GroupSummary, Participation, Unavailable

# Of one or two sessions a share says more about these sessions than about the member.
FEWEST_SESSIONS = 3
_BEHIND = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}


def show_participation(view: EvaluatorGroupView) -> Shown:
    """Each member's share of turns, against an equal share, and the sessions with a silent member."""
    words, participation = wording(view.language), view.summary.participation
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
    signs = view.summary.participation_signs
    return shown(
        paragraph(words.say("participation.sentence", **facts)),
        _figure(members, participation, words),
        *participation_pieces(signs, words),
    )


def sharing_pieces(summary: GroupSummary, words: Wording) -> list[Piece | None]:
    """How unequal the shares were at the start and at the end; nothing without records."""
    if isinstance(summary.participation, Unavailable):
        return []
    sessions = summary.participation.by_session.sort_values("session")
    said = sharing_sentence(summary.participation_signs, words) or _first_and_last(sessions, words)
    return [paragraph(words.say("statistics.sharing"), said) if said else None]


def _first_and_last(sessions: pd.DataFrame, words: Wording) -> str:
    """Inequality in the first and the last session, where there are too few for thirds."""
    gini = sessions.dropna(subset=["gini"])["gini"]
    return (
        words.say("participation.gini", first=float(gini.iloc[0]), last=float(gini.iloc[-1])) if len(gini) > 1 else ""
    )


def equal_share(participation: Participation) -> float:
    """What members would have on average if all spoke alike: each in the sessions with a record of their own."""
    return float(participation.by_member["equal_share"].mean())


def quiet_members(participation: Participation) -> int:
    """Members with less than half of an equal share, over at least three recorded sessions."""
    return int(_quiet(participation.by_member).sum())


def _quiet(members: pd.DataFrame) -> pd.Series[bool]:
    """Each member against an equal share of the sessions that this member was in."""
    return (members["share"] < members["equal_share"] / 2) & (members["sessions"] >= FEWEST_SESSIONS)


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
    quiet = _quiet(ordered)
    colors = [ORANGE if flagged else BLUE for flagged in quiet]
    hatches = ["////" if flagged else "" for flagged in quiet]
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
    axes.vlines(
        ordered["equal_share"],
        [place - 0.45 for place in range(len(ordered))],
        [place + 0.45 for place in range(len(ordered))],
        color=BLACK,
        linewidth=1.2,
    )
    axes.text(equal, -0.62, words.text("participation.equal", equal=equal), ha="center", va="bottom", fontsize=8.5)
    axes.set_ylim(len(ordered) - 0.5, -0.5)
    axes.set_yticks(range(len(ordered)), fitted(ordered["member_id"]))
    axes.set_xlim(0, max(float(ordered["share"].max()), float(ordered["equal_share"].max())) * 1.12)
    axes.set_xticks([])
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.set_xlabel(words.text("participation.axis", unit=unit))
