"""Which rule is the headline, and how large a reliable fall is on a scale whose error is known in part only."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from groupreport.measures.alliance import FollowedScale
from groupreport.measures.change import reliable_change
from groupreport.parameters import RuptureSettings
from groupreport.parameters.records import RuleName

# Fewer say too little about how members differ: the SD of 3 members at 5 sessions has 10 degrees of freedom.
FEWEST_DEGREES = 10


def headline_rule(settings: RuptureSettings, followed: Sequence[FollowedScale]) -> RuleName:
    """Choose the one rule whose episodes are the headline of every group of the program.

    It is the rule that the program sets. Reliable change needs to know a scale's measurement error, which single
    ratings never have: where it could not judge every level of alliance that the program asks about, the levels
    would not be told apart by the same rule, and the strict SD rule takes its place throughout. This depends on the
    questionnaires in use alone, never on a group's data.
    """
    if settings.headline != "reliable_change":
        return settings.headline
    asked = {one.scale.level for one in followed}
    known = {one.scale.level for one in followed if one.scale.reliable_change is not None}
    return "reliable_change" if asked == known and asked else "sd_strict"


def reliable_fall(followed: FollowedScale, scores: pd.DataFrame) -> float:
    """The smallest reliable fall in points of a scale; NaN where it is not known.

    A published criterion; else 1.96 standard errors of the difference from the scale's reliability and SD. Where no
    SD is published, that between the group's own members stands in, pooled over sessions (missing with fewer than
    10 degrees of freedom): a group's episodes are then the same in every report that shows them.

    Args:
        followed: The scale.
        scores: One group's scores on it: session, score.
    """
    known = followed.scale.reliable_change
    if known is None:
        return math.nan
    if known.criterion is not None:
        return known.criterion
    sd = known.standard_deviation if known.standard_deviation is not None else members_sd(scores)
    if known.reliability is None:
        return math.nan
    return reliable_change(sd, known.reliability).criterion


def members_sd(scores: pd.DataFrame) -> float:
    """The SD between members within a session, pooled over sessions; NaN with fewer than 10 degrees of freedom.

    Examples:
        >>> ratings = pd.DataFrame({"session": [1, 1, 1] * 5, "score": [2.0, 4.0, 6.0] * 5})
        >>> members_sd(ratings)
        2.0
    """
    by_session = scores.dropna(subset="score").groupby("session")["score"]
    degrees = by_session.size() - 1
    if degrees.sum() < FEWEST_DEGREES:
        return math.nan
    return float(np.sqrt((by_session.var().fillna(0) * degrees).sum() / degrees.sum()))
