"""The group as a whole on the page: one sentence where it is more than chance, the rest in the appendix."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from groupreport.display.group.group_ruptures import at_once_sentence, show_group_as_a_whole
from groupreport.display.group.ruptures import show_ruptures
from groupreport.display.program.appendix import show_program_rules
from groupreport.display.wording import wording
from groupreport.measures.group_ruptures import AtOnceByChance, FollowedShares
from groupreport.summaries.records import GroupRuptures, Unavailable

from .conftest import program_view_of
from .pages import table

CHANCE = {"sessions": 1.0, "sessions_expected": 0.4, "sessions_low": 0.0, "sessions_high": 1.0}
MOST = {"most": 4.0, "most_expected": 1.6, "most_low": 1.0, "most_high": 2.0}
FACTS = {"instrument": "alliance_1_10", "short_name": "Alliance 1-10", "scale": "member_group"}
FACTS |= {"label": "With *the* group", "level": "member_group"}


def followed(**fields: object) -> FollowedShares:
    known = {"members": 8, "after": 18, "after_dropped": 6, "without": 40, "without_dropped": 4}
    return FollowedShares(**(known | {"difference": 0.2333, "low": 0.02, "high": 0.46, "reason": ""} | fields))


def steps() -> pd.DataFrame:
    rows = pd.DataFrame({"session": [2, 6, 8], "before": [1, 5, 6], "members": [8, 8, 3]})
    known = {"change": -0.2, "change_sd": 1.0, "sd_before": 1.0, "sd_after": 1.1, "p": 0.4}
    rows = rows.assign(**FACTS, **known, own_limit=-1.2, chart_limit=-1.1, fall_reason="", apart_reason="")
    rows.loc[1, ["change", "sd_after"]] = [-2.24, 2.4]
    return rows.assign(
        fell=pd.array([False, True, None], dtype="boolean"), apart=pd.array([True, False, None], dtype="boolean")
    )


def whole(**fields: object) -> GroupRuptures:
    sessions = pd.DataFrame({"session": [1, 2, 6, 8], "rated": 8, "members": [0, 8, 8, 3], "dropped": [0, 2, 4, 1]})
    sessions = sessions.assign(share=sessions["dropped"] / sessions["members"], several=sessions["dropped"] >= 2)
    statuses = {"repaired": [3, 0], "partially_repaired": [0, 1], "unrepaired": [1, 0], "undetermined": 0}
    conditions = pd.DataFrame({"by": "stage", "cell": ["process", "change"], "level": "member_group"})
    conditions = conditions.assign(ratings=[40, 12], episodes=[4, 1], **statuses, per_100=[10.0, 8.333])
    known = {
        "sessions": sessions.assign(large_share=(sessions["share"] >= 1 / 3)),
        "chance": AtOnceByChance(**CHANCE, **MOST),
        "after_drops": followed(),
        "after_events": followed(after=2, after_dropped=1, difference=float("nan"), reason="few_after"),
        "steps": steps(),
        "by_condition": conditions,
    }
    return GroupRuptures(**(known | fields))


@pytest.fixture(name="view")
def _view(changed):
    return changed(group_ruptures=whole())


def test_one_sentence_says_when_drops_began_at_once(view):
    """The session with the most, of how many, and what chance alone would give; beside the other drops."""
    said = str(show_ruptures(view))

    assert (
        "In session 6, 4 of 8 members whose ratings could show a drop had one begin at once, more than chance alone "
        "would give (95% of shuffles: 1 to 2 in the session with the most)." in said
    )


@pytest.mark.parametrize("high", [4.0, 5.0])
def test_what_chance_gives_as_well_is_no_sentence(changed, high):
    """Four at once are nothing to tell a leader where shuffles reach four; the statistics still hold them."""
    view = changed(group_ruptures=whole(chance=AtOnceByChance(**CHANCE, **(MOST | {"most_high": high}))))

    assert at_once_sentence(view.summary, wording()) == ""
    assert table(show_group_as_a_whole(view).markdown, "drops-at-once")[3][:3] == ["6", "4 of 8", "at once"]


def test_the_statistics_are_called_exploratory_and_set_beside_chance(view):
    """No public threshold was found: said before any number."""
    said = str(show_group_as_a_whole(view))

    assert said.startswith("Exploratory: no public threshold was found")
    assert (
        "Drops of at least 2 members began at once in 1 of 3 sessions at which a drop could show; if each member's "
        "drops had begun at random among the own sessions, 0.4 would have (95% of shuffles: 0 to 1), about as many."
        in said
    )


def test_the_table_by_session_keeps_missing_apart_from_no(view):
    """A dash where nothing could be judged, "no" where it could and nothing was marked, the level where it was."""
    assert table(show_group_as_a_whole(view).markdown, "drops-at-once") == [
        ["Session", "Drops", "Together", "Fell", "Apart"],
        ["1", "–", "–", "–", "–"],
        ["2", "2 of 8", "several", "no", "group"],
        ["6", "4 of 8", "at once", "group", "no"],
        ["8", "1 of 3", "no", "–", "–"],
    ]


def test_who_dropped_next_is_told_with_counts_and_what_the_interval_ignores(view):
    """6 of 18 and 4 of 40: 23 points; 18 are few; the log's two are not compared."""
    said = str(show_group_as_a_whole(view))

    assert "6 of 18 times after a session in which another member's began, and 4 of 40 after a session" in said
    assert "+23 percentage points (95% interval +2 to +46; 8 members, counted once for each session" in said
    assert "With so few, it says little. It describes what came after what, not why." in said
    assert "1 of 2 times at the next session after a logged rupture" in said
    assert "that is not enough to compare (at least 10 on each side)" in said


