"""The one sentence at the top of a group's report: the most pressing concern by fixed rules, else a strength."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from groupreport.display.escaping import plain
from groupreport.display.group.headline import headline_sentence
from groupreport.display.group.signals import whole_panels
from groupreport.display.wording import wording
from groupreport.summaries.records import Unavailable

ABSENT = Unavailable("not_collected", "")


@pytest.fixture(name="quiet")
def _quiet(group_summary):
    """The group of conftest without log, outcomes and scales; three of eight had drops, as by chance."""
    return dataclasses.replace(group_summary, observed=ABSENT, outcomes=ABSENT, scales_by_session=ABSENT)


def said(summary, **fields) -> str:
    changed = dataclasses.replace(summary, **fields)
    return plain(headline_sentence(changed, whole_panels(changed), wording()))


def log(summary, *rows: tuple[bool, str]):
    events = pd.concat([summary.observed.events.head(1)] * len(rows), ignore_index=True)
    events = events.assign(cultural=pd.array([row[0] for row in rows], dtype="boolean"))
    return dataclasses.replace(summary.observed, events=events.assign(repair_status=[row[1] for row in rows]))


def with_members(summary, members: int):
    return dataclasses.replace(summary.ruptures, rules=summary.ruptures.rules.assign(members_with_episode=members))


def outcome_of(summary, *, better: int, worse: int):
    row = summary.outcomes.by_instrument.head(1)
    classes = {"recovered": 0, "improved": better, "deteriorated": worse, "unchanged": 7 - better - worse}
    return dataclasses.replace(summary.outcomes, by_instrument=row.assign(pairs=7, **classes))


def attended(summary, early: int, late: int):
    """Of ten possible attendances at each session, so many in the first and the last third."""
    sessions = summary.attendance_by_session.assign(expected=10, present=8)
    present = [early] * 3 + [8] * (len(sessions) - 6) + [late] * 3
    return sessions.assign(present=present)


def test_a_logged_cultural_rupture_without_a_full_repair_leads(group_summary):
    """Before everything else that the group has: other open ruptures, more drops than by chance, falling attendance."""
    events = log(group_summary, (True, "none"), (False, "none"), (False, "none"))
    fields = {"observed": events, "ruptures": with_members(group_summary, 7)}

    assert said(group_summary, **fields) == "1 cultural rupture that was logged is not on record as fully repaired."


def test_other_logged_ruptures_are_counted(group_summary, quiet):
    """Two of three are open."""
    events = log(group_summary, (False, "none"), (False, "partial"), (False, "full"))

    assert said(quiet, observed=events) == "2 ruptures that were logged are not on record as fully repaired."


def test_more_drops_than_chance_gives_lead_where_the_log_is_repaired(group_summary, quiet):
    """Chance gives 2 to 6 of 8: 7 are more, 6 are not."""
    events = log(group_summary, (True, "full"))

    assert said(quiet, observed=events, ruptures=with_members(group_summary, 7)) == (
        "More members had a rating drop than chance alone would give: 7 of 8."
    )
    assert "rating drop" not in said(quiet, observed=events, ruptures=with_members(group_summary, 6))


@pytest.mark.parametrize(
    ("better", "worse", "expected"),
    [
        (2, 2, "As many members got reliably worse on the PHQ-9 as improved: 2 of 7 each."),
        (1, 3, "More members got reliably worse on the PHQ-9 than improved: 3 against 1 of 7."),
        (4, 1, "4 of 7 members with both measurements improved reliably on the PHQ-9."),
    ],
)
def test_outcomes_are_a_concern_or_a_strength(better, worse, expected, group_summary, quiet):
    """Nobody worse and half improved is neither; more than half is a strength, though one got worse."""
    assert said(quiet, outcomes=outcome_of(group_summary, better=better, worse=worse)) == expected


def test_attendance_that_fell_by_ten_points_comes_before_strengths(group_summary, quiet):
    """From nine of ten to eight of ten is ten points, which 0.9 less 0.8 as a computer has it would miss."""
    strong = outcome_of(group_summary, better=6, worse=0)

    assert said(quiet, outcomes=strong, attendance_by_session=attended(group_summary, 9, 8)) == (
        "Attendance went down over the term, from 90% to 80%."
    )
    assert "improved reliably" in said(quiet, outcomes=strong, attendance_by_session=attended(group_summary, 9, 9))


def test_a_scale_that_moved_leads_where_nothing_else_does(group_summary, quiet):
    """Engaged rose in conftest's group: the better way. Turned upside down it is the worse way, and said so."""
    scales = group_summary.scales_by_session
    engaged = scales[scales["scale"] == "engaged"]

    assert said(quiet, scales_by_session=engaged).startswith("Engaged went up over the term, from ")
    assert said(quiet, scales_by_session=engaged.assign(higher_is="worse")).endswith("away from the better end.")


def test_a_scale_without_a_better_end_is_told_without_a_verdict(group_summary, quiet):
    """Conflict that went up is neither a concern nor a strength."""
    scales = group_summary.scales_by_session
    rose = scales[scales["scale"] == "engaged"].assign(higher_is="context")

    assert said(quiet, scales_by_session=rose).startswith("Engaged went up over the term")
    assert "better end" not in said(quiet, scales_by_session=rose)


def test_with_hardly_any_data_nothing_is_called_good(quiet):
    """No rating at all, and too few ratings, are answers of their own."""
    assert said(quiet, response_rates=ABSENT) == "There is little to go on: no session questionnaire was answered."
    assert said(quiet) == "There are too few ratings to say how the term went."


def test_nothing_that_moved_is_said_to_be_steady(group_summary, quiet):
    """Ratings that stay where they are: said of the scales, and no more."""
    scales = group_summary.scales_by_session
    flat = scales[scales["scale"] == "engaged"].assign(mean=3.0, low=2.5, high=3.5)

    assert said(quiet, scales_by_session=flat) == (
        "No scale of cohesion, climate or alliance changed clearly over the term."
    )


def test_before_the_first_session_there_is_no_finding(group_summary):
    """Whatever the summary holds."""
    group = dataclasses.replace(group_summary.group, held_sessions=0)

    assert said(group_summary, group=group) == "No session has taken place yet."
