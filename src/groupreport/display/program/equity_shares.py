"""Shares by characteristic with their intervals, beside everybody else."""

from __future__ import annotations

from typing import Any

import pandas as pd

from groupreport.display import tables
from groupreport.display.escaping import Markdown
from groupreport.display.outcome_detail_words import FEW, count_interval
from groupreport.display.rounding import NOTHING, is_missing, signed_percent_points
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece
from groupreport.display.wording import MOST_NAMES, Wording
from groupreport.summaries.records import Unavailable


def equity_shares_piece(found: pd.DataFrame | Unavailable, words: Wording) -> Piece | None:
    """A table of every category and measure; nothing where there are no characteristics."""
    if isinstance(found, Unavailable):
        return None
    counted = found[found["n"] > 0].rename(columns={"count": "count_of"})  # a row's own `count` is a method
    if counted.empty:
        return None
    columns = [tables.text(words.text(f"program_details.head_{head}"), 16) for head in ("category", "what")]
    columns += [
        tables.numbers(words.text(f"program_details.head_{head}"), width)
        for head, width in (("interval", 22), ("rest", 12), ("difference", 18))
    ]
    caption = words.say(
        "program_details.equity_shares_caption",
        fewest=FEW,
        intervals=int(counted["difference_low"].notna().sum()),
    )
    return tables.table("equity-shares", caption, columns, [_cells(row, words) for row in rows_of(counted)])


def equity_found(found: pd.DataFrame | Unavailable, words: Wording) -> str:
    """How many of the differences miss zero, and how many would by chance; nothing without characteristics."""
    if isinstance(found, Unavailable):
        return ""
    counted = found[found["n"] > 0]
    if counted.empty:
        return ""
    known = counted.dropna(subset=["difference_low", "difference_high"])
    beyond = known[(known["difference_low"] > 0) | (known["difference_high"] < 0)]
    few = beyond[beyond["n"] < FEW]
    named = [
        {
            "category": f"{row.characteristic}: {row.category}".replace("_", " "),
            "what": _what(row, words),
            "count": int(row.count_of),
            "total": int(row.n),
        }
        for row in rows_of(beyond.rename(columns={"count": "count_of"}))
    ]
    return words.say(
        "program_details.equity_found",
        intervals=len(known),
        beyond=named[:MOST_NAMES],
        more=max(0, len(named) - MOST_NAMES),
        total=len(named),
        few=len(few),
        fewest=FEW,
    )


def _cells(row: Any, words: Wording) -> list[str]:  # noqa: ANN401 - a row of `rows_of`
    share = count_interval(row.count_of, row.n, row.low, row.high, words)
    rest = words.say("program.of", count=int(row.rest_count), total=int(row.rest_n)) if row.rest_n else NOTHING
    return [
        f"{row.characteristic}: {row.category}".replace("_", " "),
        _what(row, words),
        words.say("program_details.few", shown=share) if row.n < FEW else share,
        rest,
        _difference(row, words),
    ]


def _what(row: Any, words: Wording) -> Markdown:  # noqa: ANN401 - a row of `rows_of`
    if is_missing(row.short_name):
        return words.say("program_details.what_other", measure=str(row.measure))
    return words.say("program_details.what_improved", measure=str(row.measure), short_name=str(row.short_name))


def _difference(row: Any, words: Wording) -> str:  # noqa: ANN401 - a row of `rows_of`
    if is_missing(row.difference):
        return NOTHING
    points = {
        name: signed_percent_points(getattr(row, column))
        for name, column in (("value", "difference"), ("low", "difference_low"), ("high", "difference_high"))
    }
    return words.say("program_details.difference_points", **points)
