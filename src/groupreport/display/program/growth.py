"""How every scale of a program went from session to session, with members in groups: for evaluators."""

from __future__ import annotations

import pandas as pd

from groupreport.display.growth_table import growth_table
from groupreport.display.growth_words import changed_scales, model_remarks, told_of, whole_scales
from groupreport.display.shown import Piece, paragraph
from groupreport.display.wording import Wording


def growth_found(growth: pd.DataFrame, words: Wording) -> str:
    """Which scales rose or fell, in a sentence; goals, tasks and bond stand in their total. Nothing without a model."""
    told = told_of(whole_scales(growth))
    return words.say("growth.program_found", **changed_scales(told)) if len(told) else ""


def growth_pieces(growth: pd.DataFrame, words: Wording) -> list[Piece | None]:
    """Slopes with their intervals and standard deviations, and where the model had to be simpler."""
    told = told_of(growth)
    remarks = model_remarks(growth, words)
    if told.empty:
        return [paragraph(*remarks)]
    few = told[told["groups_as"] == "fixed"]
    if len(few):
        remarks.append(words.say("growth.few_groups", groups=int(few["groups"].max())))
    elif (told["groups_as"] == "one").any():
        remarks.append(words.say("growth.one_group"))
    return [paragraph(*remarks), growth_table(told, words)]
