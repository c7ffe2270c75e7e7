"""A questionnaire with two outcome scales: each has a name, tables, people and numbers of its own for everybody."""

from __future__ import annotations

import pytest

import groupreport
from groupreport.disclosure import for_audience
from groupreport.disclosure.leadership_funder import same_people
from groupreport.instruments import load_catalog
from groupreport.intake import freeze, open_term
from groupreport.parameters import read_parameters
from groupreport.summaries import summarize_outcomes, summarize_program

from ..display.conftest import program_view_of
from ..display.pages import table
from .own_questionnaire import demo_with_own_phq9

TERM = "2026-fall"
NAMES = {"Parts Mood", "Parts Mood at night", "GAD-7"}
OWN = """\
id: phq9
name: Two parts
short_name: Parts
given: occasion
items: {count: 9, minimum: 0, maximum: 3}
scales:
  - scale: mood
    label: Mood
    items: [1, 2, 3, 4, 5]
    aggregation: sum
    higher_is: worse
    domain: outcome
    reliable_change: {criterion: 4, source: ours}
  - scale: mood_night
    label: Mood at night
    items: [6, 7, 8, 9]
    aggregation: sum
    higher_is: worse
    domain: outcome
    reliable_change: {criterion: 3, source: ours}
licence: {status: free, holder: us, note: our own}
citation: ours
key_source: ours
verified: true
"""


@pytest.fixture(scope="module")
def term(tmp_path_factory):
    """The demo's term, its PHQ-9 forms read as a questionnaire of two scales whose ids begin alike."""
    project = demo_with_own_phq9(tmp_path_factory.mktemp("two") / "program", OWN)
    return open_term(freeze(project, read_parameters(project, TERM), load_catalog(project)))


@pytest.fixture(scope="module")
def view(term):
    return for_audience(summarize_outcomes(term), "funder")


@pytest.fixture(scope="module")
def program(term):
    return summarize_program(term)


def test_every_row_has_a_name_of_its_own(view):
    """Two rows of one name are one number to whoever adds releases up, and two to whoever reads the page."""
    names = [(scale.short_name, scale.program) for scale in view.scales]

    assert len(set(names)) == len(names)
    assert {name for name, _ in names} == NAMES


def test_every_row_leads_to_the_table_of_its_own_scale(view):
    """It counts the people behind the means: not the other scale's people, nor nobody's."""
    for scale in view.scales:
        table = view.tables[f"changed_{scale.instrument}"]
        people = table.total if scale.program == "All programs" else table.row_totals[scale.program]
        assert scale.short_name in table.about
        assert 0 <= people - scale.people < 11


def test_shares_by_characteristic_are_those_of_each_scale(program):
    """Under one name the second scale's shares would take the place of the first's."""
    shares = program.details.equity
    improved = shares[(shares["measure"] == "improved") & (shares["characteristic"] == "gender")]
    by_scale = improved.set_index(["short_name", "category"])[["count", "n"]]
    counts = program.equity[program.equity["characteristic"] == "gender"]

    assert set(by_scale.index.get_level_values("short_name")) == NAMES
    for row in counts.itertuples():
        assert tuple(by_scale.loc[(row.short_name, row.category)]) == (row.improved, row.pairs)


def test_costs_and_terms_side_by_side_name_each_scale(program):
    """Two numbers under one name could be anybody's."""
    costs = program.details.costs.rows
    compared = program.comparison[program.comparison["measure"].str.startswith("improved.")]

    assert set(costs["short_name"].dropna()) == NAMES
    assert not costs.duplicated(["counted", "short_name"]).any()
    assert set(compared["label"]) == NAMES


def test_the_report_names_each_scale(program):
    """In its table and figure by questionnaire and scale; in sentences by what the scale is about."""
    said = groupreport.show_program_outcomes(program_view_of(program)).markdown
    names = [row[0] for row in table(said, "outcomes")][1:]

    assert set(names) == NAMES
    assert "Mood at night (Parts): " in said


def test_leaderships_rows_are_told_beside_the_table_of_their_own_scale(program):
    """Taken for the other scale's, what funders are told would be known of the wrong people."""
    equity = program.equity[program.equity["characteristic"] == "gender"]

    assert set(equity["scale"].dropna()) == {"mood", "mood_night"}
    assert equity["scale"].isna().sum() == equity["category"].nunique()
    places = [here for here, _ in same_people(program, ["improved_phq9_mood_gender"])]
    assert {equity["scale"][row] for frame, row, _ in places if frame == "equity"} == {"mood"}
