"""The answers behind scores, item by item: for measures of agreement and reliability, which need more than a score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from groupreport.instruments.records import Instrument, Scale
from groupreport.measures.cohesion import agreement
from groupreport.measures.inputs import Numbers
from groupreport.summaries.scope import Scope, once_a_scope


@dataclass(frozen=True)
class ItemTable:
    """One scale's forms with every item answered within range: a row a form, a column an item.

    `rows` are those of `process_scores`, in the order of the table.
    """

    scale_number: int
    instrument: Instrument
    scale: Scale
    rows: pd.DataFrame
    answers: Numbers

    @property
    def options(self) -> float | None:
        """The number of answer options of an item; None for scores handed in without their items."""
        items = self.instrument.items
        return None if items is None else round(items.maximum - items.minimum) + 1

    @cached_property
    def agreement(self) -> pd.DataFrame:
        """How far the members of each held session agree; the session's row of `held` is the index."""
        return agreement(self.answers, self.rows["held_number"].to_numpy(), self.options)

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
    complete = scores[scores["status"] == "complete"]
    names = scope.process_scales["scale"].astype(str).tolist()
    for key, instrument in scope.session_instruments.items():
        rows = complete[complete["instrument"] == key]
        if not len(rows):
            continue
        answers = scope.answers[scope.answers["instrument"] == key]
        if len(rows) < len(answers):
            answers = answers[answers["form"].isin(rows["form"])]
        forms, row = np.unique(answers["form"].to_numpy(), return_inverse=True)
        column, items = pd.factorize(answers["item"])
        given = np.full((len(forms), len(items)), np.nan)
        given[row, column] = answers["value"].to_numpy()
        place = {str(name): number for number, name in enumerate(items)}
        for number in np.unique(rows["scale_number"].to_numpy()).tolist():
            own = rows[rows["scale_number"] == number]
            scale = instrument.scale(names[number])
            asked = [scale.scale] if scale.items is None else [str(item) for item in scale.items]
            columns = np.array([place[item] for item in asked], dtype=np.intp)
            table = given[np.ix_(np.searchsorted(forms, own["form"].to_numpy()), columns)]
            yield ItemTable(number, instrument, scale, own, table)
