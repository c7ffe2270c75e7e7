"""Published numbers: what their papers print, each with its setting, and one place for all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

import groupreport
from groupreport.measures.benchmarks import Benchmark, benchmark, benchmarks
from groupreport.parameters import packaged_folder


@pytest.mark.parametrize(
    ("name", "value", "low", "high", "k", "n"),
    [
        ("drop_out", 0.197, 0.187, 0.207, 669, 83834),
        ("cohesion_outcome", 0.26, None, None, 55, None),
        ("cohesion_outcome_2011", 0.25, 0.17, 0.32, 40, 3323),
        ("alliance_outcome_group", 0.215, 0.178, 0.252, 57, None),
        ("alliance_outcome_group_unconditional", 0.259, 0.214, 0.302, 57, None),
        ("alliance_outcome_group_leader", 0.17, None, None, 29, 3628),
        ("alliance_outcome_individual", 0.278, 0.256, 0.299, 295, None),
        ("alliance_outcome_internet", 0.275, None, None, 23, None),
        ("repair_outcome", 0.29, 0.10, 0.47, 11, 1314),
        ("repair_outcome_2011", 0.24, 0.09, 0.39, 3, 148),
        ("resolution_training_outcome", 0.11, -0.09, 0.30, 6, 276),
    ],
)
def test_a_meta_analysis_has_the_numbers_of_its_abstract(name, value, low, high, k, n):
    """Swift & Greenberg 2012; Burlingame 2011, 2018; Lo Coco 2022; Alldredge 2021; Flueckiger 2018; Eubanks; Safran."""
    found = benchmark(name)

    assert (found.value, found.low, found.high, found.k, found.n) == (value, low, high, k, n)


def test_derived_shares_are_the_counts_of_the_abstract():
    """Larsson 2018: 89 repaired and 65 unrepaired of 605; NHS April 2025: 26,457 of 54,672; 3RS: about a third."""
    assert benchmark("rupture_any").value == pytest.approx((89 + 65) / 605, abs=0.0005)
    assert benchmark("rupture_with_repair").value == pytest.approx(89 / 605, abs=0.0005)
    assert benchmark("rupture_without_repair").value == pytest.approx(65 / 605, abs=0.0005)
    assert benchmark("repaired_of_ruptures").value == pytest.approx(89 / 154, abs=0.0005)
    assert benchmark("rupture_recalled").value == pytest.approx(30 / 38, abs=0.005)
    assert benchmark("repairs_started_by_members").value == pytest.approx(1 / 3, abs=0.005)
    assert benchmark("nhs_reliable_recovery").value == pytest.approx(26457 / 54672, abs=0.0005)


def test_what_was_corrected_is_said():
    """Lo Coco's abstract does not call .259 two-level; Burlingame's z is that of 2011; two were not found again."""
    assert "unconditional model" in benchmark("alliance_outcome_group_unconditional").note
    assert "2011" in benchmark("cohesion_outcome").note
    assert {name for name, one in benchmarks().items() if one.certainty == "M"} == {
        "tension_reported_by_therapists",
        "resolution_training_before_after",
    }


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"value": 1.2}, "not in order within"),
        ({"low": 0.5, "high": 0.6, "spread": "ci95"}, "not in order within"),
        ({"low": 0.1}, "given together"),
        ({"low": 0.1, "high": 0.3}, "given together"),
        ({"value": None}, "has no number"),
    ],
)
def test_a_number_that_cannot_be_is_refused(wrong, message):
    """A share above 1, a value outside its own interval, half an interval, an interval that does not say which."""
    fields = {
        "id": "made_up",
        "measure": "x",
        "value": 0.2,
        "unit": "share",
        "setting": "group",
        "population": "x",
        "year": 2020,
        "definition": "x",
        "cited": "x",
        "source": "x",
        "certainty": "S",
    }
    with pytest.raises(ValidationError, match=message):
        Benchmark.model_validate(fields | wrong)


def test_an_unknown_benchmark_is_an_error():
    """A misspelt name is no number."""
    with pytest.raises(KeyError, match="nothing"):
        benchmark("nothing")


def test_no_other_place_holds_a_benchmarks_number():
    """Templates and displays take the numbers of drop-out from the records, so that they cannot come to differ."""
    places = [*(packaged_folder() / "templates" / "wording").rglob("*.j2")]
    places += [*(Path(groupreport.__file__).parent / "display").rglob("*.py")]
    numbers = re.compile(r"19\.7|18\.7|20\.7|0\.197|669|Swift")
    told = {"display/rounding.py"}  # an example of how a share is printed

    held = [path for path in places if numbers.search(path.read_text(encoding="utf-8"))]
    assert [path for path in held if not any(path.as_posix().endswith(one) for one in told)] == []
