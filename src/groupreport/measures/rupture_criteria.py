"""Which rule is the headline, and how large a reliable fall is on a scale whose error is known in part only."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from groupreport.instruments.records import Scale
from groupreport.measures.alliance import FollowedScale
from groupreport.measures.change import reliable_change
from groupreport.measures.ruptures import RULES
from groupreport.parameters import RuleName, RuptureSettings

# Fewer say too little about how members differ: the SD of 3 members at 5 sessions has 10 degrees of freedom.
FEWEST_DEGREES = 10
# The headline rule where a scale's measurement error is not known.
WITHOUT_RELIABILITY: RuleName = "person_centered"


def headline_rule(settings: RuptureSettings, followed: Sequence[FollowedScale]) -> RuleName:
    """Choose the one rule whose episodes are the headline of every group of the program.

    It is the rule that the program sets. Some need to know a scale's measurement error, which single ratings never
    have: where they could not judge every level of alliance that the program asks about, the levels
    would not be told apart by the same rule, and the person-centered rule takes its place throughout: of the rules that
    need no reliability it is the one that finds most of planted drops beside what it finds where nothing is. This depends on the
    questionnaires in use alone, never on a group's data.

    Examples:
        >>> headline_rule(RuptureSettings(headline="sd_strict"), [])
        'sd_strict'
        >>> headline_rule(RuptureSettings(headline="reliable_change"), [])  # nothing is known of any scale
        'person_centered'
    """
    if RULES[settings.headline].basis != "reliable_change":
        return settings.headline
    asked = {one.scale.level for one in followed}
    known = {one.scale.level for one in followed if one.scale.reliable_change is not None}
    return settings.headline if asked == known and asked else WITHOUT_RELIABILITY


def answer_point(scale: Scale) -> float:
    """One point of a seven-point scale on this scale: a sixth of its range; NaN where the range is not known.

    Examples:
        >>> from groupreport.instruments import load_catalog
        >>> answer_point(load_catalog()["alliance_1_10"].scale("member_leader"))  # 1 to 10
        1.5
    """
    if scale.minimum is None or scale.maximum is None:
        return math.nan
    return (scale.maximum - scale.minimum) / 6


def reliable_falls(followed: FollowedScale, scores: pd.DataFrame) -> pd.Series:
    """The smallest reliable fall in points of a scale, for each group; NaN where it is not known.

    A published criterion; else 1.96 standard errors of the difference from the scale's reliability and SD. Where no
    SD is published, that between the group's own members stands in, pooled over sessions (missing with fewer than
    10 degrees of freedom): a group's episodes are then the same in every report that shows them.

    Args:
        followed: The scale.
        scores: The scores on it: group_id, session, score.

    Returns:
        A Series by group_id.

    Examples:
        >>> from groupreport.instruments import load_catalog
        >>> from groupreport.measures.alliance import followed_scales
        >>> followed = followed_scales([load_catalog()["wai_sr"]])[0]
        >>> scores = pd.DataFrame({"group_id": "G", "session": [1] * 6 + [2] * 6, "score": [2.0, 2, 2, 4, 4, 4] * 2})
        >>> reliable_falls(followed, scores).round(3).to_dict()  # 1.96 sqrt(2) 1.0954 sqrt(1 - .80)
        {'G': 1.358}
    """
    known = followed.scale.reliable_change
    groups = pd.Index(scores["group_id"].unique(), name="group_id")
    criterion = math.nan if known is None or known.criterion is None else known.criterion
    if known is None or known.criterion is not None or known.reliability is None:
        return pd.Series(criterion, index=groups, dtype="float64")
    if known.standard_deviation is not None:
        return pd.Series(reliable_change(known.standard_deviation, known.reliability).criterion, index=groups)
    # The criterion is proportional to the SD.
    return members_sd(scores).reindex(groups) * reliable_change(1.0, known.reliability).criterion


def members_sd(scores: pd.DataFrame) -> pd.Series:
    """The SD between a group's members within a session, pooled over sessions.

    Args:
        scores: One row a member at a session: group_id, session, score.

    Returns:
        A Series by group_id; NaN with fewer than 10 degrees of freedom or where members never differ.

    Examples:
        >>> given = [1, 1, 1, 3, 3, 3, 5, 5, 5, 7, 7, 7]
        >>> scores = pd.DataFrame({"group_id": "G1", "session": [1] * 6 + [2] * 6, "score": given})
        >>> members_sd(scores).round(4).tolist()  # each session: 6 squares of 1 over 5 degrees of freedom
        [1.0954]
    """
    by_session = scores.dropna(subset="score").groupby(["group_id", "session"])["score"]
    degrees = by_session.size() - 1
    squares = (by_session.var().fillna(0) * degrees).groupby("group_id").sum()
    degrees = degrees.groupby("group_id").sum()
    pooled = (squares / degrees.where(degrees >= FEWEST_DEGREES)) ** 0.5
    return pooled.where(pooled > 0).rename("sd")
