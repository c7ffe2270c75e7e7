"""How a program's numbers were made, in short; the group reports hold the long version."""

from __future__ import annotations

import pandas as pd

from groupreport.disclosure.views import ProgramView
from groupreport.display import methods_words
from groupreport.display.benchmark_words import DROP_OUT, benchmark_facts
from groupreport.display.cells import Cells
from groupreport.display.escaping import Markdown
from groupreport.display.program.leadership_ruptures import how_ratings_fell
from groupreport.display.rounding import percent
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, Shown, bullets, paragraph, shown
from groupreport.display.unavailable import sentence
from groupreport.display.wording import Wording, wording
from groupreport.instruments.records import Instrument
from groupreport.summaries.records import DataQuality, ScaleStatistics, Unavailable


def show_program_methods(view: ProgramView) -> Shown:
    """Definitions, benchmark, response rates, questionnaires, notes and provenance."""
    words, summary = wording(view.language), view.summary
    short = view.audience == "leadership"
    definitions = [
        methods_words.attendance_rule(float(summary.flows["dose_share"].iloc[0]), summary.data_quality, words),
        words.say("program.method_means"),
        words.say("program.rules_trend_short"),
    ]
    if view.audience == "evaluator" and summary.retention is not None:
        definitions.insert(1, methods_words.retention_rule(summary.retention, words))
    if view.audience == "evaluator" and isinstance(summary.statistics, ScaleStatistics):
        definitions.append(words.say("growth.method"))
    if view.attendance_on_record is not None:
        definitions.insert(1, words.say("program.attendance_on_record", share=view.attendance_on_record))
    if not isinstance(summary.rules, Unavailable):
        headline = next(row for row in rows_of(summary.rules) if row.headline)
        definitions.append(
            words.say(
                "leadership.method_drop",
                rule=str(headline.rule),
                fell=how_ratings_fell(view, words),
                smallest=view.smallest_count,
            )
            if short
            else words.say("program.method_drop", rule=str(headline.rule))
        )
    if not isinstance(summary.outcomes, Unavailable):
        definitions.append(words.say("program.method_outcomes"))
    definitions += [
        words.say("program.benchmarks", benchmark=benchmark_facts(DROP_OUT)),
        words.say("program.method_stands_out"),
    ]
    rates = summary.response_rates
    if isinstance(rates, Unavailable):
        definitions.append(sentence(words, "response_rates", rates))
    elif view.audience == "evaluator":  # the box at the top has the share over all questionnaires
        definitions.append(_rates(view, rates, words))
    term, contact = summary.term, summary.term.parameters.settings.program.contact
    made = methods_words.provenance_sentences(term.term_id, term.data_hash, contact, words)
    return shown(
        bullets(definitions),
        paragraph(
            words.say("program.method_instruments", rights=methods_words.rights(summary.term.instruments, words)),
            words.say("program.method_notes", notes=len(summary.data_notes)) if short else "",
            *(made if short else []),
        ),
        *(_quality(summary.data_quality, term.instruments, words) if summary.data_quality is not None else []),
        *([] if short else [*methods_words.notes(summary.data_notes, words), paragraph(*made)]),
    )


def _quality(found: DataQuality, instruments: tuple[Instrument, ...], words: Wording) -> list[Piece | None]:
    return [methods_words.answers_table(found, words), *methods_words.signs_list(found, instruments, words)]


def _rates(view: ProgramView, rates: pd.DataFrame, words: Wording) -> Markdown:
    cells = Cells(view, "response_rates", words)
    shown_rates = [{"name": str(row.short_name), "shown": cells.shown(row, "rate", percent)} for row in rows_of(rates)]
    return words.say("program.method_rates", rates=shown_rates)
