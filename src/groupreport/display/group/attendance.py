"""Attendance and flow of one group: who came how far, who was there when, and who had how much room to speak."""

from __future__ import annotations

import pandas as pd

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.drawing.axes import Axes
from groupreport.display.drawing.picture import Picture
from groupreport.display.figures import WIDTH, figure_piece, key_strip
from groupreport.display.group.participation import Shares, draw_shares, shares_alt, shares_of
from groupreport.display.group.staying import staying_pieces
from groupreport.display.row_labels import fitted, margin
from groupreport.display.rows import rows_of
from groupreport.display.sessions_axis import SessionsAxis
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.style import BLACK, BLUE, LINE, ORANGE, PALE_BLUE, QUIET_TEXT, TEXT, WHITE
from groupreport.display.unavailable import absent_piece
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import GroupSummary, Unavailable

# Face, edge, sign (or the code of its letter) and color of the sign: filled means present, so that a gray print reads
# the same.
_CELLS = {
    "attended": (BLUE, BLUE, "", WHITE),
    "late": (BLUE, BLUE, "late", WHITE),
    "left_early": (BLUE, BLUE, "left_early", WHITE),
    "excused": (PALE_BLUE, LINE, "x", TEXT),
    "no_show": (WHITE, ORANGE, "\N{MULTIPLICATION SIGN}", ORANGE),
    "unrecorded": (WHITE, LINE, "?", QUIET_TEXT),
}

# Inches a session: with less, "10/12" above one bar, or "10", would touch the next.
_ROOM_FOR_TWO, _ROOM_FOR_NUMBER = 0.34, 0.2


def show_attendance(view: EvaluatorGroupView) -> Shown:
    """The flow of members from enrollment on, attendance by session, each member's sessions and share of talk."""
    summary, words = view.summary, wording(view.language)
    unrecorded = bool((summary.attendance_by_member_session["status"] == "unrecorded").any())
    flow = words.say("attendance.flow_sentence", flow=summary.flow, unrecorded=unrecorded)
    by_session = summary.attendance_by_session
    if isinstance(by_session, Unavailable):
        return shown(absent_piece(words, "attendance", by_session), paragraph(flow))
    return shown(
        paragraph(flow, _rate_sentence(summary, by_session, words)),
        _grid(summary, by_session, words),
        *staying_pieces(summary, words),
    )


def _rate_sentence(summary: GroupSummary, by_session: pd.DataFrame, words: Wording) -> str:
    expected, present = int(by_session["expected"].sum()), int(by_session["present"].sum())
    unrecorded = int(by_session["unrecorded"].sum())
    rated = by_session.dropna(subset=["rate"])
    if not expected or rated.empty:
        return words.say("attendance.no_session_yet")
    in_order = list(rows_of(rated.sort_values(["rate", "session"], kind="stable")))
    lowest, highest = in_order[0], in_order[-1]
    return words.say(
        "attendance.rate_sentence",
        sessions=len(by_session),
        present=present,
        expected=expected,
        rate=present / expected,
        lowest=float(lowest.rate),
        lowest_session=int(lowest.session),
        highest=float(highest.rate),
        highest_session=int(highest.session),
        canceled=summary.group.canceled_sessions,
        unrecorded=unrecorded,
    )


def _grid(summary: GroupSummary, by_session: pd.DataFrame, words: Wording) -> Piece | None:
    cells = summary.attendance_by_member_session
    if cells.empty or by_session.empty:
        return None
    members = summary.attendance_by_member.sort_values(
        ["present", "share", "member_id"], ascending=[False, False, True], kind="stable"
    ).reset_index(drop=True)
    axis = SessionsAxis.of(summary.sessions)
    shares = shares_of(summary.participation, members["member_id"])
    row_height = 0.155
    grid_height = row_height * len(members)
    height = 0.66 + grid_height + 0.7
    right = 0.915 if shares is None else 0.7
    figure = Picture(WIDTH, height)
    left = margin(fitted(members["member_id"]))
    above = figure.add_axes((left, 1 - 0.56 / height, right - left, 0.4 / height))
    grid = figure.add_axes((left, 0.68 / height, right - left, grid_height / height))
    room = (right - left) * WIDTH / max(1, len(axis.sessions))
    most_ticks = int((right - left) * WIDTH / _ROOM_FOR_NUMBER)
    _draw_present(above, by_session, axis, words, room=room, shown=axis.ticks(most_ticks))
    _draw_cells(grid, members, cells, axis, words, most_ticks=most_ticks)
    if shares is not None:
        beside = figure.add_axes((right + 0.08, 0.68 / height, 0.98 - right - 0.08, grid_height / height))
        draw_shares(beside, shares, words)
    _draw_key(figure, set(cells["status"].astype(str)), words, left=bool(_left_after(members, cells)))
    return figure_piece("attendance", *_grid_words(summary, members, by_session, shares, words), figure)


