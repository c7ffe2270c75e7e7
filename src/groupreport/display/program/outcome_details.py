"""What evaluators read beside a program's outcomes."""

from __future__ import annotations

from groupreport.display.outcome_detail_words import (
    choice_sentences,
    choices_table,
    effect_sentences,
    missing_sentences,
    missing_table,
)
from groupreport.display.program.costs import costs_piece
from groupreport.display.program.higher_risk import higher_risk_pieces
from groupreport.display.program.talking_therapies import talking_therapies_pieces
from groupreport.display.shown import Piece, bullets, paragraph
from groupreport.display.wording import Wording
from groupreport.summaries.records import OutcomeDetails, ProgramSummary


def outcome_detail_pieces(summary: ProgramSummary, words: Wording) -> list[Piece | None]:
    """Other units, criteria and denominators, NHS rates, members at higher risk, and costs."""
    pieces: list[Piece | None] = []
    found = summary.outcome_details
    if isinstance(found, OutcomeDetails):
        effects, choices = effect_sentences(found.effects, words), choice_sentences(found.criteria, words)
        pieces += [
            paragraph(words.say("outcome_details.effects_lead")) if effects else None,
            bullets(effects),
            paragraph(words.say("outcome_details.choices_lead"), *choices) if choices else None,
            choices_table(found.criteria, words),
            paragraph(words.say("outcome_details.missing_lead")),
            bullets(missing_sentences(found.missing, words, tabled=True)),
            missing_table(found.missing, words),
        ]
    if summary.details is not None:
        pieces += talking_therapies_pieces(summary.details.talking_therapies, words)
        pieces += higher_risk_pieces(summary.details.higher_risk, words)
        pieces.append(costs_piece(summary.details.costs, words))
    return pieces
