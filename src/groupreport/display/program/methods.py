"""How a program's numbers were made, in short; the technical appendix holds the long version."""

from __future__ import annotations

from collections.abc import Iterable

from groupreport.disclosure.views import ProgramView
from groupreport.display import methods_words
from groupreport.display.escaping import Markdown
from groupreport.display.program.leadership_ruptures import how_ratings_fell
from groupreport.display.program.numbers_file import with_numbers_file
from groupreport.display.shown import Shown, bullets, paragraph, shown
from groupreport.display.unavailable import sentence
from groupreport.display.wording import Wording, wording
from groupreport.instruments import Instrument, unverified_facts
from groupreport.summaries.records import Unavailable

_ASK_FIRST = frozenset({"permission", "licence_required"})


def show_program_methods(view: ProgramView) -> Shown:
    """In short: how numbers are counted, by which rules something stands out, questionnaires and provenance."""
    words, summary = wording(view.language), view.summary
    short = view.audience == "leadership"
    said = []
    if short:
        said = [words.say("program.method_means")]
    if view.attendance_on_record is not None:
        said.insert(0, words.say("program.attendance_on_record", share=view.attendance_on_record))
    if short and not isinstance(summary.rules, Unavailable):  # evaluators read the rule beside the drops
        said.append(
            words.say("leadership.method_drop", fell=how_ratings_fell(view, words), smallest=view.smallest_count)
        )
    said += [words.say("program.method_stands_out"), words.say("program.method_reading")]
    rates = summary.response_rates
    if isinstance(rates, Unavailable):
        said.append(sentence(words, "response_rates", rates))
    term, contact = summary.term, summary.term.parameters.settings.program.contact
    return with_numbers_file(
        shown(
            bullets(said),
            paragraph(
                methods_words.rights(term.instruments, words),
                *(_not_checked(term.instruments, words) if short else []),
                words.say("program.method_notes", notes=len(summary.data_notes), here=not short),
                words.say("leadership.file") if short else "",
                *methods_words.provenance_sentences(term.term_id, term.data_hash, contact, words),
            ),
        ),
        view,
    )


def _not_checked(instruments: Iterable[Instrument], words: Wording) -> list[Markdown]:
    """Of which questionnaires something in use is not checked, and which need permission; evaluators have the list."""
    given = list(instruments)
    unchecked = [one.short_name for one in given if unverified_facts(one)]
    permission = [one.short_name for one in given if one.licence.status in _ASK_FIRST]
    if not unchecked and not permission:
        return []
    return [words.say("program.not_checked", unchecked=unchecked, permission=permission)]
