"""What few sessions, and all groups beside some, would tell leadership of people: all that is possible is tried."""

from __future__ import annotations

import dataclasses
import itertools
import math

import pandas as pd
import pytest

from groupreport.disclosure.audiences import for_audience
from groupreport.disclosure.leadership import for_leadership
from groupreport.disclosure.leadership_numbers import by_key, numbers_of
from groupreport.disclosure.leadership_readers import Ledgers
from groupreport.disclosure.leadership_sessions import of_few_sessions
from groupreport.disclosure.printed import as_printed, in_steps
from groupreport.measures.cohesion import describe

PEOPLE = 13
MEAN = ("mean", "low", "high")
SCALE = "gq.bond"


def _rates(summary, answered, asked, sessions):
    rates = pd.DataFrame({"instrument": ["who5"], "short_name": ["WHO-5"], "sessions": [sessions]})
    rates["used_in"] = "; ".join(summary.groups["group_id"])
    rates = rates.assign(expected=asked, answered=answered, rate=answered / asked)
    return dataclasses.replace(summary, response_rates=rates)


def _can_have_been_there(summary):
    """How many of the 13 people can have been asked, for all that the share of answered forms says."""
    places = of_few_sessions(summary, 5, MEAN)
    if ("response_rates", 0, "rate") in places:
        return set(range(1, PEOPLE + 1))
    told = as_printed(summary.response_rates["rate"][0], 2)
    pairs = ((of, among) for among in range(1, PEOPLE + 1) for of in range(1, among + 1))
    return {among for of, among in pairs if as_printed(of / among, 2) == told}


@pytest.mark.parametrize("asked", range(6, PEOPLE + 1))
def test_forms_of_one_session_do_not_tell_how_many_were_there(make_program_summary, asked):
    """58 % of the forms of 13 people were answered: 7 of 12, so one never came. Each number is open, at any share."""
    summary = dataclasses.replace(make_program_summary(), groups=_sized(make_program_summary(), 10, 12))

    for answered in range(1, asked + 1):
        assert _can_have_been_there(_rates(summary, answered, asked, sessions=1)) == set(range(1, PEOPLE + 1))
        assert ("response_rates", 0, "rate") not in of_few_sessions(_rates(summary, 70, 120, sessions=10), 5, MEAN)


@pytest.mark.parametrize(("size", "sessions", "told"), [(4, 8, False), (3, 6, False), (5, 4, True), (9, 5, True)])
def test_shares_of_several_questionnaires_fit_any_number_of_forms(make_program_summary, size, sessions, told):
    """82 % and 90 % of the same forms, of 40 at the most, were 32 and 35 of 39: one attendance was missed.

    In steps of 5 % every share is one of any number of forms from 20 on, by the sizes that are told.
    """
    summary = make_program_summary()
    groups = summary.groups.assign(enrolled=size, held_sessions=sessions)
    groups = groups.assign(size_from=float(size) if size >= 5 else math.nan, size_to=float(size))
    summary = dataclasses.replace(summary, groups=groups)
    rates = _rates(summary, 32, 39, sessions).response_rates.assign(used_in=summary.groups["group_id"].iloc[0])
    places = of_few_sessions(dataclasses.replace(summary, response_rates=rates), 5, MEAN)

    assert (("response_rates", 0, "rate") not in places) == told
    for forms in range(20, 60):
        assert {in_steps(answered / forms, 20) for answered in range(forms + 1)} == {step / 20 for step in range(21)}
    assert {as_printed(answered / 39, 2) for answered in range(40)} < {step / 100 for step in range(101)}


def _sized(summary, size, sessions):
    """The summary's groups, each of so many people by what is told, with so many sessions."""
    return summary.groups.assign(enrolled=size, held_sessions=sessions, size_from=size, size_to=size)


def test_absences_of_a_group_are_never_told_exactly(make_program_summary):
    """Of 24 possible attendances 80 % are 5 absences and no other number: of as few, and of 39, nothing is told.

    Of every group whose attendance is told, two numbers of absences or more give the same share, at 100 % too.
    No share is 0 %, as somebody came to each session that was held.
    """
    summary = make_program_summary()
    told = set()
    for size, sessions in itertools.product(range(5, 12), range(4, 13)):
        possible = size * sessions
        groups = _sized(summary, size, sessions)
        if ("groups", 0, "attendance_rate") in of_few_sessions(dataclasses.replace(summary, groups=groups), 5, MEAN):
            continue
        told.add(possible)
        shares = [in_steps(1 - missed / possible, 20) for missed in range(possible + 1)]
        assert min(shares.count(share) for share in shares if share) >= 2, (size, sessions)

    assert {40, 80} <= told  # five people in eight sessions


