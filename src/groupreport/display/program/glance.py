"""The box at the top of a program's report: concerns and strengths by fixed rules, and how sure they are."""

from __future__ import annotations

from dataclasses import asdict
from typing import Literal

from groupreport.disclosure.views import ProgramView
from groupreport.display.benchmark_words import DROP_OUT, benchmark_facts
from groupreport.display.cells import Cells
from groupreport.display.escaping import Markdown
from groupreport.display.program import signals
from groupreport.display.program.attendance import dropped_out, has_started
from groupreport.display.rows import rows_of
from groupreport.display.shown import Shown, bullets, callout, paragraph, shown
from groupreport.display.unavailable import sentence as absent_sentence
from groupreport.display.wording import MOST_NAMES, Wording, wording
from groupreport.summaries.records import Unavailable

_MOST = 5


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
    if signals.dropout_side(view, words) == "above":
        found.append(words.say("program.concern_dropout", **_drop_facts(dropped_out(view, words))))
    worse = signals.clear_changes(view, words, better=False)
    if worse:
        found.append(words.say("program.concern_effect", effects=worse))
    falls = signals.attendance_falls(view, words)
    if falls:
        found.append(words.say("program.concern_attendance", groups=falls, most=MOST_NAMES))
    found += _outside(view, "below", words)
    if signals.unrepaired(view, words):
        found.append(words.say("leadership.concern_unrepaired", unrepaired=signals.unrepaired(view, words)))
    unread = signals.unread_groups(view, words)
    if unread:
        found.append(words.say("program.concern_feedback", names=unread))
    return found + _worse(view, words) + _lacking(view, words) + _few_responses(view, words)


def _outside(view: ProgramView, side: Literal["below", "above"], words: Wording) -> list[Markdown]:
    """How many of all comparisons lie on one side of the mean of all groups, and of which groups."""
    found = signals.outside(view, side)
    facts = {
        "total": sum(found.values()),
        "comparisons": signals.comparisons(view),
        "groups": [{"name": name, "count": count} for name, count in found.items()],
        "most": MOST_NAMES,
    }
    return [words.say(f"program.outside_{side}", **facts)] if found else []


def _worse(view: ProgramView, words: Wording) -> list[Markdown]:
    """Who got reliably worse; where that is withheld, that it is: silence would read as nobody."""
    worse = signals.reliably_worse(view, words)
    said = [words.say("program.concern_worse", counts=worse.counts)] if worse.counts else []
    return said + ([words.say("program.worse_withheld")] if worse.withheld else [])


def _lacking(view: ProgramView, words: Wording) -> list[Markdown]:
    many = [asdict(one) for one in signals.without_pairs(view, words) if one.many]
    return [words.say("program.lacking", lacking=many)] if many else []


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
    return found + _outside(view, "above", words)


def _drop_facts(total: object) -> dict[str, object]:
    facts = {name: getattr(total, name) for name in ("count", "enrolled", "low", "high")}
    return {**facts, "benchmark": benchmark_facts(DROP_OUT)}


def _certainty(view: ProgramView, words: Wording) -> list[Markdown]:
    said = []
    if isinstance(view.summary.outcomes, Unavailable):
        said.append(absent_sentence(words, "outcomes", view.summary.outcomes))
    answered, shares = signals.responses(view, words), signals.response_shares(view, words)
    if answered is not None:
        said.append(words.say("program.sure_rate", answered=answered[0], expected=answered[1]))
    elif shares is not None:
        said.append(words.say("program.sure_shares", low=shares[0], high=shares[1]))
    # Of many it is said among the concerns.
    some = [asdict(one) for one in signals.without_pairs(view, words) if one.missing and not one.many]
    said += [words.say("program.lacking", lacking=some)] if some else []
    outside = sum(sum(signals.outside(view, side).values()) for side in ("below", "above"))
    return [*said, words.say("program.sure_groups", comparisons=signals.comparisons(view), outside=outside)]
