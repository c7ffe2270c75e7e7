"""Sessions in which members moved apart while their mean stayed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from groupreport.measures.text import TEXT
from groupreport.parameters import GroupRuptureSettings

_NO_SETTINGS_GIVEN = GroupRuptureSettings()
SIGNIFICANCE = 0.025
_ROUNDING = 1e-9


def moving_apart(
    steps: pd.DataFrame, ranges: pd.Series[float], settings: GroupRuptureSettings = _NO_SETTINGS_GIVEN
) -> pd.DataFrame:
    """Mark the steps on which the same members' ratings spread out clearly and their mean hardly moved.

    The SD must rise by a share of the scale's range (`spread_rise`), the mean move by less than another
    (`mean_stays`), and the rise be more than pairs drawn at random show in 1 of 40 steps (Pitman-Morgan, one-sided):
    the SD of six members swings by a third without any reason.

    Args:
        steps: The result of `paired_steps`.
        ranges: The width of each step's scale in points, with the index of the steps.
        settings: The thresholds, all this package's own.

    Returns:
        The steps with apart (boolean, missing where it cannot be said) and apart_reason (few_members, no_range; else
        empty).

    Source: Pitman 1939, Morgan 1939 (the test).

    Examples:
        >>> steps = pd.DataFrame({"members": 8, "change": [0.0, -2.0], "sd_before": 1.0, "sd_after": 2.5, "p": 0.01})
        >>> moving_apart(steps, pd.Series([9.0, 9.0]))["apart"].tolist()  # the second mean moved
        [True, False]
    """
    measured = ("members", "change", "sd_before", "sd_after", "p")
    members, change, before, after, p = (steps[name].to_numpy("float64") for name in measured)
    widths = ranges.to_numpy("float64")
    enough = members >= settings.minimum_members
    known = enough & (widths > 0)
    wider = after - before >= settings.spread_rise * widths - _ROUNDING
    stays = np.abs(change) < settings.mean_stays * widths - _ROUNDING
    apart = pd.arrays.BooleanArray(wider & stays & (p < SIGNIFICANCE), ~known)
    reason = np.select([~enough, ~known], ["few_members", "no_range"], default="")
    return steps.assign(apart=apart, apart_reason=pd.Series(reason, index=steps.index, dtype=TEXT))
