"""A questionnaire that is asked about leaders, about other members and about the group: three scales, never one."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

import groupreport
from groupreport.display.group.alliance import level_panels
from groupreport.display.group.alliance_members import alliance_members
from groupreport.display.program.selected_scales import compared_scales
from groupreport.display.scale_panels import panels_of
from groupreport.display.wording import wording

from .conftest import view_of
from .pages import table

SHIFTS = {"member_leader": 0.0, "member_member": -1.0, "member_group": -2.0}


def asked_about_all(rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The rows of the WAI-SR's total once for each level, the numbers in these columns a point lower each time."""
    own = rows[(rows["instrument"] == "wai_sr") & (rows["scale"] == "total")]
    parts = [
        own.assign(level=level, label=f"Alliance {level}", **{name: own[name] + shift for name in columns})
        for level, shift in SHIFTS.items()
    ]
    return pd.concat(parts, ignore_index=True)


@pytest.fixture
def asked(group_summary):
    scales = asked_about_all(group_summary.scales_by_session, "mean", "low", "high").assign(minimum=0.0)
    scores = asked_about_all(group_summary.scores_by_member_session, "score")
    return dataclasses.replace(group_summary, scales_by_session=scales, scores_by_member_session=scores)


def test_each_level_has_a_panel_of_its_own(asked):
    """Put together, the three means of a session stood one after the other in one line, and the trend was theirs."""
    panels = panels_of(asked.scales_by_session)
    late = [panel.trend.late for panel in panels]

    assert [panel.title for panel in panels] == [f"Alliance {level}" for level in SHIFTS]
    assert all(len({row.session for row in panel.sessions}) == len(panel.sessions) for panel in panels)
    assert [one - late[0] for one in late] == pytest.approx(list(SHIFTS.values()))


def test_the_table_and_the_sentence_tell_the_levels_apart(asked):
    """The appendix has a row for each, and the alliance was rated lowest with the group."""
    view = view_of(asked)
    rows = table(groupreport.show_agreement(view).markdown, "scales")[1:]

    assert [row[0].removeprefix("WAI-SR: ") for row in rows] == [f"Alliance {level}" for level in SHIFTS]
    assert "rated lowest with the group as a whole" in groupreport.show_alliance(view).markdown


def test_members_ratings_are_those_of_one_level(asked):
    """The map of members and sessions holds one rating a cell; those of other levels took its place."""
    piece = alliance_members(asked, wording())
    first = asked.scores_by_member_session.query("level == 'member_leader'").groupby("member_id")["score"]

    assert f"{first.min().min():.1f}" in str(piece)


def test_three_scales_of_one_level_are_not_compared_as_levels(asked):
    """They would be rated lowest and highest with the same people."""
    names = dict(zip(SHIFTS, ["a", "b", "c"], strict=True))
    scales = asked.scales_by_session
    same = scales.assign(scale=scales["level"].map(names), level="member_leader")
    view = view_of(dataclasses.replace(asked, scales_by_session=same))

    assert len(level_panels(same)) == 3
    assert "rated lowest" not in groupreport.show_alliance(view).markdown


def test_groups_are_compared_level_by_level(program_summary):
    """One row a group and level: together a group stood there three times."""
    given = program_summary.scales_by_group
    own = given[(given["domain"] == "alliance") & (given["higher_is"] == "better")]
    own = own[own["scale"] == own["scale"].iloc[0]]
    rows = pd.concat([own.assign(level=level, label=level, aspect=None) for level in SHIFTS], ignore_index=True)

    compared = compared_scales(rows)

    assert [(scale.label, len(scale.rows)) for scale in compared] == [(level, len(own)) for level in SHIFTS]
