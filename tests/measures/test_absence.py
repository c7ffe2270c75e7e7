"""Absences in a row, and absence after rating drops, counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from groupreport.measures.absence import absence_after, absence_runs, followed_sessions, left_after_drop


def own_of(**records: str) -> pd.DataFrame:
    """Own sessions of members in one group: + came, - missed, ? not on record."""
    rows = [
        (member, "G1", place, place, sign != "?", sign == "+")
        for member, signs in records.items()
        for place, sign in enumerate(signs, start=1)
    ]
    return pd.DataFrame(rows, columns=["member_id", "group_id", "session", "own", "known", "present"])


def rated(own: pd.DataFrame) -> pd.DataFrame:
    return own.loc[own["present"], ["member_id", "group_id", "session"]]


def drops(*rows: tuple[str, int, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["member_id", "onset_session", "status"])
    return frame.assign(group_id="G1", onset_session=frame["onset_session"].astype("int64"))


def test_runs_need_a_member_who_came_and_sessions_on_record():
    """A missed 2-3 and returned, B 3-5 and did not; C's run is broken by an unknown session; D never came."""
    runs = absence_runs(own_of(A="+--+-", B="++---", C="+-?-+", D="-----"), at_least=2)

    assert runs[["member_id", "first", "last", "length", "returned"]].to_numpy().tolist() == [
        ["A", 2, 3, 2, True],
        ["B", 3, 5, 3, False],
    ]


def test_sessions_are_told_by_what_they_follow():
    """A's drop at 2 was not repaired: 3 (missed) and 4 follow it. B's at 3 was repaired: 4 and 5 (missed) follow it.

    No drop: A's 5 and 6 follow the rated 4 and 5; A's 2 and B's 3 are onsets, which somebody came to by definition; B's
    2 follows the rated 1.
    """
    own = own_of(A="++-+++", B="++++-")
    followed = followed_sessions(own, rated(own), drops(("A", 2, "unrepaired"), ("B", 3, "repaired")))

    told = {(row.member_id, row.session): (row.after, row.absent) for row in followed.itertuples()}
    assert told == {
        ("A", 3): ("unrepaired", True),
        ("A", 4): ("unrepaired", False),
        ("A", 5): ("no_drop", False),
        ("A", 6): ("no_drop", False),
        ("B", 2): ("no_drop", False),
        ("B", 4): ("repaired", False),
        ("B", 5): ("repaired", True),
    }


def test_a_session_after_two_drops_counts_for_the_least_repaired():
    """Session 3 follows a repaired drop at 1 and an unrepaired one at 2; it is counted once."""
    own = own_of(A="+++")
    followed = followed_sessions(own, rated(own), drops(("A", 1, "repaired"), ("A", 2, "unrepaired")))

    assert followed[["session", "after"]].to_numpy().tolist() == [[3, "unrepaired"]]


def test_sessions_without_a_record_are_not_absences():
    """Of the two sessions after the drop one is not on record: one session, one absence."""
    own = own_of(A="+?-")
    counted = absence_after(followed_sessions(own, rated(own), drops(("A", 1, "unrepaired")))).set_index("after")

    assert counted.loc["unrepaired", ["sessions", "absent", "members", "members_absent"]].tolist() == [1, 1, 1, 1]


def test_the_mean_is_over_members_with_its_interval():
    """Members missed 1/2, 1/4, 1/2, 1/4, 1/2: R 4.2.2, t.test: mean 0.4, 95 % interval 0.2299782 to 0.5700218."""
    records = {"A": "-+", "B": "-+++", "C": "+-", "D": "++-+", "E": "--++"}
    rows = [(member, sign == "-") for member, signs in records.items() for sign in signs]
    followed = pd.DataFrame(rows, columns=["member_id", "absent"]).assign(after="no_drop")
    row = absence_after(followed).set_index("after").loc["no_drop"]

    assert row[["sessions", "absent", "members", "members_absent"]].tolist() == [16, 6, 5, 5]
    assert row[["mean", "low", "high"]].tolist() == pytest.approx([0.4, 0.2299781548, 0.5700218452])


def test_the_interval_of_a_share_ends_at_none_and_all():
    """Shares of 0, 0 and 1 give a t interval far beyond 0 and 1."""
    followed = pd.DataFrame({"member_id": list("ABC"), "absent": [False, False, True], "after": "repaired"})
    row = absence_after(followed).set_index("after").loc["repaired"]

    assert row[["low", "high"]].tolist() == [0, 1]


def test_two_members_or_members_alike_have_no_interval():
    """A zero spread would look like certainty."""
    two = pd.DataFrame({"member_id": ["A", "B"], "absent": [True, False], "after": "repaired"})
    alike = pd.DataFrame({"member_id": list("ABC"), "absent": False, "after": "unrepaired"})
    counted = absence_after(pd.concat([two, alike])).set_index("after")

    assert counted.loc[["repaired", "unrepaired"], ["low", "high"]].isna().all(axis=None)
    assert counted.loc["undetermined", "sessions"] == 0
    assert pd.isna(counted.loc["undetermined", "mean"])


def test_drop_out_soon_after_a_drop():
    """A left 1 session after the drop at 3, B 4 sessions after the one at 1, C without one, D stayed with one.

    E's ratings could not be judged and F's last session is not known: they count nowhere.
    """
    own = own_of(A="++++", B="+++++", C="++", D="+++++", E="++", F="????")
    last = pd.DataFrame(
        [("A", 4, True), ("B", 5, True), ("C", 2, True), ("D", 5, False), ("E", 2, True), ("F", None, True)],
        columns=["member_id", "time", "dropped_out"],
    ).astype({"time": "Int64"})
    episodes = drops(("A", 3, "undetermined"), ("B", 1, "repaired"), ("D", 2, "repaired"))

    assert left_after_drop(own, last, episodes, pd.Series(list("ABCDF")), window=3) == {
        "with_drop": 3,
        "with_drop_left": 2,
        "with_drop_left_soon": 1,
        "without_drop": 1,
        "without_drop_left": 1,
    }
