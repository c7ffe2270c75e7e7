"""What evaluators read beside a program's outcomes."""

from __future__ import annotations

from groupreport.display.outcome_detail_words import (
    choices_table,
    effect_pieces,
    missing_sentences,
    missing_table,
)
from groupreport.display.outcome_words import criteria
from groupreport.display.shown import Piece, bullets, paragraph
from groupreport.display.wording import Wording
from groupreport.summaries.records import OutcomeDetails, Outcomes, ProgramSummary


def criteria_pieces(summary: ProgramSummary, words: Wording) -> list[Piece | None]:
    """Sources of criteria, the change in other units, and the classes by every published criterion."""
    pieces: list[Piece | None] = []
    if isinstance(summary.outcomes, Outcomes):
        sources = criteria(summary.outcomes.by_instrument, words)
        pieces += [paragraph(words.say("statistics.criteria"), *sources)] if sources else []
    found = summary.outcome_details
    if isinstance(found, OutcomeDetails):
        pieces += [*effect_pieces(found.effects, words), choices_table(found.criteria, words)]
    return pieces


def missing_pieces(summary: ProgramSummary, words: Wording) -> list[Piece | None]:
    """What missing scores leave possible, in sentences and with intervals."""
    found = summary.outcome_details
    if not isinstance(found, OutcomeDetails):
        return []
    return [bullets(missing_sentences(found.missing, words, tabled=True)), missing_table(found.missing, words)]
