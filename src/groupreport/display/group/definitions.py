"""Every definition and threshold behind a group's report, and the questionnaires with their sources."""

from __future__ import annotations

import pandas as pd

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display import methods_words
from groupreport.display.escaping import Markdown
from groupreport.display.group.drop_methods import drop_definitions
from groupreport.display.group.members_to_ask import FEWEST_SIGNS
from groupreport.display.group.methods import stages_sentence
from groupreport.display.group.questionnaires_table import answers_note, answers_table
from groupreport.display.shown import Shown, bullets, paragraph, shown
from groupreport.display.trend import SAME_SHARE
from groupreport.display.wording import MOST_NAMES, Wording, wording
from groupreport.summaries.records import GroupSummary, ObservedRuptures, Ruptures, Unavailable


def show_answers(view: EvaluatorGroupView) -> Shown:
    """How complete and how plausible the answers are, what is worth a look, and every note on the data."""
    words, summary = wording(view.language), view.summary
    found = summary.data_quality
    return shown(
        answers_table(summary, words),
        paragraph(answers_note(summary, words)),
        *(methods_words.signs_list(found, summary.term.instruments, words) if found is not None else []),
        *methods_words.notes(summary.data_notes, words),
    )


def show_definitions(view: EvaluatorGroupView) -> Shown:
    """Every definition and threshold, in the order of the report."""
    words = wording(view.language)
    return shown(bullets(_definitions(view.summary, words)))


def show_questionnaires(view: EvaluatorGroupView) -> Shown:
    """Every questionnaire with its scales, source and license, and which of its facts were not checked."""
    return shown(*methods_words.instruments_list(view.summary.term.instruments, wording(view.language)))


def _definitions(summary: GroupSummary, words: Wording) -> list[Markdown | str]:
    said: list[Markdown | str] = [
        methods_words.attendance_rule(summary.flow.dose_share, summary.data_quality, words),
        methods_words.trend_rule(words),
        stages_sentence(summary, words),
    ]
    if summary.retention is not None:
        said.insert(1, methods_words.retention_rule(summary.retention, words))
    if isinstance(summary.ruptures, Ruptures):
        said += drop_definitions(summary.ruptures, summary.term, words)
    if isinstance(summary.observed, ObservedRuptures) and len(summary.observed.events):
        said.append(words.say("event_log.kinds"))
    if not isinstance(summary.scales_by_session, Unavailable):
        said.append(words.say("methods.rules_agreement"))
    if isinstance(summary.growth, pd.DataFrame):
        said.append(words.say("growth.method"))
    if not isinstance(summary.outcomes, Unavailable):
        said.append(words.say("methods.rules_outcomes"))
    run = None if summary.absence is None else summary.absence.run
    return [
        *said,
        words.say("methods.rules_headline"),
        words.say("methods.rules_prompts", same=SAME_SHARE),
        words.say("members.rule", fewest=FEWEST_SIGNS, most=MOST_NAMES, run=run),
    ]
