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


def log_pieces(observed: ObservedRuptures, words: Wording, *, rated: bool) -> list[Piece | None]:
    """The log in a sentence, as a table, the repair steps, and, where there are any, how far it agrees with ratings."""
    if observed.events.empty:
        return [paragraph(words.say("ruptures.no_events"))]
    return [
        paragraph(log_sentence(observed.events, words), _concordance(observed.concordance, words) if rated else ""),
        _log_table(observed.events, words),
        paragraph(steps_sentence(observed.steps, words)) if len(observed.steps) else None,
    ]


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
