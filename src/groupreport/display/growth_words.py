"""Sentences about growth models: which simpler model stands in, and why, for groups and programs alike."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from groupreport.display.escaping import Markdown
from groupreport.display.rounding import same_when_printed
from groupreport.display.rows import rows_of
from groupreport.display.wording import Wording

FALLBACKS = ("uncorrelated", "same_slope", "own_slopes")


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
