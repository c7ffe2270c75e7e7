"""What went with rating drops: outcome and drop-out of members whose drops were repaired, and of those whose were not.

All of it describes. Members differ in far more than their drops, and whoever is doing badly may rate lower.
"""

from groupreport.measures.consequences.drop_out import drop_out_by_status, drop_out_difference
from groupreport.measures.consequences.outcomes import (
    FEWEST_A_SIDE,
    FEWEST_GROUPS,
    OutcomeDifference,
    change_by_status,
    outcome_difference,
)
from groupreport.measures.consequences.statuses import (
    MEMBER_STATUSES,
    left_with_open_drop,
    status_of_members,
    stayed_on,
)

__all__ = [
    "FEWEST_A_SIDE",
    "FEWEST_GROUPS",
    "MEMBER_STATUSES",
    "OutcomeDifference",
    "change_by_status",
    "drop_out_by_status",
    "drop_out_difference",
    "left_with_open_drop",
    "outcome_difference",
    "status_of_members",
    "stayed_on",
]
