"""Which characteristics funders are told of, and in which programs a questionnaire counts as used."""

from __future__ import annotations

import pandas as pd
import pytest

from groupreport.instruments.records import Instrument
from groupreport.summaries.funder import _asked_in, _unnested


@pytest.fixture
def people():
    """Twelve people: six ages, put together to two groups, and a gender that goes with neither."""
    return pd.DataFrame(
        {
            "age": ["20", "30", "40", "50", "60", "70"] * 2,
            "age_group": ["under 45"] * 3 + ["over 45"] * 3 + ["under 45"] * 3 + ["over 45"] * 3,
            "gender": ["woman", "man"] * 3 + ["man", "woman"] * 3,
            "site": "one",
        }
    )


def test_of_a_characteristic_and_one_that_puts_it_together_the_first_is_told(people):
    """14 of 20 to 24 and 21 under 35 are 7 of 25 to 34: what is withheld would be told."""
    assert _unnested(people, ["age", "age_group", "gender"]) == ["age", "gender"]
    assert _unnested(people, ["gender", "age_group", "age"]) == ["gender", "age_group"]


def test_a_characteristic_with_one_category_takes_no_other_away(people):
    """Every age lies in the one site, and nothing can be subtracted."""
    assert _unnested(people, ["site", "age", "gender"]) == ["site", "age", "gender"]


def test_characteristics_that_cross_are_both_told(people):
    """One person of another gender than the rest of the age leaves both."""
    crossed = people.assign(age_group=people["age_group"].where(people.index > 0, "over 45"))

    assert _unnested(crossed, ["age", "age_group"]) == ["age", "age_group"]


class _Scope:
    def __init__(self, stays):
        self.stays = pd.DataFrame(stays, columns=["member_id", "program"])


STAYS = [*((f"A{n}", "A") for n in range(5)), *((f"B{n}", "B") for n in range(4)), ("T", "A"), ("T", "B")]


@pytest.mark.parametrize(
    ("answered", "programs"),
    [
        (["A0", "A1", "A2", "T"], ("A",)),
        (["A0", "A1", "A2", "B0", "B1"], ("A",)),
        (["A0", "A1", "A2", "B0", "B1", "B2"], ("A", "B")),
        (["T"], ("A",)),
        (["A0", "B0"], ("A", "B")),
    ],
)
def test_who_moved_or_filled_in_a_form_by_mistake_does_not_make_a_questionnaire_that_of_both_programs(
    answered, programs
):
    """Of 42 in one program "at least 40 people" would say that two did not rate, as if it were asked for in both."""
    assert _asked_in(_Scope(STAYS), pd.Series(answered)) == programs


def test_outcome_scales_that_share_items_are_refused():
    """A total and its parts: who is counted on the one and not on the other left an item out."""
    scale = {"aggregation": "sum", "higher_is": "worse", "domain": "outcome"}
    total = scale | {"scale": "total", "label": "Distress", "items": [1, 2, 3, 4]}
    part = scale | {"scale": "sleep", "label": "Sleep", "items": [3, 4]}
    licence = {"status": "free", "holder": "us", "note": "our own"}
    own = {"id": "own", "name": "Own", "short_name": "Own", "given": "occasion", "licence": licence, "citation": "ours"}
    own |= {"items": {"count": 4, "minimum": 0, "maximum": 3}, "key_source": "ours", "verified": True}

    with pytest.raises(ValueError, match="'total' and 'sleep' share items; set `headline: false`"):
        Instrument.model_validate(own | {"scales": [total, part]})
    Instrument.model_validate(own | {"scales": [total, part | {"headline": False}]})
