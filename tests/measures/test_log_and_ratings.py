"""Log and ratings beside each other: sessions by lot, and the ratings of the members involved."""

from __future__ import annotations

import itertools
import math

import pandas as pd
import pytest

from groupreport.measures.responses import drops_in_log, events_in_ratings, overlap_by_chance


def sessions(group: str, signs: str) -> pd.DataFrame:
    """Sessions of a group: b both, r ratings only, l log only, . neither."""
    rows = [(group, sign in "bl", sign in "br") for sign in signs]
    return pd.DataFrame(rows, columns=["group_id", "logged", "dropped"])


def test_every_session_is_in_one_of_four():
    """Two seen by both, one by ratings, three by the log, four by neither."""
    found = overlap_by_chance(sessions("G1", "bbrlll...."))

    assert (found.both, found.rating_only, found.log_only, found.neither) == (2, 1, 3, 4)


def test_chance_is_that_of_the_hypergeometric_distribution_over_groups():
    """10 sessions, 3 drops, 4 logged, and 6 sessions, 2 drops, 1 logged: R 4.2.2, dhyper convolved: mean 1.533333.

    The cumulated chances are .111, .5, .867, .989, 1, so that the middle 95 % reaches from 0 to 3.
    """
    both = pd.concat([sessions("G1", "brrlll...."), sessions("G2", "rrl...")], ignore_index=True)
    found = overlap_by_chance(both)

    assert found.expected == pytest.approx(1.533333333)
    assert (found.low, found.high) == (0, 3)


def test_chance_by_counting_every_way():
    """All ways to log 2 of 5 sessions with 2 drops: mean and distribution by enumeration."""
    shared = [len({0, 1} & set(drawn)) for drawn in itertools.combinations(range(5), 2)]
    found = overlap_by_chance(sessions("G1", "bl" + "r.."))

    assert found.expected == pytest.approx(sum(shared) / len(shared))
    assert found.high == max(shared)


def test_no_session_says_nothing():
    """Without a session in which a drop could begin there is no expectation, not one of 0."""
    found = overlap_by_chance(sessions("G1", ""))

    assert found.both == 0
    assert math.isnan(found.expected)


def rated(**members: tuple[int, ...]) -> pd.DataFrame:
    rows = [(member, "G1", session) for member, own in members.items() for session in own]
    return pd.DataFrame(rows, columns=["member_id", "group_id", "session"])


def events(*rows: tuple[str, int, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["event_id", "session", "member_ids"]).assign(group_id="G1")


def onsets(*rows: tuple[str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["member_id", "onset_session"]).assign(group_id="G1")


def test_an_event_is_seen_in_its_session_or_at_the_next_rating_and_no_later():
    """A rated 1, 2, 4, 5, 6. A drop at 4 is seen from an event at 4 and at 2 or 3 (4 is the next rating), not at 1."""
    logged = events(("E1", 1, "A"), ("E2", 2, "A"), ("E3", 3, "A"), ("E4", 4, "A"), ("E5", 5, "A"))
    found = events_in_ratings(logged, rated(A=(1, 2, 4, 5, 6)), onsets(("A", 4))).set_index("event_id")

    assert found["seen"].to_dict() == {
        "E1": "not_seen",
        "E2": "next_rating",
        "E3": "next_rating",
        "E4": "same_session",
        "E5": "not_seen",
    }


def test_one_involved_member_is_enough_and_others_do_not_count():
    """B's drop at 3 is seen for an event with A and B; for one with A alone it is not, whatever B's ratings say."""
    ratings = rated(A=(1, 2, 3, 4), B=(1, 2, 3, 4))
    found = events_in_ratings(events(("E1", 3, "A; B"), ("E2", 3, "A")), ratings, onsets(("B", 3)))

    assert found["seen"].tolist() == ["same_session", "not_seen"]
    assert found["named"].tolist() == [2, 1]


def test_what_cannot_be_seen_is_not_called_unseen():
    """Nobody on record; somebody without judged ratings; nothing rated afterwards; and a first rating only."""
    logged = events(("E1", 2, None), ("E2", 2, "Z"), ("E3", 9, "A"), ("E4", 2, "C"))
    found = events_in_ratings(logged, rated(A=(1, 2, 3, 4), C=(3,)), onsets(("A", 3)))

    assert found["seen"].tolist() == ["cannot_be_said"] * 4
    assert found["chance"].isna().all()


def test_a_drop_at_the_first_rating_is_not_looked_for():
    """A's first rating was at 3: an event at 2 can show in 4 at the earliest, and not at all by the rating at 3."""
    found = events_in_ratings(events(("E1", 2, "A")), rated(A=(3, 4, 5), B=(1, 2)), onsets(("A", 4)))

    assert found["seen"].tolist() == ["cannot_be_said"]


def test_chance_counts_the_sessions_at_which_the_event_would_have_been_seen():
    """A rated 1 to 6 with a drop at 4: of the other sessions 1, 2, 3, 5 and 6, an event at 3 would be seen (next).

    All five could be said: at 1 the next rating, 2, could show it.
    """
    found = events_in_ratings(events(("E1", 4, "A")), rated(A=(1, 2, 3, 4, 5, 6)), onsets(("A", 4)))

    assert found["chance"].tolist() == pytest.approx([1 / 5])


def test_drops_are_looked_up_in_the_log_the_same_way():
    """A's drop at 4 had an event at 3 that names A; B's had the same event, which does not name B."""
    ratings = rated(A=(1, 2, 3, 4), B=(1, 2, 3, 4))
    found = drops_in_log(events(("E1", 3, "A")), ratings, onsets(("A", 4), ("B", 4), ("A", 2)))

    assert found.tolist() == [True, False, False]


def test_no_members_id_comes_out():
    """What is counted about an event names nobody."""
    found = events_in_ratings(events(("E1", 3, "A;B")), rated(A=(1, 2, 3), B=(1, 2, 3)), onsets(("A", 3)))

    assert found.columns.tolist() == ["event_id", "named", "seen", "chance"]


def test_an_empty_log_has_no_row():
    """No event, no answer; and no drop in it."""
    ratings = rated(A=(1, 2, 3))

    assert events_in_ratings(events(), ratings, onsets(("A", 3))).empty
    assert drops_in_log(events(), ratings, onsets(("A", 3))).tolist() == [False]
    assert drops_in_log(events(("E1", 3, "A")), ratings, onsets()).empty
