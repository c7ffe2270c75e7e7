"""How each scale of one group went from session to session, by a model of its members' lines."""

from __future__ import annotations

import pandas as pd

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.growth_table import growth_table
from groupreport.display.growth_words import changed_scales, model_remarks, told_of, whole_scales
from groupreport.display.shown import Shown, paragraph, shown
from groupreport.display.wording import wording


def show_growth(view: EvaluatorGroupView) -> Shown:
    """Which scales rose or fell by the model, its numbers, and where it had to be simpler; nothing without ratings.

    Goals, tasks and bond stand in their total.
    """
    words, growth = wording(view.language), view.summary.growth
    if not isinstance(growth, pd.DataFrame):
        return shown()
    whole = whole_scales(growth)
    told = told_of(whole)
    if told.empty:
        return shown(paragraph(*model_remarks(whole, words)))
    return shown(
        paragraph(words.say("growth.group_found", **changed_scales(told))),
        growth_table(told, words),
        paragraph(*model_remarks(whole, words), words.say("growth.one_group")),
    )
