"""Shares of simulated members as a reader sees them."""

from __future__ import annotations

from groupreport.display.rounding import NOTHING, is_missing
from groupreport.display.wording import Wording
from groupreport.measures.calibration import Share

_FEWEST_FOR_PERCENT = 20


def share_cell(share: Share, words: Wording) -> str:
    """A percentage, the counts themselves out of fewer than 20, a dash out of none."""
    if not share.total:
        return NOTHING
    if share.total < _FEWEST_FOR_PERCENT:
        return words.text("words.share", count=share.count, total=share.total)
    return words.text("calibration.percent", value=share.share)


def signed_cell(value: float, words: Wording) -> str:
    """A signed number with two decimals, a dash where it is missing."""
    return NOTHING if is_missing(value) else words.text("calibration.points", value=value)
