"""Box, section, prompts, captions and methods of a group's report say the same of its rating drops."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

import groupreport
from groupreport.display.group import signals
from groupreport.display.group.drop_methods import drop_definitions
from groupreport.display.group.drop_words import counts_of, statuses_in_short
from groupreport.display.wording import wording
from groupreport.instruments import load_catalog
from groupreport.summaries.records import Unavailable

ABSENT = Unavailable("not_collected", "")


@pytest.fixture(name="words")
def _words():
    return wording()


def with_members(summary, members: int):
    rules = summary.ruptures.rules.assign(members_with_episode=members)
    return dataclasses.replace(summary.ruptures, rules=rules)


def prompts_of(view) -> str:
    return str(groupreport.show_prompts(view))


@pytest.mark.parametrize(
    ("members", "box", "section"),
    [
        (7, "7 of 8 members had a rating drop consistent with a rupture, more than chance alone", "That is more than"),
        (3, "1 rating drop was not repaired; no more members had a drop than chance alone", "That is no more than"),
        (1, "1 rating drop was not repaired; no more members had a drop than chance alone", "That is no more than"),
    ],
)
def test_box_and_section_set_drops_beside_chance_alike(members, box, section, group_summary, changed):
    """Chance gives 2 to 6 of 8 members: 7 are more, 3 are not, and 1 is not fewer."""
    view = changed(ruptures=with_members(group_summary, members))

    assert box in str(groupreport.show_group_at_a_glance(view))
    assert section in str(groupreport.show_ruptures(view))
    assert "fewer than chance" not in str(groupreport.show_ruptures(view))


def test_a_box_without_what_chance_gives_says_that_some_drops_are_chance(group_summary, changed):
    """Where the rule cannot be set beside chance the reader is warned in words."""
    rules = group_summary.ruptures.rules.assign(expected_members=float("nan"))
    view = changed(ruptures=dataclasses.replace(group_summary.ruptures, rules=rules))
    box = str(groupreport.show_group_at_a_glance(view))

    assert "- 1 rating drop was not repaired.\n" in box
    assert "Some drops in ratings are expected by chance alone." in box


def test_more_drops_than_by_chance_need_attention_though_all_were_repaired(group_summary, changed):
    """The section calls it more than chance, so the box does not pass it over."""
    drops = with_members(group_summary, 7)
    episodes = drops.episodes.assign(status="repaired")
    box = str(groupreport.show_group_at_a_glance(changed(ruptures=dataclasses.replace(drops, episodes=episodes))))

    assert "7 of 8 members had a rating drop consistent with a rupture, more than chance alone would give." in box


def test_a_prompt_about_an_unrepaired_drop_shows_nobodys_rating(changed):
    """Neither session nor level: a member would know the own rating again."""
    said = prompts_of(changed(observed=ABSENT, participation=ABSENT))

    assert "- What makes it easier to say in the group when something feels off?" in said
    assert "Around session" not in said


def strengths(group_summary, changed, **parts) -> str:
    quiet = dict.fromkeys(("participation", "feedback", "scales_by_session", "attendance_by_session"), ABSENT)
    return prompts_of(changed(**quiet | parts))


def test_a_repaired_drop_is_asked_about_where_the_log_has_a_repair_at_that_time(group_summary, changed):
    """M3's drop of sessions 6 to 8 was repaired, and session 5 has a logged rupture that was fully repaired."""
    assert signals.repair_seen(group_summary) == 5
    said = strengths(group_summary, changed)

    assert "Ratings that were lower around session 5 were higher again afterwards. Does the group remember" in said
    assert "What did the group do" not in said


@pytest.mark.parametrize(("session", "status"), [(4, "full"), (9, "full"), (5, "none"), (5, None)])
def test_without_a_repair_in_the_log_chance_is_no_strength(session, status, group_summary, changed):
    """Logged too early, after the drop's end, without a repair, or not known: ratings come back by chance alone too."""
    observed = group_summary.observed
    events = observed.events.head(1).assign(session=session, repair_status=pd.array([status], dtype=object))
    said = strengths(group_summary, changed, observed=dataclasses.replace(observed, events=events))

    assert "higher again" not in said


