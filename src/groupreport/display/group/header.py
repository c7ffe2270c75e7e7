"""Which group and term a report is about."""

from __future__ import annotations

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.shown import Shown, paragraph, shown
from groupreport.display.wording import wording


def show_group(view: EvaluatorGroupView) -> Shown:
    """The group, its term, how it meets and who leads it."""
    words, summary = wording(view.language), view.summary
    facts = words.say("facts.group", group=summary.group, term=summary.term, pseudonyms=view.pseudonyms)
    return shown(paragraph(facts))
