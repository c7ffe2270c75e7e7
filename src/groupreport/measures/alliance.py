"""Alliance on its three levels, and which of its scales are followed from session to session for drops."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from groupreport.instruments.records import Instrument, Level, Scale
from groupreport.measures.text import TEXT

LEVELS: tuple[Level, ...] = ("member_leader", "member_member", "member_group")

# Whom an answer is about decides the level, before what the questionnaire was made for.
LEVEL_OF_TARGET: dict[str, Level] = {"leader": "member_leader", "members": "member_member", "group": "member_group"}


@dataclass(frozen=True)
class FollowedScale:
    """A scale whose sessions make series of ratings, one a member."""

    instrument: Instrument
    scale: Scale


def followed_scales(instruments: Iterable[Instrument]) -> tuple[FollowedScale, ...]:
    """Choose the scales that are searched for rating drops.

    The total of an alliance questionnaire stands for its goal, task and bond scales: these would count the same drop
    up to four times. A questionnaire without a total (one item a level) is followed on every headline scale of
    alliance. Scales on which neither end is better are never followed.

    Examples:
        >>> from groupreport.instruments import load_catalog
        >>> catalog = load_catalog()
        >>> [one.scale.scale for one in followed_scales([catalog["wai_sr"], catalog["gcq_s"]])]
        ['total']
    """
    followed = []
    for instrument in instruments:
        if instrument.given != "session":
            continue
        alliance = [s for s in instrument.scales if s.domain == "alliance" and s.higher_is != "context"]
        totals = [s for s in alliance if s.aspect == "total"]
        followed += [FollowedScale(instrument, s) for s in totals or alliance if s.headline]
    return tuple(followed)


def higher_is_better(scores: pd.Series, scale: Scale) -> pd.Series:
    """Turn a scale on which higher is worse around, so that a rupture is always a fall; distances stay the same.

    Args:
        scores: Scores in points of the scale.
        scale: The scale, which says what a high score means.

    Raises:
        ValueError: Neither end of the scale is better.

    Examples:
        >>> from groupreport.instruments import load_catalog
        >>> higher_is_better(pd.Series([2.0, 5.0]), load_catalog()["phq9"].scale("total")).tolist()
        [-2.0, -5.0]
    """
    if scale.higher_is == "context":
        raise ValueError(f"neither end of {scale.scale} is better")
    return -scores if scale.higher_is == "worse" else scores


def level_of(targets: pd.Series, levels: pd.Series) -> pd.Series:
    """Whom each score is about: what the answer's target says, else the level of the scale (missing: not known).

    Examples:
        >>> level_of(pd.Series(["members", None], dtype="str"), pd.Series(["member_leader"] * 2, dtype="str")).tolist()
        ['member_member', 'member_leader']
    """
    return targets.map(LEVEL_OF_TARGET).astype(TEXT).where(targets.notna(), levels)
