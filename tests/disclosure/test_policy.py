"""Sets of rules that a program can name, with the numbers of the bodies behind them."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from pydantic import ValidationError

from groupreport.disclosure.policy import Policy
from groupreport.disclosure.release import protect
from groupreport.disclosure.safe import SafeNumber
from groupreport.parameters.records import FunderSettings
from groupreport.summaries.records import CountTable


def _policy(**settings):
    return Policy.from_settings(FunderSettings(**settings))


def _share(value, people):
    row = {"measure": "dose_reached", "about": "", "value": value, "unit": "share", "people": people, "groups": 5}
    return pd.Series(row | {"asked_in": ()})


def _tables(policy):
    """A release that tells how many people there are."""
    counts = pd.DataFrame({"completed": [600], "dropped_out": [400]}, index=["Anxiety"])
    table = CountTable(rows="program", columns="end", counts=counts, groups_behind=counts.clip(upper=5))
    return protect({"stayed": table}, policy).tables


@pytest.mark.parametrize(
    ("name", "smallest", "round_to"),
    [
        ("default", 11, 1),
        ("cms-11", 11, 1),
        ("nhs-5-round-5", 5, 5),
        ("opensafely-8-round-5", 8, 5),
        ("nces-10", 10, 1),
    ],
)
def test_each_policy_has_the_numbers_of_its_body(name, smallest, round_to):
    """CMS: 1 to 10 withheld. NHS England: under 5, rounded to 5. OpenSAFELY: 7 or fewer, rounded to 5. NCES: 10."""
    policy = _policy(policy=name)

    assert (policy.name, policy.smallest_count, policy.round_to) == (name, smallest, round_to)


def test_a_program_may_be_stricter_than_its_policy_and_never_laxer():
    """A typing error cannot make a release less safe than the rules that it names."""
    assert _policy(policy="nhs-5-round-5", smallest_count=10).smallest_count == 10
    with pytest.raises(ValidationError, match="asks for 11"):
        FunderSettings(smallest_count=10)


def test_near_totals_can_be_switched_off():
    """A small rest of a total is protected unless the program says that its rules do not ask for it."""
    assert _policy().near_totals is True
    assert _policy(near_totals=False).near_totals is False


@pytest.mark.parametrize(("count", "shown"), [(5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (0, 0), (103, 105)])
def test_counts_are_rounded_as_nhs_england_rounds_them(count, shown):
    """(x + 2) / 5, whole, times 5: the SQL that makes its Talking Therapies tables."""
    assert _policy(policy="nhs-5-round-5").rounded(count) == shown


def test_what_can_be_behind_a_rounded_count():
    """OpenSAFELY's own example: with 7 or fewer redacted, 10 is 8 to 12; with only 5 or fewer, 5 would be 6 or 7."""
    assert _policy(policy="opensafely-8-round-5").range_of(10) == (8, 12)
    assert Policy(name="too lax", smallest_count=6, round_to=5).range_of(5) == (6, 7)


def test_a_rounded_release_shows_multiples_of_five():
    """Every count, margins too, each rounded on its own; small ones are withheld before."""
    counts = pd.DataFrame({"man": [22, 14], "woman": [41, 26]}, index=["Anxiety", "Grief"])
    groups = pd.DataFrame(5, index=counts.index, columns=counts.columns)
    table = CountTable(rows="program", columns="gender", counts=counts, groups_behind=groups)

    shown = protect({"served_gender": table}, _policy(policy="opensafely-8-round-5")).tables["served_gender"]

    assert shown.with_margins().to_numpy().tolist() == [[20, 40, 65], [15, 25, 40], [35, 65, 105]]


def test_a_share_is_that_of_rounded_counts():
    """12 of 41 people are shown as 10 of 40, so that the share gives neither away."""
    policy = _policy(policy="nhs-5-round-5")
    number = SafeNumber.from_statement(_share(12 / 41, 41), policy, _tables(policy))

    assert number.value == 0.25


@pytest.mark.parametrize(("share", "told"), [(0.04, False), (0.05, True), (0.5, True), (0.96, False)])
def test_shares_at_the_ends_are_not_told_under_the_rules_for_schools(share, told):
    """That 96 of 100 did something says it of nearly everybody."""
    policy = _policy(policy="nces-10")
    number = SafeNumber.from_statement(_share(share, 1000), policy, _tables(policy))

    assert number.withheld is not told
    assert math.isnan(number.value) is not told
