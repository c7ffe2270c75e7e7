"""Outcome and drop-out of members by what became of their rating drops, side by side."""

from __future__ import annotations

import pandas as pd

from groupreport.measures.consequences import (
    change_by_status,
    drop_out_by_status,
    drop_out_difference,
    left_with_open_drop,
    outcome_difference,
    status_of_members,
    stayed_on,
)
from groupreport.measures.outcomes import pairs_of_scale
from groupreport.summaries.outcome_scores import why_no_outcomes
from groupreport.summaries.rating_drops import RatingDrops
from groupreport.summaries.records import Consequences, OutcomeByDrops, Unavailable
from groupreport.summaries.retention import Courses

_NOBODY = Unavailable("not_enough_data", "nobody_judged_for_consequences")
_NO_DIRECTION = Unavailable("not_enough_data", "outcome_without_direction")


def consequences(found: Courses, drops: RatingDrops | Unavailable) -> Consequences | Unavailable:
    """Everybody whose ratings could be judged, once; drops in several groups count together."""
    if isinstance(drops, Unavailable):
        return drops
    rated = drops.rated_sessions
    if rated.empty:
        return _NOBODY
    window = drops.repair_window
    episodes = drops.headline_episodes
    left_open = left_with_open_drop(episodes, found.own, found.last, window)
    worse = episodes.assign(status=episodes["status"].mask(left_open, "unrepaired"))
    members = status_of_members(episodes, rated["member_id"])
    if_left = status_of_members(worse, rated["member_id"])
    by_status = drop_out_by_status(_ends(found, members, episodes, window))
    return Consequences(
        window=window,
        members=len(members),
        moved=int((members["status"] != if_left["status"]).sum()),
        drop_out=by_status,
        drop_out_difference=drop_out_difference(by_status),
        outcome=_outcome(found, members, if_left),
    )


def _ends(found: Courses, members: pd.DataFrame, episodes: pd.DataFrame, window: int) -> pd.DataFrame:
    """The members whose last session is known: status, left, stayed."""
    last = found.last[found.last["time"].notna()].set_index("member_id")["dropped_out"].astype(bool)
    known = members[members["member_id"].isin(last.index)]
    stayed = known["member_id"].map(stayed_on(episodes, found.own, window)).astype("boolean")
    return known.assign(left=known["member_id"].map(last).astype(bool), stayed=stayed)


def _outcome(found: Courses, members: pd.DataFrame, if_left: pd.DataFrame) -> OutcomeByDrops | Unavailable:
    missing = why_no_outcomes(found.scope)
    if missing:
        return missing
    first = found.scope.outcome_scales[0]
    if first.scale.higher_is == "context":
        return _NO_DIRECTION
    turn = 1.0 if first.scale.higher_is == "better" else -1.0
    pairs = pairs_of_scale(found.scope.outcome_pairs, first).set_index("member_id")
    group = found.persons.set_index("member_id")["group_id"]

    def scored(rows: pd.DataFrame) -> pd.DataFrame:
        own = pairs.reindex(rows["member_id"])
        numbers = {name: turn * own[name].to_numpy("float64") for name in ("pre", "post")}
        groups = rows["member_id"].map(group)
        return rows.assign(**numbers, outcome=own["outcome"].to_numpy(), group_id=groups)

    as_known = scored(members)
    by_status, difference = change_by_status(as_known), outcome_difference(as_known)
    # Mostly nobody left with a drop that was open, and everybody has the same status either way.
    moved = not members.equals(if_left)
    as_left = scored(if_left) if moved else as_known
    return OutcomeByDrops(
        instrument=first.instrument.id,
        short_name=first.short_name,
        scale=first.scale.scale,
        by_status=by_status,
        difference=difference,
        if_left=change_by_status(as_left) if moved else by_status,
        difference_if_left=outcome_difference(as_left) if moved else difference,
    )
