"""What a group's members said about a session, together: the mean of a scale, its spread, and how far they agree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import stdtrit

from groupreport.measures.agreement import average_deviation, awg, rwg, rwg_j, rwg_star_j
from groupreport.measures.agreement.consensus import pooled_sd
from groupreport.measures.inputs import Table, as_numbers, as_table, group_codes
from groupreport.measures.text import TEXT
from groupreport.measures.typed_table import retyped

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

    Examples:
        >>> scores = pd.DataFrame({"session": [1, 1, 1], "score": [2.0, 4.0, 6.0]})
        >>> describe(scores, by=["session"]).round(3).values.tolist()  # 4 -/+ 4.302653 * 2 / sqrt(3)
        [[1.0, 3.0, 4.0, 2.0, -0.968, 8.968]]
    """
    grouped = scores.groupby(list(by), sort=True, dropna=False)["score"]
    described = retyped(grouped.agg(n="count", mean="mean", sd="std").reset_index(), {"n": "int64"})
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

    Examples:
        >>> found = agreement([4, 4, 3, 5, 1], pd.Series([0, 0, 0, 1, 1]), options=5)
        >>> found.round(3).values.tolist()  # 1 - (1/3) / 2; two members are too few
        [[0.444, 0.833, ''], [nan, nan, 'fewer than 3 members answered every item']]
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


def indices_of_agreement(
    complete: Table,
    sets: pd.Series | npt.NDArray[np.intp],
    ends: tuple[float, float] | None,
    agreed: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """How far members agree on one scale by the four usual indices, which need not agree with each other.

    Args:
        complete: As in `agreement`.
        sets: The set of raters of each row, a number.
        ends: The lowest and highest answer of an item, whole numbers apart; None for scores handed in without items.
        agreed: The result of `agreement` for them, where it is known already.

    Returns:
        One row a set: raters, average_deviation (AD_M), rwg (r_wg(j), or r_wg for one item), rwg_star (r*_wg(j)) and
        awg (a_wg). All but raters are missing under 3 raters; all but AD_M without `ends`; a_wg also where the
        raters' mean lies so near an end that no two could differ.

    Examples:
        >>> indices_of_agreement([2, 3, 4], pd.Series([0] * 3), ends=(1, 5)).round(3).values.tolist()  # s² 1 of 2
        [[3.0, 0.667, 0.5, 0.5, 0.667]]
    """
    number, places = np.unique(np.asarray(sets), return_inverse=True)
    table = as_table(complete, "complete")
    raters = np.bincount(places, minlength=len(number))
    found = (
        agreement(table, places, None if ends is None else round(ends[1] - ends[0]) + 1) if agreed is None else agreed
    )
    others = dict.fromkeys(("rwg_star", "awg"), np.full(len(number), np.nan))
    if ends is not None and len(number):
        others["rwg_star"] = rwg_star_j(table, places, round(ends[1] - ends[0]) + 1).to_numpy()
        others["awg"] = awg(table, places, *ends).to_numpy()
    enough = raters >= FEWEST_MEMBERS
    return pd.DataFrame(
        {"raters": raters, "average_deviation": found["average_deviation"].to_numpy(), "rwg": found["rwg"].to_numpy()}
        | {name: np.where(enough, values, np.nan) for name, values in others.items()},
        index=pd.Index(number),
    )


def spread_of_thirds(scores: pd.Series, sessions: pd.Series, early: Sequence[int], late: Sequence[int]) -> pd.Series:
    """Members' pooled SD within sessions, over the first and over the last third of a group's sessions.

    sqrt(sum of squared distances from the session's mean / sum of (members - 1)). A smaller one at the end is what
    consensus emergence looks like; with one group it cannot be told from chance.

    Args:
        scores: One a member and session.
        sessions: The session of each.
        early: The sessions of the first third.
        late: Those of the last.

    Returns:
        early and late, in points of the scale; missing where no session of the third has two members.

    Source: Lang, Bliese & de Voogt 2018 (consensus emergence).

    Examples:
        >>> spread_of_thirds(pd.Series([1.0, 3.0, 2.0, 2.0]), pd.Series([1, 1, 2, 2]), [1], [2]).round(3).to_dict()
        {'early': 1.414, 'late': 0.0}
    """
    values, (codes, labels) = as_numbers(scores, "scores"), group_codes(sessions)
    rated = (codes >= 0) & ~np.isnan(values)
    # A session of both thirds counts in the last one.
    thirds = {"early": labels.isin(early) & ~labels.isin(late), "late": labels.isin(late)}
    spreads = {}
    for name, belongs in thirds.items():
        own = rated & np.append(belongs, False)[codes]
        spreads[name] = pooled_sd(values[own], codes[own])
    return pd.Series(spreads, name="within_sd")
