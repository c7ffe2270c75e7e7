"""How many members dropped out, by what became of their rating drops before: side by side, never why."""

from __future__ import annotations

import math

import pandas as pd

from groupreport.measures.change import Estimate, difference_of_shares, wilson_interval
from groupreport.measures.consequences.outcomes import FEWEST_A_SIDE
from groupreport.measures.consequences.statuses import MEMBER_STATUSES
from groupreport.measures.inputs import as_texts
from groupreport.measures.text import TEXT
from groupreport.measures.typed_table import typed_table

_SIDES = ("unrepaired", "repaired")


def drop_out_by_status(members: pd.DataFrame) -> pd.DataFrame:
    """Count the drop-outs among the members of each status, and among those of them who stayed on after their drop.

    Args:
        members: One row a judged member whose last session is known: status, left (bool: dropped out), stayed (bool:
            attended the whole window after the last drop, as `stayed_on` says; missing without a drop).

    Returns:
        One row for each of `MEMBER_STATUSES`: status, known, left, share, low, high (95 % Wilson interval), stayed,
        stayed_left, stayed_share, stayed_low, stayed_high (missing without a drop, and of nobody).

    Examples:
        >>> members = pd.DataFrame({"status": "repaired", "left": [True, False, False], "stayed": [False, True, True]})
        >>> found = drop_out_by_status(members).set_index("status")
        >>> found.loc["repaired", ["known", "left", "stayed", "stayed_left"]].tolist()
        [3, 1, 2, 0]
    """
    rows: list[dict[str, object]] = []
    status_of, left = as_texts(members["status"]), members["left"].to_numpy(bool)
    stayed = members["stayed"].eq(True).fillna(False).to_numpy(bool)
    for status in MEMBER_STATUSES:
        own = status_of == status
        after = own & stayed
        row: dict[str, object] = {"status": status}
        for part, name in ((own, ""), (after, "stayed_")):
            count, total = int(left[part].sum()), int(part.sum())
            low, high = wilson_interval(count, total)
            share = count / total if total else math.nan
            row |= {f"{name}left": count, f"{name}share": share, f"{name}low": low, f"{name}high": high}
        row |= {"known": int(own.sum()), "stayed": int(after.sum())}
        # Who had no drop has no lowest rating to have stayed on after.
        rows.append(row | ({"stayed": None, "stayed_left": None} if status == "no_drop" else {}))
    parts = ("share", "low", "high")
    kinds: dict[str, str] = {"status": TEXT, "known": "int64", "left": "int64"} | dict.fromkeys(parts, "float64")
    kinds |= {"stayed": "Int64", "stayed_left": "Int64"} | {f"stayed_{name}": "float64" for name in parts}
    return typed_table(rows, kinds)


def drop_out_difference(by_status: pd.DataFrame) -> Estimate:
    """The share of drop-outs with an unrepaired drop less that with repaired ones, among those who stayed on.

    Args:
        by_status: The result of `drop_out_by_status`.

    Returns:
        As shares of 1, with Newcombe's 95 % interval; NaN with fewer than 5 members on a side.

    Source: Newcombe 1998, Statistics in Medicine 17, 873-890, method 10.

    Examples:
        >>> rows = pd.DataFrame({"status": ["repaired", "unrepaired"], "stayed": [80, 70], "stayed_left": [48, 56]})
        >>> found = drop_out_difference(rows)
        >>> f"{found.value:.4f} ({found.low:.4f} to {found.high:.4f})"
        '0.2000 (0.0524 to 0.3339)'
    """
    rows = by_status.set_index("status")
    left, stayed = rows["stayed_left"].to_dict(), rows["stayed"].to_dict()
    if min(int(stayed[name]) for name in _SIDES) < FEWEST_A_SIDE:
        return Estimate(value=math.nan, low=math.nan, high=math.nan)
    first, second = ((int(left[name]), int(stayed[name])) for name in _SIDES)
    return difference_of_shares(*first, *second)
