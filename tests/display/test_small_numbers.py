"""Sentences about rating drops where there is one of something, or none: what cannot be said is not said as 0 of 0."""

from __future__ import annotations

import dataclasses
import math

import pandas as pd
import pytest

from groupreport.display.benchmark_words import benchmark_facts
from groupreport.display.group.event_log import log_pieces
from groupreport.display.group.group_ruptures import show_group_as_a_whole
from groupreport.display.group.rupture_tables import episodes_table
from groupreport.display.program.ruptures import show_program_ruptures
from groupreport.display.rules_table import other_rules_sentence
from groupreport.display.wording import wording

from .conftest import program_view_of
from .pages import table
from .test_group_ruptures import followed, whole

SIDES = ("after", "after_dropped", "without", "without_dropped")


@pytest.fixture(name="words")
def _words():
    return wording()


@pytest.mark.parametrize("name", ["after_drops", "after_events"])
@pytest.mark.parametrize(("counts", "said"), [((0, 0, 40, 4), "4 of 40"), ((18, 6, 0, 0), "6 of 18")])
def test_a_side_on_which_nobody_could_be_followed_has_no_count(counts, said, name, changed):
    """Nobody followed is told in words; the other side keeps its count."""
    side = followed(**dict(zip(SIDES, counts, strict=True)), difference=math.nan, reason="few_after")
    other = {"after_drops", "after_events"} - {name}
    parts = {name: side} | {each: followed() for each in other}
    page = str(show_group_as_a_whole(changed(group_ruptures=whole(**parts))))

    assert "0 of 0" not in page
    assert said in page or (name, counts[0]) == ("after_events", 0)
    assert "could be followed" in page


def test_a_group_too_small_for_drops_at_once_is_told_so(changed):
    """One member cannot drop together with another: no number, and none by chance."""
    sessions = pd.DataFrame(
        {"session": [1, 2], "rated": 1, "members": [0, 1], "dropped": [0, 1], "share": [math.nan, 1]}
    )
    alone = whole(sessions=sessions.assign(several=False, large_share=[False, True]))
    page = str(show_group_as_a_whole(changed(group_ruptures=alone)))

    assert "Whether drops of at least 2 members began at once cannot be said" in page
    assert "had begun at random" not in page


def test_rules_that_judged_nobody_are_left_out(group_summary, words):
    """0 of 0 members is no finding; with one rule left the sentence is about one rule."""
    rules = group_summary.ruptures.rules
    headline, others = rules[rules["headline"]], rules[~rules["headline"]].iloc[:2]
    nobody = others.assign(members_judged=[0, 8], members_with_episode=[0, 1])
    said = other_rules_sentence(pd.concat([headline, nobody]), words)

    assert said.startswith("By another rule, members with a drop would be 1 of 8 (")
    assert other_rules_sentence(pd.concat([headline, nobody.iloc[:1]]), words) == ""


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"low": 1, "high": 1, "known": 1, "more": 0}, "By 4 other rules 1 member would have a drop; the only one"),
        (
            {"low": 2, "high": 2, "known": 4, "more": 1},
            "By 4 other rules 2 members would have a drop; 1 of the 4 finds",
        ),
        (
            {"low": 0, "high": 1, "known": 0, "more": 0},
            "By 4 other rules 0 to 1 member would have a drop (technical appendix).",
        ),
    ],
)
def test_other_rules_agree_in_number(facts, said, words):
    """One member, one rule beside chance, and no range between equal ends."""
    assert words.text("repairs.other_rules", others=4, **facts).startswith(said)


