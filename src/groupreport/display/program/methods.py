"""How a program's numbers were made, in short; the technical appendix holds the long version."""

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
from groupreport.display.shown import Shown, bullets, paragraph, shown
from groupreport.display.unavailable import sentence
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import Unavailable


def show_program_methods(view: ProgramView) -> Shown:
    """In short: how numbers are counted, by which rules something stands out, questionnaires and provenance."""
    words, summary = wording(view.language), view.summary
    short = view.audience == "leadership"
    said = []
    if short:
        dose_share = float(summary.flows["dose_share"].iloc[0])
        said = [
            methods_words.attendance_rule(dose_share, summary.data_quality, words),
            words.say("program.method_means"),
        ]
    if view.attendance_on_record is not None:
        said.insert(1, words.say("program.attendance_on_record", share=view.attendance_on_record))
    if not isinstance(summary.rules, Unavailable):
        said.append(_drop_rule(view, summary.rules, words))
    if short:
        said.append(words.say("program.benchmarks", benchmark=benchmark_facts(DROP_OUT)))
    said.append(words.say("program.method_stands_out"))
    rates = summary.response_rates
    if isinstance(rates, Unavailable):
        said.append(sentence(words, "response_rates", rates))
    elif not short:  # leadership's box at the top has the share over all questionnaires
        said.append(_rates(view, rates, words))
    term, contact = summary.term, summary.term.parameters.settings.program.contact
    return shown(
        bullets(said),
        paragraph(
            methods_words.rights(term.instruments, words),
            words.say("program.method_notes", notes=len(summary.data_notes), here=not short),
            *methods_words.provenance_sentences(term.term_id, term.data_hash, contact, words),
        ),
    )


def _drop_rule(view: ProgramView, rules: pd.DataFrame, words: Wording) -> Markdown:
    leading = str(next(row for row in rows_of(rules) if row.headline).rule)
    if view.audience == "evaluator":
        return words.say("program.method_drop", rule=leading)
    fell = how_ratings_fell(view, words)
    return words.say("leadership.method_drop", fell=fell, smallest=view.smallest_count)


def _rates(view: ProgramView, rates: pd.DataFrame, words: Wording) -> Markdown:
    cells = Cells(view, "response_rates", words)
    shown_rates = [{"name": str(row.short_name), "shown": cells.shown(row, "rate", percent)} for row in rows_of(rates)]
    return words.say("program.method_rates", rates=shown_rates)
