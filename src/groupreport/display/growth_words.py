"""Sentences about growth models: which simpler model stands in, and why, for groups and programs alike."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from groupreport.display.escaping import Markdown
from groupreport.display.rounding import same_when_printed
from groupreport.display.rows import rows_of
from groupreport.display.wording import Wording

FALLBACKS = ("uncorrelated", "same_slope", "own_slopes")
_ASPECTS = ("goal", "task", "bond")


def whole_scales(growth: pd.DataFrame) -> pd.DataFrame:
    """Growth without goals, tasks and bond, which stand in their total."""
    return growth[~growth["aspect"].isin(_ASPECTS)]


def told_of(growth: pd.DataFrame) -> pd.DataFrame:
    """The scales that have a slope."""
    return growth[growth["reason"] == ""]


def changed_scales(told: pd.DataFrame) -> dict[str, Any]:
    """The scales that rose and fell beyond their uncertainty, and how many there are in all."""
    went = [direction(row.low, row.high) for row in rows_of(told)]
    return {
        "rose": names(told[[way == "rose" for way in went]]),
        "fell": names(told[[way == "fell" for way in went]]),
        "scales": len(told),
    }


def model_remarks(growth: pd.DataFrame, words: Wording) -> list[Markdown]:
    """What is not as intended, a sentence a kind: no slope and why, simpler models, no variance between groups."""
    told = growth[growth["reason"] == ""]
    said = [
        words.say("growth.not_told", names=names(rows), reason=str(reason))
        for reason, rows in growth[growth["reason"] != ""].groupby("reason", sort=False)
    ]
    for model in FALLBACKS:
        own = told[told["model"] == model]
        if model == "uncorrelated":
            parts = [(rows, bool(ended)) for ended, rows in own.groupby(own["converged"].astype(bool))]
            said += [words.say("growth.uncorrelated", names=names(rows), ended=ended) for rows, ended in parts]
        elif len(own):
            said.append(words.say(f"growth.{model}", names=names(own)))
    level = told[told["group_variance"] == 0]
    return [*said, *([words.say("growth.no_groups", names=names(level))] if len(level) else [])]


def direction(low: float, high: float) -> Literal["rose", "fell", "unclear"]:
    """Whether an interval, as it is printed, lies above or below 0: a sentence never says "fell" beside "to 0.00"."""
    if low > 0 and not same_when_printed(low, 0.0, 2):
        return "rose"
    return "fell" if high < 0 and not same_when_printed(high, 0.0, 2) else "unclear"


def names(rows: pd.DataFrame) -> list[str]:
    """The scales as sentences name them."""
    return [f"{row.label} ({row.short_name})" for row in rows_of(rows)]
