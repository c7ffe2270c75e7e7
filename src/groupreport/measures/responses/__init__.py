"""The event log: ruptures that people saw, what was done about them, and whether ratings saw them as well."""

from groupreport.measures.responses.cells import FEWEST_FOR_MEDIAN, events_by_cell
from groupreport.measures.responses.kinds import KINDS, ROLES, kinds_of, roles_of
from groupreport.measures.responses.log import concordance, describe_events
from groupreport.measures.responses.members import SEEN, drops_in_log, events_in_ratings, members_in_log
from groupreport.measures.responses.over_time import PARTS, events_by_third
from groupreport.measures.responses.overlap import Overlap, overlap_by_chance
from groupreport.measures.responses.resolution import times_to_resolution
from groupreport.measures.responses.starters import repair_starters
from groupreport.measures.responses.steps import SORTS, STEPS, count_steps, steps_by_sort

__all__ = [
    "FEWEST_FOR_MEDIAN",
    "KINDS",
    "PARTS",
    "ROLES",
    "SEEN",
    "SORTS",
    "STEPS",
    "Overlap",
    "concordance",
    "count_steps",
    "describe_events",
    "drops_in_log",
    "events_by_cell",
    "events_by_third",
    "events_in_ratings",
    "kinds_of",
    "members_in_log",
    "overlap_by_chance",
    "repair_starters",
    "roles_of",
    "steps_by_sort",
    "times_to_resolution",
]