def _draw_present(
    axes: Axes, by_session: pd.DataFrame, axis: SessionsAxis, words: Wording, *, room: float, shown: list[int]
) -> None:
    """Members present of those enrolled; `room` is a session's width in inches, `shown` the sessions with a number."""
    axis.prepare(axes, title="")
    enrolled = by_session["expected"] + by_session["unrecorded"]
    for session, everybody in zip(by_session["session"], enrolled, strict=True):
        axes.rectangle(session - 0.42, 0, 0.84, everybody, color=WHITE, edgecolor=LINE, linewidth=0.7)
    for session, present in zip(by_session["session"], by_session["present"], strict=True):
        axes.rectangle(session - 0.42, 0, 0.84, present, color=BLUE)
    for row in rows_of(by_session[by_session["session"].isin(shown)]):
        text = f"{row.present}/{row.expected}" if room >= _ROOM_FOR_TWO else str(row.present)
        text = text if row.expected or not row.unrecorded else _CELLS["unrecorded"][2]
        axes.text(row.session, row.expected + row.unrecorded, text, ha="center", va="bottom", fontsize=8)
    axes.set_ylim(0, float(enrolled.max()) * 1.45 or 1)
    axes.set_yticks([])
    axes.set_xticks([])
    axes.hide_spines("left", "bottom")
    axes.set_ylabel(words.text("attendance.grid_present"), labelpad=6, rotation=0)


def _draw_cells(
    axes: Axes, members: pd.DataFrame, cells: pd.DataFrame, axis: SessionsAxis, words: Wording, *, most_ticks: int
) -> None:
    row_of = {member: row for row, member in enumerate(members["member_id"])}
    for status, (face, edge, sign, color) in _CELLS.items():
        own = [(int(cell.session), row_of[cell.member_id]) for cell in rows_of(cells[cells["status"] == status])]
        for session, row in own:
            axes.rectangle(session - 0.42, row - 0.4, 0.84, 0.8, color=face, edgecolor=edge, linewidth=0.7)
        for session, row in own if sign else []:
            axes.text(session, row, _sign(sign, words), ha="center", va="center_baseline", fontsize=8, color=color)
    axis.prepare(axes, most_ticks=most_ticks, title=words.text("attendance.session_axis"))
    for session in axis.canceled:
        axes.text(
            session,
            (len(members) - 1) / 2,
            words.word("attendance", "canceled"),
            rotation=90,
            ha="center",
            va="center",
            fontsize=8,
            color=QUIET_TEXT,
        )
    for member in rows_of(members):
        axes.text(
            axis.last + 0.65, member.Index, f"{member.present}/{member.expected}", va="center_baseline", fontsize=8
        )
    for row, last in _left_after(members, cells):
        axes.plot([last + 0.5, last + 0.5], [row - 0.46, row + 0.46], color=BLACK, linewidth=2.2, clip_on=False)
    axes.set_ylim(len(members) - 0.5, -0.5)
    axes.set_yticks(range(len(members)), fitted(members["member_id"]))
    axes.x.tick_size = axes.y.tick_size = 0
    axes.hide_spines("left", "bottom")


def _left_after(members: pd.DataFrame, cells: pd.DataFrame) -> list[tuple[int, int]]:
    """Each row of a member who dropped out by the roster, with the last session that was still the member's own."""
    own = cells[cells["status"].isin(list(_CELLS))].groupby("member_id")["session"].max()
    left = members[members["end_reason"].eq("dropped_out").fillna(False).astype(bool)]
    return [(int(row.Index), int(own[row.member_id])) for row in rows_of(left) if row.member_id in own.index]


def _sign(sign: str, words: Wording) -> str:
    """A sign, or the letter that the language has for it."""
    return words.words("attendance_letter").get(sign, sign)


def _draw_key(figure: Picture, drawn: set[str], words: Wording, *, left: bool) -> None:
    """What the cells that are drawn mean, and the mark of a drop-out where there is one."""
    key = key_strip(figure, 0.115, 0.87)
    place = 0.0
    for status, (face, edge, sign, color) in _CELLS.items():
        if status not in drawn:
            continue
        key.rectangle(place, 0.15, 2.4, 0.7, color=face, edgecolor=edge, linewidth=0.7)
        key.text(place + 1.2, 0.5, _sign(sign, words), ha="center", va="center_baseline", fontsize=8, color=color)
        name = words.word("attendance", status)
        key.text(place + 3.2, 0.5, name, va="center_baseline", fontsize=8.5)
        place += 4.8 + 1.14 * len(name)
    if left:
        key.plot([place, place], [0.05, 0.95], color=BLACK, linewidth=2.2)
        key.text(place + 1.2, 0.5, words.text("attendance.key_left"), va="center_baseline", fontsize=8.5)


def _grid_words(
    summary: GroupSummary, members: pd.DataFrame, by_session: pd.DataFrame, shares: Shares | None, words: Wording
) -> tuple[str, str]:
    caption = words.say(
        "attendance.grid_caption",
        members=len(members),
        regular=int(members["dose_reached"].fillna(False).sum()),
        dose=summary.flow.dose_share,
        unrecorded=bool(by_session["unrecorded"].sum()),
        quiet=None if shares is None else shares.quiet,
        unit=None if shares is None else shares.unit,
    )
    left = {row for row, _ in _left_after(members, summary.attendance_by_member_session)}
    rows = [
        {
            "member_id": str(row.member_id),
            "present": int(row.present),
            "expected": int(row.expected),
            "first": None if pd.isna(row.first_session) else int(row.first_session),
            "last": None if pd.isna(row.last_session) else int(row.last_session),
            "left": row.Index in left,
        }
        for row in rows_of(members)
    ]
    sessions = [
        {"session": int(row.session), "present": int(row.present), "expected": int(row.expected)}
        for row in rows_of(by_session)
    ]
    alt = words.text("attendance.grid_alt", rows=rows, by_session=sessions, members=len(rows))
    return caption, alt if shares is None else f"{alt} {shares_alt(shares, words)}"
