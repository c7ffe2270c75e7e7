"""How the numbers of a group's report were made, what is missing, and from what they come."""

from __future__ import annotations

import pandas as pd

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display import methods_words
from groupreport.display.escaping import Markdown
from groupreport.display.group.drop_methods import drop_definitions
from groupreport.display.group.questionnaires_table import questionnaires_table
from groupreport.display.shown import Shown, bullets, shown
from groupreport.display.trend import SAME_SHARE
from groupreport.display.unavailable import absent_piece
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import GroupSummary, Ruptures, Unavailable


def show_methods(view: EvaluatorGroupView) -> Shown:
    """Definitions and thresholds, response rates, questionnaires with licences, notes on the data, provenance."""
    words, summary = wording(view.language), view.summary
    rates, found = summary.response_rates, summary.data_quality
    return shown(
        bullets(_definitions(summary, words)),
        absent_piece(words, "response_rates", rates) if isinstance(rates, Unavailable) else None,
        questionnaires_table(summary, words),
        *(methods_words.signs_list(found, summary.term.instruments, words) if found is not None else []),
        *methods_words.instruments_list(summary.term.instruments, words),
        *methods_words.notes(summary.data_notes, words),
        methods_words.provenance(
            summary.term.term_id,
            summary.term.data_hash,
            summary.term.parameters.settings.program.contact,
            words,
        ),
    )


def _definitions(summary: GroupSummary, words: Wording) -> list[Markdown]:
    found = summary.data_quality
    dose = methods_words.attendance_rule(summary.flow.dose_share, found, words)
    said = [dose, methods_words.trend_rule(words)]
    if summary.retention is not None:
        said.insert(1, methods_words.retention_rule(summary.retention, words))
    stages = summary.term.parameters.stages_of(summary.group.group_id)
    if stages:
        ranges = [{"name": name, "first": first, "last": last} for name, (first, last) in stages.items()]
        said.append(words.say("methods.stages", stages=ranges))
    if isinstance(summary.ruptures, Ruptures):
        said += drop_definitions(summary.ruptures, summary.term, words)
    if not isinstance(summary.scales_by_session, Unavailable):
        said.append(words.say("methods.rules_agreement"))
    if isinstance(summary.growth, pd.DataFrame):
        said.append(words.say("growth.method"))
    if not isinstance(summary.outcomes, Unavailable):
        said.append(words.say("methods.rules_outcomes"))
    return [*said, words.say("methods.rules_prompts", same=SAME_SHARE)]
