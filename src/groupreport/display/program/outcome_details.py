"""What evaluators read beside a program's outcomes."""

from __future__ import annotations

from groupreport.display.outcome_detail_words import (
    choice_pieces,
    choices_found,
    effect_pieces,
    missing_found,
    missing_sentences,
    missing_table,
)
from groupreport.display.outcome_words import criteria
from groupreport.display.program.higher_risk import has_higher_risk
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


def criteria_pieces(summary: ProgramSummary, words: Wording) -> list[Piece | None]:
    """Sources of criteria, the change in other units, and the classes by every published criterion."""
    pieces: list[Piece | None] = []
    if isinstance(summary.outcomes, Outcomes):
        sources = criteria(summary.outcomes.by_instrument, words)
        pieces += [paragraph(words.say("statistics.criteria"), *sources)] if sources else []
    found = summary.outcome_details
    if isinstance(found, OutcomeDetails):
        pieces += [*effect_pieces(found.effects, words), *choice_pieces(found.criteria, words)]
    return pieces


def missing_pieces(summary: ProgramSummary, words: Wording) -> list[Piece | None]:
    """What missing scores leave possible, in sentences and with intervals."""
    found = summary.outcome_details
    if not isinstance(found, OutcomeDetails):
        return []
    return [bullets(missing_sentences(found.missing, words, tabled=True)), missing_table(found.missing, words)]
