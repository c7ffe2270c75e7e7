"""How each scale of one group went from session to session, by a model of its members' lines."""

from __future__ import annotations

import pandas as pd

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.growth_table import growth_table
from groupreport.display.growth_words import changed_scales, model_remarks, told_of, whole_scales
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import GroupSummary


def show_growth(view: EvaluatorGroupView) -> Shown:
    """Which scales rose or fell, in a sentence (goals, tasks and bond stand in their total)."""
    words, growth = wording(view.language), view.summary.growth
    if not isinstance(growth, pd.DataFrame):
        return shown()  # the section before has said why
    whole = whole_scales(growth)
    told = told_of(whole)
    if told.empty:
        return shown(paragraph(*model_remarks(whole, words)))
    return shown(paragraph(words.say("growth.group_found", **changed_scales(told))))


def growth_pieces(summary: GroupSummary, words: Wording) -> list[Piece | None]:
    """The model in numbers, and where it had to be simpler; nothing where no scale has a slope."""
    growth = summary.growth
    if not isinstance(growth, pd.DataFrame):
        return []
    whole = whole_scales(growth)
    told = told_of(whole)
    if told.empty:
        return []
    return [
        paragraph(words.say("statistics.growth"), *model_remarks(whole, words), words.say("growth.one_group")),
        growth_table(told, words),
    ]
