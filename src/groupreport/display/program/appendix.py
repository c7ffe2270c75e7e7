"""The technical appendix to a program's report: one part a function, for evaluators alone.

For leadership every part is empty, so that its report has no appendix.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from groupreport.disclosure.views import ProgramView
from groupreport.display import methods_words
from groupreport.display.benchmark_words import DROP_OUT, benchmark_facts
from groupreport.display.consequence_words import consequence_pieces
from groupreport.display.event_log_words import cells_table, log_paragraphs, steps_table
from groupreport.display.program.absence import absence_pieces
from groupreport.display.program.attendance import flows_table, has_started
from groupreport.display.program.comparisons import comparison_table
from groupreport.display.program.conditions import conditions_found, conditions_pieces
from groupreport.display.program.equity_shares import equity_shares_piece
from groupreport.display.program.feedback_use import feedback_pieces
from groupreport.display.program.groups import drawn_scales
from groupreport.display.program.growth import growth_found, growth_pieces
from groupreport.display.program.higher_risk import higher_risk_pieces
from groupreport.display.program.links import link_pieces, links_found
from groupreport.display.program.outcome_details import criteria_pieces, missing_pieces
from groupreport.display.program.repairs import repair_figure
from groupreport.display.program.retention import retention_pieces
from groupreport.display.program.ruptures import at_once_sentence, published_sentence, rules_table
from groupreport.display.program.scale_statistics import nesting_and_reliability, nesting_found, reliability_found
from groupreport.display.program.selected_scales import compared_scales
from groupreport.display.program.talking_therapies import talking_therapies_pieces
from groupreport.display.repair_tables import repair_pieces
from groupreport.display.rules_table import rules_explained
from groupreport.display.shown import Piece, Shown, bullets, paragraph, shown
from groupreport.display.term_changes import changes_found, changes_table
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import EventLog, ScaleStatistics, Unavailable

Pieces = list[Piece | None]


def _part(make: Callable[[ProgramView, Wording], Pieces]) -> Callable[[ProgramView], Shown]:
    """A part of the appendix: nothing for leadership, and for evaluators never a heading with nothing under it."""

    @wraps(make)
    def show(view: ProgramView) -> Shown:
        if view.audience != "evaluator":
            return shown()
        words = wording(view.language)
        pieces = make(view, words)
        return shown(*pieces) if any(pieces) else shown(paragraph(words.say("program_details.nothing")))

    return show


@_part
def show_nesting(view: ProgramView, words: Wording) -> Pieces:
    """How far groups differ, what goes together at which level, and how reliable scales are."""
    statistics = view.summary.statistics
    if not isinstance(statistics, ScaleStatistics):
        return []
    found = nesting_found(statistics.nesting, words), reliability_found(statistics.reliability, words)
    return [paragraph(*found), *nesting_and_reliability(statistics, words)]


@_part
def show_program_growth(view: ProgramView, words: Wording) -> Pieces:
    """Change of every scale from session to session."""
    statistics = view.summary.statistics
    if not isinstance(statistics, ScaleStatistics):
        return []
    pieces = growth_pieces(statistics.growth, words)
    found = paragraph(growth_found(statistics.growth, words))
    return [found, *pieces, paragraph(words.say("growth.method"))] if any(pieces) else []


@_part
def show_links(view: ProgramView, words: Wording) -> Pieces:
    """Whether ratings of the alliance go with outcomes, over the term and from session to session."""
    statistics = view.summary.statistics
    max_gap = view.summary.term.parameters.settings.ruptures.max_gap
    if not isinstance(statistics, ScaleStatistics):
        return []
    return [paragraph(links_found(statistics, words)), *link_pieces(statistics, max_gap, words)]


@_part
def show_conditions(view: ProgramView, words: Wording) -> Pieces:
    """Sessions by stage, and groups by modality."""
    summary = view.summary
    if summary.conditions is None:
        return []
    scales = summary.scales_by_group
    compared = [] if isinstance(scales, Unavailable) else compared_scales(scales)
    drawn = drawn_scales(compared)
    found = conditions_found(summary.conditions, drawn, words)
    return [paragraph(found), *conditions_pieces(summary.conditions, drawn, words)]


@_part
def show_staying(view: ProgramView, words: Wording) -> Pieces:
    """Drop-out by every definition, the way from enrollment on, time to the last session, and absence after drops."""
    summary = view.summary
    if summary.retention is None or not has_started(view):
        return []
    dose_share = float(summary.flows["dose_share"].iloc[0])
    absences = absence_pieces(summary.absence, words) if summary.absence is not None else []
    return [flows_table(view, words), *retention_pieces(summary.retention, dose_share, words), *absences]


@_part
def show_program_rules(view: ProgramView, words: Wording) -> Pieces:
    """Every rule for rating drops side by side, and what each of them counts."""
    rules = view.summary.rules
    if isinstance(rules, Unavailable):
        return []
    return [
        paragraph(published_sentence(rules, words), at_once_sentence(view, words)),
        rules_table(view, rules, words),
        *rules_explained(rules, words),
    ]


@_part
def show_program_repairs(view: ProgramView, words: Wording) -> Pieces:
    """How drops were repaired when watched longer."""
    summary = view.summary
    tolerance = summary.term.parameters.settings.ruptures.repair_tolerance
    watched = repair_pieces(summary.repairs, tolerance, words)
    return [*watched[:1], repair_figure(summary.repairs, words), *watched[1:]]


@_part
def show_consequences(view: ProgramView, words: Wording) -> Pieces:
    """Outcome and drop-out of members by what became of their drops."""
    return consequence_pieces(view.summary.consequences, words)


@_part
def show_program_log(view: ProgramView, words: Wording) -> Pieces:
    """Logged ruptures by level and kind, the repair steps, and the log beside the ratings."""
    found = view.summary.event_log
    if not isinstance(found, EventLog) or not found.events:
        return []
    return [cells_table(found, words), steps_table(found, words), *log_paragraphs(found, words)]


@_part
def show_outcome_criteria(view: ProgramView, words: Wording) -> Pieces:
    """Where criteria are from, the change in other units, and the classes by every published criterion."""
    return criteria_pieces(view.summary, words)


@_part
def show_missing_scores(view: ProgramView, words: Wording) -> Pieces:
    """What people without both measurements leave possible."""
    return missing_pieces(view.summary, words)


@_part
def show_talking_therapies(view: ProgramView, words: Wording) -> Pieces:
    """NHS Talking Therapies' four rates."""
    details = view.summary.details
    return [] if details is None else talking_therapies_pieces(details.talking_therapies, words)


