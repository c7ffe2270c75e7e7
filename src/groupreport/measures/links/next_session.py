"""Which score of the next session follows a rating."""

from __future__ import annotations

import pandas as pd

_WHO = ["group_id", "member_id"]


def next_scores(ratings: pd.DataFrame, outcomes: pd.DataFrame, max_gap: int) -> pd.DataFrame:
    """Pair each rating with the member's outcome score at the next session that has one.

    Args:
        ratings: One row a rating: group_id, member_id, place (of the session among those held, from 1), score.
        outcomes: One row an outcome score: the same columns.
        max_gap: How many sessions may lie between the two; a rating with nothing nearer is in no pair.

    Returns:
        One row a pair: group_id, member_id, place, rating, next_place, outcome, previous (the member's score at the
        rating's own session; missing where there is none).

    Raises:
        ValueError: max_gap is negative, or a member has two rows for a session.

    Examples:
        >>> rated = pd.DataFrame({"group_id": "G", "member_id": "M", "place": [1, 2, 5], "score": [7.0, 8.0, 6.0]})
        >>> scored = pd.DataFrame({"group_id": "G", "member_id": "M", "place": [1, 3, 9], "score": [20.0, 18.0, 9.0]})
        >>> next_scores(rated, scored, max_gap=2)[["place", "next_place", "outcome"]].values.tolist()
        [[1.0, 3.0, 18.0], [2.0, 3.0, 18.0]]
    """
    if max_gap < 0:
        raise ValueError(f"max_gap must be 0 or more, not {max_gap}")
    first, second = (_complete(rows, name) for rows, name in ((ratings, "ratings"), (outcomes, "outcomes")))
    pairs = pd.merge_asof(
        first.rename(columns={"score": "rating"}),
        second.rename(columns={"score": "outcome"}).assign(next_place=second["place"]),
        on="place",
        by=_WHO,
        direction="forward",
        allow_exact_matches=False,
        tolerance=max_gap + 1,
    ).dropna(subset="outcome")
    own = second.rename(columns={"score": "previous"})
    return pairs.merge(own, on=[*_WHO, "place"], how="left").sort_values([*_WHO, "place"], ignore_index=True)


def _complete(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    kept = rows[[*_WHO, "place", "score"]].dropna().astype({"place": "int64", "score": "float64"})
    if kept.duplicated([*_WHO, "place"]).any():
        raise ValueError(f"{name} have two rows for a member and session")
    return kept.sort_values("place", kind="stable")
