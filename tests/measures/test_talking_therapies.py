"""NHS Talking Therapies' rule: every combination of two questionnaires, worked by hand from the published wording."""

from __future__ import annotations

import itertools
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupreport.measures.talking_therapies import RATES, talking_therapies_marks, talking_therapies_rates

quickly = settings(deadline=None, max_examples=60)

# Where a questionnaire begins and ends (c: at caseness, b: below) and how it changed: all ten ways that can be.
PHQ9 = {
    ("c", "c", "better"): (20, 12),
    ("c", "c", "same"): (15, 14),
    ("c", "c", "worse"): (12, 20),
    ("c", "b", "better"): (15, 9),
    ("c", "b", "same"): (11, 8),
    ("b", "c", "worse"): (9, 15),
    ("b", "c", "same"): (8, 11),
    ("b", "b", "better"): (9, 3),
    ("b", "b", "same"): (5, 5),
    ("b", "b", "worse"): (1, 7),
}
GAD7 = {
    ("c", "c", "better"): (15, 11),
    ("c", "c", "same"): (12, 11),
    ("c", "c", "worse"): (9, 13),
    ("c", "b", "better"): (11, 7),
    ("c", "b", "same"): (8, 6),
    ("b", "c", "worse"): (7, 11),
    ("b", "c", "same"): (6, 8),
    ("b", "b", "better"): (7, 3),
    ("b", "b", "same"): (4, 4),
    ("b", "b", "worse"): (1, 5),
}
# By hand. Improvement: better on either, worse on neither. Deterioration: worse on either, better on neither.
CHANGE = {
    ("better", "better"): "improvement",
    ("better", "same"): "improvement",
    ("better", "worse"): "neither",
    ("same", "better"): "improvement",
    ("same", "same"): "neither",
    ("same", "worse"): "deterioration",
    ("worse", "better"): "neither",
    ("worse", "same"): "deterioration",
    ("worse", "worse"): "deterioration",
}
# By hand, from both questionnaires' first and last: recovered, not recovered, or not at caseness at first.
RECOVERY = {
    ("cc", "cc"): "not",
    ("cc", "cb"): "not",
    ("cc", "bc"): "not",
    ("cc", "bb"): "recovered",
    ("cb", "cc"): "not",
    ("cb", "cb"): "not",
    ("cb", "bc"): "not",
    ("cb", "bb"): "recovered",
    ("bc", "cc"): "not",
    ("bc", "cb"): "not",
    ("bc", "bc"): "not",
    ("bc", "bb"): "recovered",
    ("bb", "cc"): "below",
    ("bb", "cb"): "below",
    ("bb", "bc"): "below",
    ("bb", "bb"): "below",
}


def marks_of(phq9, gad7, finished=True):
    return talking_therapies_marks([phq9[0]], [phq9[1]], [gad7[0]], [gad7[1]], [finished]).iloc[0]


@pytest.mark.parametrize(("phq9", "gad7"), list(itertools.product(PHQ9, GAD7)), ids=lambda way: "-".join(way))
def test_every_combination_of_the_two_questionnaires(phq9, gad7):
    """One hundred: changes sit on the thresholds (6 and 4), first and last scores on both sides of 10 and 8."""
    marks = marks_of(PHQ9[phq9], GAD7[gad7])
    change, ends = CHANGE[phq9[2], gad7[2]], RECOVERY[phq9[0] + gad7[0], phq9[1] + gad7[1]]

    assert marks["reliable_improvement"] == (change == "improvement")
    assert marks["reliable_deterioration"] == (change == "deterioration")
    assert marks["recovery"] == (ends == "recovered")
    assert marks["not_at_caseness"] == (ends == "below")
    assert marks["reliable_recovery"] == (ends == "recovered" and change == "improvement")


@pytest.mark.parametrize(
    ("phq9", "gad7", "improved"),
    [((15, 9), (5, 5), True), ((15, 10), (5, 5), False), ((5, 5), (9, 5), True), ((5, 5), (9, 6), False)],
)
def test_thresholds_are_inclusive(phq9, gad7, improved):
    """A change of exactly 6 (PHQ-9) or 4 (GAD-7) counts; one point less does not."""
    assert marks_of(phq9, gad7)["reliable_improvement"] == improved


