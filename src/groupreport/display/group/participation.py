"""Participation in one group: who had how much room to speak."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.drawing.axes import Axes
from groupreport.display.drawing.picture import Picture
from groupreport.display.figures import WIDTH, figure_piece
from groupreport.display.group.signs import sharing_sentence, silence_sentences
from groupreport.display.row_labels import fitted, margin
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.style import BLACK, BLUE, ORANGE, WHITE
from groupreport.display.unavailable import absent
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import Participation, Unavailable

# Of one or two sessions a share says more about these sessions than about the member.
FEWEST_SESSIONS = 3
_PAD = 0.6  # points of white around a number that stands on a bar
_NAMED_AXIS = 2.0  # inches: on a narrower axis the equal share is only marked


@dataclass(frozen=True)
class Shares:
    """Shares of talk in the order in which they are drawn: a row a member, with missing values where there is none."""

    members: pd.DataFrame
    equal: float
    unit: str

    @property
    def quiet(self) -> int:
        """Members with less than half of an equal share, over at least three recorded sessions."""
        return int(_quiet(self.members).sum())


def show_participation(view: EvaluatorGroupView) -> Shown:
    """How talk was shared, who was silent or grew quiet; the shares are drawn beside attendance where that is known."""
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
    return shown(
        paragraph(
            words.say("participation.sentence", **facts), *silence_sentences(view.summary.participation_signs, words)
        ),
        _figure(participation, words) if isinstance(view.summary.attendance_by_session, Unavailable) else None,
    )


def show_sharing_of_talk(view: EvaluatorGroupView) -> Shown:
    """How unequal the shares were at the start and at the end; nothing without records."""
    words, participation = wording(view.language), view.summary.participation
    if isinstance(participation, Unavailable):
        return shown()
    sessions = participation.by_session.sort_values("session")
    return shown(
        paragraph(sharing_sentence(view.summary.participation_signs, words) or _first_and_last(sessions, words))
    )


def _first_and_last(sessions: pd.DataFrame, words: Wording) -> str:
    """Inequality in the first and the last session, where there are too few for thirds."""
    gini = sessions.dropna(subset=["gini"])["gini"]
    return (
        words.say("participation.gini", first=float(gini.iloc[0]), last=float(gini.iloc[-1])) if len(gini) > 1 else ""
    )


def equal_share(participation: Participation) -> float:
    """What members would have on average if all spoke alike: each in the sessions with a record of their own."""
    return float(participation.by_member["equal_share"].mean())


def quiet_rows(participation: Participation) -> pd.DataFrame:
    """The rows of members with less than half of an equal share, over at least three recorded sessions."""
    return participation.by_member[_quiet(participation.by_member)]


def _quiet(members: pd.DataFrame) -> pd.Series[bool]:
    """Each member against an equal share of the sessions that this member was in."""
    return (members["share"] < members["equal_share"] / 2) & (members["sessions"] >= FEWEST_SESSIONS)


def shares_of(participation: Participation | Unavailable, order: Sequence[object] | pd.Series[str]) -> Shares | None:
    """The shares of these members, in their order; None where nobody has one."""
    if isinstance(participation, Unavailable) or participation.by_member["share"].isna().all():
        return None
    members = participation.by_member.set_index("member_id").reindex(list(order)).reset_index()
    return Shares(members, equal_share(participation), participation.unit)


def shares_alt(shares: Shares, words: Wording) -> str:
    """What the bars show, member by member."""
    rows = [
        {"member_id": str(row.member_id), "share": float(row.share), "sessions": int(row.sessions)}
        for row in rows_of(shares.members.dropna(subset=["share"]))
    ]
    return words.text("participation.alt", rows=rows, equal=shares.equal, unit=shares.unit)


def _figure(participation: Participation, words: Wording) -> Piece | None:
    ordered = participation.by_member.sort_values(["share", "member_id"], ascending=[False, True], kind="stable")
    shares = shares_of(participation, ordered["member_id"])
    if shares is None:
        return None
    labels = fitted(shares.members["member_id"])
    height = 0.26 + 0.175 * len(labels) + 0.36
    figure = Picture(WIDTH, height)
    left = margin(labels)
    axes = figure.add_axes((left, 0.36 / height, 0.915 - left, 0.175 * len(labels) / height))
    draw_shares(axes, shares, words)
    axes.set_yticks(range(len(labels)), labels)
    caption = words.say("participation.caption", quiet=shares.quiet, unit=shares.unit)
    return figure_piece("participation", caption, shares_alt(shares, words), figure)


def draw_shares(axes: Axes, shares: Shares, words: Wording) -> None:
    """A bar a member from the top down, with the mark of an equal share; the rows have no names of their own."""
    known = shares.members.dropna(subset=["share"])
    quiet = _quiet(known)
    for place, share, flagged in zip(known.index, known["share"], quiet, strict=True):
        color, hatch = (ORANGE, "////") if flagged else (BLUE, "")
        axes.rectangle(0, place - 0.35, share, 0.7, color=color, hatch=hatch, edgecolor=WHITE, linewidth=0)
    for row in rows_of(known):
        axes.text(
            max(row.share, row.equal_share) + 0.006,
            row.Index,
            words.text("participation.bar", share=float(row.share)),
            va="center_baseline",
            fontsize=8.5,
            behind=WHITE,
            pad=_PAD,
        )
    places = list(known.index)
    axes.vlines(
        known["equal_share"], [y - 0.45 for y in places], [y + 0.45 for y in places], color=BLACK, linewidth=1.2
    )
    if axes.box[2] >= _NAMED_AXIS * 72:
        said = words.text("participation.equal", equal=shares.equal)
        axes.text(shares.equal, -0.62, said, ha="center", va="bottom", fontsize=8.5)
    axes.set_ylim(len(shares.members) - 0.5, -0.5)
    axes.set_yticks([])
    axes.set_xlim(0, max(float(known["share"].max()), float(known["equal_share"].max())) * 1.3)
    axes.set_xticks([])
    axes.x.tick_size = axes.y.tick_size = 0
    axes.hide_spines("left", "bottom")
    axes.set_xlabel(words.text("participation.axis", unit=shares.unit))
