"""Outcome and drop-out by what became of drops: members counted by hand, and R's numbers."""

from __future__ import annotations

import pandas as pd
import pytest

from groupreport.measures.consequences import (
    change_by_status,
    drop_out_by_status,
    drop_out_difference,
    left_with_open_drop,
    outcome_difference,
    status_of_members,
    stayed_on,
)


def drops(*rows: tuple) -> pd.DataFrame:
    """Drops as (member, onset, nadir, status), in group G1 unless the member says otherwise."""
    frame = pd.DataFrame(rows, columns=["member_id", "onset_session", "nadir_session", "status"])
    return frame.assign(group_id="G1")


def own_of(**records: str) -> pd.DataFrame:
    """Own sessions of members in one group: + came, - missed."""
    rows = [
        (member, "G1", place, place, sign == "+")
        for member, signs in records.items()
        for place, sign in enumerate(signs, start=1)
    ]
    return pd.DataFrame(rows, columns=["member_id", "group_id", "session", "own", "present"])


def test_the_worst_that_is_known_of_a_members_drops_counts():
    """Unrepaired before open before repaired, partly repaired counts as repaired, and no drop is an answer."""
    episodes = drops(
        ("A", 2, 2, "repaired"),
        ("A", 6, 6, "unrepaired"),
        ("B", 2, 2, "undetermined"),
        ("B", 3, 3, "unrepaired"),
        ("C", 2, 2, "repaired"),
        ("C", 9, 9, "undetermined"),
        ("D", 2, 2, "partially_repaired"),
        ("E", 2, 2, "undetermined"),
    )
    found = status_of_members(episodes, pd.Series(list("ABCDEFA")))

    assert found["status"].tolist() == ["unrepaired"] * 2 + ["undetermined", "repaired", "undetermined", "no_drop"]


def test_a_member_of_two_groups_has_one_status():
    """Repaired in G1 and not in G2 is not repaired, and one member."""
    episodes = drops(("A", 2, 2, "repaired"), ("A", 5, 5, "unrepaired")).assign(group_id=["G1", "G2"])

    assert status_of_members(episodes, pd.Series(["A", "A"])).to_numpy().tolist() == [["A", "unrepaired"]]


def test_a_drop_open_when_its_member_left_is_found():
    """A left one session after an open drop; B stayed; C left four sessions after; D's was repaired before D left."""
    own = own_of(A="++++", B="++++", C="++++++", D="++++")
    last = pd.DataFrame(
        [("A", 4, True), ("B", 4, False), ("C", 6, True), ("D", 4, True)], columns=["member_id", "time", "dropped_out"]
    )
    episodes = drops(
        ("A", 3, 3, "undetermined"), ("B", 3, 3, "undetermined"), ("C", 2, 2, "undetermined"), ("D", 2, 2, "repaired")
    )

    assert left_with_open_drop(episodes, own, last, window=3).tolist() == [True, False, False, False]


def test_who_stayed_on_came_to_the_whole_window_after_the_last_drop():
    """A came 3 times after the lowest rating at 2; B missed one of three; C's second drop left one session."""
    own = own_of(A="+++++", B="++-++", C="++++++")
    episodes = drops(
        ("A", 2, 2, "unrepaired"), ("B", 2, 2, "repaired"), ("C", 2, 2, "repaired"), ("C", 4, 5, "undetermined")
    )

    assert stayed_on(episodes, own, window=3).to_dict() == {"A": True, "B": False, "C": False}


def scored() -> pd.DataFrame:
    """Twelve members of six groups: changes 2, 0, -1, 4, 1 after unrepaired drops, 5, 7, 3, 4, 8, 6, 2 after others."""
    before = [10, 12, 14, 9, 11, 13, 15, 8, 12, 10, 14, 11]
    change = [2, 5, 0, 7, -1, 3, 4, 4, 1, 8, 6, 2]
    status = ["unrepaired", "repaired"] * 5 + ["repaired"] * 2
    members = pd.DataFrame({"status": status, "group_id": list("AABBCCDDEEFF"), "pre": before}).astype({"pre": float})
    outcome = ["improved" if points >= 5 else "unchanged" for points in change]
    return members.assign(post=members["pre"] + change, outcome=outcome)


def test_change_by_status_as_in_r():
    """R 4.2.2, t.test: 1.2 (-1.188388 to 3.588388) and 5 (3.002105 to 6.997895); sd of the first scores 2.151462."""
    found = change_by_status(scored()).set_index("status")

    assert found.loc["unrepaired", ["members", "pairs", "improved", "unchanged"]].tolist() == [5, 5, 0, 5]
    numbers = ["change", "low", "high", "d"]
    assert found.loc["unrepaired", numbers].tolist() == pytest.approx([1.2, -1.188388388, 3.588388388, 1.2 / 2.1514618])
    assert found.loc["repaired", numbers[:3]].tolist() == pytest.approx([5, 3.00210484, 6.99789516])
    assert found.loc["repaired", ["improved", "unchanged"]].tolist() == [4, 3]
    assert found.loc["no_drop", ["members", "pairs"]].tolist() == [0, 0]
    assert found.loc["no_drop", numbers].isna().all()


