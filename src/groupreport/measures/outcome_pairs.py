"""The first and the last outcome score of each person, among occasions with names or session numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd

_KEY = ["member_id", "instrument", "scale"]


def outcome_pairs(scores: pd.DataFrame) -> pd.DataFrame:
    """Find each person's pre, mid and post score.

    The pre score is that of the occasion `pre`, else of the earliest session; the post score that of the occasion
    `post`, else of the latest session after the pre score. `mid` is only itself, and `follow_up` is no end of the
    program: neither ever stands in for a post score. A person with scores from two groups has one pair, from the
    earliest pre to the latest post.

    Args:
        scores: One row a score: member_id, instrument, scale, occasion, measured_on (may be missing), score
            (missing: not scored, left out).

    Returns:
        One row a person, instrument and scale with any of the three: member_id, instrument, scale, pre, mid, post,
        change (post minus pre; missing unless both are known).
    """
    scored = scores[scores["score"].notna()]
    number = pd.to_numeric(scored["occasion"], errors="coerce").astype("float64")
    place = number.mask(scored["occasion"] == "pre", -np.inf).mask(scored["occasion"] == "post", np.inf)
    ordered = (
        scored.assign(place=place)
        .dropna(subset="place")
        .sort_values([*_KEY, "place", "measured_on"], kind="stable", na_position="last", ignore_index=True)
    )
    row = pd.Series(range(len(ordered)), index=ordered.index)
    # Only a person who starts with a post score has no pre score at all.
    first = ordered[ordered["place"] < np.inf].drop_duplicates(_KEY, keep="first")
    first_row = row.loc[first.index].set_axis(pd.MultiIndex.from_frame(first[_KEY]))
    last = ordered.drop_duplicates(_KEY, keep="last")
    last_row = row.loc[last.index].set_axis(pd.MultiIndex.from_frame(last[_KEY]))
    started = first_row.reindex(last_row.index).fillna(-1).to_numpy()
    last = last[(last_row.to_numpy() > started) & (last["place"] > -np.inf).to_numpy()]
    mid = scored[scored["occasion"] == "mid"].sort_values([*_KEY, "measured_on"], kind="stable")
    mid = mid.drop_duplicates(_KEY, keep="last")
    columns = {name: rows.set_index(_KEY)["score"] for name, rows in (("pre", first), ("mid", mid), ("post", last))}
    pairs = pd.concat(columns, axis=1).sort_index()
    return pairs.assign(change=pairs["post"] - pairs["pre"]).rename_axis(index=_KEY).reset_index()
