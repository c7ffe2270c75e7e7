"""What went with rating drops: outcome and drop-out of members by what became of their drops."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from groupreport.measures.change import Estimate
from groupreport.measures.consequences import OutcomeDifference
from groupreport.summaries.records.facts import Unavailable


@dataclass(frozen=True, kw_only=True)
class OutcomeByDrops:
    """The first outcome scale that the program lists, by what became of drops; turned so that higher is better.

    by_status: the columns of `measures.consequences.change_by_status`. if_left: the same if a drop that was still open
        when its member dropped out within the window counts as not repaired; both differences likewise.
    """

    instrument: str
    short_name: str
    scale: str
    by_status: pd.DataFrame
    difference: OutcomeDifference
    if_left: pd.DataFrame
    difference_if_left: OutcomeDifference


@dataclass(frozen=True, kw_only=True)
class Consequences:
    """Members whose ratings the headline rule could judge, each once; no member rows.

    window: the repair window of the settings. members: judged. moved: members with another status if a drop that was
        open when its member left counts as not repaired.
    drop_out: the columns of `measures.consequences.drop_out_by_status`. drop_out_difference: unrepaired less repaired,
        among members who came to `window` more own sessions after their last drop.
    """

    window: int
    members: int
    moved: int
    drop_out: pd.DataFrame
    drop_out_difference: Estimate
    outcome: OutcomeByDrops | Unavailable
