"""Rating drops of a group as a whole: at once, one after the other, in its mean and in how far members lie apart.

No public threshold was found for when a therapy group as a whole had a rupture. Every threshold here is a setting of
this package (`group_ruptures` in program.yml), everything is exploratory, and what chance gives stands beside what was
seen.
"""

from groupreport.measures.group_ruptures.able_ratings import able_ratings
from groupreport.measures.group_ruptures.by_chance import AtOnceByChance, at_once_by_chance
from groupreport.measures.group_ruptures.co_ruptures import co_ruptures
from groupreport.measures.group_ruptures.contagion import FollowedShares, compare_followed, followed_after_drops
from groupreport.measures.group_ruptures.logged_events import followed_after_events
from groupreport.measures.group_ruptures.mean_falls import mean_falls
from groupreport.measures.group_ruptures.moving_apart import SIGNIFICANCE, moving_apart
from groupreport.measures.group_ruptures.paired_steps import paired_steps

__all__ = [
    "SIGNIFICANCE",
    "AtOnceByChance",
    "FollowedShares",
    "able_ratings",
    "at_once_by_chance",
    "co_ruptures",
    "compare_followed",
    "followed_after_drops",
    "followed_after_events",
    "mean_falls",
    "moving_apart",
    "paired_steps",
]
