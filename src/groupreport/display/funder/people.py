"""Who was served and who stayed, for funders."""

from __future__ import annotations

from groupreport.disclosure.safe import SafeTable
from groupreport.disclosure.views import FunderView
from groupreport.display.benchmark_words import DROP_OUT, benchmark_facts
from groupreport.display.escaping import Markdown
from groupreport.display.funder.counts import counts_table, known, slug
from groupreport.display.shown import Shown, paragraph, shown
from groupreport.display.wording import Wording, wording


def show_who_was_served(view: FunderView) -> Shown:
    """People served by program, and by each characteristic that the program reports."""
    words = wording(view.language)
    served = served_tables(view)
    return shown(
        None if served else paragraph(served_sentence(view, words)),
        *(counts_table(slug(name), safe, words) for name, safe in served.items()),
    )


def show_who_stayed(view: FunderView) -> Shown:
    """How many completed and dropped out, with the benchmark beside the program's own rate where that is shown."""
    words = wording(view.language)
    stayed = view.tables.get("stayed")
    if stayed is None:
        return shown(paragraph(words.say("funder.nothing")))
    return shown(
        paragraph(
            stayed_sentence(stayed, words),
            # Beside a withheld number readers would compare it with everybody who did not complete.
            words.say("funder.benchmark_sentence", benchmark=benchmark_facts(DROP_OUT))
            if _dropped_out(stayed) is not None
            else "",
        ),
        counts_table("stayed", stayed, words),
    )


def _dropped_out(stayed: SafeTable) -> int | None:
    """How many dropped out; None where that, or of how many, is withheld."""
    totals = stayed.column_totals
    dropped = known(totals["Dropped out"]) if "Dropped out" in totals.index else None
    return None if known(stayed.total) is None else dropped


def served_tables(view: FunderView) -> dict[str, SafeTable]:
    """The tables of people served, by name."""
    return {name: safe for name, safe in view.tables.items() if name.startswith("served")}


def served_sentence(view: FunderView, words: Wording) -> Markdown:
    """How many people were enrolled, and in which programs where that may be said."""
    first = next(iter(served_tables(view).values()), None)
    if first is None:
        return words.say("funder.nothing")
    by_program = {str(program): known(value) for program, value in first.row_totals.items()}
    named = [
        words.say("funder.program_count", name=name, count=people)
        for name, people in by_program.items()
        if people is not None
    ]
    complete = len(named) == len(by_program) > 1
    return words.say("funder.served_sentence", total=known(first.total), programs=named if complete else [])


def stayed_sentence(stayed: SafeTable, words: Wording) -> Markdown:
    """How many completed and dropped out, of everyone enrolled."""
    totals = stayed.column_totals
    columns = {"completed": "Completed", "dropped": "Dropped out", "enrolled": "Still enrolled"}
    total = known(stayed.total)
    counts = {
        fact: known(totals[name]) if total is not None and name in totals.index else None
        for fact, name in columns.items()
    }
    return words.say("funder.stayed_sentence", total=total, **counts)
