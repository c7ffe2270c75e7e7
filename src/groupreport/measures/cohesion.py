"""What a group's members said about a session, together: the mean of a scale, its spread, and how far they agree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from groupreport.instruments.records import Instrument, Scale
from groupreport.measures.agreement import average_deviation, rwg, rwg_j

FEWEST_MEMBERS = 3  # below three scored members neither an interval nor an agreement is printed

TOO_FEW = "fewer than 3 members answered every item"
NO_OPTIONS = "handed in as a score, so the number of response options is not known"


def describe(scores: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Describe scores by their mean, spread and 95 % t interval.

    Args:
        scores: Rows with a `score` (missing: not scored) and the columns named in *by*.
        by: The columns that make a row of the result.

    Returns:
        One row a combination that occurs: the columns of *by*, n (scored), mean, sd (missing under 2), low and high
        (95 % interval of the mean, mean -/+ t(n - 1) * sd / sqrt(n); missing under 3).
    """
    described = (
        scores.groupby(list(by), sort=True, dropna=False)["score"]
        .agg(n="count", mean="mean", sd="std")
        .reset_index()
        .astype({"n": "int64"})
    )
    enough = described["n"] >= FEWEST_MEMBERS
    half = stats.t.ppf(0.975, (described["n"] - 1).where(enough)) * described["sd"] / np.sqrt(described["n"])
    return described.assign(low=described["mean"] - half, high=described["mean"] + half)


def agreement(complete: pd.DataFrame, instrument: Instrument, scale: Scale, by: Sequence[str]) -> pd.DataFrame:
    """How far members agree on one scale, by session.

    Args:
        complete: One row an answer to an item of the scale, of members who answered all its items within range: the
            columns of *by*, member_id, item, value. Items need not be turned: agreement is about distances.
        instrument: The questionnaire; its range gives the number of response options of r_wg (maximum - minimum + 1).
        scale: The scale.
        by: The columns that make a set of raters, such as group_id and session.

    Returns:
        One row a set of raters: the columns of *by*, average_deviation (AD_M, in points of an item), rwg (r_wg(j)
        for several items, r_wg for one; uniform null, truncated at 0) and agreement_note (why they are missing,
        else empty). Both are missing under 3 members.
    """
    keys = list(by)
    forms = complete.pivot(index=[*keys, "member_id"], columns="item", values="value").reset_index()
    items = forms.drop(columns=[*keys, "member_id"])
    # The measures take one label a set of raters, so several columns become one number.
    label = forms.groupby(keys, sort=True).ngroup()
    result = forms[keys].drop_duplicates().sort_values(keys, ignore_index=True)
    raters = label.value_counts().reindex(result.index)
    enough = raters >= FEWEST_MEMBERS
    result["average_deviation"] = average_deviation(items, label).where(enough)
    result["rwg"] = np.nan
    if instrument.items is not None:
        options = round(instrument.items.maximum - instrument.items.minimum) + 1
        one_item = items.shape[1] == 1
        agreed = rwg(items.iloc[:, 0], label, options) if one_item else rwg_j(items, label, options)
        result["rwg"] = agreed.where(enough)
    note = pd.Series("" if instrument.items is not None else NO_OPTIONS, index=result.index)
    result["agreement_note"] = note.where(enough, TOO_FEW)
    return result
