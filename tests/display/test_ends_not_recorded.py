"""A roster without reasons for the ends of stays: nobody is praised for a drop-out that nobody wrote down."""

from __future__ import annotations

import pandas as pd
import pytest

import groupreport
from groupreport.disclosure import for_audience
from groupreport.instruments import load_catalog
from groupreport.intake import freeze, open_term
from groupreport.parameters import Project, read_parameters
from groupreport.simulation import write_demo_project
from groupreport.summaries import summarize_outcomes, summarize_program

from .conftest import program_view_of

TERM = "2026-fall"


@pytest.fixture(scope="module")
def term(tmp_path_factory):
    """The demo's term; its roster has no column end_reason."""
    project = Project(tmp_path_factory.mktemp("ends") / "program")
    write_demo_project(project.folder)
    roster = project.folder / "data" / TERM / "roster.csv"
    pd.read_csv(roster, dtype=str, keep_default_na=False).drop(columns="end_reason").to_csv(roster, index=False)
    return open_term(freeze(project, read_parameters(project, TERM), load_catalog(project)))


@pytest.fixture(scope="module")
def view(term):
    return program_view_of(summarize_program(term))


def test_drop_out_is_no_strength_and_no_key_fact(view):
    """0 of 105 would lie below every benchmark."""
    page = str(groupreport.show_program(view)) + str(groupreport.show_program_at_a_glance(view))

    assert "drop-out cannot be compared with the published benchmark" in page
    assert "fewer dropped out" not in page
    assert "of 105 (0%)" not in page
    assert "Completed" not in page


def test_the_section_says_that_no_end_is_on_record(view):
    """Neither a share nor a figure stands there."""
    said = groupreport.show_program_attendance(view).markdown

    assert "Nobody is on record as having completed or dropped out" in said
    assert "0 of 105" not in said
    assert "fig-drop-out" not in said


def test_drop_out_is_not_compared_with_last_term(view):
    """From 17% to 0% would be the change of a column."""
    dropped = view.summary.comparison.set_index("measure").loc["dropped_out"]

    assert pd.isna(dropped["current"])
    assert dropped["note"] == "no_data_now"


def test_funders_are_not_told_that_nobody_completed(term):
    """Not in the headline, the key facts, the section or among how the groups work."""
    view = for_audience(summarize_outcomes(term), "funder")
    page = " ".join(
        str(getattr(groupreport, name)(view)) for name in ("show_funder", "show_who_was_served", "show_how_groups_work")
    )

    assert "Nobody is on record as having completed or dropped out" in page
    assert "(0%)" not in page
    assert "Completed" not in page
    assert "who completed" not in page
    assert "who dropped out: 0%" not in page


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """The demo's term; seven of those who dropped out have no reason."""
    project = Project(tmp_path_factory.mktemp("few") / "program")
    write_demo_project(project.folder)
    path = project.folder / "data" / TERM / "roster.csv"
    roster = pd.read_csv(path, dtype=str, keep_default_na=False)
    roster.loc[roster.index[roster["end_reason"] == "dropped_out"][:7], "end_reason"] = ""
    roster.to_csv(path, index=False)
    return open_term(freeze(project, read_parameters(project, TERM), load_catalog(project)))


def test_a_few_ends_without_a_reason_are_told_to_evaluators(few):
    """How many, and where; in the main text drop-out is told as it is on record."""
    said = groupreport.show_program_data_quality(program_view_of(summarize_program(few))).markdown

    assert "A stay has ended, but why is not on record" in said
    assert "(7 times; the first is named.)" in said


def test_a_roster_without_reasons_has_no_note_of_each_end(term):
    """The section on attendance says it already."""
    assert "end-missing" not in {note.rule for note in term.notes}
