"""What evaluators read beside a program's outcomes."""

from __future__ import annotations

from groupreport.display.outcome_detail_words import (
    choices_found,
    choices_table,
    effect_pieces,
    missing_found,
    missing_sentences,
    missing_table,
)
from groupreport.display.outcome_words import criteria
from groupreport.display.program.higher_risk import has_higher_risk, higher_risk_pieces
from groupreport.display.program.talking_therapies import talking_therapies_pieces
from groupreport.display.shown import Piece, bullets, paragraph
from groupreport.display.wording import Wording
from groupreport.summaries.records import OutcomeDetails, Outcomes, ProgramSummary, TalkingTherapies


def outcome_detail_sentences(summary: ProgramSummary, words: Wording) -> list[str]:
    """A sentence each: other criteria, missing scores, and which further tables there are."""
    found, said = summary.outcome_details, []
    if isinstance(found, OutcomeDetails):
        tabled = missing_table(found.missing, words) is not None
        said += [choices_found(found.criteria, words), missing_found(found.missing, words, tabled=tabled)]
    if summary.details is not None:
        rates = isinstance(summary.details.talking_therapies, TalkingTherapies)
        risk = has_higher_risk(summary.details.higher_risk)
        said.append(words.say("program_details.see", rates=rates, risk=risk) if rates or risk else "")
    return said


def outcome_detail_pieces(summary: ProgramSummary, words: Wording) -> list[Piece | None]:
    """Sources of criteria, other units, criteria and denominators, NHS rates, and members at higher risk."""
    pieces: list[Piece | None] = []
    if isinstance(summary.outcomes, Outcomes):
        sources = criteria(summary.outcomes.by_instrument, words)
        pieces += [paragraph(words.say("statistics.criteria"), *sources)] if sources else []
    found = summary.outcome_details
    if isinstance(found, OutcomeDetails):
        missing = missing_sentences(found.missing, words, tabled=True)
        pieces += [
            *effect_pieces(found.effects, words),
            choices_table(found.criteria, words),
            paragraph(words.say("outcome_details.missing_lead")) if missing else None,
            bullets(missing),
            missing_table(found.missing, words),
        ]
    if summary.details is not None:
        pieces += talking_therapies_pieces(summary.details.talking_therapies, words)
        pieces += higher_risk_pieces(summary.details.higher_risk, words)
    return pieces
