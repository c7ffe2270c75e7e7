"""Cut-offs a, b and c, harm, and the four classes whatever the scores."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupreport.measures import change

quickly = settings(deadline=None, max_examples=60)


def test_cutoffs_are_the_worked_example_of_jacobson_and_truax():
    """Clinical 40 (7.5), functional 60 (7.5): a 55, b 45, c 50."""
    found = change.clinical_cutoffs(40, 7.5, 60, 7.5, higher_is="better")

    assert (found.a, found.b, found.c) == (55, 45, 50)
    assert found.note == ""


def test_cutoff_c_weighs_by_the_other_populations_spread():
    """OQ-45, Bauer et al. 2004: clinical 68.35 (22.33), functional 50 (22) gives 59.106700, where higher is worse."""
    found = change.clinical_cutoffs(68.35, 22.33, 50, 22)

    assert found.c == pytest.approx(59.10669975186104)
    assert (found.a, found.b) == pytest.approx((68.35 - 44.66, 50 + 44))


def test_cutoffs_a_and_c_are_those_of_clinicalsignificance(truth_folder: Path):
    """Thirty couples of Jacobson and Truax: a 105.2347 and c 94.8424; its b uses another SD and is not compared."""
    of_r = json.loads((truth_folder / "clinicalsignificance_r" / "expected.json").read_text(encoding="utf-8"))
    seen = of_r["jacobson_descriptives"]
    a = change.clinical_cutoffs(seen["das_pre_m"], seen["das_pre_sd"], higher_is="better")

    assert a.a == pytest.approx(of_r["jacobson_das_comb_r88_a"]["cutoff"]["value"], rel=1e-8)
    # The functional population of that run: mean 114.8, SD 17.8 (the paper's).
    c = change.clinical_cutoffs(seen["das_pre_m"], seen["das_pre_sd"], 114.8, 17.8, higher_is="better")
    assert c.c == pytest.approx(of_r["jacobson_das_comb_r88_c"]["cutoff"]["value"], rel=1e-8)
    assert c.b == pytest.approx(114.8 - 2 * 17.8)


@pytest.mark.parametrize(
    ("given_numbers", "missing", "note"),
    [
        ((40, 0, 60, 7.5), "abc", "The clinical scores have no known mean and spread."),
        ((math.nan, 7.5, 60, 7.5), "abc", "The clinical scores have no known mean and spread."),
        ((40, 7.5), "bc", "The functional scores have no known mean and spread."),
        ((40, 7.5, 60, math.inf), "bc", "The functional scores have no known mean and spread."),
        ((60, 7.5, 40, 7.5), "abc", "The functional mean is not better than the clinical mean."),
    ],
)
def test_cutoffs_that_cannot_be_computed_are_missing_with_the_reason(given_numbers, missing, note):
    """No spread, no functional sample, populations the wrong way around."""
    found = change.clinical_cutoffs(*given_numbers, higher_is="better")

    assert {name for name in "abc" if math.isnan(getattr(found, name))} == set(missing)
    assert found.note == note


def test_a_negative_spread_is_refused():
    """It is a mistake of the call."""
    with pytest.raises(ValueError, match="must not be negative"):
        change.clinical_cutoffs(40, -1)


@pytest.mark.parametrize("kind", ["a", "b", "c"])
def test_harm_is_recovery_with_time_turned_around(truth_folder: Path, kind: str):
    """Thirty couples: whom clinicalsignificance calls recovered is harmed if the scores after came before."""
    long = pd.read_csv(truth_folder / "clinicalsignificance_r" / "jacobson_1989.csv")
    couples = long.pivot(index="subject", columns="time", values="das")
    of_r = json.loads((truth_folder / "clinicalsignificance_r" / "expected.json").read_text(encoding="utf-8"))
    run = of_r[f"jacobson_das_comb_r88_{kind}"]
    rule = {
        "criterion": change.reliable_change(couples["pre"].std(), 0.88).criterion,
        "cutoff": run["cutoff"]["value"],
        "higher_is": "better",
    }

    backward = change.harmed(couples["post"], couples["pre"], **rule)
    assert backward.to_dict() == {row["id"]: row["recovered"] for row in run["augmented"]}
    forward = change.harmed(couples["pre"], couples["post"], **rule)
    assert forward.to_dict() == {row["id"]: row["harmed"] for row in run["augmented"]}


def test_harm_needs_a_reliable_change_for_the_worse_across_the_line():
    """PHQ-9, criterion 6, cut-off 10 clinical: 8 to 14 crossed; 12 to 20 was clinical before; 8 to 12 is too little."""
    found = change.harmed([8, 12, 8, 4, None, 15], [14, 20, 12, 9, 20, 3], 6, 10, inclusive=True, cutoff_is="clinical")

    assert found.tolist() == [True, False, False, False, pd.NA, False]


@pytest.mark.parametrize("cutoff", [None, math.nan])
def test_without_a_line_nobodys_side_is_known(cutoff):
    """Missing, not no."""
    assert change.harmed([8, 12], [20, 20], 6, cutoff).isna().all()
    assert change.harmed([8, 12], [20, 20], math.nan, 10).isna().all()


HALVES = st.integers(0, 54).map(lambda number: number / 2)
PEOPLE = st.lists(st.tuples(st.none() | HALVES, st.none() | HALVES), max_size=15)
RULES = st.fixed_dictionaries(
    {
        "criterion": st.integers(0, 12).map(float),
        "cutoff": HALVES,
        "higher_is": st.sampled_from(["better", "worse"]),
        "inclusive": st.booleans(),
        "cutoff_is": st.sampled_from(["clinical", "functional", "neither"]),
    }
)


@given(people=PEOPLE, rule=RULES)
@quickly
def test_the_classes_part_the_pairs(people, rule):
    """Everybody with both scores is in exactly one of four classes, nobody else in any; the harmed are deteriorated."""
    pre, post = [list(column) for column in zip(*people, strict=True)] if people else ([], [])
    classes, marks = change.classify_change(pre, post, **rule), change.harmed(pre, post, **rule)
    both = [first is not None and last is not None for first, last in people]

    assert classes.notna().tolist() == both
    assert set(classes.dropna()) <= {"recovered", "improved", "unchanged", "deteriorated"}
    if rule["criterion"] > 0:
        assert (classes[marks.fillna(False).astype(bool)] == "deteriorated").all()


@given(people=PEOPLE, rule=RULES, shift=st.integers(-40, 40), factor=st.sampled_from([0.25, 2, 10]))
@quickly
def test_classes_depend_on_no_unit_and_no_zero(people, rule, shift, factor):
    """Adding a constant to scores and cut-off, or counting in other points, moves nobody to another class."""
    pre, post = (np.array(column, dtype=float) for column in (zip(*people, strict=True) if people else ([], [])))
    moved = {**rule, "criterion": rule["criterion"] * factor, "cutoff": rule["cutoff"] * factor + shift}
    there = pre * factor + shift, post * factor + shift

    assert change.classify_change(*there, **moved).equals(change.classify_change(pre, post, **rule))
    assert change.harmed(*there, **moved).equals(change.harmed(pre, post, **rule))
