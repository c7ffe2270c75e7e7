"""Outcomes of one group: every member from the first to the last measurement, and reliable change."""

from __future__ import annotations

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.group.outcome_slopes import slopes
from groupreport.display.outcome_detail_words import (
    choice_pieces,
    choices_found,
    effect_pieces,
    missing_found,
    missing_sentences,
)
from groupreport.display.outcome_words import (
    change_table,
    classes_table,
    criteria,
    criteria_notes,
    sentence,
    short_criteria,
)
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, Shown, bullets, paragraph, shown
from groupreport.display.unavailable import absent
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import GroupSummary, OutcomeDetails, Outcomes, Unavailable


def show_outcomes(view: EvaluatorGroupView) -> Shown:
    """Who changed reliably, with denominators, means, and what other criteria and missing scores leave open."""
    words, outcomes, found = wording(view.language), view.summary.outcomes, view.summary.outcome_details
    if isinstance(outcomes, Unavailable):
        return absent(words, "outcomes", outcomes)
    by_instrument = outcomes.by_instrument
    if by_instrument.empty:
        return shown(paragraph(words.say("outcomes.none")))
    details = found if isinstance(found, OutcomeDetails) else None
    return shown(
        bullets(sentence(row, words) for row in rows_of(by_instrument)),
        paragraph(words.say("outcomes.how_to_read")) if by_instrument["pairs"].sum() else None,
        slopes(outcomes, words),
        change_table(by_instrument, words),
        classes_table(by_instrument, words),
        paragraph(
            short_criteria(by_instrument, words, here=True),
            *criteria_notes(by_instrument, words),
            choices_found(details.criteria, words) if details else "",
            missing_found(details.missing, words, tabled=False) if details else "",
        ),
    )


def outcome_pieces(summary: GroupSummary, words: Wording) -> list[Piece | None]:
    """Where criteria come from, other units, other criteria, and what missing measurements leave open."""
    if not isinstance(summary.outcomes, Outcomes) or summary.outcomes.by_instrument.empty:
        return []
    said = criteria(summary.outcomes.by_instrument, words)
    pieces = [paragraph(words.say("statistics.criteria")), bullets(said)] if said else []
    found = summary.outcome_details
    if not isinstance(found, OutcomeDetails):
        return pieces
    missing = missing_sentences(found.missing, words, tabled=False)
    return [
        *pieces,
        *effect_pieces(found.effects, words),
        *choice_pieces(found.criteria, words),
        paragraph(words.say("outcome_details.missing_lead")) if missing else None,
        bullets(missing),
    ]
