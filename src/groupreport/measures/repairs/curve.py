"""The share of drops repaired by so many ratings after the lowest one, with those that could not be watched longer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from groupreport.instruments.row_numbers import agreeing_row
from groupreport.measures.retention import kaplan_meier

WINDOWS = (1, 2, 3, 4, 5)


def repair_curve(times: pd.DataFrame) -> pd.DataFrame:
    """Estimate the share repaired by each rating after the lowest one: 1 minus the Kaplan-Meier curve.

    The 95 % interval is the curve's log(-log) one. It takes episodes as independent; several of one member are more
    alike, so the true one is wider (`first_episodes` gives the curve without them). It also takes for granted that
    drops which could not be watched longer would have fared like the others; members who leave may not.

    Args:
        times: The result of `time_to_repair`.

    Returns:
        One row a rating from 0 (the lowest one) to the longest time: after, at_risk (episodes not repaired before it
        and watched at least so long), repaired, censored, share (repaired by then), low, high (missing where the share
        is 0 or 1). No row without episodes.

    Source: Kaplan & Meier 1958; R's survfit(conf.type = "log-log"), 1 - surv.

    Examples:
        >>> times = pd.DataFrame({"time": [1, 2, 2, 3], "repaired": [True, True, False, False]})
        >>> repair_curve(times)["share"].tolist()  # 1 of 4, then 1 of the 3 that are left
        [0.0, 0.25, 0.5, 0.5]
    """
    curve = kaplan_meier(times["time"], times["repaired"])
    return pd.DataFrame(
        {
            "after": curve["session"],
            "at_risk": curve["at_risk"],
            "repaired": curve["events"],
            "censored": curve["censored"],
            "share": 1 - curve["share"],
            "low": 1 - curve["high"],
            "high": 1 - curve["low"],
        }
    )


def repaired_by(curve: pd.DataFrame, windows: Sequence[int] = WINDOWS) -> pd.DataFrame:
    """Read the share repaired by some ratings off the curve.

    Args:
        curve: The result of `repair_curve`.
        windows: Ratings after the lowest one, each from 0 on.

    Returns:
        One row a window: window, at_risk (episodes watched so long and not repaired before), share, low, high; missing
        beyond the last rating of any episode, unless every episode was repaired before.

    Examples:
        >>> times = pd.DataFrame({"time": [1, 2, 2], "repaired": [True, True, False]})
        >>> repaired_by(repair_curve(times), [1, 2, 3])["share"].round(2).tolist()
        [0.33, 0.67, nan]
    """
    wanted = pd.DataFrame({"window": list(windows)})
    # What holds of windows beyond the last rating stands behind the curve's own numbers.
    place = agreeing_row(wanted, curve, ["window"], ["after"])
    over = bool(len(curve)) and curve["share"].iloc[-1] >= 1
    beyond = {"at_risk": 0, "share": 1.0 if over else np.nan, "low": np.nan, "high": np.nan}
    return wanted.assign(**{name: np.append(curve[name].to_numpy(), last)[place] for name, last in beyond.items()})
