"""Leadership's numbers as finely as they are printed, so that no picture, table or text behind them holds more.

The height of a dot to six decimals is an exact share, and a share of few attendances or answers is a count.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from groupreport.disclosure.printed import as_printed, in_steps
from groupreport.summaries.records import Outcomes, ProgramSummary

STEPS_OF_A_GROUP = 20  # in which its attendance is told
_ROUGHLY = partial(in_steps, steps=STEPS_OF_A_GROUP)
_ONE, _TWO = partial(as_printed, places=1), partial(as_printed, places=2)
_CHANGE = dict.fromkeys(("mean_pre", "sd_pre", "mean_post", "sd_post", "mean_change"), _ONE)
_EFFECT = dict.fromkeys(("smcr", "smcr_low", "smcr_high"), _TWO)
_OUTCOMES = {**_CHANGE, **_EFFECT}
_FRAMES: Mapping[str, Mapping[str, Callable[[float], float]]] = {
    "groups": {"attendance_rate": _ROUGHLY},
    "outcomes_by_program": _OUTCOMES,
    "response_rates": {"rate": _ROUGHLY},
    "rules": {"expected_members": _ONE, "expected_low": _ONE, "expected_high": _ONE},
}


def as_leadership_reads(summary: ProgramSummary) -> ProgramSummary:
    """The summary with every mean and share that is no count in the decimals in which it is printed.

    A group's attendance is in steps of 5 %: of eight people in ten sessions one percent is less than one attendance.
    So are shares of answered forms: several questionnaires' shares of the same forms would fit few numbers of these.
    Groups' means on scales are left, because rules compare them; they are rounded where they are drawn or written.
    """
    frames = {name: getattr(summary, name) for name in _FRAMES}
    changed: dict[str, Any] = {
        name: _rounded(frame, _FRAMES[name]) for name, frame in frames.items() if isinstance(frame, pd.DataFrame)
    }
    if isinstance(summary.outcomes, Outcomes):
        by_instrument = _rounded(summary.outcomes.by_instrument, _OUTCOMES)
        changed["outcomes"] = dataclasses.replace(summary.outcomes, by_instrument=by_instrument)
    if isinstance(summary.comparison, pd.DataFrame):
        changed["comparison"] = _compared(summary.comparison)
    return dataclasses.replace(summary, **changed)


def _rounded(frame: pd.DataFrame, columns: Mapping[str, Callable[[float], float]]) -> pd.DataFrame:
    there = {name: frame[name].astype("float64").map(write) for name, write in columns.items() if name in frame}
    return frame.assign(**there)


def _compared(comparison: pd.DataFrame) -> pd.DataFrame:
    shown = comparison.copy()
    points = shown["unit"] == "points"
    for column in ("previous", "current"):
        finer = shown[column].astype("float64")
        shown[column] = finer.map(_ONE).where(points, finer.map(_TWO))
    return shown
