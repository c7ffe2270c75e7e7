"""The box at the top of a program's report: concerns and strengths by fixed rules, and how sure they are."""

from __future__ import annotations

from groupreport.disclosure.views import ProgramView
from groupreport.display.benchmark_words import DROP_OUT, benchmark_facts
from groupreport.display.cells import Cells
from groupreport.display.escaping import Markdown
from groupreport.display.program import signals
from groupreport.display.program.attendance import dropped_out, has_started
from groupreport.display.program.selected_scales import ComparedScale
from groupreport.display.rows import rows_of
from groupreport.display.shown import Shown, bullets, callout, paragraph, shown
from groupreport.display.unavailable import sentence as absent_sentence
from groupreport.display.wording import MOST_NAMES, Wording, wording
from groupreport.summaries.records import Unavailable

_MOST = 3


def show_program_at_a_glance(view: ProgramView) -> Shown:
    """What stands out, concerns and strengths by fixed rules, each with its number, and how sure that is."""
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
        paragraph(words.say("program.concerns")),
        bullets(concerns),
        paragraph(words.say("program.strengths")),
        bullets(strengths),
        paragraph(words.say("program.sure"), *_certainty(view, words)),
    )
    return shown(box)


def _enrolled(view: ProgramView, words: Wording) -> list[Markdown]:
    cells = Cells(view, "flows", words)
    enrolled = cells.known(list(rows_of(view.summary.flows))[-1], "enrolled")
    return [
        words.say(
            "program.glance_enrolled",
            groups=len(view.summary.groups),
            enrolled=None if enrolled is None else int(enrolled),
        )
    ]


def concerns_of(view: ProgramView, words: Wording) -> list[Markdown]:
    """Concerns in the order of their weight; each from a fixed rule."""
    found = []
    total = dropped_out(view, words)
    if signals.dropout_side(view, words) == "above":
        found.append(words.say("program.concern_dropout", **_drop_facts(total)))
    worse = signals.clear_changes(view, words, better=False)
    if worse:
        found.append(words.say("program.concern_effect", effects=worse))
    below = signals.first_below(view)
    if below is not None:
        found.append(words.say("program.concern_below", **_beside_the_others(below, below.below)))
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
        found.append(words.say("program.strength_dropout", **_drop_facts(dropped_out(view, words))))
    better = signals.clear_changes(view, words, better=True)
    if better:
        found.append(words.say("program.strength_effect", effects=better))
    # The share of repaired drops is no strength: shuffled ratings give about the same.
    above = signals.first_above(view)
    if above is not None:
        found.append(words.say("program.strength_above", **_beside_the_others(above, above.above)))
    return found


def _beside_the_others(scale: ComparedScale, names: list[str]) -> dict[str, object]:
    """A scale, the mean of all groups, and the groups that differ with their intervals."""
    groups = [
        {"name": str(row.group_name), "mean": float(row.mean), "low": float(row.low), "high": float(row.high)}
        for row in rows_of(scale.rows[scale.rows["group_name"].isin(names)])
    ]
    return {"label": scale.label, "overall": scale.overall, "groups": groups, "most": MOST_NAMES}


def _drop_facts(total: object) -> dict[str, object]:
    facts = {name: getattr(total, name) for name in ("count", "enrolled", "low", "high")}
    return {**facts, "benchmark": benchmark_facts(DROP_OUT)}


def _certainty(view: ProgramView, words: Wording) -> list[Markdown]:
    said = []
    if isinstance(view.summary.outcomes, Unavailable):
        said.append(absent_sentence(words, "outcomes", view.summary.outcomes))
    answered, without = signals.responses(view, words), signals.without_pairs(view, words)
    if answered is not None:
        said.append(words.say("program.sure_rate", answered=answered[0], expected=answered[1]))
    if without is not None and without.missing:
        said.append(words.say("program.sure_pairs", missing=without.missing, enrolled=without.enrolled))
    return [*said, words.say("program.sure_groups", comparisons=signals.comparisons(view))]
