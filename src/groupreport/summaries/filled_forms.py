"""Filled-in forms as tables: a row a form, a column an item, whoever filled it in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from groupreport.instruments import Instrument
from groupreport.instruments.row_numbers import row_numbers
from groupreport.measures.text import TEXT
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
        rows = self.rows
        forms, row = np.unique(rows["form"].to_numpy(), return_inverse=True)
        names = pd.Index(self.instrument.answer_names)
        given = np.full((len(forms), len(names)), np.nan)
        given[row, names.get_indexer(pd.Index(rows["item"]))] = rows["value"].to_numpy("float64", na_value=np.nan)
        return pd.DataFrame(given, index=forms, columns=names).dropna(how="all")

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
        first = self.rows.drop_duplicates("form").set_index("form")
        return first[["member_id", "group_id"]].reindex(self.answers.index)


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
    for rows in (scope.answers.assign(rater=pd.Series("member", index=scope.answers.index, dtype=TEXT)), others):
        for (name, rater), own in rows.groupby(["instrument", "rater"], sort=False):
            if name in scope.session_instruments:
                yield FilledForms(scope.session_instruments[str(name)], str(rater), own)


def _on_occasions(scope: Scope) -> Iterator[FilledForms]:
    # An answer may name no group: it then belongs to the one that its member was in last.
    last_group = scope.people.set_index("member_id")["group_id"]
    rows = scope.given_outcomes
    rows = rows.assign(group_id=rows["group_id"].fillna(rows["member_id"].map(last_group)))
    rows = rows.drop_duplicates([*_OCCASION_FORM, "instrument", "item"])
    rows = rows.assign(form=row_numbers(rows, _OCCASION_FORM))
    for name, own in rows.groupby("instrument", sort=False):
        if name in scope.term.instruments:
            yield FilledForms(scope.term.instruments[str(name)], "member", own)
