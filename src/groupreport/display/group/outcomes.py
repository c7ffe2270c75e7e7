"""Outcomes of one group: every member from the first to the last measurement, and reliable change."""

from __future__ import annotations

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.group.outcome_slopes import slopes
from groupreport.display.outcome_detail_words import (
    choice_sentences,
    choices_table,
    effect_sentences,
    missing_sentences,
)
from groupreport.display.outcome_words import change_table, classes_table, criteria, sentence
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, Shown, bullets, paragraph, shown
from groupreport.display.unavailable import absent
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import OutcomeDetails, Unavailable


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
        *_details(view.summary.outcome_details, words),
    )


def _details(found: OutcomeDetails | Unavailable | None, words: Wording) -> list[Piece | None]:
    """Other units, other criteria, and what missing measurements leave open, in short."""
    if not isinstance(found, OutcomeDetails):
        return []
    effects, choices = effect_sentences(found.effects, words), choice_sentences(found.criteria, words)
    return [
        paragraph(words.say("outcome_details.effects_lead_short")) if effects else None,
        bullets(effects),
        paragraph(words.say("outcome_details.choices_lead"), *choices) if choices else None,
        choices_table(found.criteria, words) if choices else None,
        paragraph(words.say("outcome_details.missing_lead"), *missing_sentences(found.missing, words, tabled=False)),
    ]
