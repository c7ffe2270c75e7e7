"""Members with several signs by fixed rules, for leaders to ask about: signs in plain words, and no judgement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display import tables
from groupreport.display.escaping import Markdown
from groupreport.display.group import signals
from groupreport.display.group.participation import quiet_rows
from groupreport.display.rows import rows_of
from groupreport.display.shown import Shown, shown
from groupreport.display.wording import MOST_NAMES, Wording, wording
from groupreport.summaries.records import GroupSummary, Outcomes, Participation, Ruptures

FEWEST_SIGNS = 2  # one alone is common and stands in its own section
_STILL_LOW = ["unrepaired", "partially_repaired"]


@dataclass
class _Found:
    """What the rules see of one member: signs, which count, and remarks, which do not."""

    signs: list[Markdown] = field(default_factory=list)
    remarks: list[Markdown] = field(default_factory=list)


def show_members_to_ask(view: EvaluatorGroupView) -> Shown:
    """At most five members with two signs or more, those with most signs first; nothing where there is none."""
    words, summary = wording(view.language), view.summary
    found: dict[str, _Found] = {}
    for rule in (_drops, _logged, _worse, _away, _speaking):
        for member, sign in rule(summary, words):
            found.setdefault(member, _Found()).signs.append(sign)
    asked = sorted(
        (member for member, own in found.items() if len(own.signs) >= FEWEST_SIGNS),
        key=lambda member: (-len(found[member].signs), member),
    )
    if not asked:
        return shown()
    for rule in (_without_last, _left):
        for member, remark in rule(summary, words):
            if member in found:
                found[member].remarks.append(remark)
    shown_members = asked[:MOST_NAMES]
    columns = [tables.text(words.text("members.head_member"), 9), tables.text(words.text("members.head_signs"), 90)]
    rows = [
        [member, words.say("members.signs", signs=found[member].signs, remarks=found[member].remarks)]
        for member in shown_members
    ]
    caption = words.say("members.caption", asked=len(asked), shown=len(shown_members), fewest=FEWEST_SIGNS)
    return shown(tables.table("members-to-ask", caption, columns, rows))


_Signs = Iterator[tuple[str, Markdown]]


def _drops(summary: GroupSummary, words: Wording) -> _Signs:
    """Rating drops by the rule that leads."""
    if not isinstance(summary.ruptures, Ruptures):
        return
    for member, own in summary.ruptures.headline_episodes.groupby("member_id", sort=True):
        low = int(own["status"].isin(_STILL_LOW).sum())
        yield str(member), words.say("members.drops", drops=len(own), low=low)


def _logged(summary: GroupSummary, words: Wording) -> _Signs:
    """Logged ruptures without a full repair on record that name the member."""
    open_events, named = signals.open_events(summary), summary.logged_members
    if named is None or open_events.empty:
        return
    named = named[named["event_id"].isin(open_events["event_id"])]
    for member, own in named.groupby("member_id", sort=True):
        sessions = [str(session) for session in sorted({int(session) for session in own["session"]})]
        yield str(member), words.say("members.logged", sessions=sessions)


def _worse(summary: GroupSummary, words: Wording) -> _Signs:
    """Reliably worse on an outcome questionnaire."""
    for member, names in _questionnaires(summary, lambda rows: rows["outcome"].eq("deteriorated")):
        yield member, words.say("members.worse", names=names)


def _away(summary: GroupSummary, words: Wording) -> _Signs:
    """Several own sessions missed in a row."""
    if summary.absence_runs is None:
        return
    for member, own in summary.absence_runs.groupby("member_id", sort=True):
        runs = [{"first": int(row.first), "last": int(row.last)} for row in rows_of(own.sort_values("first"))]
        yield str(member), words.say("members.away", runs=runs)


def _speaking(summary: GroupSummary, words: Wording) -> _Signs:
    """Less than half of an equal share of talk, or silent in two sessions or more: one sign, as both are of talk."""
    if not isinstance(summary.participation, Participation):
        return
    participation, signs = summary.participation, summary.participation_signs
    said: dict[str, dict[str, Any]] = {
        str(row.member_id): {"share": float(row.share), "equal": float(row.equal_share)}
        for row in rows_of(quiet_rows(participation))
    }
    silent = {} if signs is None else _silent(signs.by_member)
    for member in sorted({*said, *silent}):
        facts = said.get(member, {"share": None, "equal": None})
        yield member, words.say("members.speaking", unit=participation.unit, silent=silent.get(member, 0), **facts)


def _silent(by_member: pd.DataFrame) -> dict[str, int]:
    often = by_member[by_member["often_silent"].astype(bool)]
    return {str(row.member_id): int(row.silent) for row in rows_of(often)}


def _without_last(summary: GroupSummary, words: Wording) -> _Signs:
    """A first and no last measurement."""
    for member, names in _questionnaires(summary, lambda rows: rows["pre"].notna() & rows["post"].isna()):
        yield member, words.say("members.without_last", names=names)


def _left(summary: GroupSummary, words: Wording) -> _Signs:
    """Dropped out, by the roster."""
    members = summary.attendance_by_member
    for member in members.loc[members["end_reason"].eq("dropped_out").fillna(False).astype(bool), "member_id"]:
        yield str(member), words.say("members.left")


def _questionnaires(summary: GroupSummary, chosen: Any) -> Iterator[tuple[str, list[str]]]:  # noqa: ANN401 - a filter
    """Each member with the questionnaires, as the program lists them, of which a condition on the row holds."""
    if not isinstance(summary.outcomes, Outcomes):
        return
    names = {(row.instrument, row.scale): str(row.short_name) for row in rows_of(summary.outcomes.by_instrument)}
    rows = summary.outcomes.by_member
    of_member: dict[str, list[str]] = {}
    for row in rows_of(rows[chosen(rows).fillna(False).astype(bool)]):
        of_member.setdefault(str(row.member_id), []).append(names[row.instrument, row.scale])
    for member in sorted(of_member):
        yield member, [name for name in names.values() if name in of_member[member]]
