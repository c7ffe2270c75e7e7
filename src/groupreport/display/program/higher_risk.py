"""Members at higher risk at intake beside the others."""

from __future__ import annotations

from typing import Any

import pandas as pd

from groupreport.display import tables
from groupreport.display.outcome_detail_words import FEW, count_interval, mean_interval
from groupreport.display.rounding import NOTHING
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, paragraph
from groupreport.display.wording import Wording
from groupreport.summaries.records import Unavailable

_MEASURES = ("members", "completed", "dropped", "alliance", "improved", "change")


def higher_risk_pieces(found: pd.DataFrame | Unavailable, words: Wording) -> list[Piece | None]:
    """How they stayed, rated the alliance and changed, with the lines and where these come from."""
    if isinstance(found, Unavailable):
        return [paragraph(words.say("program_details.risk_absent", detail=words.word("reason", found.detail)))]
    parts = found[found["members"] > 0]
    if parts.empty:
        return []
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
    return [paragraph(words.say("program_details.risk_lead")), _table(parts, caption, words)]


def _table(parts: pd.DataFrame, caption: str, words: Wording) -> Piece:
    """A row for every questionnaire and measure; higher risk, others and unknown side by side."""
    kept = [part for part in words.words("part") if (parts["part"] == part).any()]
    columns = [tables.text(words.text("program_details.head_what"), 26)]
    columns += [tables.numbers(words.text("program_details.head_part", part=part), 20) for part in kept]
    rows = []
    for (_, _, name), own in parts.groupby(["instrument", "scale", "short_name"], sort=False):
        cells = {str(row.part): _cells(row, words) for row in rows_of(own)}
        for place, what in enumerate(_MEASURES):
            label = words.say(
                "program_details.risk_row", short_name=str(name), what=words.text(f"program_details.head_{what}")
            )
            rows.append([label, *(cells[part][place] if part in cells else NOTHING for part in kept)])
    return tables.table("higher-risk", caption, columns, rows)


def _cells(row: Any, words: Wording) -> list[str]:  # noqa: ANN401 - a row of `rows_of`
    return [
        str(int(row.members)),
        count_interval(row.completed, row.members, row.completed_low, row.completed_high, words),
        count_interval(row.dropped_out, row.members, row.dropped_low, row.dropped_high, words),
        mean_interval(row.alliance_mean, row.alliance_low, row.alliance_high, words),
        count_interval(row.improved, row.pairs, row.improved_low, row.improved_high, words),
        mean_interval(row.change, row.change_low, row.change_high, words),
    ]
