"""A questionnaire of the program's own: scales without a cut-off or a better end are told as what they are."""

from __future__ import annotations

import pandas as pd
import pytest

import groupreport
from groupreport.disclosure import for_audience
from groupreport.display.funder import outcome_scales
from groupreport.display.rounding import NOTHING
from groupreport.instruments import load_catalog
from groupreport.intake import freeze, open_term
from groupreport.parameters import PROJECT_VARIABLE, read_parameters
from groupreport.summaries import summarize_group, summarize_outcomes, summarize_program

from ..summaries.own_questionnaire import demo_with_own_phq9
from .conftest import program_view_of
from .pages import table

TERM = "2026-fall"
OWN = """\
id: phq9
name: Three parts
short_name: Three-part
given: occasion
items: {count: 9, minimum: 0, maximum: 3}
scales:
  - scale: support
    label: Support
    items: [7, 8, 9]
    aggregation: sum
    higher_is: context
    domain: outcome
  - scale: strength
    label: Strength
    items: [4, 5, 6]
    reversed_items: [4, 5, 6]
    aggregation: sum
    higher_is: better
    domain: outcome
    reliable_change: {criterion: 2, source: ours}
  - scale: mood
    label: Mood
    items: [1, 2, 3]
    aggregation: sum
    higher_is: worse
    domain: outcome
    reliable_change: {criterion: 2, source: ours}
    cutoffs: [{label: caseness, value: 4, clinical_side: at_or_above, source: ours}]
licence: {status: permission, holder: The Mood House, note: Ask them.}
citation: ours
key_source: ours
verified: true
"""


@pytest.fixture(scope="module")
def term(tmp_path_factory):
    """The demo's term, its PHQ-9 forms read as three scales."""
    project = demo_with_own_phq9(tmp_path_factory.mktemp("own") / "program", OWN)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PROJECT_VARIABLE, str(project.folder))
        for kept in (outcome_scales.scales_by_key, outcome_scales.questionnaires):
            kept.cache_clear()
        yield open_term(freeze(project, read_parameters(project, TERM), load_catalog(project)))
    for kept in (outcome_scales.scales_by_key, outcome_scales.questionnaires):
        kept.cache_clear()


@pytest.fixture(scope="module")
def program(term):
    return summarize_program(term)


@pytest.fixture(scope="module")
def funder(term):
    return for_audience(summarize_outcomes(term), "funder")


def by_name(rows):
    """A table's rows by their first cell, each cell by its header."""
    header, *body = rows
    return {row[0]: dict(zip(header, row, strict=True)) for row in body}


def test_a_scale_without_a_better_end_is_not_compared_by_who_improved(program):
    """It has data in both terms; nobody can be said to have improved in either, and no note may say 'no data'."""
    measures = program.comparison["measure"].tolist()

    assert "improved.phq9.support" not in measures
    assert {"improved.phq9.mood", "improved.phq9.strength"} <= set(measures)


@pytest.mark.parametrize("audience", ["evaluator", "leadership"])
def test_a_scale_without_a_better_end_has_no_column_of_who_improved(program, audience):
    """An empty column would stand there as withheld."""
    view = program_view_of(program) if audience == "evaluator" else for_audience(program, audience)
    said = groupreport.show_equity(view).markdown

    assert "Strength improved" in said
    assert "Support improved" not in said


def test_nobody_is_said_to_have_recovered_without_a_cut_off(term, program):
    """0 recovered would read as if somebody might have; with a cut-off 0 is a number."""
    group = groupreport.for_audience(summarize_group(term, "G01"), "evaluator")
    found = [
        by_name(table(groupreport.show_program_outcomes(program_view_of(program)).markdown, "outcomes")),
        by_name(table(groupreport.show_outcomes(group).markdown, "outcomes")),
    ]

    for rows in found:
        strength, mood = (next(row for name, row in rows.items() if name.endswith(end)) for end in ("Strength", "Mood"))
        assert strength["Recovered"] == NOTHING
        assert mood["Recovered"] != NOTHING


def test_sentences_for_funders_name_the_scale_that_they_are_about(funder):
    """The first scale has no direction; of the second it is told who improved, and nobody's recovery."""
    said = groupreport.show_what_changed(funder).markdown.replace("\\", "")
    strength, mood = (
        next(line for line in said.split("\n") if line.startswith(f"- Three-part {name}: "))
        for name in ("Strength", "Mood")
    )

    assert "recover" not in strength
    assert "recover" in mood
    assert "is better" not in groupreport.show_funder_at_a_glance(funder).markdown


def test_holders_of_a_questionnaire_of_several_scales_are_named_to_funders(funder):
    """Whoever publishes numbers from a questionnaire names whose it is, once."""
    assert groupreport.show_citation(funder).markdown.count("The Mood House") == 1


def test_names_of_questionnaires_are_printed_as_they_are(program):
    """In the sentence about categories: neither in small letters nor with the signs that keep a hyphen a hyphen."""
    shares = program.details.equity
    beyond = shares.assign(difference_low=0.1, difference_high=0.2)[shares["measure"] == "improved"]
    view = program_view_of(
        program.__class__(**(vars(program) | {"details": _with_equity(program.details, beyond.head(2))}))
    )

    assert "improved, Three-part Strength (" in groupreport.show_equity(view).markdown.replace("\\-", "-")
    assert "\\\\" not in groupreport.show_equity(view).markdown


def _with_equity(details, equity: pd.DataFrame):
    return details.__class__(**(vars(details) | {"equity": equity}))


def test_no_change_is_one_for_the_better_where_neither_end_is(term, program, funder):
    """Where plus is better, a scale without a better end has no row in figures, and a dash in tables."""
    group = groupreport.for_audience(summarize_group(term, "G01"), "evaluator")
    said = groupreport.show_program_outcomes(program_view_of(program)).markdown
    tables = [table(said, "outcomes"), table(groupreport.show_outcomes(group).markdown, "outcomes")]
    told = groupreport.show_what_changed(funder).markdown

    assert "Three-part Support (" not in said
    assert "Standardized mean change, positive is better" in told
    assert "\\*\\*\\*\\*" not in told
    assert "****" not in told
    for rows in [*tables, table(told, "change")]:
        for row in rows[1:]:
            effect = row[next(place for place, head in enumerate(rows[0]) if head.startswith("Effect"))]
            assert (effect == NOTHING) == row[0].endswith("Support")
