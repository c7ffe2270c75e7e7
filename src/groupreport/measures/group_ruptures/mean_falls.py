"""Sessions in which the mean of a group's ratings fell farther than this group's means usually move."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from groupreport.instruments.row_numbers import row_numbers
from groupreport.measures.text import TEXT
from groupreport.parameters import GroupRuptureSettings

_NO_SETTINGS_GIVEN = GroupRuptureSettings()


def mean_falls(
    steps: pd.DataFrame, by: Sequence[str], settings: GroupRuptureSettings = _NO_SETTINGS_GIVEN
) -> pd.DataFrame:
    """Mark the steps on which the mean fell below two limits at once.

    The own limit is -k times the SD of the group's other mean changes on the scale (`mean_fall_sds`): the change itself
    would raise the SD that it is measured against. The chart limit is that of an x-bar chart of changes around none,
    -k s / √n with s the SD of members' changes, pooled over the steps, and n the members of this one
    (`mean_fall_sigmas`). The first asks whether the group moves like that anyway, the second whether so few members
    can tell; both must be passed. Steps with fewer than `minimum_members` members are left out of everything.

    Args:
        steps: The result of `paired_steps`.
        by: The columns that make a series of sessions.
        settings: The thresholds, all this package's own.

    Returns:
        The steps with own_limit and chart_limit (points, below 0; missing where they cannot be worked out), fell
        (boolean, missing where it cannot be said) and fall_reason (why not: few_members, few_changes, no_variation;
        else empty).

    Source: Montgomery's textbook and R's qcc(type = "xbar") for the chart.

    Examples:
        >>> changes = [0.5, -0.5, 0.5, -0.5, 0.5, -0.5, -2.0]
        >>> steps = pd.DataFrame({"group_id": "G", "members": 9, "change": changes, "change_sd": 1.2})
        >>> found = mean_falls(steps, by=["group_id"])  # other changes: SD 0.5477; chart: 3 x 1.2 / 3
        >>> found[["own_limit", "chart_limit"]].iloc[-1].round(4).tolist(), bool(found["fell"].iloc[-1])
        ([-1.0954, -1.2], True)
    """
    members, change, spread = (steps[name].to_numpy("float64") for name in ("members", "change", "change_sd"))
    enough, series = members >= settings.minimum_members, row_numbers(steps, by)
    own, chart, others = np.full(len(steps), np.nan), np.full(len(steps), np.nan), np.zeros(len(steps))
    for number in np.unique(series[enough]):
        rows = np.flatnonzero(enough & (series == number))
        others[rows] = len(rows) - 1
        if len(rows) - 1 >= settings.minimum_changes:
            spreads = [np.delete(change[rows], place).std(ddof=1) for place in range(len(rows))]
            own[rows] = -settings.mean_fall_sds * np.array(spreads)
        free = members[rows] - 1
        pooled = float(np.sqrt((spread[rows] ** 2 * free).sum() / free.sum()))
        chart[rows] = -settings.mean_fall_sigmas * pooled / np.sqrt(members[rows])
    own, chart = np.where(own < 0, own, np.nan), np.where(chart < 0, chart, np.nan)
    reason = np.select(
        [~enough, others < settings.minimum_changes, np.isnan(own) | np.isnan(chart)],
        ["few_members", "few_changes", "no_variation"],
        default="",
    )
    fell = pd.arrays.BooleanArray((change < own) & (change < chart), reason != "")
    texts = pd.Series(reason, index=steps.index, dtype=TEXT)
    return steps.assign(own_limit=own, chart_limit=chart, fell=fell, fall_reason=texts)
