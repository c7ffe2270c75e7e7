"""What leadership could decide: each point follows from a fixed rule of `signals`."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from groupreport.disclosure.views import ProgramView
from groupreport.display.escaping import Markdown
from groupreport.display.program import signals
from groupreport.display.program.attendance import has_started
from groupreport.display.shown import Shown, bullets, paragraph, shown
from groupreport.display.wording import Wording, wording


@dataclass(frozen=True)
class Decision:
    """What it is about in a few words, for the headline, and what could be done."""

    topic: Markdown
    point: Markdown


def decisions(view: ProgramView, words: Wording) -> list[Decision]:
    """In the order of their weight; none before the first session."""
    if not has_started(view):
        return []
    below, unread = signals.below_on_several(view), signals.unread_groups(view, words)
    without = [one for one in signals.without_pairs(view, words) if one.many]
    found = []
    if signals.dropout_side(view, words) == "above":
        found.append(Decision(words.say("program.topic_dropout"), words.say("program.decide_dropout")))
    falls = [group["name"] for group in signals.attendance_falls(view, words)]
    if falls:
        found.append(
            Decision(
                words.say("program.topic_attendance", groups=len(falls)),
                words.say("program.decide_attendance", names=falls),
            )
        )
    if below:
        found.append(
            Decision(words.say("program.topic_below", names=below), words.say("program.decide_below", names=below))
        )
    if signals.unrepaired(view, words):
        found.append(Decision(words.say("program.topic_repair"), words.say("program.decide_repair")))
    if unread:
        found.append(
            Decision(
                words.say("program.topic_feedback", names=unread), words.say("program.decide_feedback", names=unread)
            )
        )
    if without:
        point = words.say("program.decide_pairs", lacking=[asdict(one) for one in without])
        found.append(Decision(words.say("program.topic_pairs"), point))
    return found


def show_decisions(view: ProgramView) -> Shown:
    """What leadership could decide, by the same fixed rules."""
    words = wording(view.language)
    if not has_started(view):
        return shown(paragraph(words.say("program.decide_later")))
    found = decisions(view, words)
    if not found:
        return shown(paragraph(words.say("program.decide_nothing", withheld=bool(view.withheld))))
    return shown(paragraph(words.say("program.decide_intro")), bullets(decision.point for decision in found))
