"""Members at higher risk at intake beside the others."""

from __future__ import annotations

from typing import Any

import pandas as pd

from groupreport.display import tables
from groupreport.display.outcome_detail_words import FEW, count_interval, mean_interval
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, paragraph
from groupreport.display.wording import Wording
from groupreport.summaries.records import Unavailable


def higher_risk_pieces(found: pd.DataFrame | Unavailable, words: Wording) -> list[Piece | None]:
    """How they stayed, rated the alliance and changed, with the lines and where these come from."""
    if isinstance(found, Unavailable):
        return [paragraph(words.say("program_details.risk_absent", detail=found.detail))]
    parts = found[found["members"] > 0]
    if parts.empty:
        return []
    columns = [tables.text(words.text("program_details.head_part"), 26)]
    columns += [
        tables.numbers(words.text(f"program_details.head_{head}"), width)
        for head, width in (("completed", 15), ("dropped", 15), ("alliance", 14), ("improved", 15), ("change", 14))
    ]
    lines = found.drop_duplicates(["instrument", "scale"])
    labels = [str(label) for label in found["alliance_label"].unique() if label]
    caption = words.say(
        "program_details.risk_caption",
        lines=[
            {
                "short_name": str(row.short_name),
                "line": float(row.line),
                "side": str(row.line_side),
                "label": str(row.line_label),
                "source": str(row.line_source).rstrip("."),
            }
            for row in rows_of(lines)
        ],
        alliance=labels[0] if labels else "",
        unknown=bool((parts["part"] == "no_first_score").any()),
        few=bool((parts["members"] < FEW).any()),
        fewest=FEW,
    )
    table = tables.table("higher-risk", caption, columns, [_cells(row, words) for row in rows_of(parts)])
    return [paragraph(words.say("program_details.risk_lead")), table]


def _cells(row: Any, words: Wording) -> list[str]:  # noqa: ANN401 - a row of `rows_of`
    part = words.say(
        "program_details.part_n", short_name=str(row.short_name), part=str(row.part), members=int(row.members)
    )
    return [
        part,
        count_interval(row.completed, row.members, row.completed_low, row.completed_high, words),
        count_interval(row.dropped_out, row.members, row.dropped_low, row.dropped_high, words),
        mean_interval(row.alliance_mean, row.alliance_low, row.alliance_high, words),
        count_interval(row.improved, row.pairs, row.improved_low, row.improved_high, words),
        mean_interval(row.change, row.change_low, row.change_high, words),
    ]