@_part
def show_higher_risk(view: ProgramView, words: Wording) -> Pieces:
    """Members at higher risk at intake beside the others."""
    details = view.summary.details
    return [] if details is None else higher_risk_pieces(details.higher_risk, words)


@_part
def show_feedback_by_group(view: ProgramView, words: Wording) -> Pieces:
    """Leaders' use of feedback beside the answers that there were to use."""
    use = view.summary.feedback_use
    return [] if use is None else feedback_pieces(use, words)


@_part
def show_equity_by_category(view: ProgramView, words: Wording) -> Pieces:
    """Every category beside everybody else, with intervals."""
    details = view.summary.details
    return [] if details is None else [equity_shares_piece(details.equity, words)]


@_part
def show_every_comparison(view: ProgramView, words: Wording) -> Pieces:
    """Every measure beside last term's, and what changed since that term was published."""
    comparison = view.summary.comparison
    if isinstance(comparison, Unavailable):
        return []
    return [
        comparison_table(view, comparison, "every-comparison", words),
        paragraph(changes_found(view.summary.term, words)),
        changes_table(view.summary.term, words),
    ]


@_part
def show_program_definitions(view: ProgramView, words: Wording) -> Pieces:
    """Attendance, drop-out, means and benchmark as they are counted here."""
    summary = view.summary
    dose_share = float(summary.flows["dose_share"].iloc[0])
    said = [methods_words.attendance_rule(dose_share, summary.data_quality, words)]
    if summary.retention is not None:
        said.append(methods_words.retention_rule(summary.retention, words))
    said += [words.say("program.method_means"), words.say("program.benchmarks", benchmark=benchmark_facts(DROP_OUT))]
    return [bullets(said)]


@_part
def show_program_data_quality(view: ProgramView, words: Wording) -> Pieces:
    """How the answers look, what is worth a look, and what was noticed in the data."""
    summary = view.summary
    found, instruments = summary.data_quality, summary.term.instruments
    pieces: Pieces = []
    if found is not None:
        pieces += [
            methods_words.answers_table(found, words),
            *methods_words.signs_list(found, instruments, words),
        ]
    return [*pieces, *methods_words.notes(summary.data_notes, words)]


@_part
def show_program_questionnaires(view: ProgramView, words: Wording) -> Pieces:
    """Every questionnaire with its scales, source and license."""
    return methods_words.instruments_list(view.summary.term.instruments, words)
