"""The table of three that lies behind tables of two: program, category, and how people fared.

Who was served (program by category), who stayed (program by ending) and who completed (category by ending) are sums of
one table of all three, and so it is with who improved, of those served. The cells of that table are never published,
but the tables of two must agree with some such table, and a reader who tries that can rule out counts that each of them
leaves open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import pandas as pd

from groupreport.disclosure.coarsening import parts_of
from groupreport.disclosure.published import TOTAL, Cell, Link, SumOf, of_three
from groupreport.disclosure.rules import Protected
from groupreport.errors import DisclosureError
from groupreport.summaries.records import CountTable

_PROGRAM = "program"
# Those served who have no answer.
NO_ANSWER = "no answer"


@dataclass(frozen=True)
class Behind:
    """Three tables of a release, by name, with the categories of the one of all three behind them.

    `served` is the table of programs by categories, `by_program` that of programs by answers, `by_category` that of
    categories by answers. `answers` has for each answer of the last one the columns of `by_program` that make it up;
    none where none do. `everybody` says whether everybody who was served has an answer.
    """

    served: str
    by_program: str
    by_category: str
    programs: Sequence[str]
    categories: Sequence[str]
    answers: Mapping[str, Sequence[str]]
    everybody: bool

    def links(self) -> Iterator[Link]:
        """How the published tables add up from the cells of the table behind them."""
        for program in self.programs:
            for answer, columns in self.answers.items():
                if not columns:
                    continue
                whole = (self.by_program, program, columns[0])
                if len(columns) > 1:
                    whole = self._cell(TOTAL, program, answer)
                    yield SumOf(whole, tuple((self.by_program, program, column) for column in columns))
                yield SumOf(whole, tuple(self._cell(category, program, answer) for category in self.categories))
            everybody = [
                self._cell(category, program, answer) for category in self.categories for answer in self.answers
            ]
            yield SumOf((self.by_program, program, TOTAL), tuple(everybody))
        for category in self.categories:
            for answer in self.answers:
                parts = tuple(self._cell(category, program, answer) for program in self.programs)
                yield SumOf((self.by_category, category, answer), parts)
            for program in self.programs:
                parts = tuple(self._cell(category, program, answer) for answer in self._with_no_answer())
                yield SumOf((self.served, program, category), parts)

    def counts(self, served: pd.DataFrame, answered: pd.DataFrame) -> Iterator[tuple[Cell, int]]:
        """The cells that `links` names, with their people.

        Args:
            served: People by program and category.
            answered: People by (category, program) and answer; nobody where there is no row.
        """
        lines = pd.MultiIndex.from_product([self.categories, self.programs])
        people = answered.reindex(index=lines, fill_value=0)
        everybody = [int(served[category][program]) for category, program in lines]
        people[NO_ANSWER] = everybody - people.sum(axis="columns")
        for answer in self._with_no_answer():
            for (category, program), count in zip(lines, people[answer], strict=True):
                yield self._cell(category, program, answer), int(count)
        for answer, columns in self.answers.items():
            for program in self.programs if len(columns) > 1 else ():
                yield self._cell(TOTAL, program, answer), int(people[answer][:, program].sum())

    def cells(self) -> Iterator[Cell]:
        """The cells of the table of three; those without an answer among them, where there may be some."""
        for answer in self._with_no_answer():
            for category, program in product(self.categories, self.programs):
                yield self._cell(category, program, answer)

    def _with_no_answer(self) -> list[str]:
        return [*self.answers, *([] if self.everybody else [NO_ANSWER])]

    def _cell(self, category: str, program: str, answer: str) -> Cell:
        return of_three(self.by_category), (category, program), answer


def behind(counted: Mapping[str, CountTable]) -> list[Behind]:
    """Which tables of a release have a table of three behind them, from what their categories are of."""
    found = []
    for name, table in counted.items():
        served = _named(counted, _PROGRAM, table.rows, "")
        by_program = _named(counted, _PROGRAM, table.columns, table.about)
        if table.rows == _PROGRAM or served is None or by_program is None:
            continue
        of_programs = counted[by_program]
        found.append(
            Behind(
                served=served,
                by_program=by_program,
                by_category=name,
                programs=list(of_programs.counts.index),
                categories=list(table.counts.index),
                answers={answer: _columns_of(answer, of_programs) for answer in table.counts.columns},
                everybody=not table.about,
            )
        )
    return found


def counts_behind(counted: Mapping[str, CountTable]) -> dict[Cell, int]:
    """The cells of all tables of three, with their people.

    Raises:
        DisclosureError: A table does not say how many of its people are in which program, or what it says is wrong.
    """
    counts: dict[Cell, int] = {}
    for one in behind(counted):
        table, served = counted[one.by_category], counted[one.served].counts
        if table.by_program is None:
            raise DisclosureError(f"Table '{one.by_category}': how many of its people are in which program is missing.")
        if not table.by_program.groupby(level=0).sum().reindex(table.counts.index, fill_value=0).equals(table.counts):
            raise DisclosureError(f"Table '{one.by_category}': its people by program do not add up to its counts.")
        counts |= one.counts(served, table.by_program)
    return counts


def small_of_three(counted: Mapping[str, CountTable], threshold: int) -> Iterator[Protected]:
    """Every cell of 1 to threshold - 1 people of a table of three, and that nobody of those served had an answer.

    No report shows them, but they can follow from what is shown: of 40 people of a program who dropped out, 30 are
    women where women are in this program alone and all dropped out, so 10 men did. In a program or category of fewer
    people than the threshold all cells must stay anything from 0 up, so that none asks for more than another. Left out
    are answers that nobody at all has, be it none: that is shown, or follows from as many who answered as were served.
    """
    people = counts_behind(counted)
    for one in behind(counted):
        answered, served = counted[one.by_category].counts, counted[one.served].counts
        few = {*served.index[served.sum(axis=1) < threshold], *served.columns[served.sum() < threshold]}
        given = {cell[2] for cell in one.cells() if people[cell]}
        for cell in one.cells():
            (category, program), answer = cell[1:]
            if people[cell] >= threshold or answer not in given:
                continue
            of_few = category in few or program in few
            nobody_of_some = answer in answered and served[category][program] > 0
            if people[cell] or of_few or nobody_of_some:
                yield Protected({cell: 1}, 0 if of_few else min(people[cell], 1), threshold - 1)


def _named(counted: Mapping[str, CountTable], rows: str, columns: str, about: str) -> str | None:
    places = ((name, (table.rows, table.columns, table.about)) for name, table in counted.items())
    return next((name for name, kind in places if kind == (rows, columns, about)), None)


def _columns_of(answer: str, table: CountTable) -> list[str]:
    return [answer] if answer in table.counts.columns else parts_of(answer, table)
