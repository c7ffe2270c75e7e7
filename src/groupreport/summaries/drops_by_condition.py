"""How many rating drops began in each stage or modality, level by level, and what became of them."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from groupreport.measures.alliance import LEVELS
from groupreport.measures.ruptures import STATUSES
from groupreport.measures.stages import STAGES
from groupreport.summaries.rating_drops import RatingDrops
from groupreport.summaries.scope import Scope

Condition = Literal["stage", "modality"]
MODALITIES = ("in_person", "online", "hybrid")
_PLACE = {name: number for number, name in enumerate((*STAGES, *MODALITIES, *LEVELS))}


def drops_by_condition(scope: Scope, drops: RatingDrops, by: Condition) -> pd.DataFrame:
    """One row a stage (or modality) of the onset's session and level with an episode of the headline rule."""
    episodes = drops.headline_episodes
    held = scope.held[by].take(scope.known_as_held(episodes, "onset_session"))
    episodes = episodes.assign(**{by: held.array})
    flags = pd.DataFrame({status: episodes["status"] == status for status in STATUSES})
    flags.insert(0, "episodes", True)
    counts = flags.groupby([episodes[by], episodes["level"]], dropna=False).sum().astype("int64").reset_index()
    return in_order(counts, by)


def in_order(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Rows in the order of stages (or modalities) and levels."""
    return rows.sort_values([by, "level"], key=lambda names: names.map(_PLACE), ignore_index=True)
