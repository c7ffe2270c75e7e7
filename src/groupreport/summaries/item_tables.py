"""The answers behind scores, item by item: for measures of agreement and reliability, which need more than a score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from groupreport.instruments.records import Instrument, Scale
from groupreport.instruments.row_numbers import Places
from groupreport.measures.cohesion import agreement
from groupreport.measures.inputs import Numbers, as_texts
from groupreport.summaries.scope import Scope, once_a_scope


@dataclass(frozen=True)
class ItemTable:
    """One scale's forms with every item answered within range: a row a form, a column an item.

    `held_number` is the held session that each form is about: a row of `held`.
    """

    scale_number: int
    instrument: Instrument
    scale: Scale
    held_number: Places
    answers: Numbers

    @property
    def options(self) -> float | None:
        """The number of answer options of an item; None for scores handed in without their items."""
        items = self.instrument.items
        return None if items is None else round(items.maximum - items.minimum) + 1

    @cached_property
    def agreement(self) -> pd.DataFrame:
        """How far the members of each held session agree; the session's row of `held` is the index."""
        return agreement(self.answers, self.held_number, self.options)

    @property
    def turned(self) -> Numbers:
        """The answers with reversed items turned, so that all point the same way."""
        if self.scale.items is None or self.instrument.items is None:
            return self.answers
        ends = self.instrument.items.minimum + self.instrument.items.maximum
        reverse = np.isin(self.scale.items, self.scale.reversed_items)
        return np.where(reverse, ends - self.answers, self.answers)


@once_a_scope
def process_items(scope: Scope) -> tuple[ItemTable, ...]:
    """The items of every scale on cohesion, climate and alliance, for all complete scores."""
    return tuple(item_tables(scope, scope.process_scores))


def item_tables(scope: Scope, scores: pd.DataFrame) -> Iterator[ItemTable]:
    """The items of every scale that was used, for the complete ones among rows of `process_scores`."""
    complete, of_score = as_texts(scores["status"]) == "complete", as_texts(scores["instrument"])
    form, scale_number, held = (scores[name].to_numpy() for name in ("form", "scale_number", "held_number"))
    names = scope.process_scales["scale"].astype(str).tolist()
    of_answer, answered = as_texts(scope.answers["instrument"]), scope.answers["form"].to_numpy()
    item, value = as_texts(scope.answers["item"]), scope.answers["value"].to_numpy()
    for key, instrument in scope.session_instruments.items():
        rows = np.flatnonzero(complete & (of_score == key))
        if not len(rows):
            continue
        answers = np.flatnonzero((of_answer == key) & np.isin(answered, form[rows]))
        forms, row = np.unique(answered[answers], return_inverse=True)
        column, items = pd.factorize(item[answers])
        given = np.full((len(forms), len(items)), np.nan)
        given[row, column] = value[answers]
        place = {str(name): number for number, name in enumerate(items)}
        for number in np.unique(scale_number[rows]).tolist():
            own = rows[scale_number[rows] == number]
            scale = instrument.scale(names[number])
            asked = [scale.scale] if scale.items is None else [str(item) for item in scale.items]
            columns = np.array([place[item] for item in asked], dtype=np.intp)
            table = given[np.ix_(np.searchsorted(forms, form[own]), columns)]
            yield ItemTable(number, instrument, scale, held[own], table)
