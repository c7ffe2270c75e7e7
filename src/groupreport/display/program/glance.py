"""The program, the box at the top of its report, and what there is to decide."""

from __future__ import annotations

from groupreport.disclosure.views import ProgramView
from groupreport.display.benchmark_words import DROP_OUT, benchmark_facts
from groupreport.display.cells import Cells
from groupreport.display.escaping import Markdown
from groupreport.display.program import signals
from groupreport.display.program.attendance import drop_outs, has_started
from groupreport.display.program.outcomes import outcome_sentence
from groupreport.display.rows import rows_of
from groupreport.display.shown import Shown, bullets, callout, paragraph, shown
from groupreport.display.unavailable import sentence as absent_sentence
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import Unavailable

_MOST = 3


def show_program(view: ProgramView) -> Shown:
    """Which program and term, and what is withheld."""
    groups = view.summary.groups
    return shown(
        paragraph(
            wording(view.language).say(
                "facts.program",
                term=view.summary.term,
                groups=len(groups),
                programs=int(groups["program"].nunique()),
                smallest=view.smallest_count,
            )
        )
    )


def show_program_at_a_glance(view: ProgramView) -> Shown:
    """What stands out, concerns and strengths by fixed rules, and how sure that is."""
    words = wording(view.language)
    if not has_started(view):
        told = paragraph(words.say("program.not_started"), *_enrolled(view, words))
        return shown(callout("note", words.word("title", "at_a_glance"), told))
    withheld = bool(view.withheld)
    concerns = concerns_of(view, words)[:_MOST] or [words.say("program.no_concerns", withheld=withheld)]
    strengths = _strengths(view, words)[:_MOST] or [words.say("program.no_strengths", withheld=withheld)]
    box = callout(
        "note",
        words.word("title", "at_a_glance"),
        paragraph(words.say("program.changed"), *_stands_out(view, words)),
        paragraph(words.say("program.concerns"), *concerns),
        paragraph(words.say("program.strengths"), *strengths),
        paragraph(words.say("program.sure"), *_certainty(view, words)),
    )
    return shown(box)


def show_decisions(view: ProgramView) -> Shown:
    """What leadership could decide, by the same fixed rules."""
    words = wording(view.language)
    if not has_started(view):
        return shown(paragraph(words.say("program.decide_later")))
    below, unread = signals.below_on_several(view), signals.unread_groups(view, words)
    without = signals.without_pairs(view, words)
    points: list[str] = []
    if signals.dropout_side(view, words) == "above":
        points.append(words.say("program.decide_dropout"))
    if below:
        points.append(words.say("program.decide_below", names=below))
    if signals.unrepaired(view, words):
        points.append(words.say("program.decide_repair"))
    if unread:
        points.append(words.say("program.decide_feedback", names=unread))
    if without is not None and without.missing * 5 > without.enrolled:
        points.append(words.say("program.decide_pairs", missing=without.missing, enrolled=without.enrolled))
    if not points:
        return shown(paragraph(words.say("program.decide_nothing", withheld=bool(view.withheld))))
    return shown(paragraph(words.say("program.decide_intro")), bullets(points))


def _stands_out(view: ProgramView, words: Wording) -> list[Markdown]:
    cells, flows = Cells(view, "flows", words), view.summary.flows
    total = list(rows_of(flows))[-1]
    known = {name: cells.known(total, name) for name in ("enrolled", "started", "completed")}
    counts = {name: None if value is None else int(value) for name, value in known.items()}
    said = [words.say("program.glance_flow", groups=len(view.summary.groups), **counts)]
    outcomes = view.summary.outcomes
    if isinstance(outcomes, Unavailable):
        said.append(absent_sentence(words, "outcomes", outcomes))
    elif len(outcomes.by_instrument):
        said.append(outcome_sentence(view, next(rows_of(outcomes.by_instrument)), words))
    return said


def _enrolled(view: ProgramView, words: Wording) -> list[Markdown]:
    cells = Cells(view, "flows", words)
    enrolled = cells.known(list(rows_of(view.summary.flows))[-1], "enrolled")
    facts = {"enrolled": None if enrolled is None else int(enrolled), "started": None, "completed": None}
    return [words.say("program.glance_flow", groups=len(view.summary.groups), **facts)]


def concerns_of(view: ProgramView, words: Wording) -> list[Markdown]:
    """Concerns in the order of their weight; each from a fixed rule."""
    found = []
    total = drop_outs(view, words)[-1]
    if signals.dropout_side(view, words) == "above":
        found.append(words.say("program.concern_dropout", **_drop_facts(total)))
    below = signals.first_below(view)
    if below is not None:
        found.append(words.say("program.concern_below", label=below.label, names=below.below))
    if signals.unrepaired(view, words):
        found.append(words.say("leadership.concern_unrepaired", unrepaired=signals.unrepaired(view, words)))
    unread = signals.unread_groups(view, words)
    if unread:
        found.append(words.say("program.concern_feedback", names=unread))
    return found + _worse(view, words) + _few_responses(view, words)


def _worse(view: ProgramView, words: Wording) -> list[Markdown]:
    outcomes = view.summary.outcomes
    if isinstance(outcomes, Unavailable):
        return []
    cells = Cells(view, "outcomes.by_instrument", words)
    known = [(str(row.short_name), cells.known(row, "deteriorated")) for row in rows_of(outcomes.by_instrument)]
    return [words.say("program.concern_worse", short_name=name, count=int(count)) for name, count in known if count][:1]


def _few_responses(view: ProgramView, words: Wording) -> list[Markdown]:
    rates = view.summary.response_rates
    if isinstance(rates, Unavailable):
        return []
    cells = Cells(view, "response_rates", words)
    known = [(str(row.short_name), cells.known(row, "rate")) for row in rows_of(rates)]
    return [
        words.say("program.concern_responses", short_name=name, rate=rate)
        for name, rate in known
        if rate is not None and rate < signals.FEW_RESPONSES
    ][:1]


def _strengths(view: ProgramView, words: Wording) -> list[Markdown]:
    found = []
    if signals.dropout_side(view, words) == "below":
        found.append(words.say("program.strength_dropout", **_drop_facts(drop_outs(view, words)[-1])))
    # The share of repaired drops is no strength: shuffled ratings give about the same.
    above = signals.first_above(view)
    if above is not None:
        found.append(words.say("program.strength_above", label=above.label, names=above.above))
    return found


def _drop_facts(total: object) -> dict[str, object]:
    facts = {name: getattr(total, name) for name in ("dropped", "enrolled", "low", "high")}
    return {**facts, "benchmark": benchmark_facts(DROP_OUT)}


def _certainty(view: ProgramView, words: Wording) -> list[Markdown]:
    said = []
    answered, without = signals.responses(view, words), signals.without_pairs(view, words)
    if answered is not None:
        said.append(words.say("program.sure_rate", answered=answered[0], expected=answered[1]))
    if without is not None and without.missing:
        said.append(words.say("program.sure_pairs", missing=without.missing, enrolled=without.enrolled))
    return [*said, words.say("program.sure_groups", comparisons=signals.comparisons(view))]