def test_a_size_that_is_not_told_is_taken_as_the_smallest(make_program_summary):
    """Of 20 people in seven sessions, of whom readers know that they are 5 or more: whether is told says no size."""
    summary = make_program_summary()
    groups = _sized(summary, 20, 7)
    nothing = pd.array([pd.NA] * len(groups), dtype="Int64")
    untold = dataclasses.replace(summary, groups=groups.assign(size_from=nothing, size_to=nothing))

    assert ("groups", 0, "attendance_rate") in of_few_sessions(untold, 5, MEAN)
    assert ("groups", 0, "attendance_rate") not in of_few_sessions(dataclasses.replace(summary, groups=groups), 5, MEAN)


@pytest.mark.parametrize(("sessions", "told"), [(4, False), (12, True)])
def test_where_no_groups_attendance_is_told_that_of_all_is_not(make_program_summary, sessions, told):
    """In steps of a hundredth, the attendance of all of a few short groups would say more than theirs."""
    summary = make_program_summary()
    groups = summary.groups.assign(held_sessions=sessions, attendance_rate=0.75)
    view = for_audience(dataclasses.replace(summary, groups=groups), "leadership").summary
    row = view.comparison.set_index("measure").loc["attendance_rate"]

    assert view.groups["attendance_rate"].notna().any() == told
    assert pd.notna(row["current"]) == told


def _rated_once(summary, ratings, sessions):
    """The summary whose first group has the mean and interval of these ratings."""
    found = describe(pd.DataFrame({"scale": 1, "score": ratings}), by=["scale"]).iloc[0]
    scales = summary.scales_by_group.assign(sessions=sessions)
    for name in MEAN:
        scales.loc[0, name] = found[name]
    return dataclasses.replace(summary, scales_by_group=scales.assign(members=len(ratings)))


def _can_have_rated(row):
    """How many of 5 to 9 people can have given whole ratings from 1 to 10 with this mean and interval, as printed."""
    if pd.isna(row["mean"]):
        return set(range(5, 10))
    told = tuple(as_printed(row[name], 1) for name in MEAN)
    found, sums = set(), {(0, 0)}
    for raters in range(1, 10):
        sums = {(total + rating, squares + rating**2) for total, squares in sums for rating in range(1, 11)}
        if raters >= 5 and any(_printed(raters, *one) == told for one in sums):
            found.add(raters)
    return found


_T = {5: 2.7764451, 6: 2.5705818, 7: 2.4469119, 8: 2.3646243, 9: 2.3060041}  # 97.5 % points of t


def _printed(raters, total, squares):
    mean = total / raters
    half = _T[raters] * math.sqrt(max(squares - total * mean, 0) / (raters - 1) / raters)
    return tuple(as_printed(value, 1) for value in (mean, mean - half, mean + half))


@pytest.mark.parametrize("ratings", [[7, 8, 8, 9, 7, 6, 9], [9, 9, 8, 9, 10, 9, 9, 8], [5, 6, 6, 7, 8]])
def test_means_of_one_session_do_not_tell_how_many_rated(make_program_summary, ratings):
    """A mean of 7.7 from 6.7 to 8.7 of whole ratings is that of seven people: of eight, one stayed away."""
    summary = _rated_once(make_program_summary(), ratings, sessions=1)
    assert len(_can_have_rated(summary.scales_by_group.loc[0])) <= 3  # what it would tell

    view = for_audience(summary, "leadership")

    assert _can_have_rated(view.summary.scales_by_group.loc[0]) == set(range(5, 10))
    assert {(0, name) for name in MEAN} <= view.withheld.cells["scales_by_group"]  # its row is there, withheld


def test_means_of_several_sessions_are_told(make_program_summary):
    """Each member's mean of four ratings is one of many numbers."""
    summary = _rated_once(make_program_summary(), [7, 8, 8, 9, 7, 6, 9], sessions=4)

    assert for_audience(summary, "leadership").summary.scales_by_group.loc[0, list(MEAN)].notna().all()