def test_means_and_spreads_are_told_with_their_limits_and_what_could_not_be_judged(view):
    """One of two steps fell, one moved apart, the third has three members; chance: 2 x 0.025; labels are escaped."""
    shown = show_group_as_a_whole(view)

    assert "in 1 of 2 steps between sessions that could be judged on 1 scale: session 6, With *the* group" in str(shown)
    assert "−2.2 points with limits −1.2 and −1.1. 1 step could not be judged." in str(shown)
    assert "in 1 of 2 steps: session 2, With *the* group (Alliance 1-10), standard deviation 1.0 to 1.1" in str(shown)
    assert "at most about 0.1" in str(shown)
    assert r"With \*the\* group" in shown.markdown


def test_drops_by_stage_are_counts_of_ratings(view):
    """A rate only from 20 ratings on."""
    rows = table(show_group_as_a_whole(view).markdown, "drops-by-stage")

    assert rows[0] == ["Stage", "With group", "Repaired", "Partly", "Not", "Open"]
    assert rows[1] == ["Process", "4 of 40 (10.0)", "3", "0", "1", "0"]
    assert rows[2] == ["Change", "1 of 12", "0", "1", "0", "0"]


def test_not_enough_data_is_said_with_its_reason(changed):
    """One sentence in the statistics, none in the section."""
    reason = Unavailable("not_enough_data", "nobody_judged_by_leading_rule")
    view = changed(group_ruptures=reason)

    assert "there is not enough data: No member's ratings could show a drop" in str(show_group_as_a_whole(view))
    assert "at once" not in str(show_ruptures(view))


def test_the_programs_line_counts_groups_and_is_for_evaluators(program_summary):
    """Two of three groups have a marked session, one with more members at once than chance would give."""
    rows = pd.DataFrame({"group_id": ["G1", "G2", "G3"], "marked": [1, 2, 0], "most": [2.0, 4.0, 1.0]})
    rows = rows.assign(most_high=[2.0, 3.0, 0.0])
    said = str(show_program_rules(program_view_of(dataclasses.replace(program_summary, co_ruptures=rows))))

    assert "Exploratory: in 2 of 3 groups whose ratings could show drops" in said
    assert "in 1 of them in more members than chance alone would give" in said
