"""Every part of every report on a term that went the whole way: simulated, written, validated, frozen, summarized."""

from __future__ import annotations

import re

import pytest

import groupreport

from .pages import APPENDIX, BLOCKS, GROUP, INLINES, figures, kinds
from .simulated import frozen_term, small_term

PROGRAM = (
    "show_program",
    "show_program_at_a_glance",
    "show_decisions",
    "show_groups",
    "show_program_attendance",
    "show_program_ruptures",
    "show_program_outcomes",
    "show_feedback",
    "show_equity",
    "show_comparison",
    *APPENDIX,
    "show_program_methods",
)
FUNDER = (
    "show_funder",
    "show_funder_at_a_glance",
    "show_who_was_served",
    "show_what_changed",
    "show_how_groups_work",
    "show_protection",
    "show_citation",
    "show_outcomes_file",
)
PARTS = [
    *(("evaluator group", name) for name in GROUP),
    *(("evaluator program", name) for name in PROGRAM),
    *(("leadership program", name) for name in PROGRAM),
    *(("funder outcomes", name) for name in FUNDER),
]


@pytest.fixture(scope="module", name="views")
def _views(tmp_path_factory):
    term = frozen_term(tmp_path_factory.mktemp("simulated"), small_term(), {})
    program = groupreport.summarize_program(term)
    return {
        "evaluator group": groupreport.for_audience(groupreport.summarize_group(term, "G01"), "evaluator"),
        "evaluator program": groupreport.for_audience(program, "evaluator"),
        "leadership program": groupreport.for_audience(program, "leadership"),
        "funder outcomes": groupreport.for_audience(groupreport.summarize_outcomes(term), "funder"),
    }


@pytest.mark.parametrize(("report", "name"), PARTS)
def test_a_part_of_a_simulated_term_can_be_shown(views, report, name):
    """Only what both renderers know, an alt text for every figure, and no missing value printed as if it were one."""
    shown = getattr(groupreport, name)(views[report])

    assert kinds(shown.markdown) <= BLOCKS | INLINES
    assert all(alt for _, alt in figures(shown.markdown))
    assert not re.findall(r"\b(?:nan|None(?! of)|NaT|NA|inf)\b", str(shown))
