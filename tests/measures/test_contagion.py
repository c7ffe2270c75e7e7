"""Members without a part in a drop, followed to the next session that they rated, counted by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from groupreport.measures.group_ruptures import (
    able_ratings,
    compare_followed,
    followed_after_drops,
    followed_after_events,
)

PLACE = ["member_id", "session"]
COLUMNS = ["member_id", "group_id", "onset_session", "end_session"]


def sessions(rows: dict[str, list[int]], group: str = "G1", max_gap: int = 2) -> pd.DataFrame:
    places = [(member, group, 0, session) for member, own in rows.items() for session in own]
    return able_ratings(pd.DataFrame(places, columns=["member_id", "group_id", "series", "session"]), max_gap)


def drops(*rows: tuple[str, int, int], group: str = "G1") -> pd.DataFrame:
    return pd.DataFrame([(member, group, onset, end) for member, onset, end in rows], columns=COLUMNS)


def listed(found: pd.DataFrame) -> dict[tuple[str, int], tuple[bool, bool]]:
    return {(row.member_id, row.session): (bool(row.after), bool(row.dropped)) for row in found.itertuples(index=False)}


def test_members_are_followed_by_hand() -> None:
    """Sessions 1 to 5. A falls in 2 and is repaired in 3; B falls in 3, when A's drop is still going on; C never does.

    From session 1 nobody is followed: first ratings show nothing. From 2: B (after A's drop; drops next) and C (does
    not). From 3: C alone (after B's). From 4: A and C, and B is still in a drop. From 5 nobody: there is no next one.
    """
    able = sessions({name: [1, 2, 3, 4, 5] for name in "ABC"})

    assert listed(followed_after_drops(able, drops(("A", 2, 3), ("B", 3, 5)))) == {
        ("B", 2): (True, True),
        ("C", 2): (True, False),
        ("C", 3): (True, False),
        ("A", 4): (False, False),
        ("C", 4): (False, False),
    }


def test_two_who_drop_at_once_are_both_part_of_it() -> None:
    """Nobody is followed from a session in which the own drop began."""
    able = sessions({name: [1, 2, 3, 4] for name in "ABC"})
    found = listed(followed_after_drops(able, drops(("A", 2, 2), ("B", 2, 2))))

    assert ("A", 2) not in found
    assert found["C", 2] == (True, False)
    assert found["A", 3] == (False, False)


def test_missed_sessions_are_skipped_as_far_as_the_gap_allows() -> None:
    """C missed 3 and 4 and is followed from 2 to 5; with at most one missed session nobody knows."""
    rows = {"A": [1, 2, 3, 4, 5], "C": [1, 2, 5]}
    near = listed(followed_after_drops(sessions(rows), drops(("A", 2, 5), ("C", 5, 5))))
    far = listed(followed_after_drops(sessions(rows, max_gap=1), drops(("A", 2, 5))))

    assert near == {("C", 2): (True, True)}
    assert far == {}


def test_a_session_is_without_drops_only_if_another_could_have_shown_one() -> None:
    """B joins in session 3: until B's second rating nothing can be said of A's sessions."""
    able = sessions({"A": [1, 2, 3, 4, 5], "B": [3, 4, 5]})

    assert listed(followed_after_drops(able, drops())) == {
        ("A", 4): (False, False),
        ("B", 4): (False, False),
    }


@pytest.mark.parametrize("rows", [{"A": [1, 2, 3, 4]}, {"A": [1], "B": [1]}, {"A": [1, 6], "B": [2, 7]}])
def test_a_single_member_or_single_sessions_follow_nobody(rows: dict[str, list[int]]) -> None:
    """Not enough data, with the reason."""
    found = compare_followed(followed_after_drops(sessions(rows), drops()), fewest=1)

    assert (found.members, found.after, found.without, found.reason) == (0, 0, 0, "few_both")
    assert math.isnan(found.difference)


def test_groups_do_not_touch_each_other() -> None:
    """A drop in one group is nothing that the other saw; together they are the two of them apart."""
    first, second = sessions({"A": [1, 2, 3], "B": [1, 2, 3]}), sessions({"C": [1, 2, 3], "D": [1, 2, 3]}, group="G2")
    own = drops(("A", 2, 3))
    together = listed(followed_after_drops(pd.concat([second, first]), own))

    assert together == listed(followed_after_drops(first, own)) | listed(followed_after_drops(second, drops()))
    assert together["C", 2] == (False, False)


def test_order_of_rows_changes_nothing() -> None:
    """Ratings and drops may come in any order."""
    able = sessions({name: [1, 2, 3, 4, 5, 6] for name in "ABCD"})
    own = drops(("A", 2, 3), ("B", 3, 3), ("D", 5, 6))
    mixed = followed_after_drops(able.sample(frac=1, random_state=2), own.iloc[::-1])

    assert listed(mixed) == listed(followed_after_drops(able, own))


def test_logged_events_follow_those_whom_they_do_not_name() -> None:
    """The log names A (and somebody who did not rate) in session 2, and nobody in 4, which is left out.

    B is not named and drops in session 3, C does not; from 3 only A and C are followed, without a logged rupture.
    """
    able = sessions({name: [1, 2, 3, 4, 5] for name in "ABC"})
    events = pd.DataFrame({"group_id": "G1", "session": [2, 2, 4], "member_ids": ["A; X", "X", None]})
    found = listed(followed_after_events(able, drops(("B", 3, 3)), events))

    assert found == {
        ("B", 2): (True, True),
        ("C", 2): (True, False),
        ("A", 3): (False, False),
        ("C", 3): (False, False),
    }


def test_the_shares_are_compared_with_newcombes_interval() -> None:
    """56 of 70 against 48 of 80: Newcombe 1998 (Statistics in Medicine 17, 873), table II: .0524 to .3339."""
    followed = pd.DataFrame({"member_id": "A", "after": [True] * 70 + [False] * 80})
    followed["dropped"] = [True] * 56 + [False] * 14 + [True] * 48 + [False] * 32
    found = compare_followed(followed, fewest=10)

    assert (found.after, found.after_dropped, found.without, found.without_dropped) == (70, 56, 80, 48)
    assert [found.difference, found.low, found.high] == pytest.approx([0.2, 0.0524, 0.3339], abs=5e-5)
    assert (found.members, found.reason) == (1, "")


@pytest.mark.parametrize(
    ("after", "without", "reason"), [(4, 5, "few_after"), (5, 4, "few_without"), (4, 4, "few_both"), (5, 5, "")]
)
def test_too_few_are_not_compared(after: int, without: int, reason: str) -> None:
    """The counts stay, the difference is missing, and the reason says on which side too few were followed."""
    followed = pd.DataFrame({"member_id": "A", "after": [True] * after + [False] * without, "dropped": False})
    found = compare_followed(followed, fewest=5)

    assert found.reason == reason
    assert math.isnan(found.difference) is bool(reason)


def test_members_who_have_nothing_to_do_with_each_other_follow_no_drop() -> None:
    """Simulation: drops begin at random, 1 session in 6: over 60 groups both shares are 1 in 6."""
    random = np.random.default_rng(7)
    parts = []
    for number in range(60):
        group = f"G{number}"
        members = {f"{group}M{member}": list(range(1, 13)) for member in range(8)}
        begun = [(name, at, at) for name in members for at in range(2, 13) if random.random() < 1 / 6]
        parts.append(followed_after_drops(sessions(members, group=group), drops(*begun, group=group)))
    found = compare_followed(pd.concat(parts, ignore_index=True), fewest=10)

    assert found.after_dropped / found.after == pytest.approx(1 / 6, abs=0.03)
    assert found.low < 0 < found.high


def test_drops_that_spread_are_seen() -> None:
    """Simulation: in 40 groups of 8 one member drops in session 4, and each other in 5 with a chance of one half."""
    random = np.random.default_rng(8)
    parts = []
    for number in range(40):
        group = f"G{number}"
        members = {f"{group}M{member}": list(range(1, 10)) for member in range(8)}
        first, *others = members
        begun = [(first, 4, 4), *((name, 5, 5) for name in others if random.random() < 0.5)]
        parts.append(followed_after_drops(sessions(members, group=group), drops(*begun, group=group)))
    found = compare_followed(pd.concat(parts, ignore_index=True), fewest=10)

    # Everybody else is followed from session 4; from 5 on nobody drops next. The first ones drop after session 3.
    assert found.after == 40 * 7 + sum(int(part.loc[part["session"] == 5, "after"].sum()) for part in parts)
    assert found.after_dropped == pytest.approx(40 * 7 / 2, abs=25)
    assert found.without_dropped == 40
    assert found.low > 0.2