def test_more_drops_than_by_chance_are_asked_about_without_a_session(group_summary, changed):
    """Nothing in the log: naming the session would show one member's ratings."""
    said = strengths(group_summary, changed, observed=ABSENT, ruptures=with_members(group_summary, 7))

    assert "Some ratings were lower for a while and higher again afterwards. Does the group remember" in said
    assert "around session" not in said


def test_captions_count_every_drop_once(group_summary, group_view, words):
    """Four drops: one each; the map is of the scale with the one that was not repaired, and counts that one."""
    counts = counts_of(group_summary.ruptures.headline_episodes)

    assert counts == {"repaired": 1, "partially_repaired": 1, "unrepaired": 1, "undetermined": 1}
    assert str(statuses_in_short(counts, words)) == (
        "4 rating drops consistent with a rupture: 1 repaired, 1 partly repaired, 1 not repaired and 1 cannot be said"
        " yet"
    )
    assert "Total by member and session: 1 rating drop consistent with a rupture: 1 not repaired." in str(
        groupreport.show_alliance(group_view)
    )


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        (["full"], "1 rupture was logged, and is on record as fully repaired."),
        (["none"], "1 rupture was logged, and is not on record as fully repaired."),
        (["full", "full"], "2 ruptures were logged; both are on record as fully repaired."),
        (["none", "partial"], "2 ruptures were logged; none of them is on record as fully repaired."),
        (["full", "none", "none"], "3 ruptures were logged; 1 of them is on record as fully repaired."),
        (["full"] * 3, "3 ruptures were logged; all of them are on record as fully repaired."),
    ],
)
def test_the_log_in_a_sentence(statuses, said, group_summary, changed):
    """Never "0 of 1 were"."""
    observed = group_summary.observed
    events = pd.concat([observed.events.head(1)] * len(statuses), ignore_index=True)
    events = events.assign(repair_status=statuses)
    page = str(groupreport.show_ruptures(changed(observed=dataclasses.replace(observed, events=events))))

    assert said in page


def test_the_methods_say_every_number_behind_a_drop(group_summary, words):
    """Size by scale, reliability and SD, fewest ratings, degrees of freedom, orders and seed."""
    drops = group_summary.ruptures
    rules = drops.rules.assign(rule=["own_level", "reliable_change", "chart_individuals"])
    criteria = pd.DataFrame(
        [
            ("own_level", "wai_sr", "total", 1.334, 1.334),
            ("own_level", "alliance_1_10", "member_group", 2.5, 2.5),
            ("reliable_change", "wai_sr", "total", 1.07, 1.07),
            ("chart_individuals", "wai_sr", "total", 0.5, 2.0),
        ],
        columns=["rule", "instrument", "scale", "lowest", "highest"],
    )
    found = dataclasses.replace(drops, headline="own_level", rules=rules, criteria=criteria)
    catalog = load_catalog()
    term = dataclasses.replace(group_summary.term, instruments=(catalog["wai_sr"], catalog["alliance_1_10"]))
    said = " ".join(str(one) for one in drop_definitions(found, term, words)).replace("\\", "")

    assert "by Below own level: WAI-SR Working alliance 1.33; Alliance 1-10 Alliance with the group 2.50 (times" in said
    assert "by Reliable change: WAI-SR Working alliance 1.07. WAI-SR Working alliance: 1.96 standard errors" in said
    assert "from a reliability of 0.80 and the standard deviation between the group's members" in said.replace("’", "'")
    assert "Control chart: WAI" not in said
    assert "other rules judge a member on a scale: Reliable change 2, Control chart 8." in said
    assert "needs, on each scale of the group, at least 6 ratings beyond one a member" in said
    assert "in 100 orders of each member's sessions" in said
    assert "drawn with a fixed seed (2026)" in said
    assert "an autocorrelation below 0 counts as 0" in said
    assert "at least 75% of it is regained within 3 rated sessions" in said
