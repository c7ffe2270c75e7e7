"""The statistics behind a program's report: tables that its sections point to, for evaluators."""

from __future__ import annotations

from groupreport.disclosure.views import ProgramView
from groupreport.display.program.attendance import staying_pieces
from groupreport.display.program.conditions import conditions_pieces
from groupreport.display.program.equity_shares import equity_shares_piece
from groupreport.display.program.feedback_use import feedback_pieces
from groupreport.display.program.groups import drawn_scales
from groupreport.display.program.growth import growth_pieces
from groupreport.display.program.links import link_pieces
from groupreport.display.program.outcome_details import outcome_detail_pieces
from groupreport.display.program.ruptures import rule_pieces
from groupreport.display.program.scale_statistics import nesting_and_reliability
from groupreport.display.program.selected_scales import compared_scales
from groupreport.display.shown import Piece, Shown, shown
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import ScaleStatistics, Unavailable


def show_program_statistics(view: ProgramView) -> Shown:
    """For evaluators: nesting, reliability, growth, links, stages, staying, rules, criteria and differences.

    Nothing for leadership, so that its report has no such part.
    """
    if view.audience != "evaluator":
        return shown()
    words, summary = wording(view.language), view.summary
    details, use = summary.details, summary.feedback_use
    shares = None if details is None else equity_shares_piece(details.equity, words)
    return shown(
        *_scales(view, words),
        *staying_pieces(view, words),
        *rule_pieces(view, words),
        *outcome_detail_pieces(summary, words),
        *(feedback_pieces(use, words) if use is not None else []),
        shares,
    )


def _scales(view: ProgramView, words: Wording) -> list[Piece | None]:
    summary, statistics = view.summary, view.summary.statistics
    pieces: list[Piece | None] = []
    if isinstance(statistics, ScaleStatistics):
        max_gap = summary.term.parameters.settings.ruptures.max_gap
        pieces += nesting_and_reliability(statistics, words)
        pieces += growth_pieces(statistics.growth, words)
        pieces += link_pieces(statistics, max_gap, words)
    if summary.conditions is not None:
        scales = summary.scales_by_group
        compared = [] if isinstance(scales, Unavailable) else compared_scales(scales)
        pieces += conditions_pieces(summary.conditions, drawn_scales(compared), words)
    return pieces
