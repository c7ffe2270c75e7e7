"""Leaders' use of feedback beside the answers that there were to use (evaluators)."""

from __future__ import annotations

import pandas as pd

from groupreport.display import tables
from groupreport.display.rounding import NOTHING, is_missing, percent
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, paragraph
from groupreport.display.wording import Wording


def feedback_pieces(use: pd.DataFrame, words: Wording) -> list[Piece | None]:
    """A sentence over all groups and a table of each; nothing where no session has answers."""
    counts = _counts(use)
    if not counts:
        return []
    columns = [tables.text(words.text("program.head_group"), 30)]
    heads = [words.text("feedback.head_answers"), words.text("feedback.head_recorded")]
    heads += [words.text("program.head_viewed"), words.text("program.head_discussed")]
    heads += [words.text(f"feedback.head_{head}") for head in ("early", "late", "response")]
    columns += [tables.numbers(head, 9) for head in heads]
    rows = [
        [
            str(row.group_name),
            *(str(getattr(row, name)) for name in ("with_answers", "recorded", "viewed", "discussed")),
            _of(row.early_discussed, row.early_recorded, words),
            _of(row.late_discussed, row.late_recorded, words),
            NOTHING if is_missing(row.response_rate) else percent(row.response_rate),
        ]
        for row in rows_of(use)
    ]
    return [
        paragraph(words.say("feedback.use", **counts)),
        tables.table("feedback", words.say("feedback.caption"), columns, rows),
    ]


def _counts(use: pd.DataFrame) -> dict[str, int]:
    """Sums over all groups; empty where no session has answers with a record of their use."""
    counts = {name: int(use[name].sum()) for name in use.columns if pd.api.types.is_integer_dtype(use[name])}
    return counts if counts.get("with_answers") and counts["recorded"] else {}


def _of(count: int, total: int, words: Wording) -> str:
    return words.text("feedback.of", count=int(count), total=int(total)) if total else NOTHING
