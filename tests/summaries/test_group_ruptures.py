"""One group's drops looked at together: six members and seven held sessions, counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from groupreport.disclosure import for_audience
from groupreport.measures.group_ruptures import FollowedShares
from groupreport.summaries import summarize_group, summarize_program
from groupreport.summaries.records import GroupRuptures, Unavailable

from .conftest import frame, make_term

# Sessions 1, 2, 4, 5, 6, 7, 8; session 3 was canceled. A, B and C fall in 5 and are back in 6, when F falls.
RATINGS = {
    "A": (8, 8, 8, 2, 8, 8, 8),
    "B": (8, 8, 8, 2, 8, 8, 8),
    "C": (8, 8, 8, 2, 8, 8, 8),
    "D": (8, 8, 7, 8, 8, 7, 8),
    "E": (7, 8, 8, 8, 7, 8, 8),
    "F": (8, 8, 8, 8, 2, 8, 8),
}
HELD = (1, 2, 4, 5, 6, 7, 8)
SETTINGS = {
    "instruments": ["alliance_1_10"],
    "stages": {"commitment": [1, 4], "process": [5, 8]},
    "group_ruptures": {"minimum_followed": 3},
}


def tables(ratings: dict[str, tuple[int | None, ...]]) -> dict[str, pd.DataFrame]:
    given = [(who, n, value) for who, own in ratings.items() for n, value in zip(HELD, own, strict=True) if value]
    return {
        "groups": frame(
            "group_id group_name program modality enrollment planned_sessions",
            ("G1", "Grief", "Loss", "in_person", "closed", 8),
        ),
        "roster": frame("member_id group_id enrolled_on", *((who, "G1", "2026-09-01") for who in ratings)),
        "sessions": frame(
            "group_id session held_on status modality",
            *(
                ("G1", n, f"2026-09-{n + 7:02d}", "canceled" if n == 3 else None, "online" if n > 6 else None)
                for n in range(1, 9)
            ),
        ),
        "attendance": frame("member_id group_id session status", *((who, "G1", n, "attended") for who, n, _ in given)),
        "ratings": frame(
            "member_id group_id session instrument item value",
            *((who, "G1", n, "alliance_1_10", "3", value) for who, n, value in given),
        ),
        "events": frame(
            "event_id group_id session reported_by level kind member_ids repair_status",
            ("E1", "G1", 5, "leader", "member_group", "withdrawal", "A; B; C", "none"),
        ),
    }


def summarized(ratings: dict[str, tuple[int | None, ...]], **settings: object) -> GroupRuptures | Unavailable | None:
    return summarize_group(make_term(tables(ratings), SETTINGS | settings), "G1").group_ruptures


@pytest.fixture(name="found", scope="module")
def _found() -> GroupRuptures:
    found = summarized(RATINGS)
    assert isinstance(found, GroupRuptures)
    return found


def test_drops_at_once_are_counted_by_session(found):
    """Three of six in session 5 and one in 6; the canceled session is no row, and the first can show nothing."""
    assert found.sessions["session"].tolist() == list(HELD)
    assert found.sessions["members"].tolist() == [0, 6, 6, 6, 6, 6, 6]
    assert found.sessions["dropped"].tolist() == [0, 0, 0, 3, 1, 0, 0]
    assert found.sessions["several"].tolist() == [False] * 3 + [True] + [False] * 3
    assert (found.chance.sessions, found.chance.most) == (1, 3)
    # Four drops over six sessions each: 6 x P(at least 2 of 4 meet there) = 6 (1 - (5/6)^4 - 4 (5/6)^3 / 6).
    assert found.chance.sessions_expected == pytest.approx(0.79, abs=0.06)


def test_members_without_a_part_are_followed(found):
    """Followed from 5: D, E and F, who drops; from 6: D and E. Without: six from 2, six from 4 (A, B, C drop), five."""
    after = found.after_drops

    assert (after.after, after.after_dropped, after.without, after.without_dropped) == (5, 1, 17, 3)
    assert after.members == 6
    assert after.difference == pytest.approx(1 / 5 - 3 / 17)


def test_members_whom_the_log_does_not_name_are_followed(found):
    """From session 5, whose event names A, B and C: D, E and F. Else 6, 6, 2 and 5 from sessions without one."""
    after = found.after_events
    assert isinstance(after, FollowedShares)

    assert (after.after, after.after_dropped, after.without, after.without_dropped) == (3, 1, 19, 3)


def test_the_mean_of_those_who_rated_both_sessions(found):
    """Session 5: A, B and C fall by 6, D rises by 1: -17 / 6 points. All six rated both."""
    step = found.steps.set_index("session").loc[5]

    assert (step["before"], step["members"]) == (4, 6)
    assert step["change"] == pytest.approx(-17 / 6)
    assert found.steps["session"].tolist() == [2, 4, 5, 6, 7, 8]


def test_drops_by_stage_level_and_modality(found):
    """Twelve ratings of the first stage can show a drop and none does; of 24 in the second four do, all repaired."""
    rows = found.by_condition.set_index(["by", "cell"])

    assert rows["level"].tolist() == ["member_group"] * 4
    assert rows["ratings"].to_dict() == {
        ("stage", "commitment"): 12,
        ("stage", "process"): 24,
        ("modality", "in_person"): 24,
        ("modality", "online"): 12,
    }
    assert rows["episodes"].tolist() == [0, 4, 4, 0]
    assert rows.loc[("stage", "process"), ["repaired", "unrepaired", "per_100"]].tolist() == [4, 0, 100 / 6]


def test_the_group_is_the_same_among_the_programs_groups():
    """The program's row of a group says what the group's report says, by the same shuffles."""
    term = make_term(tables(RATINGS), SETTINGS)
    own, row = summarize_group(term, "G1").group_ruptures, summarize_program(term).co_ruptures.iloc[0]

    assert row["marked"] == 1
    assert row.drop(["group_id", "marked"]).to_dict() == pytest.approx(vars(own.chance))


def test_leadership_does_not_see_them():
    """Counts of two or three members in a session are evaluators' alone."""
    summary = summarize_program(make_term(tables(RATINGS), SETTINGS))

    assert for_audience(summary, "evaluator").summary.co_ruptures is not None
    assert for_audience(summary, "leadership").summary.co_ruptures is None


