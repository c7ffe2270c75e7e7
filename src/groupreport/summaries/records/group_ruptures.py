"""The rating drops of a group as a whole; exploratory, because no threshold is published."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from groupreport.measures.group_ruptures import AtOnceByChance, FollowedShares
from groupreport.summaries.records.facts import Unavailable


@dataclass(frozen=True, kw_only=True)
class GroupRuptures:
    """Drops at once, one after the other, in the group's mean and spread, and by stage and level (headline rule).

    sessions: one row a held session that anybody rated whose ratings could be judged: session, rated, members (whose
        rating there could show a drop), dropped (members whose drop began there), share, several, large_share, as
        `measures.group_ruptures.co_ruptures` says.
    chance: what `at_once_by_chance` says of these sessions.
    after_drops: members without a part in others' drops, followed to the next session they rated.
    after_events: the same after sessions with a logged rupture, for members whom the log does not name.
    steps: one row a scale and step from one rated session to the next, over the members who rated both: instrument,
        short_name, scale, label, level, before, session (numbers), members, change (points; below 0 is worse),
        change_sd, sd_before, sd_after, p, own_limit, chart_limit, fell, fall_reason, apart, apart_reason, as
        `paired_steps`, `mean_falls` and `moving_apart` say.
    by_condition: one row a stage or modality and level that was rated: by (stage, modality), cell, level, ratings (that
        could show a drop), episodes, repaired, partially_repaired, unrepaired, undetermined, per_100 (episodes per 100
        such ratings).
    """

    sessions: pd.DataFrame
    chance: AtOnceByChance
    after_drops: FollowedShares
    after_events: FollowedShares | Unavailable
    steps: pd.DataFrame
    by_condition: pd.DataFrame
