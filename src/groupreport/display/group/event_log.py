"""The event log of one group: what people saw, and which repair steps were taken."""

from __future__ import annotations

import pandas as pd

from groupreport.display import tables
from groupreport.display.escaping import Markdown
from groupreport.display.rounding import NOTHING, is_missing
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, paragraph
from groupreport.display.wording import Wording
from groupreport.summaries.records import ObservedRuptures


def log_pieces(observed: ObservedRuptures, words: Wording) -> list[Piece | None]:
    """The log in a sentence, as a table, the repair steps, and how far it agrees with the ratings."""
    if observed.events.empty:
        return [paragraph(words.say("ruptures.no_events"))]
    return [
        paragraph(log_sentence(observed.events, words), _concordance(observed.concordance, words)),
        _log_table(observed.events, words),
        steps_table(observed.steps, len(observed.events), words),
    ]


def log_sentence(events: pd.DataFrame, words: Wording) -> Markdown:
    """How many ruptures were logged, how many of them cultural, how many fully repaired."""
    return words.say(
        "ruptures.log_sentence",
        events=len(events),
        cultural=int(events["cultural"].fillna(False).astype(bool).sum()),
        full=int((events["repair_status"] == "full").sum()),
    )


def steps_table(steps: pd.DataFrame, events: int, words: Wording) -> Piece:
    """How often each repair step was taken, not taken, and not recorded."""
    columns = [tables.text(words.text("ruptures.head_step"), 36)]
    columns += [
        tables.numbers(words.text(f"ruptures.head_{head}"), 9) for head in ("taken", "not_taken", "not_recorded")
    ]
    rows = [
        [words.word("step", row.step), str(int(row.taken)), str(int(row.not_taken)), str(int(row.not_recorded))]
        for row in rows_of(steps)
    ]
    return tables.table("steps", words.say("ruptures.steps_caption", events=events), columns, rows)


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
            _given(row.reported_by),
            _given(row.repair_started_by),
            _repair(row, words),
            f"{int(row.steps_taken)}/{int(row.steps_recorded)}",
        ]
        for row in rows_of(events.sort_values("session", kind="stable"))
    ]
    return tables.table("events", words.say("ruptures.log_caption"), columns, rows)


def _kind(row: object, words: Wording) -> str:
    kind, cultural = row.kind, row.cultural  # type: ignore[attr-defined]
    is_cultural = not is_missing(cultural) and bool(cultural)
    return words.say("ruptures.cultural_kind", kind=_given(kind)) if is_cultural else _given(kind)


def _repair(row: object, words: Wording) -> str:
    status, session = row.repair_status, row.resolved_session  # type: ignore[attr-defined]
    if not is_missing(session) and not is_missing(status):
        return words.say("ruptures.repair_session", status=status, session=int(session))
    return words.word("repair_status", status)


def _given(value: object) -> str:
    return NOTHING if is_missing(value) else str(value)


def _concordance(concordance: pd.DataFrame, words: Wording) -> Markdown | str:
    if concordance.empty:
        return ""
    seen = concordance["seen_by"].value_counts()
    counts = {kind: int(seen.get(kind, 0)) for kind in ("both", "rating_only", "log_only")}
    return words.say("ruptures.concordance", total=len(concordance), **counts)