@pytest.mark.parametrize(
    ("phq9", "gad7", "below"), [((9, 9), (7, 7), True), ((10, 9), (7, 7), False), ((9, 9), (8, 7), False)]
)
def test_caseness_is_inclusive(phq9, gad7, below):
    """10 on the PHQ-9, or 8 on the GAD-7, is at caseness."""
    assert marks_of(phq9, gad7)["not_at_caseness"] == below


def test_nobody_who_did_not_finish_counts():
    """The same scores give every mark to one who finished and none to one who did not."""
    assert marks_of((20, 2), (15, 2))["reliable_recovery"]
    unfinished = marks_of((20, 2), (15, 2), finished=False)
    assert not unfinished.drop("scored").any()


def test_a_missing_last_score_is_no_mark_and_stays_in_the_denominators():
    """Four finished: recovered; without a last GAD-7; without any first score; below caseness and unchanged."""
    marks = talking_therapies_marks(
        [20, 20, None, 5], [2, 2, 4, 5], [15, 15, None, 3], [2, None, 3, 3], [True, True, True, True]
    )
    rates = talking_therapies_rates(marks).set_index("rate")

    assert marks["scored"].tolist() == [True, False, False, True]
    # Three are not known to be below caseness at first; all four finished.
    assert rates["of"].to_dict() == {
        "recovery": 3,
        "reliable_improvement": 4,
        "reliable_recovery": 3,
        "reliable_deterioration": 4,
    }
    assert rates["count"].to_dict() == dict(zip(RATES, (1, 1, 1, 0), strict=True))
    # Wilson, 1 of 4: 0.0456 to 0.6994.
    assert rates.loc["reliable_improvement", ["low", "high"]].tolist() == pytest.approx([0.0456, 0.6994], abs=5e-5)


def test_of_nobody_there_is_no_rate():
    """All four rows stay, without a share."""
    rates = talking_therapies_rates(talking_therapies_marks([], [], [], [], []))

    assert rates["rate"].tolist() == list(RATES)
    assert rates["share"].isna().all()
    assert rates["low"].isna().all()


def test_prorated_scores_that_fall_by_six_are_not_rounded_away():
    """15.428571 to 9.428571 is six for a reader, whatever the binary digits say."""
    assert marks_of((108 / 7, 108 / 7 - 6), (5, 5))["reliable_improvement"]


def test_columns_of_different_people_are_refused():
    """A shifted column would give somebody another's recovery."""
    with pytest.raises(ValueError, match="of the same people"):
        talking_therapies_marks([1, 2], [1], [1, 2], [1, 2], [True, True])


SCORE = st.none() | st.integers(0, 21)
PEOPLE = st.lists(st.tuples(SCORE, SCORE, SCORE, SCORE, st.booleans()), min_size=1, max_size=12)


@given(people=PEOPLE)
@quickly
def test_rates_are_shares_and_people_have_no_order(people):
    """Counts fit in their denominators, improvement and deterioration exclude each other, reliable recovery is both."""
    columns = [list(column) for column in zip(*people, strict=True)]
    marks = talking_therapies_marks(*columns)
    rates = talking_therapies_rates(marks)
    turned = talking_therapies_rates(talking_therapies_marks(*(column[::-1] for column in columns)))

    assert (rates["count"] <= rates["of"]).all()
    assert rates["share"].dropna().between(0, 1).all()
    assert (rates["low"].dropna() <= rates["high"].dropna()).all()
    assert not (marks["reliable_improvement"] & marks["reliable_deterioration"]).any()
    assert not (marks["recovery"] & marks["not_at_caseness"]).any()
    assert (marks["reliable_recovery"] == (marks["recovery"] & marks["reliable_improvement"])).all()
    pd.testing.assert_frame_equal(rates, turned)
    assert all(math.isnan(share) == (of == 0) for share, of in zip(rates["share"], rates["of"], strict=True))
