"""How many are still attending after so many of their own sessions: the Kaplan-Meier estimate."""

from __future__ import annotations

import numpy as np
import pandas as pd

from groupreport.measures.change.shares import QUANTILE_975
from groupreport.measures.inputs import Values, as_numbers


def kaplan_meier(times: Values, events: Values) -> pd.DataFrame:
    """Estimate the share still attending after each session, S(t) = product over s <= t of (1 - d_s / n_s).

    The 95 % interval is Greenwood's on the log(-log) scale: log(-log S) -/+ 1.96 sqrt(sum d / (n (n - d))) / |log S|.
    It takes people as independent; people of one group are more alike, so the true one is somewhat wider.

    Args:
        times: Each person's last session, a whole number from 0; people without one (missing) are left out.
        events: Whether the person dropped out then (true) or was censored (false).

    Returns:
        One row a session from 0 to the last time: session, at_risk (people whose last session is this one or a later
        one), events, censored, share (still attending after it), low, high (missing where the share is 0 or 1). No row
        without people.

    Raises:
        ValueError: A time is negative or no whole number.

    Source: Kaplan & Meier 1958; Kalbfleisch & Prentice 2002; R's survfit(conf.type = "log-log").

    Examples:
        >>> curve = kaplan_meier([1, 2, 2, 3], [True, True, False, False])
        >>> curve["share"].tolist()  # 3 of 4 after session 1, then 2 of 3 of these
        [1.0, 0.75, 0.5, 0.5]
    """
    given = as_numbers(times, "times")
    kept = ~np.isnan(given)
    time, event = given[kept], as_numbers(events, "events")[kept] > 0
    if (time < 0).any() or (time != np.floor(time)).any():
        raise ValueError("times must be whole numbers of sessions from 0 on")
    length = int(time.max()) + 1 if len(time) else 0
    last = np.bincount(time.astype(np.intp), minlength=length)[:length]
    dropped = np.bincount(time[event].astype(np.intp), minlength=length)[:length]
    at_risk = last[::-1].cumsum()[::-1]
    share = np.cumprod(1 - dropped / at_risk)
    within = (share > 0) & (share < 1)
    remaining = np.where(at_risk > dropped, at_risk - dropped, 1)
    spread = np.sqrt(np.cumsum(dropped / (at_risk * remaining)))
    logged = np.log(np.where(within, share, 0.5))
    half = QUANTILE_975 * spread / np.abs(logged)
    low, high = np.exp(logged * np.exp(half)), np.exp(logged * np.exp(-half))
    return pd.DataFrame(
        {
            "session": np.arange(length, dtype="int64"),
            "at_risk": at_risk.astype("int64"),
            "events": dropped.astype("int64"),
            "censored": (last - dropped).astype("int64"),
            "share": share,
            "low": np.where(within, low, np.nan),
            "high": np.where(within, high, np.nan),
        }
    )


def median_session(curve: pd.DataFrame) -> float:
    """The first session after which no more than half are still attending; NaN where that is never so.

    Args:
        curve: The result of `kaplan_meier`.

    Examples:
        >>> median_session(kaplan_meier([1, 2, 2, 3], [True, True, False, False]))
        2.0
        >>> median_session(kaplan_meier([3, 3], [False, False]))
        nan
    """
    reached = curve.loc[curve["share"] <= 0.5 + 1e-12, "session"]
    return float(reached.iloc[0]) if len(reached) else float("nan")
