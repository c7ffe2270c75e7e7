"""How long people stayed: their own sessions, completion and drop-out by several definitions, time to the last one."""

from groupreport.measures.retention.courses import courses
from groupreport.measures.retention.definitions import (
    DEFINITIONS,
    REASONS,
    RESULTS,
    Definition,
    judge_courses,
    side_by_side,
)
from groupreport.measures.retention.last_sessions import last_sessions
from groupreport.measures.retention.own_sessions import own_sessions
from groupreport.measures.retention.survival import kaplan_meier, median_session

__all__ = [
    "DEFINITIONS",
    "REASONS",
    "RESULTS",
    "Definition",
    "courses",
    "judge_courses",
    "kaplan_meier",
    "last_sessions",
    "median_session",
    "own_sessions",
    "side_by_side",
]
