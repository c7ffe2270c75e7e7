"""What one report says, as frozen records: one group's term, the program's term, the funder's outcomes.

Frames are tidy (one row is what the comment says), hold plain columns and no index of meaning, and keep a missing
value missing. `Unavailable` stands where a whole part cannot be said, and says why; it is never replaced by 0.
"""

from groupreport.summaries.records.conditions import Conditions
from groupreport.summaries.records.consequences import Consequences, OutcomeByDrops
from groupreport.summaries.records.data_quality import DataQuality
from groupreport.summaries.records.event_log import EventLog, LogAndRatings, MembersInLog
from groupreport.summaries.records.facts import (
    ALL_PROGRAMS,
    Changed,
    Changes,
    GroupFacts,
    LeftOut,
    TermFacts,
    Unavailable,
)
from groupreport.summaries.records.funder import CountTable, FunderSummary
from groupreport.summaries.records.group import GroupSummary
from groupreport.summaries.records.group_ruptures import GroupRuptures
from groupreport.summaries.records.outcome_details import Costs, OutcomeDetails, ProgramDetails, TalkingTherapies
from groupreport.summaries.records.outcomes import Outcomes
from groupreport.summaries.records.people import Flow, Participation
from groupreport.summaries.records.program import ProgramSummary
from groupreport.summaries.records.repairs import Repairs
from groupreport.summaries.records.retention import AbsenceSigns, LeftAfterDrop, Retention
from groupreport.summaries.records.ruptures import ObservedRuptures, Ruptures
from groupreport.summaries.records.signs import ParticipationSigns, SubgroupSigns
from groupreport.summaries.records.statistics import ScaleStatistics

__all__ = [
    "ALL_PROGRAMS",
    "AbsenceSigns",
    "Changed",
    "Changes",
    "Conditions",
    "Consequences",
    "Costs",
    "CountTable",
    "DataQuality",
    "EventLog",
    "Flow",
    "FunderSummary",
    "GroupFacts",
    "GroupRuptures",
    "GroupSummary",
    "LeftAfterDrop",
    "LeftOut",
    "LogAndRatings",
    "MembersInLog",
    "ObservedRuptures",
    "OutcomeByDrops",
    "OutcomeDetails",
    "Outcomes",
    "Participation",
    "ParticipationSigns",
    "ProgramDetails",
    "ProgramSummary",
    "Repairs",
    "Retention",
    "Ruptures",
    "ScaleStatistics",
    "SubgroupSigns",
    "TalkingTherapies",
    "TermFacts",
    "Unavailable",
]
