"""How a program's numbers were made, in short; the group reports hold the long version."""

from __future__ import annotations

import pandas as pd

from groupreport.disclosure.views import ProgramView
from groupreport.display import methods_words, tables
from groupreport.display.cells import Cells
from groupreport.display.rounding import percent
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, Shown, bullets, shown
from groupreport.display.unavailable import absent_piece
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import Unavailable


def show_program_methods(view: ProgramView) -> Shown:
    """Definitions, benchmark, response rates, questionnaires, notes and provenance."""
    words, summary = wording(), view.summary
    definitions = [
        words.say("methods.rules_dose", share=float(summary.flows["dose_share"].iloc[0])),
        words.say("program.method_means"),
        words.say("program.rules_trend_short"),
    ]
    if not isinstance(summary.rules, Unavailable):
        headline = next(row for row in rows_of(summary.rules) if row.headline)
        definitions.append(methods_words.drop_rule(summary.term, headline.rule, str(headline.criterion), words))
    if not isinstance(summary.outcomes, Unavailable):
        definitions.append(words.say("methods.rules_outcomes"))
    definitions += [words.say("program.benchmarks"), words.say("program.method_stands_out")]
    rates = summary.response_rates
    return shown(
        bullets(definitions),
        absent_piece(words, "response_rates", rates)
        if isinstance(rates, Unavailable)
        else _response_table(view, rates, words),
        *methods_words.instruments_list(summary.term.instruments, words),
        *methods_words.notes(summary.data_notes, words),
        methods_words.provenance(
            summary.term.term_id, summary.term.data_hash, summary.term.parameters.settings.program.contact, words
        ),
    )


def _response_table(view: ProgramView, rates: pd.DataFrame, words: Wording) -> Piece:
    cells = Cells(view, "response_rates", words)
    columns = [tables.text(words.text("methods.head_instrument"), 20)]
    columns += [tables.numbers(words.text(f"methods.head_{head}"), 11) for head in ("answered", "expected", "rate")]
    rows = [
        [
            str(row.short_name),
            cells.count(row, "answered"),
            cells.count(row, "expected"),
            cells.shown(row, "rate", percent),
        ]
        for row in rows_of(rates)
    ]
    return tables.table("responses", words.say("program.rates_caption"), columns, rows)
