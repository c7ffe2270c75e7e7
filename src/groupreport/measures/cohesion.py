"""What a group's members said about a session, together: the mean of a scale, its spread, and how far they agree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import stdtrit

from groupreport.measures.agreement import average_deviation, rwg, rwg_j
from groupreport.measures.inputs import Table, as_table
from groupreport.measures.text import TEXT

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
    half = stdtrit((described["n"] - 1).where(enough), 0.975) * described["sd"] / np.sqrt(described["n"])
    return described.assign(low=described["mean"] - half, high=described["mean"] + half)


def agreement(complete: Table, sets: pd.Series | npt.NDArray[np.intp], options: float | None) -> pd.DataFrame:
    """How far members agree on one scale, by set of raters (the members of a group at a session).

    Args:
        complete: One row a member who answered every item of the scale within range, one column an item. Items need
            not be turned: agreement is about distances.
        sets: The set of raters of each row, a number.
        options: The number of response options of an item; None for scores handed in without their items.

    Returns:
        One row a set, with its number as index: average_deviation (AD_M, in points of an item), rwg (r_wg(j) for
        several items, r_wg for one; uniform null, truncated at 0) and agreement_note (why they are missing, else
        empty). Both are missing under 3 members.
    """
    number, places = np.unique(np.asarray(sets), return_inverse=True)
    table = as_table(complete, "complete")
    enough = np.bincount(places, minlength=len(number)) >= FEWEST_MEMBERS
    agreed = {"average_deviation": average_deviation(table, places).to_numpy(), "rwg": np.full(len(number), np.nan)}
    if options is not None:
        found = rwg(table[:, 0], places, options) if table.shape[1] == 1 else rwg_j(table, places, options)
        agreed["rwg"] = found.to_numpy()
    note = np.where(enough, "" if options is not None else NO_OPTIONS, TOO_FEW).astype(object)
    return pd.DataFrame(
        {name: np.where(enough, values, np.nan) for name, values in agreed.items()}
        | {"agreement_note": pd.Series(note, dtype=TEXT).array},
        index=pd.Index(number),
    )
