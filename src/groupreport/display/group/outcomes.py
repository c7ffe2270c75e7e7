"""Outcomes of one group: every member from the first to the last measurement, and reliable change."""

from __future__ import annotations

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.group.outcome_slopes import slopes
from groupreport.display.outcome_words import change_table, classes_table, criteria, sentence
from groupreport.display.rows import rows_of
from groupreport.display.shown import Shown, bullets, paragraph, shown
from groupreport.display.unavailable import absent
from groupreport.display.wording import wording
from groupreport.summaries.records import Unavailable


def show_outcomes(view: EvaluatorGroupView) -> Shown:
    """Who changed reliably, with denominators, effect sizes, criteria and what is missing."""
    words, outcomes = wording(), view.summary.outcomes
    if isinstance(outcomes, Unavailable):
        return absent(words, "outcomes", outcomes)
    by_instrument = outcomes.by_instrument
    if by_instrument.empty:
        return shown(paragraph(words.say("outcomes.none")))
    return shown(
        bullets(sentence(row, words) for row in rows_of(by_instrument)),
        paragraph(words.say("outcomes.how_to_read")) if by_instrument["pairs"].sum() else None,
        slopes(outcomes, words),
        change_table(by_instrument, words),
        classes_table(by_instrument, words),
        bullets(criteria(by_instrument, words)),
    )
