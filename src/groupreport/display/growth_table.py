"""The table of growth models, for one group and for a program."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from groupreport.display import tables
from groupreport.display.rounding import NOTHING, is_missing, number
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece
from groupreport.display.wording import Wording

_COMPONENTS = {
    "start": "start_variance",
    "slopes": "slope_variance",
    "groups": "group_variance",
    "residual": "residual_variance",
}


def growth_table(told: pd.DataFrame, words: Wording) -> Piece:
    """Slopes with their intervals and the model's standard deviations; groups only where they are in a model."""
    grouped = bool(told["group_variance"].notna().any())
    components = [name for name in _COMPONENTS if grouped or name != "groups"]
    columns = [tables.text(words.text("growth.head_scale"), 18), tables.numbers(words.text("growth.head_slope"), 20)]
    columns += [tables.numbers(words.text(f"growth.head_{name}"), 8) for name in (*components, "members", "ratings")]
    caption = words.say("growth.caption", random=bool((told["groups_as"] == "random").any()))
    return tables.table("growth", caption, columns, [_row(row, components, words) for row in rows_of(told)])


def _row(row: Any, components: list[str], words: Wording) -> list[str]:  # noqa: ANN401 - a row of `rows_of`
    return [
        f"{row.short_name}: {row.label}",
        words.say("growth.slope_cell", slope=float(row.slope), low=float(row.low), high=float(row.high)),
        *(_deviation(getattr(row, _COMPONENTS[name])) for name in components),
        number(row.members, 0),
        number(row.ratings, 0),
    ]


def _deviation(variance: float) -> str:
    return NOTHING if is_missing(variance) else number(math.sqrt(variance), 2)
