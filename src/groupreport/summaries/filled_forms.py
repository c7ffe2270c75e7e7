"""Filled-in forms as tables: a row a form, a column an item, whoever filled it in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.instruments import Instrument
from groupreport.instruments.row_numbers import agreeing_row, first_rows, row_numbers
from groupreport.measures.inputs import as_texts
from groupreport.summaries.scope import Scope

RATERS = ("member", "leader", "observer")

_SESSION_FORM = ["rater", "group_id", "member_id", "session", "target"]
_OCCASION_FORM = ["member_id", "group_id", "occasion"]


@dataclass(frozen=True)
class FilledForms:
    """The forms of one questionnaire by one kind of rater; `rows` has a row an answer, with the number of its form."""

    instrument: Instrument
    rater: str
    rows: pd.DataFrame

    @cached_property
    def answers(self) -> pd.DataFrame:
        """One row a form with any answer (by its number), one column an item of the questionnaire, as given."""
        forms, given = self._given
        answered = ~np.isnan(given).all(axis=1)
        return pd.DataFrame(given[answered], index=forms[answered], columns=pd.Index(self.instrument.answer_names))

    @cached_property
    def _given(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
        """The numbers of the forms, and a row of answers for each."""
        forms, row = np.unique(self.rows["form"].to_numpy(), return_inverse=True)
        codes, items = pd.factorize(as_texts(self.rows["item"]))
        place = {name: column for column, name in enumerate(self.instrument.answer_names)}
        given = np.full((len(forms), len(place)), np.nan)
        column = np.array([place[item] for item in items], dtype=np.intp)[codes]
        given[row, column] = self.rows["value"].to_numpy("float64", na_value=np.nan)
        return forms, given

    @property
    def people(self) -> pd.Series:
        """Whose each form of `answers` is: the member, or the group for forms that leaders and observers filled in."""
        return self._whose["member_id"] if self.rater == "member" else self.groups

    @property
    def groups(self) -> pd.Series:
        """The group that each form of `answers` belongs to."""
        return self._whose["group_id"]

    @cached_property
    def _whose(self) -> pd.DataFrame:
        forms, first = np.unique(self.rows["form"].to_numpy(), return_index=True)
        own = first[np.isin(forms, self.answers.index)]
        return self.rows[["member_id", "group_id"]].take(own).set_axis(self.answers.index, axis="index")


def filled_forms(scope: Scope) -> list[FilledForms]:
    """Every questionnaire with an answer, as program.yml lists them; for each, members' forms come first."""
    found = {(forms.instrument.id, forms.rater): forms for forms in [*_about_sessions(scope), *_on_occasions(scope)]}
    wanted = [(name, rater) for name in scope.term.instruments for rater in RATERS]
    return [found[key] for key in wanted if key in found and len(found[key].answers)]


def _about_sessions(scope: Scope) -> Iterator[FilledForms]:
    others = scope.given_answers
    others = others[others["rater"].notna() & (others["rater"] != "member")]
    others = others[scope.numbers_of_held(others) >= 0]
    others = others.assign(form=row_numbers(others, _SESSION_FORM))
    for rows, kinds in ((scope.answers, ["member"]), (others, RATERS)):
        names, raters = as_texts(rows["instrument"]), as_texts(rows["rater"])
        for name, instrument in scope.session_instruments.items():
            for rater in kinds:
                own = np.flatnonzero((names == name) & ((raters == rater) | (rows is scope.answers)))
                if len(own):
                    yield FilledForms(instrument, rater, rows.take(own))


def _on_occasions(scope: Scope) -> Iterator[FilledForms]:
    # An answer may name no group: it then belongs to the one that its member was in last.
    rows, people = scope.given_outcomes, scope.people
    last_group = people["group_id"].take(agreeing_row(rows, people, ["member_id"])).set_axis(rows.index)
    rows = rows.assign(group_id=rows["group_id"].fillna(last_group))
    rows = rows.take(first_rows(rows, [*_OCCASION_FORM, "instrument", "item"]))
    rows = rows.assign(form=row_numbers(rows, _OCCASION_FORM))
    names = as_texts(rows["instrument"])
    for name, instrument in scope.term.instruments.items():
        own = np.flatnonzero(names == name)
        if len(own):
            yield FilledForms(instrument, "member", rows.take(own))
