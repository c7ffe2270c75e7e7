"""NHS Talking Therapies' four rates, where a program uses both of its questionnaires."""

from __future__ import annotations

from groupreport.measures.outcomes import pairs_of_scale
from groupreport.measures.retention import judge_courses
from groupreport.measures.talking_therapies import (
    FEWEST_CONTACTS,
    INSTRUMENTS,
    talking_therapies_marks,
    talking_therapies_rates,
)
from groupreport.summaries.flows import groups_without_attendance
from groupreport.summaries.outcome_scores import why_no_outcomes
from groupreport.summaries.records import TalkingTherapies, Unavailable
from groupreport.summaries.retention import Courses

_FINISHED = "finished_course"


def talking_therapies(found: Courses) -> TalkingTherapies | Unavailable:
    """The four rates over everybody, with their denominators."""
    scope = found.scope
    missing = why_no_outcomes(scope)
    if missing:
        return missing
    by_id = {outcome.instrument.id: outcome for outcome in scope.outcome_scales}
    if not all(name in by_id for name in INSTRUMENTS):
        return Unavailable("not_collected", "not_both_phq9_and_gad7")
    if groups_without_attendance(scope):
        return Unavailable("not_enough_data", "attendance_not_in_every_group")
    courses = judge_courses(found.persons, {**found.numbers, "finished_contacts": FEWEST_CONTACTS})
    courses = courses[courses["definition"] == _FINISHED]
    persons = courses[["member_id", "result"]]
    for name in INSTRUMENTS:
        pairs = pairs_of_scale(scope.outcome_pairs, by_id[name])[["member_id", "pre", "post"]]
        persons = persons.merge(
            pairs.rename(columns={"pre": f"{name}_first", "post": f"{name}_last"}), on="member_id", how="left"
        )
    marks = talking_therapies_marks(
        phq9_first=persons["phq9_first"],
        phq9_last=persons["phq9_last"],
        gad7_first=persons["gad7_first"],
        gad7_last=persons["gad7_last"],
        finished=persons["result"] == "completed",
    )
    finished = int(marks["finished"].sum())
    if not finished:
        return Unavailable("not_enough_data", "nobody_finished_a_course")
    return TalkingTherapies(
        rates=talking_therapies_rates(marks),
        people=len(persons),
        finished=finished,
        not_known=int((courses["reason"] == "attendance_unknown").sum()),
        not_at_caseness=int(marks["not_at_caseness"].sum()),
        unscored=int((marks["finished"] & ~marks["scored"]).sum()),
    )