def test_a_single_member_and_a_group_without_a_log():
    """One member cannot drop together with others; nobody else can be followed; no log is no event."""
    term = make_term({name: rows for name, rows in tables({"A": RATINGS["A"]}).items() if name != "events"}, SETTINGS)
    found = summarize_group(term, "G1").group_ruptures

    assert not found.sessions["several"].any()
    assert found.after_drops.reason == "few_both"
    assert isinstance(found.after_events, Unavailable)
    assert found.steps["fell"].isna().all()


def test_one_rated_session_says_nothing():
    """Nobody's ratings can be judged: not enough data."""
    found = summarized({who: (8, None, None, None, None, None, None) for who in "ABCDEF"})

    assert isinstance(found, Unavailable)
    assert found.reason == "not_enough_data"


def test_without_ratings_nothing_is_collected():
    """The same reason as for rating drops themselves."""
    given = {name: rows for name, rows in tables(RATINGS).items() if name != "ratings"}
    found = summarize_group(make_term(given, SETTINGS), "G1")

    assert found.group_ruptures == found.ruptures
    assert found.group_ruptures.reason == "not_collected"


def test_a_group_of_one_is_not_counted_among_those_that_could_drop_at_once():
    """One member with one fall: a row for the program would say that nothing began at once in 1 of 1 group."""
    alone = summarize_program(make_term(tables({"A": RATINGS["A"]}), SETTINGS)).co_ruptures

    assert alone is not None
    assert alone.empty
