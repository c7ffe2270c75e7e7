"""Absence and drop-out after rating drops, over the program (evaluators)."""

from __future__ import annotations

import pandas as pd

from groupreport.display import tables
from groupreport.display.rounding import NOTHING, is_missing
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, paragraph
from groupreport.display.wording import Wording
from groupreport.measures.change import wilson_interval
from groupreport.summaries.records import AbsenceSigns, LeftAfterDrop, Unavailable


def absence_pieces(found: AbsenceSigns, words: Wording) -> list[Piece | None]:
    """The table of absences after drops, and drop-out of members with and without a drop."""
    if isinstance(found.after, Unavailable) or isinstance(found.left, Unavailable) or not found.left.with_drop:
        return []
    return [_table(found.after, found.window, words), paragraph(left_sentence(found.left, words))]


def left_sentence(left: LeftAfterDrop, words: Wording, *, intervals: bool = True) -> str:
    """Drop-out of members with a drop beside that of members without one; intervals where both have members."""
    facts = None
    if intervals and left.with_drop and left.without_drop:
        first = wilson_interval(left.with_drop_left, left.with_drop)
        second = wilson_interval(left.without_drop_left, left.without_drop)
        facts = {
            "first": left.with_drop_left / left.with_drop,
            "first_low": first[0],
            "first_high": first[1],
            "second": left.without_drop_left / left.without_drop,
            "second_low": second[0],
            "second_high": second[1],
        }
    return words.say("absence.left", left=left, intervals=facts)


def _table(after: pd.DataFrame, window: int, words: Wording) -> Piece:
    columns = [tables.text(words.text("absence.head_after"), 30)]
    columns += [tables.numbers(words.text(f"absence.head_{head}"), 14) for head in ("absent", "members", "mean")]
    rows = []
    for row in rows_of(after):
        known = not is_missing(row.low)
        mean = (
            words.text(
                "absence.mean",
                mean=float(row.mean),
                low=float(row.low) if known else None,
                high=float(row.high) if known else None,
            )
            if row.members
            else NOTHING
        )
        rows.append(
            [
                words.word("after", row.after),
                words.text("absence.of", count=int(row.absent), total=int(row.sessions)) if row.sessions else NOTHING,
                words.text("absence.of", count=int(row.members_absent), total=int(row.members))
                if row.members
                else NOTHING,
                mean,
            ]
        )
    return tables.table("absence", words.say("absence.after_caption", window=window), columns, rows)
