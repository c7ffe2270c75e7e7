"""What every reader of a release knows besides its numbers: what its tables are about, and which counts go together."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from groupreport.disclosure.attack import Range
from groupreport.disclosure.policy import NOT_OF_PEOPLE, Policy
from groupreport.disclosure.published import TOTAL, Link, PartOf, SameCount, SumOf
from groupreport.disclosure.read_back import ReadNumber, ReadTable, table_of_cells, without_rounded
from groupreport.disclosure.three_way import Behind

# Everybody in a program is in each of these tables; the others are about some of them.
ABOUT_EVERYBODY = ("served", "stayed", "completed_")
_RUN_TOGETHER = re.compile(r"[^a-z0-9]")
# Answers that other tables, or other releases, put together.
PUT_TOGETHER = {
    "improved_reliably": ("recovered", "improved"),
    "not_improved": ("unchanged", "deteriorated"),
    "ended_before": ("dropped_out", "ended_otherwise"),
    "other_ends": ("ended_otherwise", "still_enrolled"),
    "not_completed": ("dropped_out", "ended_otherwise", "ended_before", "other_ends", "still_enrolled"),
}
# A share of people is a table of its own: those it counts, and the others.
SHARE_OF, COUNTED, OTHERS = "share of people: ", "counted", "others"


class Told(Protocol):
    """A release as its readers have it."""

    @property
    def tables(self) -> Mapping[str, ReadTable]:
        """Counts by table, missing where withheld."""

    @property
    def numbers(self) -> tuple[ReadNumber, ...]:
        """The other numbers."""


@dataclass(frozen=True)
class Knowledge:
    """A release as an attacker takes it: rounded counts as ranges, shares as tables, and what binds the counts."""

    tables: Mapping[str, ReadTable]
    links: tuple[Link, ...]
    ranges: tuple[Range, ...]


def knowledge_of(told: Told, policy: Policy) -> Knowledge:
    """Everything that a reader knows who has this release alone."""
    tables, rounded = without_rounded(told.tables, policy)
    links, ranges = list(_links(told.tables)), list(rounded)
    everybody = next((name for name in told.tables if name.startswith(ABOUT_EVERYBODY)), None)
    for number in told.numbers:
        if number.part == "scales":
            ranges += _people_behind(number, told, policy)
        if number.part == "process" and everybody is not None and is_share_of_people(number):
            name = f"{SHARE_OF}{number.measure}"
            tables[name] = _two_sides(name)
            links.append(SameCount((name, TOTAL, TOTAL), (everybody, TOTAL, TOTAL)))
            links += _cell_of_share(number.measure, name, told.tables)
            ranges += _share(number, name, told.tables[everybody].total, policy)
    return Knowledge(tables, tuple(links), tuple(ranges))


def put_together(answer: str, columns: Iterable[str]) -> list[str]:
    """The columns that an answer is the sum of; none where that is unknown, or one holds other people besides."""
    finest = _finest(answer)
    parts = [column for column in map(str, columns) if _finest(column) & finest]
    known = answer in PUT_TOGETHER and all(_finest(part) <= finest for part in parts)
    return parts if known else []


def _finest(answer: str) -> frozenset[str]:
    parts = PUT_TOGETHER.get(answer, ())
    return frozenset(part for part in parts if part not in PUT_TOGETHER) or frozenset({answer})


def is_share_of_people(number: ReadNumber) -> bool:
    """Whether a number of the part `process` is a share of everybody who was served."""
    return number.measure in ("dropped_out", "dose_reached", "attended", "attended_on_record") and (
        number.measure not in NOT_OF_PEOPLE
    )


def scale_table(number: ReadNumber, told: Told) -> tuple[str, str] | None:
    """The table and row that count the people whom a number of a scale is about; None where that is not clear."""
    of_scale = [name for name in told.tables if name.startswith("changed_")]
    of_scale = [name for name in of_scale if _RUN_TOGETHER.sub("", number.about.lower()) in name.replace("_", "")]
    if len(of_scale) != 1:
        return None
    rows = list(told.tables[of_scale[0]].table.index)
    return of_scale[0], number.program if number.program in rows else TOTAL


def _links(tables: Mapping[str, ReadTable]) -> Iterator[Link]:
    """What everybody knows who reads the titles: which tables are about the same people, or about some of them."""
    served = [name for name in tables if name.startswith("served")]
    for name, table in tables.items():
        everybody = name.startswith(ABOUT_EVERYBODY)
        for other in served:
            if other != name and list(tables[other].table.index) == list(table.table.index):
                yield from _same_or_part(name, other, table.table.index, turned=False, same=everybody)
            elif list(tables[other].table.columns) == list(table.table.index):
                yield from _same_or_part(name, other, table.table.index, turned=True, same=everybody)
        counted = _of_one_question(name, tables)
        if counted is not None:
            yield from _same_answers(name, counted, tables)
    for one in _of_three(tables):
        yield from one.links()


def _of_three(tables: Mapping[str, ReadTable]) -> Iterator[Behind]:
    """Programs by categories, programs by answers and categories by answers: sums of one table of all three."""
    for served in tables:
        kind = served.removeprefix("served_")
        fared = {f"completed_{kind}": "stayed"}
        fared |= {name.replace("changed_", "improved_", 1) + f"_{kind}": name for name in tables if "changed_" in name}
        for by_category, by_program in fared.items():
            if served == kind or by_category not in tables or by_program not in tables:
                continue
            of_served, of_programs, of_answers = (tables[name].table for name in (served, by_program, by_category))
            if list(of_served.columns) == list(of_answers.index) and list(of_served.index) == list(of_programs.index):
                columns = [str(column) for column in of_programs.columns]
                answers = {
                    str(answer): [str(answer)] if answer in columns else put_together(str(answer), columns)
                    for answer in of_answers.columns
                }
                yield Behind(
                    served=served,
                    by_program=by_program,
                    by_category=by_category,
                    programs=[str(program) for program in of_served.index],
                    categories=[str(category) for category in of_served.columns],
                    answers=answers,
                    everybody=by_program == "stayed",
                )


def _same_or_part(name: str, other: str, labels: pd.Index, *, turned: bool, same: bool) -> Iterator[Link]:
    for label in [*labels, TOTAL]:
        here, there = (name, label, TOTAL), ((other, TOTAL, label) if turned else (other, label, TOTAL))
        yield SameCount(here, there) if same else PartOf(here, there)


def _of_one_question(name: str, tables: Iterable[str]) -> str | None:
    """The table that sorts the same people by the same answer: `changed_phq9` for `improved_phq9_age`, say.

    Names can begin alike: `improved_own_mood_night_age` is of the scale `mood_night`, not of `mood`.
    """
    if name.startswith("completed_"):
        return next((other for other in tables if other == "stayed"), None)
    of_scale = f"{name.removeprefix('improved_')}_"
    alike = [
        other
        for other in tables
        if name.startswith("improved_") and other.startswith("changed_") and of_scale.startswith(f"{other[8:]}_")
    ]
    return max(alike, key=len, default=None)


def _same_answers(name: str, other: str, tables: Mapping[str, ReadTable]) -> Iterator[Link]:
    columns = tables[other].table.columns
    for label in [*tables[name].table.columns, TOTAL]:
        parts = put_together(str(label), columns)
        if label == TOTAL or label in columns:
            yield SameCount((name, TOTAL, label), (other, TOTAL, label))
        elif parts:
            yield SumOf((name, TOTAL, label), tuple((other, TOTAL, part) for part in parts))


def _two_sides(name: str) -> ReadTable:
    places = [(row, column) for row in ("all", TOTAL) for column in (COUNTED, OTHERS, TOTAL)]
    return table_of_cells(name, dict.fromkeys(places, math.nan))


def _cell_of_share(measure: str, name: str, tables: Mapping[str, ReadTable]) -> Iterator[Link]:
    """The count of another table that the share tells, or tells a part of."""
    if "stayed" not in tables:
        return
    columns = tables["stayed"].table.columns
    if measure in columns:
        yield SameCount((name, TOTAL, COUNTED), ("stayed", TOTAL, measure))
        return
    for label, parts in PUT_TOGETHER.items():
        if measure in parts and label in columns:
            yield PartOf((name, TOTAL, COUNTED), ("stayed", TOTAL, label))


def _share(number: ReadNumber, name: str, people: float, policy: Policy) -> Iterator[Range]:
    """Between which counts a published share of so many people lies; a share of rounded counts tells rounded ones."""
    if number.value is None or math.isnan(people):
        return
    half = policy.half_a_step + 1e-9
    low, high = ((number.value + around) * people for around in (-half, half))
    if policy.round_to > 1:
        low, high = low - policy.round_to // 2, high + policy.round_to - 1 - policy.round_to // 2
    yield {(name, TOTAL, COUNTED): 1}, float(max(0, math.ceil(low))), float(math.floor(high))


def _people_behind(number: ReadNumber, told: Told, policy: Policy) -> Iterator[Range]:
    """How many were measured twice: as it is said, and because a mean or an effect is told of so many at the least."""
    place = scale_table(number, told)
    if place is None or number.value is None:
        return
    if number.measure == "people_at_least":
        yield {(*place, TOTAL): 1}, number.value, number.value + policy.smallest_count - 2
    fewest = {"mean_pre": policy.smallest_count, "smcr": policy.fewest_in_an_effect}
    if number.measure in fewest:
        yield {(*place, TOTAL): 1}, fewest[number.measure], math.inf
