"""Groups' attendance is told to leadership where it leaves open how many stayed away, whom nobody is told of."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from groupreport.disclosure.audiences import for_audience


@pytest.fixture
def shown(make_program_summary):
    """Whether any group's attendance, and this term's of all, are told, where three of Grief never came.

    Grief has one group of 20 with twelve sessions, the other program two of 8; each can be of 5 to 24 for its readers.
    """

    def show(in_grief, of_all=0.6, **flows):
        summary = make_program_summary()
        groups = summary.groups.assign(enrolled=[8, 8, 20], attendance_rate=[0.6, 0.6, in_grief])
        comparison = summary.comparison.set_index("measure")
        comparison.loc["attendance_rate", "current"] = of_all
        summary = dataclasses.replace(
            summary, groups=groups, flows=summary.flows.assign(**flows), comparison=comparison.reset_index()
        )
        view = for_audience(summary, "leadership").summary
        assert view.groups[["size_from", "size_to"]].to_numpy().tolist() == [[5, 24]] * 3
        row = view.comparison.set_index("measure").loc["attendance_rate"]
        return bool(view.groups["attendance_rate"].notna().any()), bool(pd.notna(row["current"]))

    return show


@pytest.mark.parametrize(("rate", "told"), [(0.75, True), (0.8, True), (0.85, False), (0.95, False)])
def test_attendance_is_told_where_five_can_have_stayed_away(shown, rate, told):
    """At 80 % five of 24 can have missed all sessions, at 85 % four."""
    assert shown(rate) == (told, told)


def test_the_attendance_of_all_is_reckoned_with(shown):
    """At 95 % four of all can have stayed away, whatever the groups' own attendance would leave.

    Three groups of 24 at the most, with 10, 11 and 12 sessions, missed 5.5 % of 792: 43, and each who never came ten.
    """
    assert shown(0.75, of_all=0.95) == (False, False)


EVERYBODY_CAME = {"never_attended": 0, "started": [16, 20, 36], "attended_two_or_more": [16, 20, 36]}
ENDED = {"completed": [8, 20, 28], "dropped_out": [8, 0, 8], "ended_otherwise": 0}


def test_where_everybody_came_and_came_regularly_attendance_may_be_high(shown):
    """That is told of all, and leaves nothing to work out of any program."""
    assert shown(0.95, **EVERYBODY_CAME, **ENDED, dose_reached=[16, 20, 36]) == (True, True)


@pytest.mark.parametrize(("rate", "told"), [(0.9, True), (0.95, False)])
def test_who_came_too_seldom_stays_open_as_well(shown, rate, told):
    """Two of the 20 came to seven or fewer of twelve sessions: of 24 at 95 % four can have, at 90 % seven."""
    assert shown(rate, **EVERYBODY_CAME, **ENDED, dose_reached=[16, 18, 34]) == (told, told)


@pytest.mark.parametrize(("rate", "told"), [(0.65, True), (0.3, False)])
def test_that_two_came_too_seldom_does_not_follow(shown, rate, told):
    """At 30 % two or more of a group of five and more cannot have come to eight of twelve sessions."""
    assert shown(rate, **EVERYBODY_CAME, **ENDED, dose_reached=[16, 18, 34]) == (told, told)


def test_last_terms_attendance_is_compared_where_its_own_report_tells_it(make_program_summary):
    """Last term's report has no attendance at 95 % in Grief, and so has no page of this term."""
    told = {}
    for rate in (0.75, 0.95):
        summary = make_program_summary()
        last = dataclasses.replace(summary, groups=summary.groups.assign(attendance_rate=[0.8, 0.7, rate]))
        view = for_audience(dataclasses.replace(summary, last_term=last), "leadership").summary
        told[rate] = bool(pd.notna(view.comparison.set_index("measure").loc["attendance_rate", "previous"]))

    assert told == {0.75: True, 0.95: False}
