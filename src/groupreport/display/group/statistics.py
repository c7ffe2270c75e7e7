"""The statistics behind a group's report: tables that its sections point to."""

from __future__ import annotations

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.group.agreement import agreement_pieces
from groupreport.display.group.group_ruptures import group_rupture_pieces
from groupreport.display.group.growth import growth_pieces
from groupreport.display.group.outcomes import outcome_pieces
from groupreport.display.group.participation import sharing_pieces
from groupreport.display.group.ruptures import rule_pieces
from groupreport.display.group.staying import definition_pieces
from groupreport.display.shown import Shown, shown
from groupreport.display.wording import wording


def show_group_statistics(view: EvaluatorGroupView) -> Shown:
    """Drop-out by definition, agreement, growth, rules, the group as a whole, sharing of talk, change by choices."""
    words, summary = wording(view.language), view.summary
    return shown(
        *definition_pieces(summary, words),
        *agreement_pieces(summary, words),
        *growth_pieces(summary, words),
        *rule_pieces(summary, words),
        *group_rupture_pieces(summary, words),
        *sharing_pieces(summary, words),
        *outcome_pieces(summary, words),
    )
