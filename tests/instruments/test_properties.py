"""What holds for every form of every keyed questionnaire, whatever is answered and whatever is missing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupreport.instruments import Instrument, load_catalog, score

CATALOG = load_catalog()
KEYED = [instrument for instrument in CATALOG.values() if instrument.items is not None]
RANK = {"complete": 2, "prorated": 1, "insufficient": 0}

few = settings(max_examples=40, deadline=None)
instruments = st.sampled_from(KEYED)


@st.composite
def forms(draw: st.DrawFn) -> tuple[Instrument, list[float | None]]:
    """A questionnaire and answers to all its items, each within range or missing."""
    instrument = draw(instruments)
    answer = st.integers(int(instrument.items.minimum), int(instrument.items.maximum)).map(float)
    return instrument, draw(
        st.lists(st.none() | answer, min_size=instrument.items.count, max_size=instrument.items.count)
    )


def answers_of(instrument: Instrument, values: list[float | None], member: str = "M1") -> pd.DataFrame:
    names = instrument.answer_names
    return pd.DataFrame({"member_id": member, "item": names, "value": pd.Series(values, dtype=float)})


def scored(instrument: Instrument, values: list[float | None]) -> pd.DataFrame:
    return score(answers_of(instrument, values), instrument).set_index("scale")


@few
@given(forms())
def test_a_score_lies_within_its_range_or_is_missing(form):
    """A score is there exactly where its status says so, and never leaves the scale's range."""
    instrument, values = form
    found = scored(instrument, values)
    for name, row in found.iterrows():
        scale = instrument.scale(str(name))
        given_score = row["status"] in {"complete", "prorated"}

        assert given_score == (not np.isnan(row["score"]))
        if given_score:
            assert scale.minimum - 1e-9 <= row["score"] <= scale.maximum + 1e-9


@few
@given(forms(), st.randoms(use_true_random=False))
def test_order_of_rows_and_names_of_members_do_not_matter(form, chance):
    """The same answers in another order, under another name, have the same scores."""
    instrument, values = form
    answers = answers_of(instrument, values, member="Zo")
    order = list(range(len(answers)))
    chance.shuffle(order)
    other = score(answers.iloc[order], instrument).set_index("scale")

    pd.testing.assert_frame_equal(
        other.drop(columns="member_id").sort_index(), scored(instrument, values).drop(columns="member_id").sort_index()
    )


@few
@given(forms(), st.data())
def test_one_answer_less_never_makes_a_score_surer(form, data):
    """Taking an answer away may turn complete into prorated and prorated into insufficient, never back."""
    instrument, values = form
    place = data.draw(st.integers(0, len(values) - 1))
    less = [None if at == place else value for at, value in enumerate(values)]
    before, after = scored(instrument, values)["status"], scored(instrument, less)["status"]

    assert all(RANK[after[name]] <= RANK[before[name]] for name in after.index)


@few
@given(forms())
def test_turning_the_form_around_twice_changes_nothing(form):
    """Every answer turned round turns every score round within its range; turned round again, all is as before.

    That holds whichever items are reversed, so it fails where an item is turned by another range than the form's.
    """
    instrument, values = form
    ends = instrument.items.minimum + instrument.items.maximum
    turned = [None if value is None else ends - value for value in values]
    back = [None if value is None else ends - value for value in turned]
    found, mirrored = scored(instrument, values), scored(instrument, turned)

    pd.testing.assert_frame_equal(scored(instrument, back), found)
    for name in found.index.intersection(mirrored.index):
        scale = instrument.scale(str(name))
        expected = scale.minimum + scale.maximum - found.loc[name, "score"]
        assert mirrored.loc[name, "score"] == pytest.approx(expected, nan_ok=True)


@few
@given(forms(), st.data())
def test_an_impossible_answer_is_never_bent_into_the_range(form, data):
    """One answer beyond the highest: each scale that uses it has no score, the other scales keep theirs."""
    instrument, values = form
    place = data.draw(st.integers(0, len(values) - 1))
    wrong = [instrument.items.maximum + 1 if at == place else value for at, value in enumerate(values)]
    without = [None if at == place else value for at, value in enumerate(values)]
    found, expected = scored(instrument, wrong), scored(instrument, without)
    for name, row in found.iterrows():
        if place + 1 in instrument.scale(str(name)).items:
            assert (row["status"], np.isnan(row["score"])) == ("out_of_range", True)
        else:
            assert row["score"] == pytest.approx(expected.loc[name, "score"], nan_ok=True)
