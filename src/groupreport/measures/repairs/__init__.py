"""Repairs of rating drops followed further: how long they take, what a longer window sees, what a drop starts from."""

from groupreport.measures.repairs.by_tolerance import repair_by_tolerance
from groupreport.measures.repairs.by_window import repair_by_window
from groupreport.measures.repairs.curve import repair_curve, repaired_by
from groupreport.measures.repairs.from_the_top import drops_from_the_top
from groupreport.measures.repairs.second_anchor import measures_from_a_mean, second_anchor
from groupreport.measures.repairs.time_to_repair import first_episodes, time_to_repair

__all__ = [
    "drops_from_the_top",
    "first_episodes",
    "measures_from_a_mean",
    "repair_by_tolerance",
    "repair_by_window",
    "repair_curve",
    "repaired_by",
    "second_anchor",
    "time_to_repair",
]
