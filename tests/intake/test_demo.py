"""The demo's exports are sound, and a dozen ways to damage them are each found."""

from __future__ import annotations

import re
import shutil

import pytest

from groupreport.instruments import load_catalog
from groupreport.intake import check_term, freeze, open_term
from groupreport.parameters import Project, read_parameters
from groupreport.simulation import write_demo_project


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "project"
    write_demo_project(folder)
    return folder


def problems_of(folder):
    project = Project(folder)
    found = check_term(project, read_parameters(project, "2026-fall"), load_catalog(project))
    return [problem for problem in found if problem.severity != "info"]


def test_the_demo_has_no_problem(demo):
    """What the simulator writes keeps to the contract."""
    assert [str(problem) for problem in problems_of(demo)] == []


def test_the_demo_can_be_frozen_and_opened(demo):
    """Both terms are there, with every optional table."""
    project = Project(demo)
    term = open_term(freeze(project, read_parameters(project, "2026-fall"), load_catalog(project)))

    assert len(term.group_ids) >= 12
    assert len(term.collected) == 9
    assert term.previous is not None


DAMAGES = {
    "group-unknown": ("attendance", r"(?m)^([^,]+),G03,", r"\1,G30,", 1),
    "member-unknown": ("ratings", r"(?m)^[^,]+,(G05),", r"XX,\1,", 1),
    "session-unknown": ("attendance", r"(?m)^([^,]+,G02),2,", r"\1,99,", 1),
    "date-ambiguous": ("roster", r"2026-(0\d)-(0\d)", r"\1/\2/2026", 0),
    "date-impossible": ("sessions", r"2026-09-\d\d", "2026-09-31", 1),
    "value-unknown": ("attendance", "no_show", "No-Show", 0),
    "number-decimal": ("ratings", r"(?m),(\d)$", r',"\1,5"', 3),
    "answer-out-of-range": ("outcomes", r"(?m),(\d)$", ",99", 2),
    "column-missing": ("roster", "^member_id", "client", 1),
    "fields-missing": ("participation", r"(?m),[0-9.]*$", "", 2),
    "duplicate-row": ("sessions", r"(?m)^(G01,1,.*)$", r"\1\n\1", 1),
    "quote": ("groups", r"(?m)^(G01),", r'\1,"', 1),
    "instrument-unknown": ("ratings", "gcq_s", "gcqs", 0),
}


@pytest.mark.parametrize("rule", DAMAGES)
def test_a_damage_to_the_demo_is_found(demo, tmp_path, rule):
    """Each damage is an error that names the damaged file."""
    table, pattern, replacement, count = DAMAGES[rule]
    folder = tmp_path / "damaged"
    shutil.copytree(demo, folder, ignore=shutil.ignore_patterns("build"))
    path = folder / "data" / "2026-fall" / f"{table}.csv"
    before = path.read_text(encoding="utf-8")
    path.write_text(re.sub(pattern, replacement, before, count=count), encoding="utf-8")

    assert path.read_text(encoding="utf-8") != before
    assert (rule, f"data/2026-fall/{table}.csv", "error") in [
        (problem.rule, problem.file, problem.severity) for problem in problems_of(folder)
    ]
