"""Which alliance scales are followed, which end is up, and whom a score is about."""

from __future__ import annotations

import pandas as pd
import pytest

from groupreport.instruments import load_catalog
from groupreport.measures.alliance import followed_scales, higher_is_better, level_of

CATALOG = load_catalog()


@pytest.mark.parametrize(
    ("instruments", "followed"),
    [
        pytest.param(["wai_sr"], ["total"], id="a-total-stands-for-goal-task-and-bond"),
        pytest.param(
            ["alliance_1_10"], ["member_leader", "member_member", "member_group"], id="one-item-a-level-all-followed"
        ),
        pytest.param(["gcq_s"], [], id="climate-is-not-alliance"),
        pytest.param(["phq9"], [], id="outcomes-are-not-followed"),
        pytest.param(["gq"], ["positive_work"], id="parts-of-a-subscale-are-not-followed-beside-it"),
        pytest.param(["srs", "tfi_19"], ["total"], id="therapeutic-factors-are-climate"),
    ],
)
def test_each_drop_is_looked_for_once(instruments, followed):
    """A questionnaire's total is followed instead of its parts; single items a level are all followed."""
    scales = followed_scales(CATALOG[name] for name in instruments)

    assert [one.scale.scale for one in scales] == followed


def test_a_scale_on_which_higher_is_worse_is_turned():
    """A rupture is a fall on every scale that is followed."""
    worse = CATALOG["gcq_s"].scale("avoiding")

    assert higher_is_better(pd.Series([1.0, 3.0]), worse).tolist() == [-1.0, -3.0]


def test_a_scale_without_a_better_end_cannot_be_turned():
    """Conflict is neither good nor bad, so nothing on it is a fall."""
    with pytest.raises(ValueError, match="neither end of conflict is better"):
        higher_is_better(pd.Series([1.0]), CATALOG["gcq_s"].scale("conflict"))


def test_the_target_of_an_answer_decides_its_level():
    """An answer about the other members is about them, whatever the questionnaire was made for."""
    targets = pd.Series(["members", None, "group"])
    levels = pd.Series(["member_leader", "member_leader", None])

    assert level_of(targets, levels).tolist() == ["member_member", "member_leader", "member_group"]