@pytest.mark.parametrize(
    ("statement", "facts", "said"),
    [
        (
            "repairs.anchored",
            {"from_high": 0, "anchored": 1},
            "0 of 1 drop with enough earlier ratings of the member starts",
        ),
        ("repairs.program_sentence", {"repaired": 0, "episodes": 1, "median": None}, "0 of 1 drop was made good"),
        (
            "program_details.rupture_benchmark",
            {"members": 0, "judged": 1, "low": 0.0, "high": 0.79, "benchmark": benchmark_facts("rupture_any")},
            "0 of 1 member had a drop",
        ),
        (
            "ruptures.timeline_alt",
            {
                "rows": [
                    {
                        "member_id": "A",
                        "level": "member_group",
                        "onset": 12,
                        "end": 12,
                        "status": "repaired",
                        "high": False,
                    }
                ],
                "events": [],
            },
            "with the group as a whole, session 12, repaired.",
        ),
        ("agreement.nesting_caption", {"members": 1, "groups": 1}, "(1 member in 1 group)"),
        ("ruptures.sessions", {"onset": 12, "end": 12}, "12"),
        ("ruptures.sessions", {"onset": 11, "end": 12}, "11 to 12"),
    ],
)
def test_one_of_a_thing_is_told_in_the_singular(statement, facts, said, words):
    """One drop, one member, one session."""
    found = words.text(statement, **facts)

    assert found == said if statement == "ruptures.sessions" else said in found


def test_one_scale_that_did_not_change_is_not_one_of_several(words):
    """One scale is no "none of the 1 scale"."""
    said = words.text("climate.changes_short", rose=[], fell=[], others=1, scales=1)

    assert said.startswith("The one scale of cohesion, climate and alliance did not change beyond its uncertainty")


@pytest.mark.parametrize(
    ("gap", "said"), [(0, "no missed session"), (1, "at most 1 missed session "), (2, "at most 2 missed sessions")]
)
def test_the_gap_between_ratings_is_told_in_words(gap, said, words):
    """A setting of 0 allows none."""
    facts = {
        "rule": "person_centered",
        "definition": "c",
        "own_numbers": False,
        "counted_once": [],
        "in_place_of": None,
    }
    facts |= {"unknown": [], "minimum_ratings": 4}

    assert f"with {said.strip()} between two of them" in words.text("drop_methods.rule", max_gap=gap, **facts)


def test_an_event_without_a_record_of_steps_has_a_dash(group_summary, words):
    """0 of 0 steps would read as none taken."""
    events = group_summary.observed.events.assign(steps_taken=0, steps_recorded=0)
    observed = dataclasses.replace(group_summary.observed, events=events)
    log, *_ = log_pieces(observed, None, None, words)

    assert {row[-1] for row in table(log.markdown, "events")[1:]} == {"–"}


def test_a_drop_of_one_session_names_one_session(group_summary, words):
    """From 12 to 12 is 12."""
    episodes = group_summary.ruptures.episodes.assign(onset_session=12, end_session=12)
    drops = dataclasses.replace(group_summary.ruptures, episodes=episodes)
    shown = episodes_table(drops, None, group_summary.term.instruments, words)

    assert {row[3] for row in table(shown.markdown, "episodes")[1:]} == {"12"}


def test_drops_without_stages_are_described_by_group_alone(program_summary):
    """No empty list in the alt text, and no right half in the caption."""
    stages = program_summary.ruptures_by_stage.iloc[:0]
    page = show_program_ruptures(program_view_of(dataclasses.replace(program_summary, ruptures_by_stage=stages)))

    assert "by stage" not in str(page)
    assert "(right)" not in str(page)
    assert "Rating drops by group:" in page.markdown


def test_a_rupture_that_nobody_tried_to_repair_names_no_session(group_summary):
    """None, session 9 would say both."""
    events = group_summary.observed.events.assign(repair_status="none", resolved_session=9)
    observed = dataclasses.replace(group_summary.observed, events=events)
    log, *_ = log_pieces(observed, None, None, wording())

    assert {row[4] for row in table(log.markdown, "events")[1:]} == {"none"}


def test_leadership_is_not_told_of_too_few_ratings_where_another_reason_may_hold(words):
    """Nobody could be judged: why is not known here, since ratings that never vary are enough of them."""
    said = words.text("leadership.members", members=0, judged=0, fell="", against=None)

    assert said == "Nobody gave ratings in which a fall could be seen."
