"""The event log of one group: what people saw, and which repair steps were taken."""

from __future__ import annotations

import pandas as pd

from groupreport.display import tables
from groupreport.display.escaping import Markdown
from groupreport.display.event_log_words import (
    beside_ratings,
    cultural_steps_sentence,
    log_paragraphs,
    resolved_sentence,
    steps_table,
)
from groupreport.display.rounding import NOTHING, is_missing
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, paragraph
from groupreport.display.wording import Wording
from groupreport.measures.responses import FEWEST_FOR_MEDIAN
from groupreport.summaries.records import EventLog, ObservedRuptures, Unavailable


def log_pieces(observed: ObservedRuptures, found: EventLog | Unavailable | None, words: Wording) -> list[Piece | None]:
    """The log in a sentence or two, and as a table; what ratings saw of it stands in the statistics."""
    if observed.events.empty:
        return [paragraph(words.say("ruptures.no_events"))]
    return [
        paragraph(
            log_sentence(observed.events, words),
            resolved_sentence(found, words),
            cultural_steps_sentence(found, words),
        ),
        _log_table(observed.events, words),
    ]


def log_statistics(found: EventLog | Unavailable | None, words: Wording) -> list[Piece | None]:
    """The steps as a table, who started repairs, when ruptures were logged, and the ratings of the same members."""
    if not isinstance(found, EventLog) or not found.events:
        return []
    # The section lists each event and the steps of the cultural ones: of a few, counts would only repeat them.
    others = found.steps["sort"] != "cultural"
    table = steps_table(found, words) if (found.steps.loc[others, "events"] > 0).any() else None
    return [table, *(log_paragraphs if found.events >= FEWEST_FOR_MEDIAN else beside_ratings)(found, words)]


def log_sentence(events: pd.DataFrame, words: Wording) -> Markdown:
    """How many ruptures were logged, how many of them cultural, how many fully repaired."""
    return words.say(
        "ruptures.log_sentence",
        events=len(events),
        cultural=int(events["cultural"].fillna(False).astype(bool).sum()),
        full=int((events["repair_status"] == "full").sum()),
    )


def steps_sentence(steps: pd.DataFrame, words: Wording) -> Markdown:
    """Which repair steps were taken in how many of the logged ruptures, and where that is not on record."""
    said = [
        {"step": str(row.step), "taken": int(row.taken), "known": int(row.taken) + int(row.not_taken)}
        for row in rows_of(steps)
    ]
    known = [step for step in said if step["known"]]
    return words.say("ruptures.steps_sentence", steps=known, silent=not known)


def _log_table(events: pd.DataFrame, words: Wording) -> Piece:
    heads = ("with", "kind", "seen", "started", "repair")
    columns = [tables.numbers(words.text("ruptures.head_session"), 8)]
    columns += [tables.text(words.text(f"ruptures.head_{head}"), 11) for head in heads]
    columns.append(tables.numbers(words.text("ruptures.head_steps"), 7))
    rows = [
        [
            str(int(row.session)),
            words.word("level_short", row.level),
            _kind(row, words),
            words.word("role", _code(row.reported_by)),
            NOTHING if is_missing(row.repair_started_by) else words.word("role", row.repair_started_by),
            _repair(row, words),
            f"{int(row.steps_taken)}/{int(row.steps_recorded)}" if row.steps_recorded else NOTHING,
        ]
        for row in rows_of(events.sort_values("session", kind="stable"))
    ]
    return tables.table("events", words.say("ruptures.log_caption"), columns, rows)


def _kind(row: object, words: Wording) -> str:
    kind, cultural = row.kind, row.cultural  # type: ignore[attr-defined]
    is_cultural = not is_missing(cultural) and bool(cultural) and kind != "cultural"
    code = _code(kind)
    return words.say("ruptures.cultural_kind", kind=code) if is_cultural else words.word("event_kind", code)


def _repair(row: object, words: Wording) -> str:
    status, session = row.repair_status, row.resolved_session  # type: ignore[attr-defined]
    if not is_missing(session) and not is_missing(status) and status != "none":
        return words.say("ruptures.repair_session", status=status, session=int(session))
    return words.word("repair_status", status)


def _code(value: object) -> str | None:
    return None if is_missing(value) else str(value)
