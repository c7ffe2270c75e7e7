"""The design that a term's own ratings suggest, against R on the same ratings."""

from __future__ import annotations

import pandas as pd
import pytest

from groupreport.summaries.own_design import OwnDesign, own_design
from groupreport.summaries.records import Unavailable

from .conftest import frame, make_term


def test_the_demos_design_is_what_r_estimates(demo) -> None:
    """R 4.2.2, nlme 3.1-162, lme(score ~ 1, random = ~ 1 | member, correlation = corAR1()) on the 785 WAI-SR totals.

    By restricted likelihood: 3.392579, SDs 0.5176473 and 0.5952790, phi 0.4465954. Moments weigh members alike, so they
    agree but not to the digit. Median span and share of gaps by tapply: 10 sessions, 0.1912682.
    """
    own = own_design(demo)

    assert isinstance(own, OwnDesign)
    assert (own.instrument, own.scale, own.members, own.ratings) == ("wai_sr", "total", 101, 785)
    assert own.design.center == pytest.approx(3.392579, abs=0.03)
    assert own.design.person_sd == pytest.approx(0.5176473, rel=0.03)
    assert own.design.noise_sd == pytest.approx(0.5952790, rel=0.01)
    assert own.design.autocorrelation == pytest.approx(0.4465954, abs=0.01)
    assert (own.design.sessions, round(own.design.missing, 7)) == (10, 0.1912682)
    assert (own.design.minimum, own.design.maximum) == (1, 5)
    assert own.criterion_known


def test_a_canceled_session_is_no_gap(open_small, tables) -> None:
    """By hand: A rated in 1, 2, 4, 5 and 6, with 3 canceled: 5 sessions and no gap. Ten like A make the term."""
    members = [f"A{number}" for number in range(10)]
    roster, ratings, attendance = (tables[name] for name in ("roster", "ratings", "attendance"))
    for name, rows in (("roster", roster), ("ratings", ratings), ("attendance", attendance)):
        mine = rows[(rows["member_id"] == "A") & (rows["group_id"] == "G1")]
        tables[name] = pd.concat([mine.assign(member_id=member) for member in members], ignore_index=True)
    tables["outcomes"] = tables["outcomes"].iloc[:0]

    own = own_design(open_small(tables))

    assert isinstance(own, OwnDesign)
    assert (own.design.sessions, own.design.missing, own.design.group_size) == (5, 0.0, 10)
    assert not own.criterion_known  # one item: no error of measurement is known
    assert own.design.person_sd == 0.0


def test_too_little_is_said_and_not_guessed(small) -> None:
    """Four members with a handful of ratings."""
    own = own_design(small)

    assert own == Unavailable(
        "not_enough_data",
        "too_few_pairs_of_ratings",
    )


def test_what_was_not_collected_is_said(open_small, tables) -> None:
    """No ratings table, and no questionnaire that is followed."""
    del tables["ratings"]
    assert own_design(open_small(tables)).reason == "not_collected"

    tables["ratings"] = frame(
        "member_id group_id session instrument item value",
        ("A", "G1", 1, "gcq_s", "1", 3),
        ("A", "G1", 2, "gcq_s", "1", 3),
    )
    without_alliance = make_term(tables, {"instruments": ["gcq_s", "phq9"], "characteristics": ["gender"]})
    assert isinstance(own_design(without_alliance), Unavailable)
