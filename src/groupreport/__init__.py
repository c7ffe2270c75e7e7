"""One program's term of therapy groups, from exported tables to reports that can be defended.

A notebook opens a frozen term, summarizes it, lets disclosure control decide what may be seen, and shows the result:

    term = groupreport.open_term(term_folder)
    view = groupreport.for_audience(groupreport.summarize_group(term, group_id), audience)
    groupreport.show_cohesion(view)

Each name is imported when it is first used, so that `import groupreport` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groupreport.disclosure import for_audience
    from groupreport.display.funder.changes import show_what_changed
    from groupreport.display.funder.glance import (
        show_citation,
        show_funder,
        show_funder_at_a_glance,
        show_how_groups_work,
        show_protection,
    )
    from groupreport.display.funder.outcomes_file import show_outcomes_file
    from groupreport.display.funder.people import show_who_was_served
    from groupreport.display.group.agreement import show_agreement
    from groupreport.display.group.alliance import show_alliance
    from groupreport.display.group.attendance import show_attendance
    from groupreport.display.group.cohesion import show_cohesion
    from groupreport.display.group.definitions import show_answers, show_definitions, show_questionnaires
    from groupreport.display.group.event_log import show_log_and_ratings
    from groupreport.display.group.glance import show_group_at_a_glance
    from groupreport.display.group.group_ruptures import show_group_as_a_whole
    from groupreport.display.group.growth import show_growth
    from groupreport.display.group.header import show_group
    from groupreport.display.group.members_to_ask import show_members_to_ask
    from groupreport.display.group.methods import show_methods
    from groupreport.display.group.outcomes import show_outcome_details, show_outcomes
    from groupreport.display.group.participation import show_participation, show_sharing_of_talk
    from groupreport.display.group.prompts import show_prompts
    from groupreport.display.group.rules import show_longer_repairs, show_rules, show_rules_explained
    from groupreport.display.group.ruptures import show_ruptures
    from groupreport.display.group.staying import show_drop_out_definitions
    from groupreport.display.numbers import keep_numbers
    from groupreport.display.own_figure import show_own_figure, use_report_style
    from groupreport.display.program.appendix import (
        show_conditions,
        show_consequences,
        show_equity_by_category,
        show_every_comparison,
        show_feedback_by_group,
        show_higher_risk,
        show_links,
        show_missing_scores,
        show_nesting,
        show_outcome_criteria,
        show_program_data_quality,
        show_program_definitions,
        show_program_growth,
        show_program_log,
        show_program_questionnaires,
        show_program_repairs,
        show_program_rules,
        show_staying,
        show_talking_therapies,
    )
    from groupreport.display.program.attendance import show_program_attendance
    from groupreport.display.program.comparisons import show_comparison, show_equity, show_feedback
    from groupreport.display.program.decisions import show_decisions
    from groupreport.display.program.glance import show_program_at_a_glance
    from groupreport.display.program.groups import show_groups
    from groupreport.display.program.headline import show_program
    from groupreport.display.program.methods import show_program_methods
    from groupreport.display.program.outcomes import show_program_outcomes
    from groupreport.display.program.ruptures import show_program_ruptures
    from groupreport.intake import open_term
    from groupreport.summaries import summarize_group, summarize_outcomes, summarize_program

# Rooms that a person may reach by name: `groupreport.measures.agreement.icc1(...)`.
_ROOMS = frozenset(
    {"disclosure", "display", "errors", "instruments", "intake", "measures", "parameters", "simulation", "summaries"}
)
_HOMES = {
    "open_term": "groupreport.intake",
    "summarize_group": "groupreport.summaries",
    "for_audience": "groupreport.disclosure",
    "keep_numbers": "groupreport.display.numbers",
    "show_own_figure": "groupreport.display.own_figure",
    "use_report_style": "groupreport.display.own_figure",
    "show_group": "groupreport.display.group.header",
    "show_group_at_a_glance": "groupreport.display.group.glance",
    "show_attendance": "groupreport.display.group.attendance",
    "show_cohesion": "groupreport.display.group.cohesion",
    "show_alliance": "groupreport.display.group.alliance",
    "show_agreement": "groupreport.display.group.agreement",
    "show_growth": "groupreport.display.group.growth",
    "show_ruptures": "groupreport.display.group.ruptures",
    "show_participation": "groupreport.display.group.participation",
    "show_outcomes": "groupreport.display.group.outcomes",
    "show_prompts": "groupreport.display.group.prompts",
    "show_members_to_ask": "groupreport.display.group.members_to_ask",
    "show_drop_out_definitions": "groupreport.display.group.staying",
    "show_rules": "groupreport.display.group.rules",
    "show_rules_explained": "groupreport.display.group.rules",
    "show_longer_repairs": "groupreport.display.group.rules",
    "show_group_as_a_whole": "groupreport.display.group.group_ruptures",
    "show_log_and_ratings": "groupreport.display.group.event_log",
    "show_sharing_of_talk": "groupreport.display.group.participation",
    "show_outcome_details": "groupreport.display.group.outcomes",
    "show_answers": "groupreport.display.group.definitions",
    "show_definitions": "groupreport.display.group.definitions",
    "show_questionnaires": "groupreport.display.group.definitions",
    "show_methods": "groupreport.display.group.methods",
    "summarize_program": "groupreport.summaries",
    "show_program": "groupreport.display.program.headline",
    "show_program_at_a_glance": "groupreport.display.program.glance",
    "show_decisions": "groupreport.display.program.decisions",
    "show_groups": "groupreport.display.program.groups",
    "show_program_attendance": "groupreport.display.program.attendance",
    "show_program_ruptures": "groupreport.display.program.ruptures",
    "show_program_outcomes": "groupreport.display.program.outcomes",
    "show_feedback": "groupreport.display.program.comparisons",
    "show_equity": "groupreport.display.program.comparisons",
    "show_comparison": "groupreport.display.program.comparisons",
    "show_nesting": "groupreport.display.program.appendix",
    "show_program_growth": "groupreport.display.program.appendix",
    "show_links": "groupreport.display.program.appendix",
    "show_conditions": "groupreport.display.program.appendix",
    "show_staying": "groupreport.display.program.appendix",
    "show_program_rules": "groupreport.display.program.appendix",
    "show_program_repairs": "groupreport.display.program.appendix",
    "show_consequences": "groupreport.display.program.appendix",
    "show_program_log": "groupreport.display.program.appendix",
    "show_outcome_criteria": "groupreport.display.program.appendix",
    "show_missing_scores": "groupreport.display.program.appendix",
    "show_talking_therapies": "groupreport.display.program.appendix",
    "show_higher_risk": "groupreport.display.program.appendix",
    "show_feedback_by_group": "groupreport.display.program.appendix",
    "show_equity_by_category": "groupreport.display.program.appendix",
    "show_every_comparison": "groupreport.display.program.appendix",
    "show_program_definitions": "groupreport.display.program.appendix",
    "show_program_data_quality": "groupreport.display.program.appendix",
    "show_program_questionnaires": "groupreport.display.program.appendix",
    "show_program_methods": "groupreport.display.program.methods",
    "summarize_outcomes": "groupreport.summaries",
    "show_funder": "groupreport.display.funder.glance",
    "show_funder_at_a_glance": "groupreport.display.funder.glance",
    "show_how_groups_work": "groupreport.display.funder.glance",
    "show_protection": "groupreport.display.funder.glance",
    "show_citation": "groupreport.display.funder.glance",
    "show_who_was_served": "groupreport.display.funder.people",
    "show_what_changed": "groupreport.display.funder.changes",
    "show_outcomes_file": "groupreport.display.funder.outcomes_file",
}

__all__ = [
    "for_audience",
    "keep_numbers",
    "open_term",
    "show_agreement",
    "show_alliance",
    "show_answers",
    "show_attendance",
    "show_citation",
    "show_cohesion",
    "show_comparison",
    "show_conditions",
    "show_consequences",
    "show_decisions",
    "show_definitions",
    "show_drop_out_definitions",
    "show_equity",
    "show_equity_by_category",
    "show_every_comparison",
    "show_feedback",
    "show_feedback_by_group",
    "show_funder",
    "show_funder_at_a_glance",
    "show_group",
    "show_group_as_a_whole",
    "show_group_at_a_glance",
    "show_groups",
    "show_growth",
    "show_higher_risk",
    "show_how_groups_work",
    "show_links",
    "show_log_and_ratings",
    "show_longer_repairs",
    "show_members_to_ask",
    "show_methods",
    "show_missing_scores",
    "show_nesting",
    "show_outcome_criteria",
    "show_outcome_details",
    "show_outcomes",
    "show_outcomes_file",
    "show_own_figure",
    "show_participation",
    "show_program",
    "show_program_at_a_glance",
    "show_program_attendance",
    "show_program_data_quality",
    "show_program_definitions",
    "show_program_growth",
    "show_program_log",
    "show_program_methods",
    "show_program_outcomes",
    "show_program_questionnaires",
    "show_program_repairs",
    "show_program_rules",
    "show_program_ruptures",
    "show_prompts",
    "show_protection",
    "show_questionnaires",
    "show_rules",
    "show_rules_explained",
    "show_ruptures",
    "show_sharing_of_talk",
    "show_staying",
    "show_talking_therapies",
    "show_what_changed",
    "show_who_was_served",
    "summarize_group",
    "summarize_outcomes",
    "summarize_program",
    "use_report_style",
]


def __getattr__(name: str) -> object:
    """The public name, imported from the room that holds it."""
    if name in _ROOMS:
        return importlib.import_module(f"groupreport.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module 'groupreport' has no attribute '{name}'; it offers {', '.join(__all__)}")
    found = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