@pytest.fixture
def compared(make_program_summary):
    """Groups of 12, `second` and 20 people, with ratings on one scale, and the mean of all members in two terms."""

    def make(second=8, sessions=10, **changed):
        summary = make_program_summary()
        groups = summary.groups.assign(enrolled=[12, second, 20])
        scales = summary.scales_by_group.assign(members=[12, second, 16], sessions=[10, sessions, 12])
        every = scales["mean"] @ scales["members"] / scales["members"].sum()
        comparison = summary.comparison.assign(measure=["completed", SCALE, "attendance_rate", "never_attended"])
        comparison.loc[1, ["previous", "previous_n", "current", "current_n"]] = [4.1, 36, every, 36]
        return dataclasses.replace(summary, groups=groups, scales_by_group=scales, comparison=comparison, **changed)

    return make


def _means_of_the_second(view, members, raters):
    """Which means, to one decimal from 1 to 7, the second group can have beside those of the others and of all."""
    scales, row = view.scales_by_group, view.comparison.set_index("measure").loc[SCALE]
    possible = [tenth / 10 for tenth in range(10, 71)]
    if pd.isna(row["current"]) or scales["mean"][[0, 2]].isna().any():
        return possible
    others = float(scales["mean"][0] * members[0] + scales["mean"][2] * members[1])
    every = ((mean, (others + mean * one) / (sum(members) + one)) for mean in possible for one in raters)
    return sorted({mean for mean, of_all in every if as_printed(of_all, 1) == as_printed(row["current"], 1)})


@pytest.mark.parametrize(("second", "sessions"), [(4, 10), (8, 2)])
def test_the_mean_of_all_members_does_not_tell_that_of_the_group_that_is_withheld(compared, second, sessions):
    """Beside the others' 3.5 and 5.0, the mean of all is 4.3: the four of a small group have one from 2.9 to 4.9.

    The same goes for a group that rated seldom.
    """
    view = for_audience(compared(second, sessions), "leadership").summary

    assert pd.isna(view.scales_by_group["mean"][1])
    assert len(_means_of_the_second(view, (12, 16), range(1, 9))) == 61


def test_the_mean_of_all_members_is_told_where_every_groups_is(compared):
    """Nothing can be subtracted then that is not told."""
    view = for_audience(compared(), "leadership").summary

    assert view.scales_by_group["mean"].notna().all()
    assert pd.notna(view.comparison.set_index("measure").loc[SCALE, "current"])


def _previous(view):
    return view.comparison.set_index("measure").loc[SCALE, "previous"]


@pytest.mark.parametrize(("then", "told"), [({}, True), ({"second": 4}, False), ({"sessions": 3}, False)])
def test_last_terms_mean_is_told_where_its_own_report_has_every_groups(compared, then, told):
    """Else it tells of last term's small group what this term's mean of all would tell of one."""
    view = for_audience(compared(last_term=compared(**then)), "leadership").summary

    assert pd.notna(_previous(view)) == told


def test_last_terms_mean_goes_by_what_was_released(compared):
    """Beside a report that was handed out without one group's mean, the mean of all would tell that group's."""
    last = compared()
    released = by_key(numbers_of(for_audience(last, "leadership").summary, ""))
    without = {key: value for key, value in released.items() if key[2:] != ("Tuesday", "mean")}
    summary = compared(last_term=last)
    told = [
        pd.notna(_previous(for_leadership(summary, 5, ledgers=Ledgers(last_term=shown))[0]))
        for shown in (released, without)
    ]

    assert told == [True, False]


def test_whether_attendance_fell_is_said_of_no_group_whose_attendance_is_withheld(make_program_summary):
    """Of a small group, and where few attendances were possible, neither is told."""
    summary = make_program_summary()
    groups = summary.groups.assign(attendance_fell=pd.array([True] * len(summary.groups), dtype="boolean"))
    for held in (7, 12):
        view = for_audience(dataclasses.replace(summary, groups=groups.assign(held_sessions=held)), "leadership")
        shown = view.summary.groups

        assert (shown["attendance_fell"].isna() == shown["attendance_rate"].isna()).all()
        assert shown["attendance_fell"].notna().any() == (held == 12)
