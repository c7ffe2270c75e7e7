"""Groups' attendance and means are told to leadership where they leave open how many stayed away."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from groupreport.disclosure.audiences import for_audience
from groupreport.disclosure.leadership_counts import known_to_leadership
from groupreport.disclosure.leadership_presence import presence_that_tells
from groupreport.summaries.records import Unavailable

NOTHING = Unavailable("not_collected", "no_outcomes")


def _telling(summary, groups, flows, of_all=()):
    """What is withheld by frame, where readers know how many are enrolled in programs, and sizes as they are told.

    Of all programs they know the counts in `of_all` too.
    """
    summary = dataclasses.replace(
        summary, groups=groups, flows=flows, equity=NOTHING, outcomes=NOTHING, comparison=NOTHING
    )
    known = known_to_leadership(summary, 5)
    shown = {place for place in known.counts if place[0] == "flows" and place[2] == "enrolled"} | known.told
    hidden = set(known.counts) - shown - {("flows", len(flows) - 1, name) for name in of_all}
    places = presence_that_tells(summary, known, hidden, 5, ("mean",))
    return {name: {place for place in places if place[0] == name} for name in ("groups", "scales_by_group")}


@pytest.fixture
def shown(make_program_summary):
    """Which groups' attendance, and whether this term's of all, is told, where three of Grief never came.

    Grief has one group of 20 with twelve sessions, the other program two of 8; each can be of 5 to 24 for its readers.
    """

    def show(in_grief, of_all=None, **flows):
        summary = make_program_summary()
        groups = summary.groups.assign(enrolled=[8, 8, 20], attendance_rate=[0.6, 0.6, in_grief])
        comparison = summary.comparison.set_index("measure")
        together = 0.6 * (8 * 10 + 8 * 11) + in_grief * 20 * 12
        comparison.loc["attendance_rate", "current"] = of_all or together / (8 * 10 + 8 * 11 + 20 * 12)
        summary = dataclasses.replace(
            summary, groups=groups, flows=summary.flows.assign(**flows), comparison=comparison.reset_index()
        )
        view = for_audience(summary, "leadership").summary
        assert view.groups[["size_from", "size_to"]].to_numpy().tolist() == [[5, 24]] * 3
        row = view.comparison.set_index("measure").loc["attendance_rate"]
        return [*view.groups["attendance_rate"].notna(), bool(pd.notna(row["current"]))]

    return show


@pytest.mark.parametrize(
    ("rate", "told"), [(0.75, [True] * 4), (0.8, [True] * 4), (0.85, [True, True, False, True]), (0.95, [False] * 4)]
)
def test_attendance_is_told_where_five_can_have_stayed_away(shown, rate, told):
    """At 80 % five of 24 can have missed all sessions, at 85 % four; that of other programs is told all the same.

    But not where it follows from theirs and that of all.
    """
    assert shown(rate) == told


def test_the_attendance_of_all_is_reckoned_with(shown):
    """At 95 % four of all can have stayed away, whatever the groups' own attendance would leave.

    Three groups of 24 at the most, with 10, 11 and 12 sessions, missed 5.5 % of 792: 43, and each who never came ten.
    """
    assert shown(0.75, of_all=0.95) == [False] * 4


def test_attendance_that_follows_from_the_others_is_reckoned_with(shown):
    """At 90 % of all, where the two other groups have 60 %, nobody of Grief can have stayed away.

    Of 288 attendances 30 were missed at the most, less what the others missed beyond 10 %.
    """
    assert shown(0.95, of_all=0.9) == [False] * 4


EVERYBODY_CAME = {"never_attended": 0, "started": [16, 20, 36], "attended_two_or_more": [16, 20, 36]}
ENDED = {"completed": [8, 20, 28], "dropped_out": [8, 0, 8], "ended_otherwise": 0}


@pytest.mark.parametrize(("never", "told"), [(8, True), (9, False), (11, False), (12, True)])
def test_that_more_stayed_away_in_all_than_can_have_elsewhere_does_not_say_that_several_did(
    make_program_summary, never, told
):
    """In the groups of 10 at 55 % and 18 at 85 % four and three can have: of nine in all two or more are in Grief's.

    Of eight it may be one there, and of twelve five or more are, which is not few.
    """
    summary = make_program_summary()
    sizes = [10, 18, 30]
    groups = summary.groups.assign(enrolled=sizes, size_from=sizes, size_to=sizes, attendance_rate=[0.55, 0.85, 0.55])
    flows = summary.flows.assign(enrolled=[28, 30, 58], never_attended=[7, never - 7, never])
    flows["started"] = flows["attended_two_or_more"] = flows["enrolled"] - flows["never_attended"]
    seldom = pd.Series([10, 10, 20])
    flows = flows.assign(dose_reached=flows["started"] - seldom, completed=flows["started"], ended_otherwise=0)
    flows = flows.assign(dropped_out=flows["never_attended"])
    of_all = ("never_attended", "started", "attended_two_or_more", "dose_reached")

    withheld = _telling(summary, groups, flows, of_all)["groups"]
    assert withheld == (set() if told else {("groups", row, "attendance_rate") for row in range(3)})


def test_sizes_go_by_the_people_that_readers_know(make_program_summary):
    """Three groups of 5 to 14 in a program of 24: at 90 % no more than 2.9 can have stayed away, not 5.25 of 42."""
    summary = make_program_summary()
    groups = summary.groups.assign(program="Grief", enrolled=8, size_from=5, size_to=14, attendance_rate=0.9)
    flows = summary.flows.iloc[1:].reset_index(drop=True).assign(enrolled=24, never_attended=1, started=23)
    flows = flows.assign(attended_two_or_more=23, dose_reached=23, completed=23, dropped_out=1, ended_otherwise=0)

    assert _telling(summary, groups, flows)["groups"] == {("groups", row, "attendance_rate") for row in range(3)}


def test_where_everybody_came_and_came_regularly_attendance_may_be_high(shown):
    """That is told of all, and leaves nothing to work out of any program."""
    assert shown(0.95, **EVERYBODY_CAME, **ENDED, dose_reached=[16, 20, 36]) == [True] * 4


@pytest.mark.parametrize(("rate", "told"), [(0.9, True), (0.95, False)])
def test_who_came_too_seldom_stays_open_as_well(shown, rate, told):
    """Two of the 20 came to seven or fewer of twelve sessions: of 24 at 95 % four can have, at 90 % seven."""
    assert shown(rate, of_all=0.7, **EVERYBODY_CAME, **ENDED, dose_reached=[16, 18, 34])[2] == told


@pytest.mark.parametrize(("rate", "told"), [(0.65, True), (0.3, False)])
def test_that_two_came_too_seldom_does_not_follow(shown, rate, told):
    """At 30 % two or more of a group of five cannot have come to eight of twelve sessions, and so not of all people."""
    assert shown(rate, **EVERYBODY_CAME, **ENDED, dose_reached=[16, 18, 34]) == [told] * 4


@pytest.mark.parametrize(
    ("sizes", "without"), [((8, 8, 20), []), ((8, 6, 20), []), ((8, 5, 20), [1]), ((6, 7, 20), [0]), ((6, 6, 20), [0])]
)
def test_means_are_told_of_groups_of_which_four_people_together_can_have_stayed_away(
    make_program_summary, sizes, without
):
    """As five rated in each of two groups, four of 14 people can have stayed away, and three of 13.

    Then the smaller group has no mean. Who came is not told; how large groups and programs are, is. The third group is
    another program's.
    """
    summary = make_program_summary()
    groups = summary.groups.assign(enrolled=sizes, size_from=sizes, size_to=sizes, attendance_rate=0.65)
    flows = summary.flows.assign(enrolled=[sizes[0] + sizes[1], 20, sum(sizes)], never_attended=[1, 1, 2])
    flows["started"] = flows["attended_two_or_more"] = flows["enrolled"] - flows["never_attended"]
    flows = flows.assign(dose_reached=flows["started"], completed=flows["started"], dropped_out=[1, 1, 2])
    flows = flows.assign(ended_otherwise=0)

    assert _telling(summary, groups, flows)["scales_by_group"] == {("scales_by_group", row, "mean") for row in without}


def test_last_terms_attendance_is_compared_where_its_own_report_tells_it(make_program_summary):
    """Were all sessions attended, only the four of a small group can have stayed away: last term's report says nothing.

    And so does no page of this term.
    """
    told = {}
    for rate in (0.75, 1.0):
        summary = make_program_summary()
        last = dataclasses.replace(summary, groups=summary.groups.assign(attendance_rate=rate))
        view = for_audience(dataclasses.replace(summary, last_term=last), "leadership").summary
        told[rate] = bool(pd.notna(view.comparison.set_index("measure").loc["attendance_rate", "previous"]))

    assert told == {0.75: True, 1.0: False}


@pytest.mark.parametrize(("size", "raters", "told"), [(5, 5, True), (5, 4, False), (8, 4, False), (9, 4, True)])
def test_attendance_of_a_small_group_is_not_told_beside_a_mean_that_is_withheld(
    make_program_summary, size, raters, told
):
    """Of five of whom fewer than five rated somebody did not: at 70 % no more than one of them never came."""
    summary = make_program_summary()
    sizes = [size, 20, 20]
    scales = summary.scales_by_group
    scales = scales.assign(members=scales["members"].mask(scales["group_id"] == summary.groups["group_id"][0], raters))
    groups = summary.groups.assign(enrolled=sizes, size_from=sizes, size_to=sizes, attendance_rate=0.7)
    flows = summary.flows.assign(enrolled=[size + 20, 20, size + 40], never_attended=[3, 3, 6])
    flows["started"] = flows["attended_two_or_more"] = flows["enrolled"] - flows["never_attended"]
    flows = flows.assign(dose_reached=flows["started"] - [6, 6, 12], completed=flows["started"], ended_otherwise=0)
    flows = flows.assign(dropped_out=flows["never_attended"])

    places = _telling(dataclasses.replace(summary, scales_by_group=scales), groups, flows)["groups"]
    assert (("groups", 0, "attendance_rate") not in places) == told
