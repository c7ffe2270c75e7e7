"""Rating drops consistent with a rupture, what became of them, and the charts and shifts behind some of the rules.

A detected episode is never "a rupture happened": ratings miss quiet withdrawal, and noise alone makes drops.
"""

from groupreport.measures.ruptures.change_points import change_points
from groupreport.measures.ruptures.common_course import CommonCourse, common_course
from groupreport.measures.ruptures.control_chart import ChartLimits, individuals_chart
from groupreport.measures.ruptures.episodes import find_episodes, judge_series
from groupreport.measures.ruptures.members_by_chance import (
    MembersByChance,
    members_by_chance,
    members_by_chance_of_rules,
)
from groupreport.measures.ruptures.rule import Rule
from groupreport.measures.ruptures.rules import RULES, rule_named
from groupreport.measures.ruptures.series import RatedSeries, rated_series
from groupreport.measures.ruptures.sudden_losses import sudden_losses
from groupreport.measures.ruptures.walking import STATUSES, Repair

__all__ = [
    "RULES",
    "STATUSES",
    "ChartLimits",
    "CommonCourse",
    "MembersByChance",
    "RatedSeries",
    "Repair",
    "Rule",
    "change_points",
    "common_course",
    "find_episodes",
    "individuals_chart",
    "judge_series",
    "members_by_chance",
    "members_by_chance_of_rules",
    "rated_series",
    "rule_named",
    "sudden_losses",
]