def test_the_difference_as_in_r():
    """R 4.2.2, t.test: -3.8 (-6.466553 to -1.133447); over sd(first scores): -1.766241.

    With groups as clusters, lm and its cluster covariance by hand in R (G/(G-1) (n-1)/(n-2), t with 5 degrees of
    freedom): standard error 1.2164263, -6.926923 to -0.673077.
    """
    found = outcome_difference(scored())

    assert (found.unrepaired, found.repaired, found.groups) == (5, 7, 6)
    assert [found.difference, found.low, found.high] == pytest.approx([-3.8, -6.466552522, -1.133447478])
    assert found.d == pytest.approx(-1.766240981)
    assert [found.cluster_low, found.cluster_high] == pytest.approx([-6.9269234757, -0.6730765243])


def test_few_members_are_not_compared():
    """Four with an unrepaired drop: the counts are there, and no difference."""
    found = outcome_difference(scored().iloc[1:])

    assert (found.unrepaired, found.repaired) == (4, 7)
    assert pd.isna([found.difference, found.low, found.high, found.d, found.cluster_low]).all()


def test_members_without_both_scores_are_in_no_mean():
    """One of the five has no last score: four are left, one too few."""
    members = scored()
    members.loc[0, "post"] = None

    assert change_by_status(members).set_index("status").loc["unrepaired", ["members", "pairs"]].tolist() == [5, 4]
    assert outcome_difference(members).unrepaired == 4


def test_one_group_has_no_interval_over_groups():
    """In one group members are compared; the group cannot be the unit of chance."""
    found = outcome_difference(scored().assign(group_id="A"))

    assert found.groups == 1
    assert found.difference == pytest.approx(-3.8)
    assert pd.isna(found.cluster_low)


def test_nobody_is_nobody():
    """All undetermined: every other row is empty and nothing is compared."""
    members = scored().assign(status="undetermined")

    assert change_by_status(members)["members"].tolist() == [0, 0, 0, 12]
    assert pd.isna(outcome_difference(members).difference)


def ends(*rows: tuple[str, int, int, int]) -> pd.DataFrame:
    """Members as (status, stayed on, of these left, others who left); nobody else."""
    members = []
    for status, stayed, stayed_left, others_left in rows:
        members += [(status, place < stayed_left, True) for place in range(stayed)]
        members += [(status, True, False)] * others_left
    return pd.DataFrame(members, columns=["status", "left", "stayed"]).astype({"stayed": "boolean"})


def test_drop_out_by_status_as_in_r():
    """R 4.2.2, prop.test(correct = FALSE): 3 of 6: 0.187616 to 0.812384; 1 of 8: 0.022417 to 0.470888.

    Of 7 with an unrepaired drop, one left before the window was over, so 4 of 7 left and 3 of 6 who stayed on.
    """
    found = drop_out_by_status(ends(("unrepaired", 6, 3, 1), ("repaired", 8, 1, 0))).set_index("status")

    assert found.loc["unrepaired", ["known", "left", "stayed", "stayed_left"]].tolist() == [7, 4, 6, 3]
    limits = ["stayed_low", "stayed_high"]
    assert found.loc["unrepaired", limits].tolist() == pytest.approx([0.1876163065, 0.8123836935])
    assert found.loc["repaired", limits].tolist() == pytest.approx([0.02241749145, 0.47088818221])


def test_the_difference_of_drop_out_is_newcombes_among_those_who_stayed_on():
    """0.5 less 0.125 by method 10 from the Wilson limits of R's prop.test: 0.375 (-0.091071 to 0.703796)."""
    found = drop_out_difference(drop_out_by_status(ends(("unrepaired", 6, 3, 1), ("repaired", 8, 1, 0))))

    assert [found.value, found.low, found.high] == pytest.approx([0.375, -0.09107103168, 0.70379589875])


def test_few_who_stayed_on_are_not_compared():
    """Nine with an unrepaired drop, of whom four stayed on."""
    found = drop_out_difference(drop_out_by_status(ends(("unrepaired", 4, 3, 5), ("repaired", 8, 1, 0))))

    assert pd.isna([found.value, found.low, found.high]).all()


def test_nobody_without_a_drop_has_stayed_on_after_one():
    """Staying on is asked of a drop; without one it is missing, not 0."""
    members = pd.DataFrame(
        {"status": "no_drop", "left": [True, False], "stayed": pd.array([None, None], dtype="boolean")}
    )
    row = drop_out_by_status(members).set_index("status").loc["no_drop"]

    assert row[["known", "left"]].tolist() == [2, 1]
    assert row[["stayed", "stayed_left", "stayed_share"]].isna().all()
