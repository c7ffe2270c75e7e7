"""Leadership's pictures are no finer than the numbers that are printed beside them: nothing can be measured in them."""

from __future__ import annotations

import base64
import dataclasses
import re

import pytest

import groupreport
from groupreport.disclosure.printed import as_printed, in_steps
from groupreport.disclosure.views import ProgramView
from groupreport.summaries.records import Outcomes

from .simulated import frozen_term, small_term

PARTS = (
    "show_program_at_a_glance",
    "show_groups",
    "show_program_attendance",
    "show_program_ruptures",
    "show_program_outcomes",
    "show_equity",
    "show_comparison",
)
EMBEDDED = re.compile(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)")
# Less than half of the last decimal that is printed, so that the same is printed.
FINER = 0.017
MEANS = ("mean", "low", "high")
EFFECTS = ("smcr", "smcr_low", "smcr_high")


def _moved(frame, columns, places, by):
    """The frame with numbers of so many decimals, each moved by a part of the last one.

    Every second group is moved the other way, so that the mean of all groups, which is printed as well, stays.
    """
    there = [column for column in columns if column in frame]
    ways = frame["group_id"].map(lambda group: 1 if int(group[1:]) % 2 else -1) if "group_id" in frame else 1
    return frame.assign(
        **{name: frame[name].map(lambda value: as_printed(value, places)) + by * ways for name in there}
    )


def _finer(summary, by):
    """The same program, whose numbers differ in decimals that are never printed."""
    rates = summary.groups["attendance_rate"].map(lambda rate: min(in_steps(rate, 20), 0.95) + by)
    changed = {}
    if isinstance(summary.outcomes, Outcomes):
        by_instrument = _moved(summary.outcomes.by_instrument, EFFECTS, 2, by / 10)
        changed["outcomes"] = dataclasses.replace(summary.outcomes, by_instrument=by_instrument)
        changed["outcomes_by_program"] = _moved(summary.outcomes_by_program, EFFECTS, 2, by / 10)
    return dataclasses.replace(
        summary,
        groups=summary.groups.assign(attendance_rate=rates),
        scales_by_group=_moved(summary.scales_by_group, MEANS, 1, by),
        **changed,
    )


def _pictures(summary):
    """Every picture of leadership's report, part by part, as SVG."""
    view = ProgramView.from_summary(summary, "leadership")
    pages = {part: str(getattr(groupreport, part)(view).markdown) for part in PARTS}
    return {part: [base64.b64decode(one).decode() for one in EMBEDDED.findall(page)] for part, page in pages.items()}


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """The pictures of a program, and of one whose numbers are printed the same and are others."""
    term = frozen_term(tmp_path_factory.mktemp("pictures"), small_term(groups=4, members=9), {})
    summary = dataclasses.replace(groupreport.summarize_program(term), for_funders=None)
    return [_pictures(_finer(summary, by)) for by in (-FINER, FINER)]


def test_decimals_that_are_not_printed_are_in_no_picture(pictures):
    """An attendance of 0.683 and one of 0.717, means of 3.38 and 3.42: the same lines, dots and letters."""
    one, other = pictures

    assert sum(map(len, one.values())) >= 2
    assert one == other
