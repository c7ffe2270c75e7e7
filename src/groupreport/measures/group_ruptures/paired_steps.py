"""How a group's ratings moved from one session to the next, among the members who rated both."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import stdtr

from groupreport.instruments.row_numbers import Places, row_numbers
from groupreport.measures.inputs import Numbers, as_numbers


def paired_steps(scores: pd.DataFrame, by: Sequence[str], max_gap: int) -> pd.DataFrame:
    """Compare each session with the one that was rated before it, over the members who rated both.

    Members who came to one of the two only would move the mean by who they are; they are left out.

    Args:
        scores: One row a member and session: the columns of *by* (group and scale), member_id, session (the place among
            the held sessions), score. Missing scores are left out.
        by: The columns that make a series of sessions.
        max_gap: The longest stretch of held sessions that nobody rated between two that are compared.

    Returns:
        One row a step, in order: the columns of *by*, before and session (places), members (who rated both), change
        (their mean change in points), change_sd (SD of their changes), sd_before, sd_after (SD of their ratings), p
        (one-sided Pitman-Morgan test that their ratings lie farther apart after than before). SDs are missing under 2
        members, p under 3 and where no rating differs from another.

    Source: Pitman 1939, Morgan 1939: the variances of pairs differ where sums and differences are correlated.

    Examples:
        >>> scores = pd.DataFrame({"member_id": [*"ABC"] * 2, "session": [1] * 3 + [2] * 3})
        >>> scores["score"] = [5, 6, 7, 3, 6, 9]
        >>> found = paired_steps(scores.assign(group_id="G"), by=["group_id"], max_gap=2)
        >>> found[["members", "change", "change_sd", "sd_before", "sd_after"]].values.tolist()
        [[3.0, 0.0, 2.0, 1.0, 3.0]]
    """
    keys, score = list(by), as_numbers(scores["score"], "score")
    rows, score = scores.take(np.flatnonzero(~np.isnan(score))), score[~np.isnan(score)]
    # A cell is a session of a series; those of a series stand in order, each after the one rated before it.
    _, first, cell = np.unique(row_numbers(rows, [*keys, "session"], sort=True), return_index=True, return_inverse=True)
    series, session = row_numbers(rows, keys)[first], rows["session"].to_numpy("int64")[first]
    near = np.zeros(len(first), dtype=bool)
    near[1:] = (np.diff(series) == 0) & (np.diff(session) - 1 <= max_gap)
    then, now = _pairs(cell, row_numbers(rows, ["member_id"]), near)
    pairs = {
        "change": score[now] - score[then],
        "total": score[now] + score[then],
        "earlier": score[then],
        "score": score[now],
    }
    by_step = pd.DataFrame(pairs).groupby(cell[now])
    at = np.flatnonzero(near)
    spreads, change = by_step.std().reindex(at), by_step["change"].mean().reindex(at)
    members = np.bincount(cell[now], minlength=len(first))[at]
    return (
        rows[keys]
        .take(first[at])
        .reset_index(drop=True)
        .assign(
            before=session[at - 1],
            session=session[at],
            members=members,
            change=change.array,
            change_sd=spreads["change"].array,
            sd_before=spreads["earlier"].array,
            sd_after=spreads["score"].array,
            p=_pitman_morgan(spreads, members),
        )
    )


def _pairs(cell: Places, member: Places, near: npt.NDArray[np.bool_]) -> tuple[Places, Places]:
    """The rows of each member who rated two sessions after one another, step by step: the earlier, and the later."""
    span = int(member.max(initial=0)) + 1
    own = cell * span + member
    order = np.argsort(own, kind="stable")
    now = np.flatnonzero(near[cell])
    now = now[np.argsort(cell[now], kind="stable")]
    wanted = own[now] - span
    place = np.searchsorted(own[order], wanted)
    then = order[np.minimum(place, len(order) - 1)] if len(order) else now
    both = own[then] == wanted
    return then[both], now[both]


def _pitman_morgan(spreads: pd.DataFrame, members: Places) -> Numbers:
    """One-sided p of the correlation of sums and differences, whose covariance is the difference of the variances."""
    columns = ("change", "total", "earlier", "score")
    change, total, earlier, later = (spreads[name].to_numpy("float64") for name in columns)
    rise, free, apart = later**2 - earlier**2, (members - 2).astype("float64"), total * change
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = np.clip(rise / apart, -1.0, 1.0)
        statistic = correlation * np.sqrt(free / (1 - correlation**2))
    p = np.where((free > 0) & np.isfinite(correlation), stdtr(np.maximum(free, 1), -statistic), np.nan)
    # Sums or differences that never vary have no correlation: ratings that all moved alike lie as far apart as before.
    alike = (apart == 0) & (later > 0)
    return np.where(alike & (free > 0), 0.5, p)
