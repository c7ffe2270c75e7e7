"""Worked examples of the literature whose answers are not this project's; others are in the tests of each part.

Numbers 1, 2 and 3 (Geurts; region by gender; differencing by sex) are in `test_attack.py` and `test_suppression.py`, 6
(rounding) in `test_policy.py`, 7 (within a group) in `test_funder.py`. The eighth, a rule on amounts of which one
person makes up most, has no place here: no amount is in a funder table (docs/privacy.md).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from groupreport.disclosure.attack import Attack
from groupreport.disclosure.policy import Policy
from groupreport.disclosure.printed import as_printed
from groupreport.disclosure.safe import SafeScale


@pytest.mark.parametrize(
    ("whole", "part", "rest"), [(7, 6, 1), (52, 50, 2), (55, 54, 1)], ids=["ages", "one-area", "another-area"]
)
def test_sub_population_of_the_handbook_is_seen_by_subtraction(whole, part, rest):
    """Under 25 less under 20 years leaves 1 male; districts of the old and the new borders leave 2 and 1 people."""
    attack = Attack({"whole": whole, "part": part, "rest": None}, [{"part": 1, "rest": 1, "whole": -1}])

    assert attack.interval({"rest": 1}) == (rest, rest)
    assert not attack.leaves({"rest": 1}, 1, 10)


def test_linking_table_of_the_handbook_is_seen():
    """All 7 people of a band in one table, its 6 males in another: the one female follows."""
    attack = Attack({"all": 7, "male": 6, "female": None}, [{"male": 1, "female": 1, "all": -1}])

    assert attack.interval({"female": 1}) == (1, 1)


def numbers_of_people(mean: float, at_least: int, at_most: int, decimals: int) -> list[int]:
    """For how many people some sum of whole scores has this mean, to so many decimals."""
    return [
        people
        for people in range(at_least, at_most + 1)
        if any(
            as_printed(total / people, decimals) == mean
            for total in np.arange(int(mean * people) - 1, mean * people + 2)
        )
    ]


def test_exact_means_betray_perturbed_counts():
    """Handbook: counts of 9, 14 and 19, each off by 2 at most, with exact means: 8, 12 and 20 people, nothing else."""
    perturbed, means = (9, 14, 19), (11.25, 7.9167, 9.25)
    found = [numbers_of_people(mean, n - 2, n + 2, 4) for mean, n in zip(means, perturbed, strict=True)]

    assert found == [[8], [12], [20]]


def test_means_as_they_are_published_leave_every_number_of_people():
    """The same three means beside people rounded down and to one decimal: no number of people can be ruled out."""
    policy = Policy(name="nhs-5-round-5", smallest_count=5, round_to=5)
    rows = pd.DataFrame(
        {
            "instrument": "phq9",
            "short_name": "PHQ-9",
            "program": ["A", "B", "All programs"],
            "people": [8, 12, 20],
            "groups": 3,
            "asked_in": [("A",), ("B",), ("A", "B")],
            "step": 1.0,
            "mean_pre": [11.25, 95 / 12, 9.25],
            "mean_post": 5.0,
            "mean_change": -5.0,
            "smcr": 0.5,
            "smcr_low": 0.1,
            "smcr_high": 0.9,
            "criterion": 6.0,
            "criterion_source": "A paper",
        }
    )
    scales = SafeScale.from_rows(rows, policy, all_programs="All programs", totals_withheld={"phq9": frozenset()})

    assert [scale.withheld for scale in scales] == [True, True, False]  # weighted means would tell rounded people
    for scale in scales[-1:]:
        least = int(scale.people)
        assert numbers_of_people(scale.mean_pre, least, least + 3, 1) == list(range(least, least + 4))


def scales_of(means, people, totals_withheld):
    """What funders are told of two programs and both together, of one questionnaire."""
    rows = pd.DataFrame(means, columns=["mean_pre", "mean_post", "mean_change"]).assign(
        instrument="gad7",
        short_name="GAD-7",
        program=["Anxiety", "Grief", "All programs"],
        people=people,
        groups=[4, 3, 7],
        asked_in=[("Anxiety",), ("Grief",), ("Anxiety", "Grief")],
        step=1.0,
        smcr=-0.6,
        smcr_low=-0.9,
        smcr_high=-0.3,
        criterion=4.0,
        criterion_source="A paper",
    )
    policy = Policy(name="default")
    return SafeScale.from_rows(
        rows,
        policy,
        all_programs="All programs",
        totals_withheld={"gad7": frozenset(totals_withheld)},
        served={"Anxiety": 24, "Grief": 25, "All programs": 49},
    )


def test_means_are_rounded_as_leadership_reads_them():
    """A half away from zero: 7.25 is 7.3 and -3.25 is -3.3 to both, so that nobody has two numbers for one mean."""
    scales = scales_of([(7.25, 4.0, -3.25), (7.35, 4.05, -3.3), (7.3, 4.02, -3.28)], [20, 20, 40], ())

    assert [one.mean_pre for one in scales] == [7.3, 7.4, 7.3]
    assert [one.mean_change for one in scales] == [-3.3, -3.3, -3.3]


def splits(scales, people):
    """In how many ways the people can be divided between two programs, from the means and one equation each."""
    first, second, both = scales
    told = [(getattr(one, name) for one in scales) for name in ("mean_pre", "mean_post", "mean_change")]
    known = [means for means in map(tuple, told) if not any(np.isnan(means))]
    assert not both.withheld
    return [
        n
        for n in range(people + 1)
        if all(abs(n * a + (people - n) * b - people * c) <= 0.05 * 2 * people + 1e-9 for a, b, c in known)
    ]


def test_means_of_programs_and_of_all_do_not_tell_a_withheld_number_of_people():
    """Two programs, 31 people: 9.2 and 11.5, 10.0 together, and so on, leave one way to divide them, 20 and 11.

    Found by an attack on a made-up program: 25 were enrolled in the second one, so the means said that 14 had no last
    score. A mean of all is that of the programs weighted by their people.
    """
    means = [(184 / 20, 118 / 20, -66 / 20), (127 / 11, 74 / 11, -53 / 11), (311 / 31, 192 / 31, -119 / 31)]

    assert 20 in splits(scales_of(means, [20, 11, 31], ()), 31)
    assert len(splits(scales_of(means, [20, 11, 31], ()), 31)) < 10
    assert splits(scales_of(means, [20, 11, 31], ("Anxiety", "Grief")), 31) == list(range(32))


def test_means_of_programs_stay_where_their_people_are_told():
    """Nothing is left to find out, so nothing is withheld; nor where a table of other lines withholds one of them."""
    means = [(9.2, 5.9, -3.3), (11.5, 6.7, -4.8), (10.0, 6.2, -3.8)]

    for withheld in ((), ("nonbinary",)):
        assert [one.mean_pre for one in scales_of(means, [20, 11, 31], withheld)] == [9.2, 11.5, 10.0]
