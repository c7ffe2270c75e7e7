"""How many rating drops began in each stage or modality, level by level, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.instruments.row_numbers import row_numbers
from groupreport.measures.alliance import LEVELS
from groupreport.measures.inputs import as_texts
from groupreport.measures.ruptures import STATUSES
from groupreport.measures.stages import STAGES
from groupreport.measures.text import TEXT
from groupreport.summaries.rating_drops import RatingDrops
from groupreport.summaries.scope import Scope

Condition = Literal["stage", "modality"]
MODALITIES = ("in_person", "online", "hybrid")
_PLACE = {name: number for number, name in enumerate((*STAGES, *MODALITIES, *LEVELS))}


def drops_by_condition(scope: Scope, drops: RatingDrops, by: Condition) -> pd.DataFrame:
    """One row a stage (or modality) of the onset's session and level with an episode of the headline rule."""
    episodes = drops.headline_episodes
    status = as_texts(episodes["status"])
    flags = {"episodes": np.ones(len(episodes))} | {name: status == name for name in STATUSES}
    return counts_by_condition(scope, scope.known_as_held(episodes, "onset_session"), episodes["level"], by, flags)


def counts_by_condition(
    scope: Scope, held: npt.NDArray[np.intp], level: pd.Series, by: Condition, flags: Mapping[str, npt.NDArray[Any]]
) -> pd.DataFrame:
    """How many rows have each flag, by stage (or modality) and level, in the order of these.

    Args:
        scope: The scope.
        held: The held session that each row is about.
        level: The level of each.
        by: stage or modality.
        flags: Whether each row is counted, by the name of the count.
    """
    cells = pd.DataFrame({by: scope.held[by].array.take(held), "level": level.astype(TEXT).array}, copy=False)
    _, first, cell = np.unique(row_numbers(cells, [by, "level"]), return_index=True, return_inverse=True)
    counts = {
        name: np.bincount(cell, weights=flag, minlength=len(first)).astype("int64") for name, flag in flags.items()
    }
    found = cells.take(first).assign(**counts)
    places = [[_PLACE.get(name, len(_PLACE)) for name in as_texts(found[column])] for column in ("level", by)]
    return found.take(np.lexsort(places)).reset_index(drop=True)
