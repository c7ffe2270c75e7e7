"""Evaluators draw figures of their own with seaborn; nobody else's report may have any."""

from __future__ import annotations

import base64
import re

import matplotlib as mpl
import pytest
from matplotlib import pyplot

import groupreport
from groupreport.disclosure import for_audience
from groupreport.errors import DisclosureError
from groupreport.summaries.records import FunderSummary, Unavailable

from .conftest import program_view_of


@pytest.fixture
def bars():
    """A figure as seaborn leaves it, wider than the page."""
    with mpl.rc_context():
        groupreport.use_report_style()
        figure, axes = pyplot.subplots(figsize=(13, 4))
        axes.bar(["A <b>", "$1"], [1, 2])
        yield figure
    pyplot.close(figure)


def svg_of(shown) -> str:
    return base64.b64decode(re.search(r"base64,([^)]*)\)", shown.markdown)[1]).decode()


def drawn(view, figure, **changed):
    words = {"label": "bars", "caption": "**Two bars.** A note.", "alt": "One bar of 1 and one of 2"}
    return groupreport.show_own_figure(view, figure, **(words | changed))


def test_a_figure_is_as_wide_as_the_text_and_says_nothing_that_no_reader_sees(bars, group_view):
    """No date, no comment with the texts, no name of a program; 13 inches are brought to the text's 6.5, 468 points."""
    picture = svg_of(drawn(group_view, bars))

    assert 300 < float(re.search(r" width=\"([\d.]+)pt\"", picture)[1]) <= 475
    assert picture.startswith("<svg")
    assert not re.search("<!--|<metadata|<text|Matplotlib|<b>", picture)


def test_nothing_is_cut_off_at_the_edge(bars, group_view):
    """A figure that is made flat has room for the name of its axis all the same."""
    bars.set_size_inches(6.5, 1.2)
    bars.axes[0].set_xlabel("Session")
    height = float(re.search(r' height="([\d.]+)pt"', svg_of(drawn(group_view, bars)))[1])

    assert bars.get_tightbbox().y0 < 0
    assert height >= 72 * bars.get_tightbbox().height


def test_the_same_figure_has_the_same_bytes(bars, group_view):
    """`groupreport verify` makes it again."""
    assert drawn(group_view, bars).markdown == drawn(group_view, bars).markdown


@pytest.mark.parametrize("alt", ["", "**Two bars.** A note."])
def test_a_figure_without_words_for_those_who_do_not_see_it_is_refused(bars, group_view, alt):
    """Neither nothing nor the caption once more."""
    with pytest.raises(ValueError, match="needs an alt text of its own"):
        drawn(group_view, bars, alt=alt)


def test_nobody_but_evaluators_gets_a_figure_that_cannot_be_checked(bars, program_summary, term_facts):
    """A point in a picture may be a person."""
    nothing = Unavailable("not_collected", "no_outcomes")
    funders = FunderSummary(term=term_facts, groups=3, tables={}, scales=nothing, process=nothing, data_notes=())
    for view in (program_view_of(program_summary, "leadership"), for_audience(funders, "funder")):
        with pytest.raises(DisclosureError, match=f"'bars'.*evaluators only.*{view.audience}"):
            drawn(view, bars)
