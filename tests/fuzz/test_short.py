"""A short run of the fuzzer: the long ones are `python -m tests.fuzz.readers`."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from .oracle import FoundError, compare, judge
from .readers import FORMS, spoilt_files, try_one
from .terms import TABLES, write_project


@pytest.mark.parametrize("form", FORMS)
def test_the_whole_term_has_no_error(tmp_path, form):
    """What is spoilt is a term that is accepted, so that every error is the mistake's."""
    write_project(tmp_path, FORMS[form], FORMS[form].written(FORMS[form].tables))

    assert [str(problem) for problem in judge(tmp_path, FORMS[form]) if problem.severity == "error"] == []


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(form=some.sampled_from(list(FORMS)), number=some.integers(min_value=0, max_value=10**9))
def test_nothing_crashes_hangs_or_is_accepted_silently(tmp_path, form, number):
    """Spoilt cells and bytes are refused, or stand in the frozen term as they stand in the file."""
    try_one(tmp_path / "project", form, spoilt_files(form, 0, number))


def test_the_oracle_sees_a_lost_row(tmp_path):
    """A term from which a row is missing, or in which a value is another one, is not taken for the file's."""
    from groupreport.intake import open_term

    write_project(tmp_path, FORMS["csv"], FORMS["csv"].written(TABLES))
    judge(tmp_path, FORMS["csv"])
    term = open_term(tmp_path / "build" / "t" / "frozen")
    compare(term, TABLES, set())
    for table, row, place in (("ratings", 1, 5), ("roster", 1, 0), ("sessions", 5, 2), ("events", 1, 13)):
        changed = {**TABLES, table: [list(cells) for cells in TABLES[table]]}
        changed[table][row][place] = "2026-10-01" if place == 2 else "9"
        with pytest.raises(FoundError, match=table):
            compare(term, changed, set())
    with pytest.raises(FoundError, match="attendance"):
        compare(term, {**TABLES, "attendance": TABLES["attendance"][:-1]}, set())
