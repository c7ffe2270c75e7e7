"""Forms with the same answer to every item are counted, and those that contradict themselves apart from the others."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from groupreport.measures.data_quality import SameAnswers, response_variability, same_answers

ANSWERS = arrays(
    np.float64,
    st.tuples(st.integers(0, 8), st.integers(1, 9)),
    elements=st.one_of(st.integers(1, 5).map(float), st.just(np.nan)),
)


def test_variability_is_the_standard_deviation_of_the_answers():
    """R's sd (4.2.2) of 3 3 3 3, 1 2 3 4 and 5 1 5 1 5; one answer has none."""
    forms = pd.DataFrame(
        [[3, 3, 3, 3, np.nan], [1, 2, 3, 4, np.nan], [5, 1, 5, 1, 5], [np.nan, 2, np.nan, np.nan, np.nan]],
        index=["a", "b", "c", "d"],
    )

    spread = response_variability(forms)
    assert spread.index.tolist() == ["a", "b", "c", "d"]
    assert spread.iloc[:3].tolist() == pytest.approx([0, 1.290994, 2.190890], abs=5e-7)
    assert np.isnan(spread["d"])


def test_forms_are_counted_by_hand():
    """Items 5 and 6 of 1 to 5 are reversed; the middle is 3."""
    forms = [
        [5, 5, 5, 5, 5, 5],  # the same throughout, contradicts itself
        [3, 3, 3, 3, 3, 3],  # the same throughout, in the middle: neither agrees nor disagrees
        [5, 5, 5, 5, 1, 1],  # consistent, and not the same as given
        [4, 4, 4, 4, 4, None],  # five answers, one of them reversed: contradicts itself
        [2, 2, None, None, 2, 2],  # four answers are too few to judge
        [None] * 6,  # nothing answered
    ]

    found = same_answers(forms, [False] * 4 + [True] * 2, minimum=1, maximum=5)
    assert found == SameAnswers(judged=4, same=3, reversed_judged=4, contradicting=2)


def test_without_reversed_items_no_form_contradicts_itself():
    """All 0 on a symptom scale is what somebody who is well answers."""
    found = same_answers([[0] * 9, [3] * 9, [0] * 8 + [1]], [False] * 9, minimum=0, maximum=3)

    assert found == SameAnswers(judged=3, same=2, reversed_judged=0, contradicting=0)


def test_a_form_without_an_answer_to_a_reversed_item_cannot_contradict_itself():
    """The one reversed item was left out."""
    found = same_answers([[5, 5, 5, 5, 5, None]], [False] * 5 + [True], minimum=1, maximum=5)

    assert (found.same, found.reversed_judged, found.contradicting) == (1, 0, 0)


@pytest.mark.parametrize(
    "forms", [np.empty((0, 6)), np.full((3, 6), np.nan), np.empty((2, 0))], ids=["no forms", "no answers", "no items"]
)
def test_nothing_gives_nothing(forms):
    """No form is judged and nothing warns."""
    found = same_answers(forms, [False] * forms.shape[1], minimum=0, maximum=6)

    assert found == SameAnswers(judged=0, same=0, reversed_judged=0, contradicting=0)
    assert response_variability(forms).isna().all()


def test_a_key_of_another_length_is_refused():
    """Which items are reversed must be said of every column."""
    with pytest.raises(ValueError, match="reversed_items has 3 values and forms has 6 columns"):
        same_answers([[1] * 6], [False] * 3, minimum=0, maximum=6)


@settings(deadline=None)
@given(ANSWERS, st.randoms())
def test_the_order_of_items_and_forms_is_no_matter(forms, random):
    """The same forms give the same counts in any order."""
    turned = [place % 3 == 0 for place in range(forms.shape[1])]
    rows, columns = list(range(len(forms))), list(range(forms.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)

    shuffled = same_answers(forms[rows][:, columns], [turned[column] for column in columns], 1, 5)
    assert shuffled == same_answers(forms, turned, 1, 5)


@settings(deadline=None)
@given(ANSWERS)
def test_a_form_is_the_same_throughout_where_its_variability_is_zero(forms):
    """Both measures tell the same; contradicting forms are among them, and mirrored answers change nothing."""
    turned = [place % 2 == 0 for place in range(forms.shape[1])]
    found = same_answers(forms, turned, 1, 5)
    judged = (~np.isnan(forms)).sum(axis=1) >= 5

    assert found.judged == judged.sum()
    assert found.same == (response_variability(forms).to_numpy()[judged] == 0).sum()
    assert found.contradicting <= min(found.same, found.reversed_judged)
    assert same_answers(6 - forms, turned, 1, 5) == found
    assert same_answers(forms, [not each for each in turned], 1, 5) == found
