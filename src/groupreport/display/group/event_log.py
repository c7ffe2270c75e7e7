"""The event log of one group: what people saw, and which repair steps were taken."""

from __future__ import annotations

import pandas as pd

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display import tables
from groupreport.display.escaping import Markdown
from groupreport.display.event_log_words import (
    beside_ratings,
    log_paragraphs,
    members_in_short,
    resolved_sentence,
    sessions_in_short,
    steps_table,
)
from groupreport.display.rounding import NOTHING, is_missing
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.wording import Wording, wording
from groupreport.measures.responses import FEWEST_FOR_MEDIAN, STEPS
from groupreport.summaries.records import EventLog, ObservedRuptures, Unavailable


def log_pieces(
    observed: ObservedRuptures, named: pd.DataFrame | None, found: EventLog | Unavailable | None, words: Wording
) -> list[Piece | None]:
    """The log as a table whose caption says how many are repaired, beside ratings, and what to look up in it.

    Args:
        observed: The log.
        named: The members whom it names, as in `GroupSummary.logged_members`.
        found: The log in numbers.
        words: The wording.
    """
    if observed.events.empty:
        return [paragraph(words.say("ruptures.no_events"))]
    return [
        _log_table(observed.events, _members_of(named), resolved_sentence(found, words), words),
        paragraph(*_beside_ratings_in_short(found, words), _to_look_up(observed.events, words)),
    ]


def _beside_ratings_in_short(found: EventLog | Unavailable | None, words: Wording) -> list[Markdown | str]:
    members = members_in_short(found, words)
    return [sessions_in_short(found, words), members] if members else []


def _members_of(named: pd.DataFrame | None) -> dict[str, list[str]]:
    """By rupture, the members whom the log names."""
    if named is None:
        return {}
    return {str(event): sorted(str(one) for one in own["member_id"]) for event, own in named.groupby("event_id")}


def _to_look_up(events: pd.DataFrame, words: Wording) -> Markdown | str:
    """Ruptures with a step, or who began, on record and none as repair: one of the two is likely a slip."""
    untried = events[events["repair_status"].eq("none").fillna(False).astype(bool)]
    odd = untried[(untried["steps_taken"] > 0) | untried["repair_started_by"].notna()]
    sessions = sorted({int(session) for session in odd["session"]})
    return words.say("ruptures.ask_log", sessions=[str(session) for session in sessions]) if sessions else ""


def show_log_and_ratings(view: EvaluatorGroupView) -> Shown:
    """The steps as a table, who started repairs, when ruptures were logged, and the ratings of the same members."""
    words, found = wording(view.language), view.summary.event_log
    if not isinstance(found, EventLog) or not found.events:
        return shown()
    # The report lists each event with its steps: of a few, counts would only repeat them.
    if found.events < FEWEST_FOR_MEDIAN:
        return shown(*beside_ratings(found, words))
    return shown(steps_table(found, words), *log_paragraphs(found, words))


def steps_sentence(steps: pd.DataFrame, words: Wording) -> Markdown:
    """Which repair steps were taken in how many of the logged ruptures, and where that is not on record."""
    said = [
        {"step": str(row.step), "taken": int(row.taken), "known": int(row.taken) + int(row.not_taken)}
        for row in rows_of(steps)
    ]
    known = [step for step in said if step["known"]]
    return words.say("ruptures.steps_sentence", steps=known, silent=not known)


def _log_table(events: pd.DataFrame, members: dict[str, list[str]], resolved: str, words: Wording) -> Piece:
    columns = [tables.numbers(words.text("ruptures.head_session"), 7)]
    widths = {"with": 17, "kind": 12, "seen": 9, "repair": 24, "steps": 26}
    columns += [tables.text(words.text(f"ruptures.head_{head}"), width) for head, width in widths.items()]
    rows = [
        [
            str(int(row.session)),
            _with(row, members.get(str(row.event_id), []), words),
            _kind(row, words),
            words.word("role", _code(row.reported_by)),
            _repair(row, words),
            _steps(row, words),
        ]
        for row in rows_of(events.sort_values("session", kind="stable"))
    ]
    caption = words.say(
        "ruptures.log_caption",
        events=len(events),
        cultural=int(events["cultural"].fillna(False).astype(bool).sum()),
        full=int((events["repair_status"] == "full").sum()),
        resolved=resolved,
    )
    return tables.table("events", caption, columns, rows)


def _steps(row: object, words: Wording) -> str:
    """The steps taken by name, of how many that are on record as taken or not; a dash where none is on record."""
    recorded = int(row.steps_recorded)  # type: ignore[attr-defined]
    if not recorded:
        return NOTHING
    values = {step: getattr(row, step) for step in STEPS}
    taken = [words.word("step_short", step) for step, value in values.items() if not is_missing(value) and bool(value)]
    return words.say("ruptures.steps_cell", steps=taken, taken=len(taken), recorded=recorded)


def _with(row: object, members: list[str], words: Wording) -> str:
    level = row.level  # type: ignore[attr-defined]
    return (
        words.say("ruptures.with_members", level=_code(level), members=members)
        if members
        else words.word("level_short", level)
    )


def _kind(row: object, words: Wording) -> str:
    kind, cultural = row.kind, row.cultural  # type: ignore[attr-defined]
    is_cultural = not is_missing(cultural) and bool(cultural) and kind != "cultural"
    code = _code(kind)
    return words.say("ruptures.cultural_kind", kind=code) if is_cultural else words.word("event_kind", code)


def _repair(row: object, words: Wording) -> str:
    """What became of it, until when, and who began."""
    status, session, role = row.repair_status, row.resolved_session, row.repair_started_by  # type: ignore[attr-defined]
    if status == "none":
        return words.word("repair_status", status)  # who began, or when it ended, would say both
    resolved = not is_missing(session) and not is_missing(status)
    return words.say(
        "ruptures.repair_cell", status=_code(status), session=int(session) if resolved else None, role=_code(role)
    )


def _code(value: object) -> str | None:
    return None if is_missing(value) else str(value)
