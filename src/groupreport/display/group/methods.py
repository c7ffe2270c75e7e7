"""How the numbers of a group's report were made, in short: what the report itself uses, what is missing, sources."""

from __future__ import annotations

import pandas as pd

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display import methods_words
from groupreport.display.escaping import Markdown
from groupreport.display.group.drop_methods import drops_in_short
from groupreport.display.group.questionnaires_table import questionnaires_in_short
from groupreport.display.shown import Shown, bullets, shown
from groupreport.display.trend import SAME_SHARE
from groupreport.display.unavailable import absent_piece
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import GroupSummary, Ruptures, Unavailable


def show_methods(view: EvaluatorGroupView) -> Shown:
    """Thresholds that the report uses, where notes on the data stand, answers and licenses, provenance."""
    words, summary = wording(view.language), view.summary
    term, rates = summary.term, summary.response_rates
    return shown(
        bullets(_in_short(summary, words)),
        absent_piece(words, "response_rates", rates) if isinstance(rates, Unavailable) else None,
        methods_words.provenance(term.term_id, term.data_hash, term.parameters.settings.program.contact, words),
    )


def stages_sentence(summary: GroupSummary, words: Wording) -> Markdown | str:
    """The group's stages by session; nothing where none are set."""
    stages = summary.term.parameters.stages_of(summary.group.group_id)
    if not stages:
        return ""
    ranges = [{"name": name, "first": first, "last": last} for name, (first, last) in stages.items()]
    return words.say("methods.stages", stages=ranges)


def _in_short(summary: GroupSummary, words: Wording) -> list[Markdown | str]:
    said: list[Markdown | str] = []
    if isinstance(summary.scales_by_session, pd.DataFrame):
        said.append(words.say("methods.short_trend", same=SAME_SHARE))
    if isinstance(summary.ruptures, Ruptures):
        said.append(drops_in_short(summary.ruptures, summary.term, words))
    said += [words.say("methods.short_dose", share=summary.flow.dose_share), stages_sentence(summary, words)]
    return [*said, words.say("methods.short_rules"), *questionnaires_in_short(summary, words)]
