"""A site whose form began at another number is noticed by what its members never answer."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupreport.measures.data_quality import shifted_ranges


def answers(site: str | None, users: int, members: int, end: float, other: float) -> pd.DataFrame:
    """Two answers a member; the first `users` members have the end of the range as one of them."""
    rows = [
        (site, f"{site}{place}", value)
        for place in range(members)
        for value in (other, end if place < users else other)
    ]
    return pd.DataFrame(rows, columns=["site", "member_id", "value"])


def shifts(*parts: pd.DataFrame, minimum: float | None = 1, maximum: float | None = 7) -> dict:
    found = shifted_ranges(pd.concat(parts, ignore_index=True), minimum, maximum)
    return dict(zip(found["site"].fillna("missing"), found["shift"], strict=True))


def test_the_probability_is_fishers():
    """R 4.2.2, fisher.test(less): 0 of 6 beside 10 of 10, and 0 of 8 beside 20 of 30."""
    ten = shifted_ranges(pd.concat([answers("N", 0, 6, 7, 6), answers("S", 10, 10, 7, 6)]), 1, 7)
    thirty = shifted_ranges(pd.concat([answers("N", 0, 8, 7, 6), answers("S", 20, 30, 7, 6)]), 1, 7)

    assert ten.set_index("site").loc["N", "chance"] == pytest.approx(0.000124875124875, rel=1e-10)
    assert thirty.set_index("site").loc["N", "chance"] == pytest.approx(0.000894782728399, rel=1e-10)


def test_a_form_from_zero_where_the_key_begins_at_one():
    """Nobody in the north has the 7 that 20 of 30 members elsewhere gave; the answers look one point too low."""
    assert shifts(answers("N", 0, 8, 7, 6), answers("S", 20, 30, 7, 5)) == {"N": "lower", "S": "none"}


def test_a_form_from_one_where_the_key_begins_at_zero():
    """Nobody in the north has the 0."""
    found = shifts(answers("N", 0, 8, 0, 1), answers("S", 20, 30, 0, 4), minimum=0, maximum=6)

    assert found == {"N": "higher", "S": "none"}


def test_a_site_that_stays_far_from_the_end_has_no_shifted_range():
    """Where 5 is the highest answer the form can be right: a range from 0 to 6 would have been used to its 6."""
    assert shifts(answers("N", 0, 8, 7, 5), answers("S", 20, 30, 7, 5)) == {"N": "none", "S": "none"}


def test_one_answer_at_the_end_settles_it():
    """A form without a 7 cannot have one."""
    assert shifts(answers("N", 1, 40, 7, 6), answers("S", 40, 40, 7, 6))["N"] == "none"


def test_an_end_that_is_rare_everywhere_says_nothing():
    """2 of 30 members elsewhere used it: none of 8 is no surprise."""
    assert shifts(answers("N", 0, 8, 7, 6), answers("S", 2, 30, 7, 6))["N"] == "none"


def test_a_missing_site_is_judged_as_one():
    """Groups without a site stand together, in the last place."""
    found = shifted_ranges(pd.concat([answers("S", 20, 30, 7, 6), answers(None, 0, 8, 7, 6)]), 1, 7)

    assert found["shift"].tolist() == ["none", "lower"]
    assert found["site"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("parts", "ends"),
    [
        pytest.param([answers("S", 20, 30, 7, 6)], (1, 7), id="one site"),
        pytest.param([answers(None, 20, 30, 7, 6)], (1, 7), id="no site at all"),
        pytest.param([answers("N", 0, 4, 7, 6), answers("S", 30, 30, 7, 6)], (1, 7), id="four members"),
        pytest.param([answers("N", 0, 6, 7, 6), answers("S", 4, 4, 7, 6)], (1, 7), id="four members elsewhere"),
        pytest.param([answers("N", 0, 8, 7, 6), answers("S", 20, 30, 7, 6)], (None, None), id="range not known"),
        pytest.param([answers("N", 0, 8, 7, 6), answers("S", 20, 30, 7, 6)], (1, None), id="upper end not known"),
        pytest.param([answers("N", 0, 8, 3, 2), answers("S", 20, 30, 3, 2)], (-3, 3), id="begins below zero"),
    ],
)
def test_too_little_to_say_is_its_own_answer(parts, ends):
    """The smaller site cannot be judged; nothing is called right either."""
    found = shifted_ranges(pd.concat(parts), *ends)

    assert found["shift"].iloc[0] == "not_enough_data"
    assert np.isnan(found["chance"].iloc[0])


def test_no_answers_give_no_rows():
    """Neither an empty table nor missing values warn."""
    nothing = answers("N", 0, 3, 7, 6)

    assert shifted_ranges(nothing.iloc[:0], 1, 7).empty
    assert shifted_ranges(nothing.assign(value=np.nan), 1, 7).empty


def test_scores_that_come_without_items_are_judged_by_their_last_point():
    """Item means from 0 to 6: in the north none lies below 1, elsewhere many do."""
    found = shifts(answers("N", 0, 8, 0.25, 1.5), answers("S", 20, 30, 0.25, 3.5), minimum=0, maximum=6)

    assert found == {"N": "higher", "S": "none"}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 30), st.integers(1, 7)), max_size=150), st.randoms())
def test_names_and_order_are_no_matter(rows, random):
    """Renaming sites renames the result; the order of answers does nothing."""
    given_answers = pd.DataFrame(rows, columns=["site", "member_id", "value"]).astype({"value": float, "site": object})
    given_answers["member_id"] = given_answers["site"] + given_answers["member_id"].astype(str)
    order = list(range(len(given_answers)))
    random.shuffle(order)
    renamed = given_answers.iloc[order].assign(site=lambda frame: frame["site"].map({"A": "Z", "B": "Y"}))

    found, other = shifted_ranges(given_answers, 1, 7), shifted_ranges(renamed, 1, 7)
    back = other.assign(site=other["site"].map({"Z": "A", "Y": "B"})).sort_values("site", ignore_index=True)
    pd.testing.assert_frame_equal(found, back, check_dtype=False)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 30), st.integers(0, 6)), max_size=150))
def test_a_turned_range_is_judged_alike(rows):
    """0 to 6 and, turned, 1 to 7: who never uses one end never uses the other."""
    low = pd.DataFrame(rows, columns=["site", "member_id", "value"]).astype({"value": float, "site": object})
    low["member_id"] = low["site"] + low["member_id"].astype(str)
    found, turned = shifted_ranges(low, 0, 6), shifted_ranges(low.assign(value=7 - low["value"]), 1, 7)

    assert turned["shift"].replace("lower", "higher").tolist() == found["shift"].tolist()
    assert turned["chance"].equals(found["chance"])
