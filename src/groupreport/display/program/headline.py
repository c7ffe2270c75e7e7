"""The first things that a reader of a program's report should know: one sentence, and the numbers behind it."""

from __future__ import annotations

from groupreport.disclosure.views import ProgramView
from groupreport.display.benchmark_words import DROP_OUT, benchmark_facts
from groupreport.display.cells import Cells
from groupreport.display.escaping import Markdown
from groupreport.display.program import signals
from groupreport.display.program.attendance import dropped_out, ends_on_record, has_started
from groupreport.display.program.decisions import decisions
from groupreport.display.retention_words import definitions
from groupreport.display.rows import rows_of
from groupreport.display.shown import FEWEST_KEY_FACTS, KeyFact, Shown, headline, key_facts, paragraph, shown
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import Unavailable


def show_program(view: ProgramView) -> Shown:
    """The one thing to know, the numbers behind it, and what is withheld."""
    words = wording(view.language)
    facts = program_facts(view, words)
    return shown(
        headline(headline_sentence(view, words)),
        key_facts(facts) if len(facts) >= FEWEST_KEY_FACTS else None,
        paragraph(*_first_facts(view, words)),
    )


def _first_facts(view: ProgramView, words: Wording) -> list[Markdown]:
    """Up to when there are data, and what is withheld; leadership reads the month alone."""
    said, last = [], view.summary.term.last_session
    if last is not None:
        if view.audience == "evaluator":
            said.append(words.say("facts.data_to", last=last))
        else:
            month = words.page.months[last.month - 1]
            said.append(words.say("facts.data_to_month", month=month, year=str(last.year)))
    if view.smallest_count:
        said.append(words.say("facts.program", smallest=view.smallest_count))
    return said


def headline_sentence(view: ProgramView, words: Wording) -> Markdown:
    """How people changed, how many dropped out, and what there is to decide: each by the rules of the other parts."""
    if not has_started(view):
        return words.say("leadership.headline_later", enrolled=_enrolled(view, words), groups=len(view.summary.groups))
    return words.say(
        "leadership.headline",
        changed=signals.change_direction(view, words),
        side=signals.dropout_side(view, words),
        topics=[decision.topic for decision in decisions(view, words)],
        withheld=bool(view.withheld),
    )


def program_facts(view: ProgramView, words: Wording) -> list[KeyFact]:
    """Enrolled, came, completed, dropped out beside the benchmark, and improved; withheld ones are left out."""
    cells = Cells(view, "flows", words)
    total = list(rows_of(view.summary.flows))[-1]
    enrolled = _enrolled(view, words)
    if enrolled is None:
        return []
    facts = [
        KeyFact(
            words.say("leadership.fact_enrolled"),
            words.say("leadership.fact_number", number=enrolled),
            words.say(
                "leadership.fact_groups",
                groups=len(view.summary.groups),
                programs=int(view.summary.groups["program"].nunique()),
            ),
        )
    ]
    if not has_started(view) or not enrolled:
        return facts
    for name, label in (("started", "came"), ("completed", "completed")):
        count = cells.known(total, name)
        if count is not None and (name != "completed" or ends_on_record(view, words)):
            facts.append(_share(f"leadership.fact_{label}", int(count), enrolled, "leadership.fact_of_enrolled", words))
    dropped = dropped_out(view, words).count
    if dropped is not None:
        published = benchmark_facts(DROP_OUT)["value"]
        facts.append(
            KeyFact(
                words.say("leadership.fact_dropped"),
                words.say("leadership.fact_share", count=dropped, total=enrolled),
                words.say(
                    "leadership.fact_benchmark",
                    count=dropped,
                    total=enrolled,
                    benchmark=published,
                    **_by_definition(view, words),
                ),
            )
        )
    return facts + _improved(view, words)


def _by_definition(view: ProgramView, words: Wording) -> dict[str, float | None]:
    """The lowest and the highest share that dropped out by any definition; for evaluators."""
    found = view.summary.retention
    if view.audience != "evaluator" or found is None or not int(found.definitions["enrolled"].iloc[0]):
        return {"lowest": None, "highest": None}
    shares = [one["count"] / int(found.definitions["enrolled"].iloc[0]) for one in definitions(found, words)]
    return {"lowest": min(shares), "highest": max(shares)}


def _improved(view: ProgramView, words: Wording) -> list[KeyFact]:
    outcomes = view.summary.outcomes
    if isinstance(outcomes, Unavailable) or outcomes.by_instrument.empty:
        return []
    cells, row = Cells(view, "outcomes.by_instrument", words), next(rows_of(outcomes.by_instrument))
    recovered, improved, pairs = (cells.known(row, name) for name in ("recovered", "improved", "pairs"))
    if recovered is None or improved is None or not pairs:
        return []
    count, total = int(recovered + improved), int(pairs)
    enrolled = cells.known(row, "enrolled")
    unknown = None if enrolled is None else int(enrolled) - total
    return [
        KeyFact(
            words.say("leadership.fact_improved"),
            words.say("leadership.fact_share", count=count, total=total),
            words.say(
                "leadership.fact_of_pairs", count=count, total=total, unknown=unknown, short_name=str(row.short_name)
            ),
        )
    ]


def _share(label: str, count: int, total: int, note: str, words: Wording) -> KeyFact:
    return KeyFact(
        words.say(label),
        words.say("leadership.fact_share", count=count, total=total),
        words.say(note, count=count, total=total),
    )


def _enrolled(view: ProgramView, words: Wording) -> int | None:
    known = Cells(view, "flows", words).known(list(rows_of(view.summary.flows))[-1], "enrolled")
    return None if known is None else int(known)
