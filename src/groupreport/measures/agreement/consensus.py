"""Whether members come to see their groups alike as sessions go by."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.measures.agreement.between_groups import icc1
from groupreport.measures.agreement.grouping import distances_from_mean, grouped
from groupreport.measures.inputs import Labels, Numbers, Values, as_labels, as_numbers


def consensus_by_session(values: Values, groups: Labels, sessions: Labels) -> pd.DataFrame:
    """How far members differ within groups, and how far groups differ, session by session.

    A falling `within_sd` or a rising `icc1` is what consensus emergence looks like. It is a description: with few
    groups neither can be told from chance.

    Args:
        values: One rating a member and session; missing values are left out.
        groups: The group of each rating; rows without a label are left out.
        sessions: The session of each rating; rows without one are left out.

    Returns:
        One row a session, in order: session, ratings (n), groups (with at least two ratings), within_sd (the pooled
        SD within groups, in points of the scale; NaN without a group of two), icc1 (NaN as in `icc1`).

    Raises:
        ValueError: The arguments differ in length, or values are not numbers.

    Source: Lang, Bliese & de Voogt 2018 (consensus emergence); Sherif 1935 as in R's multilevel::sherifdat.

    Examples:
        >>> consensus_by_session([1, 3, 2, 2], ["A"] * 4, [1, 1, 2, 2])["within_sd"].round(3).tolist()
        [1.414, 0.0]
    """
    numbers = as_numbers(values, "values")
    of_group, of_session = as_labels(groups), as_labels(sessions)
    if not len(numbers) == len(of_group) == len(of_session):
        raise ValueError("values, groups and sessions must have equal length")
    rows = pd.DataFrame({"value": numbers, "group": of_group.to_numpy(), "session": of_session.to_numpy()}).dropna()
    found = [
        {"session": session, "ratings": len(part), **_within(part), "icc1": icc1(part["value"], part["group"])}
        for session, part in rows.groupby("session", sort=True, observed=True)
    ]
    return pd.DataFrame(found, columns=["session", "ratings", "groups", "within_sd", "icc1"])


def _within(part: pd.DataFrame) -> dict[str, float]:
    table = part["value"].to_numpy(dtype=np.float64)
    codes, _, _ = grouped(table[:, np.newaxis], part["value"], part["group"])
    return {"groups": int((np.bincount(codes) >= 2).sum()), "within_sd": pooled_sd(table, codes)}


def pooled_sd(values: Numbers, codes: npt.NDArray[np.intp]) -> float:
    """The pooled SD within groups, in points: sqrt(squared distances from the group's mean / sum of (raters - 1)).

    Args:
        values: One rating a member, none missing.
        codes: The number of each rating's group, from 0.

    Returns:
        NaN without a group of two.
    """
    deviations, raters = distances_from_mean(values[:, np.newaxis], codes, int(codes.max(initial=-1)) + 1)
    free = int((raters - 1).clip(min=0).sum())
    return math.sqrt(float((deviations**2).sum()) / free) if free else math.nan
