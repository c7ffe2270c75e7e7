"""Drop-out of a program by every definition, the way from enrollment on, and time to the last session (evaluators)."""

from __future__ import annotations

from groupreport.display import tables
from groupreport.display.escaping import Markdown
from groupreport.display.program.attending_curve import attending_curve
from groupreport.display.retention_words import definitions, definitions_table, lacking_pairs
from groupreport.display.rounding import NOTHING, is_missing, percent
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece
from groupreport.display.wording import Wording
from groupreport.summaries.records import Retention

_PROGRESS = ("enrolled", "late_joiners", "started", "attended_two_or_more", "dose_reached", "completed", "pairs")


def retention_pieces(found: Retention, dose_share: float, words: Wording) -> list[Piece | None]:
    """The definitions side by side, the progress by kind of group, and the curve; nothing where nobody is enrolled."""
    if not int(found.definitions["enrolled"].iloc[0]):
        return []
    return [
        definitions_table(found, words),
        _progress_table(found, dose_share, words),
        *attending_curve(found, words),
    ]


def depends_sentence(found: Retention, words: Wording) -> Markdown:
    """How far the definitions are apart, or that nobody is enrolled."""
    if not int(found.definitions["enrolled"].iloc[0]):
        return words.say("retention.nobody")
    ordered = sorted(definitions(found, words), key=lambda one: int(one["count"]))
    lowest, highest = ordered[0], ordered[-1]
    return words.say(
        "retention.depends",
        enrolled=int(found.definitions["enrolled"].iloc[0]),
        lowest=lowest["count"],
        lowest_name=lowest["name"],
        highest=highest["count"],
        highest_name=highest["name"],
    )


def _progress_table(found: Retention, dose_share: float, words: Wording) -> Piece:
    whole = found.progress.iloc[0]
    heads = {
        "enrolled": words.text("program.head_enrolled"),
        "late_joiners": words.text("retention.head_late"),
        "started": words.text("program.head_started"),
        "attended_two_or_more": words.text("program.head_two"),
        "dose_reached": words.text("program.head_dose", share=dose_share),
        "completed": words.text("program.head_completed"),
        "pairs": words.text("retention.head_pairs"),
    }
    columns = [tables.text(words.text("retention.head_kind"), 8)]
    columns += [tables.numbers(heads[name], 9) for name in _PROGRESS]
    columns.append(tables.numbers(words.text("retention.head_lacking"), 8))
    rows = []
    for row in rows_of(found.progress):
        lacking = NOTHING if is_missing(row.pairs) or not row.enrolled else percent(1 - row.pairs / row.enrolled)
        own = [NOTHING if is_missing(getattr(row, name)) else str(getattr(row, name)) for name in _PROGRESS]
        rows.append([words.text(f"retention.kind_{row.enrollment}"), *own, lacking])
    caption = words.say(
        "retention.progress_caption",
        both=len(found.progress) > 1,
        unrecorded=int(whole["without_record"]),
        dose=dose_share,
        enrolled=int(whole["enrolled"]),
        lacking=lacking_pairs(whole),
    )
    return tables.table("progress", caption, columns, rows)
