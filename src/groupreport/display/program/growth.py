"""How every scale of a program went from session to session, with members in groups: for evaluators."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from groupreport.display import tables
from groupreport.display.growth_words import direction, model_remarks, names
from groupreport.display.rounding import NOTHING, is_missing, number
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, paragraph
from groupreport.display.wording import Wording

_COMPONENTS = {
    "start": "start_variance",
    "slopes": "slope_variance",
    "groups": "group_variance",
    "residual": "residual_variance",
}


def growth_pieces(growth: pd.DataFrame, words: Wording) -> list[Piece | None]:
    """Slopes with their intervals and variance components, and where the model had to be simpler."""
    told = growth[growth["reason"] == ""]
    remarks = model_remarks(growth, words)
    if told.empty:
        return [paragraph(*remarks)]
    few = told[told["groups_as"] == "fixed"]
    if len(few):
        remarks.append(words.say("growth.few_groups", groups=int(few["groups"].max())))
    elif (told["groups_as"] == "one").any():
        remarks.append(words.say("growth.one_group"))
    went = pd.Series([direction(row.low, row.high) for row in rows_of(told)], index=told.index)
    rose, fell = told[went == "rose"], told[went == "fell"]
    found = words.say("growth.program_see", rose=names(rose), fell=names(fell), scales=len(told))
    return [paragraph(found, *remarks), _table(told, words)]


def _table(told: pd.DataFrame, words: Wording) -> Piece:
    columns = [tables.text(words.text("growth.head_scale"), 18), tables.numbers(words.text("growth.head_slope"), 20)]
    columns += [tables.numbers(words.text(f"growth.head_{name}"), 8) for name in (*_COMPONENTS, "members", "ratings")]
    caption = words.say("growth.caption", random=bool((told["groups_as"] == "random").any()))
    return tables.table("growth", caption, columns, [_row(row, words) for row in rows_of(told)])


def _row(row: Any, words: Wording) -> list[str]:  # noqa: ANN401 - a row of `rows_of`
    return [
        f"{row.short_name}: {row.label}",
        words.say("growth.slope_cell", slope=float(row.slope), low=float(row.low), high=float(row.high)),
        *(_deviation(getattr(row, name)) for name in _COMPONENTS.values()),
        number(row.members, 0),
        number(row.ratings, 0),
    ]


def _deviation(variance: float) -> str:
    return NOTHING if is_missing(variance) else number(math.sqrt(variance), 2)
