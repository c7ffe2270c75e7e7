"""A term that was only checked has the tables that the frozen one would have, and leaves nothing behind."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest

from groupreport.errors import InvalidDataError, ParameterError
from groupreport.instruments import load_catalog
from groupreport.intake import inspect_term
from groupreport.parameters import read_parameters
from groupreport.summaries import summarize_data_quality


def inspected(small_term):
    parameters = read_parameters(small_term.project, "2026-fall")
    return inspect_term(small_term.project, parameters, load_catalog(), today=datetime.date(2026, 12, 31))


def test_it_has_the_tables_of_the_frozen_term(small_term):
    """Whole or of one group, the same rows in the same types; 102's outcomes stand in both of its groups."""
    small_term.add("roster", "102,G01,2026-10-01,,,")
    checked, frozen = inspected(small_term).term, small_term.open()

    assert checked.group_ids == frozen.group_ids
    assert checked.collected == frozen.collected
    assert checked.instruments == frozen.instruments
    for name in sorted(frozen.collected):
        for group_id in (None, *frozen.group_ids):
            pd.testing.assert_frame_equal(checked.table(name, group_id), frozen.table(name, group_id))


def test_it_is_summarized_like_the_frozen_term(small_term):
    """What the check shows is what the report will show."""
    checked, frozen = inspected(small_term).term, small_term.open()

    for group_id in (None, "G01", "G02"):
        one, other = summarize_data_quality(checked, group_id), summarize_data_quality(frozen, group_id)
        assert one.attendance == other.attendance
        for part in ("forms", "scales", "items"):
            pd.testing.assert_frame_equal(getattr(one, part), getattr(other, part))


def test_nothing_is_written(small_term):
    """Looking at a term makes no folder and no file."""
    before = sorted(small_term.folder.rglob("*"))
    summarize_data_quality(inspected(small_term).term)

    assert sorted(small_term.folder.rglob("*")) == before


def test_a_term_with_an_error_is_not_there(small_term):
    """Numbers from tables that break the contract would be wrong."""
    small_term.change("ratings", "alliance_1_10,1,8", "alliance_1_10,1,88")
    found = inspected(small_term)

    assert found.term is None
    assert [problem.rule for problem in found.problems if problem.severity == "error"] == ["answer-out-of-range"]


def test_what_it_does_not_have_is_refused_as_by_the_frozen_term(small_term):
    """A table that was not collected, and a group that does not exist."""
    small_term.path("feedback").unlink()
    term = inspected(small_term).term

    with pytest.raises(InvalidDataError, match="the table 'feedback' was not collected"):
        term.table("feedback")
    with pytest.raises(ParameterError, match="has no group 'G1'"):
        term.table("ratings", "G1")
