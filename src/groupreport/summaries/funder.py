"""What funders may be told, before disclosure control: totals of different people, never a member or a group."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from groupreport.measures.attendance import FEWEST_SESSIONS_OF_A_RATE
from groupreport.measures.flow import ENDINGS
from groupreport.measures.outcomes import CLASSES, pairs_of_scale
from groupreport.measures.text import python_text
from groupreport.summaries.equity import with_characteristics
from groupreport.summaries.facts import data_notes, term_facts
from groupreport.summaries.flows import ends_on_record, groups_without_attendance
from groupreport.summaries.outcome_scores import outcomes_by_instrument, why_no_outcomes
from groupreport.summaries.records import ALL_PROGRAMS, CountTable, FunderSummary, Unavailable
from groupreport.summaries.scope import Scope

if TYPE_CHECKING:
    from groupreport.intake import Term

# Where too much of a table would be withheld, its columns are put together: first in the way that keeps how many
# dropped out, by which programs are compared.
_ENDINGS_TOGETHER = (
    {
        "completed": "completed",
        "dropped_out": "dropped_out",
        "ended_otherwise": "other_ends",
        "still_enrolled": "other_ends",
    },
    {
        "completed": "completed",
        "dropped_out": "ended_before",
        "ended_otherwise": "ended_before",
        "still_enrolled": "still_enrolled",
    },
    {
        "completed": "completed",
        "dropped_out": "not_completed",
        "ended_otherwise": "not_completed",
        "still_enrolled": "not_completed",
    },
)
_CHANGES_TOGETHER = (
    {
        "recovered": "improved_reliably",
        "improved": "improved_reliably",
        "unchanged": "not_improved",
        "deteriorated": "not_improved",
    },
)
# A form or two in another program can be mistakes, which do not make a questionnaire that program's.
FEWEST_WHO_WERE_ASKED = 3
_SCALE = ["instrument", "short_name", "program", "asked_in", "people", "groups", "step"]
_MEANS = ["mean_pre", "mean_post", "mean_change"]
_EFFECT = ["smcr", "smcr_low", "smcr_high", "criterion", "criterion_source"]


@python_text()
def summarize_outcomes(term: Term) -> FunderSummary:
    """Summarize the term for funders, as counts and means of people that have yet to pass disclosure control.

    A person counts once: in the program and group of their last stay, so that programs add up to the total.

    Args:
        term: The frozen term.

    Returns:
        Count tables with the groups behind every cell, effect sizes with their people and groups, and statements on
        how the groups worked. Unrounded and unsuppressed: only disclosure control may hand them on.
    """
    return outcomes_for_funders(Scope(term), term)


def outcomes_for_funders(scope: Scope, term: Term) -> FunderSummary:
    """The same of a term whose tables are looked through already."""
    persons = with_characteristics(scope)
    return FunderSummary(
        term=term_facts(term),
        groups=len(scope.groups),
        tables=_tables(scope, persons),
        scales=why_no_outcomes(scope) or _scales(scope, persons),
        process=_process(scope, persons),
        data_notes=data_notes(term, scope),
    )


def _tables(scope: Scope, persons: pd.DataFrame) -> dict[str, CountTable]:
    names = _unnested(persons, scope.term.parameters.settings.characteristics)
    tables = {f"served_{name}": _count(persons, "program", name) for name in names}
    if not names:
        tables["served"] = _count(persons.assign(people="people"), "program", "people")
    tables["stayed"] = _count(persons, "program", "end", ENDINGS, _ENDINGS_TOGETHER)
    completed = persons.assign(end=persons["end"].where(persons["end"] == "completed", "not_completed"))
    tables |= {f"completed_{name}": _count(completed, name, "end", ("completed", "not_completed")) for name in names}
    if why_no_outcomes(scope):
        return tables
    for outcome in scope.outcome_scales:
        if outcome.missing_criterion:
            continue
        pairs = pairs_of_scale(scope.outcome_pairs, outcome).dropna(subset="change")
        changed = persons.merge(pairs[["member_id", "outcome"]], on="member_id")
        about = f"{outcome.instrument.short_name} {outcome.scale.label}"
        tables[f"changed_{outcome.key}"] = _count(
            changed, "program", "outcome", CLASSES, _CHANGES_TOGETHER, about, persons
        )
        better = changed.assign(outcome=changed["outcome"].map(_CHANGES_TOGETHER[0]))
        classes = ("improved_reliably", "not_improved")
        tables |= {
            f"improved_{outcome.key}_{name}": _count(better, name, "outcome", classes, about=about, everybody=persons)
            for name in names
        }
    return tables


def _unnested(persons: pd.DataFrame, names: Sequence[str]) -> list[str]:
    """The characteristics, without each that puts the categories of an earlier one together, or divides them.

    A category that is withheld would be what another of the larger one's parts leaves of that.
    """
    kept: list[str] = []
    for name in names:
        if not any(_is_nested(persons[name], persons[other]) for other in kept):
            kept.append(name)
    return kept


def _is_nested(one: pd.Series, other: pd.Series) -> bool:
    """Whether each category of one of the two lies in one category of the other."""
    pairs = pd.DataFrame({"one": one, "other": other}).drop_duplicates()
    several = pairs["one"].nunique() > 1 and pairs["other"].nunique() > 1
    return several and (pairs["one"].is_unique or pairs["other"].is_unique)


def _count(
    persons: pd.DataFrame,
    rows: str,
    columns: str,
    order: Sequence[str] | None = None,
    coarser: tuple[Mapping[str, str], ...] = (),
    about: str = "",
    everybody: pd.DataFrame | None = None,
) -> CountTable:
    """People by two of their columns, with the different groups that the people of each cell were last in.

    Every category of everybody has its row, also one in which none of these people are: a row that is not there would
    say so.
    """
    kinds = list(order) if order is not None else sorted(persons[columns].unique())
    lines = sorted((persons if everybody is None else everybody)[rows].unique())
    cells = persons.groupby([rows, columns]).agg(people=("member_id", "nunique"), groups=("group_id", "nunique"))
    wide = {
        what: cells[what].unstack(fill_value=0).reindex(index=lines, columns=kinds, fill_value=0).astype("int64")
        for what in ("people", "groups")
    }
    return CountTable(
        about=about,
        rows=rows,
        columns=columns,
        counts=wide["people"],
        groups_behind=wide["groups"],
        coarser=coarser,
        by_program=None if rows == "program" else _by_program(persons, rows, columns, kinds),
    )


def _by_program(persons: pd.DataFrame, rows: str, columns: str, kinds: Sequence[str]) -> pd.DataFrame:
    counts = persons.groupby([rows, "program", columns])["member_id"].nunique().unstack(fill_value=0)
    return counts.reindex(columns=list(kinds), fill_value=0).astype("int64")


def _scales(scope: Scope, persons: pd.DataFrame) -> pd.DataFrame:
    """One row an outcome scale and program, and one for all programs: the people with both scores."""
    programs = [(program, of_program) for program, of_program in persons.groupby("program")]
    asked = [
        _asked_in(scope, pairs_of_scale(scope.outcome_pairs, outcome)["member_id"]) for outcome in scope.outcome_scales
    ]
    rows = []
    for program, of_program in [*programs, (ALL_PROGRAMS, persons)]:
        by_instrument = outcomes_by_instrument(scope, of_program["member_id"])
        pairs = scope.outcome_pairs.dropna(subset="change").merge(of_program[["member_id", "group_id"]], on="member_id")
        groups = pairs.groupby(["instrument", "scale"])["group_id"].nunique().rename("groups")
        joined = by_instrument.join(groups, on=["instrument", "scale"]).fillna({"groups": 0})
        joined["instrument"] = [outcome.key for outcome in scope.outcome_scales]
        joined["short_name"] = [outcome.short_name for outcome in scope.outcome_scales]
        joined["asked_in"] = [names if program == ALL_PROGRAMS else (program,) for names in asked]
        joined["step"] = [outcome.scale.step for outcome in scope.outcome_scales]
        rows.append(joined.assign(program=program, people=joined["pairs"], groups=joined["groups"].astype("int64")))
    return pd.concat(rows, ignore_index=True)[[*_SCALE, *_MEANS, *_EFFECT]]


def _process(scope: Scope, persons: pd.DataFrame) -> pd.DataFrame | Unavailable:
    """How the groups worked: attendance, dose, drop-out, and how members rated cohesion and alliance."""
    expected = persons[persons["expected"] > 0]
    rows = []
    if len(expected):
        rate = expected["present"].sum() / expected["expected"].sum()
        reached = persons["dose_reached"].fillna(False).mean()
        complete = scope.attendance_completeness
        on_record = "_on_record" if complete.unknown or complete.unrecorded_sessions else ""
        if expected["expected"].max() == 1:
            # The share counts people, and is named so that it is protected like a count; the dose is that session.
            rows = [(f"attended{on_record}", rate, expected)]
        else:
            # Of two sessions, how many came to both and how many of all were missed leave few ways for who never came.
            of_few = expected["expected"].median() < FEWEST_SESSIONS_OF_A_RATE
            rows = [] if of_few else [(f"attendance_rate{on_record}", rate, expected)]
            # Those of whom it is not known whether they came would count as people who came too seldom.
            rows += [] if groups_without_attendance(scope) else [("dose_reached", reached, persons)]
    if ends_on_record(persons):
        rows.append(("dropped_out", (persons["end"] == "dropped_out").mean(), persons))
    if not rows:
        return Unavailable("not_enough_data", "nobody_and_no_session")
    shares = [
        (measure, "", float(value), "share", behind["member_id"].nunique(), behind["group_id"].nunique(), (), math.nan)
        for measure, value, behind in rows
    ]
    columns = ["measure", "about", "value", "unit", "people", "groups", "asked_in", "step"]
    return pd.DataFrame([*shares, *_ratings(scope)], columns=columns)


def _asked_in(scope: Scope, members: pd.Series) -> tuple[str, ...]:
    """The programs in which a questionnaire is used, by those of its people who were in one program alone.

    Whoever moved, or was in two, could have answered in either, and a form can be filled in by mistake. Where that
    leaves no program, all of those who answered.

    Args:
        scope: The term.
        members: The ids of those who answered.
    """
    programs = scope.stays.groupby("member_id")["program"].agg(["first", "nunique"])
    own = programs[programs.index.isin(members)]
    people = own.loc[own["nunique"] == 1, "first"].value_counts()
    found = people.index[people >= FEWEST_WHO_WERE_ASKED]
    return tuple(sorted(found)) or tuple(sorted(own["first"].unique()))


def _ratings(scope: Scope) -> Iterator[tuple[str, str, float, str, int, int, tuple[str, ...], float]]:
    """The mean of members' own means over the term, on each scale of which more is better and that is no part."""
    scores = scope.process_scores.dropna(subset="score")
    means = scores.groupby(["scale_number", "member_id"], as_index=False)["score"].mean()
    for place, scale in scope.process_scales.iterrows():
        own = means[means["scale_number"] == place]
        of_scale = own["score"]
        rated = scores[scores["scale_number"] == place].groupby("group_id")["session"].nunique()
        whole = pd.isna(scale["aspect"]) or scale["aspect"] == "total"
        if whole and scale["higher_is"] == "better" and len(of_scale):
            about = f"{scale['short_name']} {scale['label']}"
            ends = f"{scale['minimum']:g}..{scale['maximum']:g}"
            asked_in = _asked_in(scope, own["member_id"])
            step = scope.term.instruments[str(scale["instrument"])].scale(str(scale["scale"])).step
            mean = float(of_scale.mean())
            yield "rating", about, mean, ends, len(of_scale), len(rated), asked_in, step / int(rated.max())
