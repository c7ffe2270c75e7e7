"""Shares and means of simulated members as a reader sees them; a dash where there is nothing to say."""

from __future__ import annotations

from groupreport.display.rounding import NOTHING, is_missing
from groupreport.display.wording import Wording
from groupreport.measures.calibration import Recovery, Share

_FEWEST_FOR_PERCENT = 20


def share_cell(share: Share, words: Wording) -> str:
    """A percentage; the counts themselves out of fewer than 20."""
    if not share.total:
        return NOTHING
    if share.total < _FEWEST_FOR_PERCENT:
        return words.text("words.share", count=share.count, total=share.total)
    return words.text("calibration.percent", value=share.share)


def fine_cell(share: Share, words: Wording) -> str:
    """A small percentage, with one decimal."""
    return words.text("calibration.percent_fine", value=share.share) if share.total else NOTHING


def signed_cell(value: float, words: Wording) -> str:
    """A signed number with two decimals."""
    return NOTHING if is_missing(value) else words.text("calibration.points", value=value)


def mean_cell(value: float, error: float, words: Wording) -> str:
    """A signed mean with its standard error, where it has one."""
    if is_missing(error):
        return signed_cell(value, words)
    return words.text("calibration.with_error", value=value, error=error)


def pair_cell(one: Recovery, words: Wording) -> str:
    """Share found / false alarms."""
    if not one.recall.total or not one.false_alarms.total:
        return NOTHING
    return words.text("calibration.pair", recall=one.recall.share, alarms=one.false_alarms.share)
