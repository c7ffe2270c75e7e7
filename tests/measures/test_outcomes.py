"""What became of people: classes, means, effect size, and why something is missing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from groupreport.instruments import load_catalog
from groupreport.instruments.records import ReliableChange
from groupreport.measures.outcomes import CLASSES, OutcomeScale, describe_outcome, outcome_scales, pairs_of_people

CATALOG = load_catalog()
PHQ9 = outcome_scales([CATALOG["phq9"]])[0]


def pairs_of(*rows: tuple[float | None, float | None], outcome: OutcomeScale = PHQ9) -> pd.DataFrame:
    pairs = pd.DataFrame(rows, columns=["pre", "post"]).astype("float64")
    pairs = pairs.assign(change=pairs["post"] - pairs["pre"])
    return pairs.assign(outcome=outcome.classify(pairs))


def test_classes_follow_the_instruments_own_criterion_and_line():
    """PHQ-9: a change of 6 counts, 10 itself is clinical. 12 to 9 is too small, 15 to 10 has not crossed the line."""
    pairs = pairs_of((16, 9), (16, 10), (12, 9), (9, 3), (8, 14), (20, None))

    assert pairs["outcome"].iloc[:5].tolist() == ["recovered", "improved", "unchanged", "improved", "deteriorated"]
    assert pd.isna(pairs["outcome"].iloc[5])


def test_everyone_with_both_scores_is_in_exactly_one_class():
    """The four classes add up to the pairs; those without both scores stay among the enrolled."""
    row = describe_outcome(pairs_of((16, 9), (12, 11), (8, 14), (20, None), (None, 4)), PHQ9, enrolled=9)

    assert [row[name] for name in ("enrolled", "with_pre", "with_post", "pairs")] == [9, 4, 4, 3]
    assert sum(row[name] for name in CLASSES) == 3
    # 1 of 3 improved: Wilson 95 % interval 0.0615 to 0.7923.
    assert row["improved_share"] == pytest.approx(1 / 3)
    assert (row["improved_low"], row["improved_high"]) == pytest.approx((0.0615, 0.7923), abs=5e-5)


def test_the_effect_size_is_of_the_pairs():
    """The worked example of the effect size's own docstring: 10, 12, 14, 16 to 9, 13, 11, 11 gives -0.5605."""
    row = describe_outcome(pairs_of((10, 9), (12, 13), (14, 11), (16, 11), (3, None)), PHQ9, enrolled=5)

    assert row["mean_change"] == -2.0
    assert row["smcr"] == pytest.approx(-0.5605, abs=5e-5)
    assert row["smcr_low"] < row["smcr"] < row["smcr_high"]


@pytest.mark.parametrize(
    ("pairs", "note"),
    [
        pytest.param([(15, None)], "no_pairs", id="no-pair"),
        pytest.param([(15, 9), (12, 9)], "too_few_pairs", id="two"),
        pytest.param([(15, 9), (15, 8), (15, 7)], "no_variance", id="equal"),
    ],
)
def test_too_little_data_is_said(pairs, note):
    """Missing numbers stand beside the reason."""
    row = describe_outcome(pairs_of(*pairs), PHQ9, enrolled=8)

    assert row["note"] == note
    assert np.isnan(row["smcr"])


def test_without_a_criterion_nobody_is_classified():
    """An unknown measurement error makes every class unknown, not everybody unchanged."""
    scale = PHQ9.scale.model_copy(update={"reliable_change": None})
    outcome = OutcomeScale(PHQ9.instrument, scale)
    row = describe_outcome(pairs_of((16, 3), (12, 2), (9, 9), outcome=outcome), outcome, enrolled=3)

    assert np.isnan([row[name] for name in (*CLASSES, "improved_share", "criterion")]).all()
    assert row["note"] == "no_criterion"


def test_the_criterion_comes_from_published_numbers_only():
    """SD 7.5 and reliability .80 give 9.297 (Jacobson & Truax); a reliability alone gives none."""
    published = ReliableChange(standard_deviation=7.5, reliability=0.8, source="paper")
    alone = ReliableChange(reliability=0.8, source="paper")

    def with_change(known: ReliableChange) -> OutcomeScale:
        return OutcomeScale(PHQ9.instrument, PHQ9.scale.model_copy(update={"reliable_change": known}))

    assert with_change(published).criterion == pytest.approx(9.297096, abs=1e-6)
    assert np.isnan(with_change(alone).criterion)
    assert with_change(alone).source == ""


def test_answers_become_pairs():
    """Nine answers of 1 are a score of 9, of 2 a score of 18."""
    answers = pd.DataFrame(
        [
            ("A", occasion, str(item), value)
            for occasion, value in (("pre", 2.0), ("post", 1.0))
            for item in range(1, 10)
        ],
        columns=["member_id", "occasion", "item", "value"],
    ).assign(group_id=None, instrument="phq9", measured_on=pd.NaT)

    pairs = pairs_of_people(answers, [PHQ9])
    assert pairs[["member_id", "pre", "post", "change", "outcome"]].to_numpy().tolist() == [
        ["A", 18.0, 9.0, -9.0, "recovered"]
    ]


def test_higher_risk_is_a_first_score_beyond_the_questionnaires_line():
    """PHQ-9: 15 itself is beyond it; without a first score, or without a line, nobody knows."""
    scores = pd.Series([14.0, 15.0, 27.0, np.nan])
    without = OutcomeScale(PHQ9.instrument, PHQ9.scale.model_copy(update={"severe": None}))

    assert PHQ9.is_severe(scores).tolist() == [False, True, True, pd.NA]
    assert without.is_severe(scores).isna().all()


def test_where_higher_is_better_low_first_scores_are_at_higher_risk():
    """A line of 28 and below on a scale from 0 to 100, as on a mirrored questionnaire."""
    line = PHQ9.scale.severe.model_copy(update={"value": 28, "clinical_side": "at_or_below"})
    mirrored = PHQ9.scale.model_copy(update={"higher_is": "better", "severe": line})

    assert OutcomeScale(PHQ9.instrument, mirrored).is_severe(pd.Series([27.0, 28.0, 29.0])).tolist() == [
        True,
        True,
        False,
    ]


def test_harm_follows_the_instruments_own_criterion_and_line():
    """PHQ-9, 6 points and 10 clinical: 9 to 15 crossed; 10 to 20 was clinical before; 9 to 14 is too little."""
    pairs = pairs_of((9, 15), (10, 20), (9, 14), (4, None))
    unknown = OutcomeScale(PHQ9.instrument, PHQ9.scale.model_copy(update={"reliable_change": None}))

    assert PHQ9.harmed(pairs).tolist() == [True, False, False, pd.NA]
    assert unknown.harmed(pairs).isna().all()
