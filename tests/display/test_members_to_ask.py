"""Members to ask about: who has several signs by fixed rules, in plain words and without a judgement."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

import groupreport
from groupreport.summaries.records import Unavailable

from .pages import table


@pytest.fixture(name="logged", scope="module")
def _logged():
    """M3 in the rupture that was fully repaired, M5 in the one that was not."""
    rows = [("E1", 5, "M3"), ("E2", 9, "M5")]
    return pd.DataFrame(rows, columns=["event_id", "session", "member_id"])


def asked(view) -> dict[str, str]:
    markdown = groupreport.show_members_to_ask(view).markdown
    return dict(table(markdown, "members-to-ask")[1:]) if markdown else {}


def test_two_signs_make_a_member_one_to_ask_about(changed, logged):
    """M7: a drop and 4 % where 13 % is equal; M5: a drop and an open rupture in the log; M3's was repaired."""
    found = asked(changed(logged_members=logged))

    assert "M3" not in found
    assert "rating drop" in found["M5"]
    assert "named in the log of session 9 (unresolved)" in found["M5"]
    assert "4% of turns (equal: 13%)" in found["M7"]


def test_leaving_is_told_beside_signs_and_is_none(changed, logged):
    """M7 dropped out: it stands after the signs, and alone would not bring anybody into the table."""
    view = changed(logged_members=logged)
    found = asked(view)
    quiet = asked(changed(participation=Unavailable("not_collected", "no_participation")))

    assert found["M7"].endswith("; also: no last PHQ-9 and GAD-7; dropped out")
    assert "M7" not in quiet


def test_at_most_five_are_shown_and_the_rest_is_counted(changed):
    """Eight members in an open rupture and absent in a row: five stand there, and the caption says of how many."""
    members = [f"M{place}" for place in range(1, 9)]
    logged = pd.DataFrame({"event_id": "E2", "session": 9, "member_id": members})
    runs = pd.DataFrame({"member_id": members, "first": 2, "last": 3, "length": 2, "returned": True})
    view = changed(logged_members=logged, absence_runs=runs)

    assert len(asked(view)) == 5
    assert "8 members show 2 or more of the signs that fixed rules look for (5 with most signs shown)" in str(
        groupreport.show_members_to_ask(view)
    )


def test_nobody_with_two_signs_is_no_table(changed, group_summary):
    """Calm: where rules find nobody, nothing stands there."""
    ruptures = group_summary.ruptures
    none = dataclasses.replace(ruptures, episodes=ruptures.episodes.head(0))
    view = changed(ruptures=none, participation=Unavailable("not_collected", "no_participation"))

    assert str(groupreport.show_members_to_ask(view)) == ""


def test_the_rule_stands_in_the_definitions(group_view):
    """Whoever is asked about can be told why."""
    said = str(groupreport.show_definitions(group_view))

    assert "Members to ask about show at least 2 of these signs" in said
    assert "none says why" in said


def test_the_log_names_its_members_and_what_to_look_up(changed, logged, group_summary):
    """E2 has no repair on record: with a step on record as well, one of the two is likely a slip."""
    events = group_summary.observed.events
    slip = events.assign(steps_taken=[4, 1])
    view = changed(logged_members=logged, observed=dataclasses.replace(group_summary.observed, events=slip))
    rows = table(groupreport.show_ruptures(view).markdown, "events")

    assert [row[1] for row in rows[1:]] == ["members: M3", "leaders: M5"]
    assert "session 9 has a step or a beginning on record, but no repair" in str(groupreport.show_ruptures(view))
    assert "but no repair" not in str(groupreport.show_ruptures(changed()))


def test_every_open_rupture_in_the_log_has_a_prompt(changed, group_summary):
    """Two that are not cultural share one; a cultural one has its own beside the other."""
    events = group_summary.observed.events.assign(repair_status="none")
    both = dataclasses.replace(group_summary.observed, events=events.assign(cultural=False))
    one = dataclasses.replace(group_summary.observed, events=events)

    assert "Ruptures were logged in sessions 5 and 9" in str(groupreport.show_prompts(changed(observed=both)))
    said = str(groupreport.show_prompts(changed(observed=one)))
    assert "A cultural rupture was logged in session 9" in said
    assert "A rupture was logged in session 5" in said


def test_who_dropped_out_is_marked_where_attendance_is_drawn(group_view):
    """M7 left after session 6; the picture's words say so as well."""
    said = str(groupreport.show_attendance(group_view))

    assert "M7: 6 of 7, from session 1 to 6, dropped out." in said
    assert said.count("dropped out.") == 1


def test_who_lacks_which_measurement_is_named(group_view, changed, group_summary):
    """M7 and others have a first and no last one; M2, without a first of either, is named once for both."""
    members = group_summary.outcomes.by_member
    without = members.assign(pre=members["pre"].mask(members["member_id"] == "M2"))
    view = changed(outcomes=dataclasses.replace(group_summary.outcomes, by_member=without))

    assert "With a first and without a last one" in str(groupreport.show_outcomes(group_view))
    assert "Without a first one: M2." in str(groupreport.show_outcomes(view))


def test_where_the_growth_model_says_another_thing_the_box_says_so(changed, group_view):
    """Conflict did not change between thirds: a model by which it rose is told, one that agrees is not."""
    slope = {"instrument": "gcq_s", "scale": "conflict", "label": "Conflict", "level": None}
    slope |= {"short_name": "GCQ-S", "reason": ""}
    rose = changed(growth=pd.DataFrame([slope | {"low": 0.1, "high": 0.3}]))
    unclear = changed(growth=pd.DataFrame([slope | {"low": -0.1, "high": 0.3}]))

    assert "says that Conflict rose: of these nothing certain can be said" in str(
        groupreport.show_group_at_a_glance(rose)
    )
    assert "nothing certain" not in str(groupreport.show_group_at_a_glance(unclear))
