"""What holds of staying and participation whatever the data are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupreport.measures.attendance import PRESENT, member_sessions
from groupreport.measures.participation import gini
from groupreport.measures.participation_signs import coefficient_of_variation
from groupreport.measures.retention import (
    REASONS,
    RESULTS,
    courses,
    judge_courses,
    kaplan_meier,
    own_sessions,
    side_by_side,
)

FIRST = pd.Timestamp("2026-09-07")
STATUSES = ["attended", "late", "left_early", "excused", "no_show", None]
REASON = st.sampled_from(["completed", "dropped_out", "transferred", "referred", "other", None])
NUMBERS = st.fixed_dictionaries(
    {
        "dose_share": st.sampled_from([0.25, 0.6, 0.625, 1.0]),
        "last_sessions": st.integers(1, 4),
        "fewest_sessions": st.integers(1, 6),
        "finished_contacts": st.integers(1, 3),
    }
)


@st.composite
def terms(draw: Any) -> dict[str, pd.DataFrame]:
    """Up to two groups and five people, some in both, who may never have come or have nothing on record."""
    groups, sessions, stays, attendance = [], [], [], []
    for group in ("G1", "G2")[: draw(st.integers(1, 2))]:
        kinds = draw(st.lists(st.sampled_from(["held", "held", "canceled", "planned"]), max_size=6))
        groups.append((group, draw(st.sampled_from(["open", "closed"])), draw(st.sampled_from([None, 0, 4, 6]))))
        sessions += [(group, n, FIRST + pd.Timedelta(days=7 * n), kind) for n, kind in enumerate(kinds, start=1)]
        for member in draw(st.lists(st.sampled_from("ABCDE"), unique=True, max_size=5)):
            start = draw(st.integers(-7, 50))
            length = draw(st.one_of(st.none(), st.integers(0, 40)))
            end = None if length is None else FIRST + pd.Timedelta(days=start + length)
            reason = draw(REASON)
            stays.append((member, group, FIRST + pd.Timedelta(days=start), end, reason))
            for n, _ in enumerate(kinds, start=1):
                status = draw(st.sampled_from(STATUSES))
                if status is not None:
                    attendance.append((member, group, n, status))
    return {
        "groups": pd.DataFrame(groups, columns=["group_id", "enrollment", "planned_sessions"]).astype(
            {"planned_sessions": "Int64"}
        ),
        "sessions": pd.DataFrame(sessions, columns=["group_id", "session", "held_on", "status"]).astype(
            {"session": "Int64", "held_on": "datetime64[ns]"}
        ),
        "stays": pd.DataFrame(stays, columns=["member_id", "group_id", "enrolled_on", "ended_on", "end_reason"]).astype(
            {"enrolled_on": "datetime64[ns]", "ended_on": "datetime64[ns]", "end_reason": "string"}
        ),
        "attendance": pd.DataFrame(attendance, columns=["member_id", "group_id", "session", "status"]).astype(
            {"session": "Int64"}
        ),
    }


def people_of(term: dict[str, pd.DataFrame]) -> pd.DataFrame:
    rows = member_sessions(term["stays"], term["sessions"], term["attendance"])
    return courses(term["stays"], own_sessions(rows, term["sessions"]), term["sessions"], term["groups"])


@settings(max_examples=80, deadline=None)
@given(term=terms(), numbers=NUMBERS)
def test_every_definition_parts_everyone_enrolled(term: dict[str, pd.DataFrame], numbers: dict[str, float]) -> None:
    """Each person is completed, dropped out or cannot be said, once; reasons add up to those who cannot be said."""
    table = side_by_side(judge_courses(people_of(term), numbers), numbers)

    enrolled = term["stays"]["member_id"].nunique()
    assert (table["enrolled"] == enrolled).all()
    assert (table[list(RESULTS)].sum(axis=1) == enrolled).all()
    assert (table[list(REASONS)].sum(axis=1) == table["cannot_be_said"]).all()
    if enrolled:
        assert ((table["low"] <= table["share"] + 1e-12) & (table["share"] <= table["high"] + 1e-12)).all()
        assert (table["share"] <= table["highest"]).all()


@settings(max_examples=40, deadline=None)
@given(term=terms(), numbers=NUMBERS, seed=st.integers(0, 9))
def test_neither_order_nor_names_matter(term: dict[str, pd.DataFrame], numbers: dict[str, float], seed: int) -> None:
    """Rows in another order and other ids, of people and groups, give the same numbers."""
    renamed = {
        name: rows.sample(frac=1, random_state=seed).replace({"A": "z9", "B": "a0", "G1": "zz", "G2": "aa"})
        for name, rows in term.items()
    }
    renamed = {name: rows.astype(term[name].dtypes.to_dict()) for name, rows in renamed.items()}

    # Who moved on the same days from one group to another has no later stay: ids then decide, so one group is asked.
    if term["stays"]["member_id"].is_unique:
        before, after = (side_by_side(judge_courses(people_of(each), numbers), numbers) for each in (term, renamed))
        pd.testing.assert_frame_equal(before, after)


@settings(max_examples=60, deadline=None)
@given(term=terms(), numbers=NUMBERS)
def test_coming_to_one_more_session_never_makes_a_drop_out(
    term: dict[str, pd.DataFrame], numbers: dict[str, float]
) -> None:
    """If every absence had been attended, nobody would be a drop-out by attendance who was none before."""
    came = term | {"attendance": term["attendance"].assign(status="attended")}
    before, after = (judge_courses(people_of(each), numbers) for each in (term, came))

    assert set(PRESENT) >= {"attended"}
    completed = before["result"] == "completed"
    assert not (completed & (after["result"] == "dropped_out")).any()


@settings(max_examples=80, deadline=None)
@given(people=st.lists(st.tuples(st.integers(0, 15), st.booleans()), max_size=40), seed=st.integers(0, 9))
def test_the_curve_only_falls(people: list[tuple[int, bool]], seed: int) -> None:
    """Shares lie in 0 to 1 and never rise, intervals hold them, nobody is lost, and order does not matter."""
    times, events = [time for time, _ in people], [event for _, event in people]
    curve = kaplan_meier(times, events)
    order = np.random.default_rng(seed).permutation(len(people))

    assert curve["share"].between(0, 1).all()
    assert (curve["share"].diff().dropna() <= 0).all()
    assert curve["events"].sum() + curve["censored"].sum() == len(people)
    known = curve.dropna(subset=["low"])
    assert ((known["low"] <= known["share"]) & (known["share"] <= known["high"])).all()
    shuffled = kaplan_meier([times[place] for place in order], [events[place] for place in order])
    pd.testing.assert_frame_equal(curve, shuffled)


AMOUNTS = st.lists(st.integers(0, 60), min_size=2, max_size=12).filter(any)


@settings(max_examples=80, deadline=None)
@given(amounts=AMOUNTS, factor=st.sampled_from([0.25, 2.0, 60.0]), seed=st.integers(0, 9))
def test_inequality_has_bounds_and_no_unit(amounts: list[int], factor: float, seed: int) -> None:
    """Gini lies in 0 to 1, is 0 for equal amounts alone, and turns or minutes or another order make no difference."""
    given_amounts = pd.Series(amounts, dtype="float64")
    index = gini(given_amounts)

    assert -1e-12 <= index <= 1 + 1e-12
    assert (index < 1e-9) == (given_amounts.nunique() == 1)
    assert gini(given_amounts * factor) == pytest.approx(index)
    assert gini(given_amounts.sample(frac=1, random_state=seed)) == pytest.approx(index)
    assert coefficient_of_variation(given_amounts * factor) == pytest.approx(coefficient_of_variation(given_amounts))
