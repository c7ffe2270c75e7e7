"""Every keyed questionnaire scored by hand, and each reversed item one by one."""

from __future__ import annotations

import pandas as pd
import pytest

from groupreport.instruments import load_catalog, score

CATALOG = load_catalog()
# The eight that the CORE System Trust counts as positively cued; not item 30.
CORE_OM_REVERSED = (3, 4, 7, 12, 19, 21, 31, 32)


def scores(instrument: str, values: list[float | None]) -> dict[str, tuple[float, str]]:
    """Score and status of each scale of one form, its answers in the order of the items."""
    answers = pd.DataFrame(
        {
            "member_id": "M1",
            "item": CATALOG[instrument].answer_names[: len(values)],
            "value": pd.Series(values, dtype=float),
        }
    )
    return {row.scale: (row.score, row.status) for row in score(answers, CATALOG[instrument]).itertuples()}


@pytest.mark.parametrize(
    ("instrument", "values", "expected"),
    [
        # The same answers as in the form with 0 to 6, one higher each: 5+1, 2+1 and 1.5+1.
        pytest.param(
            "gcq_s_1_7",
            [6, 5, 3, 7, 2, 1, 4, 5, 4, 2, 7, 3],
            {"engaged": 6.0, "avoiding": 3.0, "conflict": 2.5},
            id="gcq_s_1_7",
        ),
        # 1+2+3+4+5+1+2+3+4+5 = 30.
        pytest.param("k10", [1, 2, 3, 4, 5, 1, 2, 3, 4, 5], {"total": 30.0}, id="k10"),
        # The same people in the other coding: ten points less.
        pytest.param("k10_0_4", [0, 1, 2, 3, 4, 0, 1, 2, 3, 4], {"total": 20.0}, id="k10_0_4"),
        # 1+2+3+4+5+4+3+2+1+1+2+3+4+5 = 40.
        pytest.param("wemwbs", [1, 2, 3, 4, 5, 4, 3, 2, 1, 1, 2, 3, 4, 5], {"total": 40.0}, id="wemwbs"),
        # 7+6+1+2+4 = 20.
        pytest.param("swls", [7, 6, 1, 2, 4], {"total": 20.0}, id="swls"),
        # 8+0+3+5+1 = 17; without the 8 of item 1, 9.
        pytest.param("wsas", [8, 0, 3, 5, 1], {"total": 17.0, "without_work": 9.0}, id="wsas"),
    ],
)
def test_a_complete_form(instrument, values, expected):
    """A complete form has the score that the published key gives by hand."""
    found = scores(instrument, values)

    assert {scale: value for scale, (value, _) in found.items()} == pytest.approx(expected)
    assert {status for _, status in found.values()} == {"complete"}


def test_the_core_om_by_hand():
    """Answers 1, 2, 3, 4, 0, 1, 2 and so on in the order of the items, added up by hand.

    An answer is the item's number modulo 5. Reversed items count 4 less the answer: 1 for item 3, 0 for 4, 2 for 7, 2
    for 12, 0 for 19, 3 for 21, 3 for 31, 2 for 32.
    Well-being (4, 14, 17, 31): 0+4+2+3 = 9 of 4 items.
    Problems (2, 5, 8, 11, 13, 15, 18, 20, 23, 27, 28, 30): 2+0+3+1+3+0+3+0+3+2+3+0 = 20 of 12.
    Functioning (1, 3, 7, 10, 12, 19, 21, 25, 26, 29, 32, 33): 1+1+2+0+2+0+3+0+1+4+2+3 = 19 of 12.
    Risk (6, 9, 16, 22, 24, 34): 1+4+1+2+4+4 = 16 of 6. All: 64 of 34; without risk: 48 of 28.
    """
    found = scores("core_om", [float(number % 5) for number in range(1, 35)])

    assert {scale: value for scale, (value, _) in found.items()} == pytest.approx(
        {
            "total": 640 / 34,
            "non_risk": 480 / 28,
            "wellbeing": 22.5,
            "problems": 200 / 12,
            "functioning": 190 / 12,
            "risk": 160 / 6,
        }
    )


@pytest.mark.parametrize("item", range(1, 35))
def test_each_item_of_the_core_om_points_its_way(item):
    """From the least distressed form, the worst answer to any one item adds 4 of 34: 40/34 points.

    The least distress is 0 everywhere, and 4 on the eight items that are positively cued.
    """
    least = [4.0 if number in CORE_OM_REVERSED else 0.0 for number in range(1, 35)]
    worse = [4.0 - value if number == item else value for number, value in enumerate(least, start=1)]

    assert scores("core_om", least)["total"][0] == 0
    assert scores("core_om", worse)["total"][0] == pytest.approx(40 / 34)


@pytest.mark.parametrize(
    ("instrument", "item", "low", "high", "step"),
    [
        # 4 of 40 points: 10 times 4 of 10 items.
        *(pytest.param("core10", item, 0, 4, 4.0, id=f"core10-{item}") for item in (2, 3)),
        # 6 points of one of twelve items.
        *(pytest.param("wai_s", item, 1, 7, -0.5, id=f"wai_s-{item}") for item in (4, 10)),
    ],
)
def test_each_reversed_item_points_the_other_way(instrument, item, low, high, step):
    """The highest answer to a reversed item moves the total away from what a higher total means."""
    count = CATALOG[instrument].items.count
    form = [float(low)] * count
    moved = [float(high) if number == item else value for number, value in enumerate(form, start=1)]
    change = scores(instrument, moved)["total"][0] - scores(instrument, form)["total"][0]

    assert change == pytest.approx(-abs(step))


@pytest.mark.parametrize(
    ("missing", "statuses"),
    [
        # Complete, prorated or insufficient: total, without risk, well-being, problems, functioning, risk.
        pytest.param((1,), "p p c c p c", id="one-of-functioning"),
        pytest.param((1, 2, 3), "p p c p i c", id="three-of-them-two-of-functioning"),
        pytest.param((1, 2, 5, 25), "i i c i i c", id="four"),
        pytest.param((2, 5, 6), "p p c i c i", id="three-of-them-two-of-problems"),
        pytest.param((6,), "p c c c c i", id="one-of-risk"),
        pytest.param((14,), "p p i c c c", id="one-of-well-being"),
        pytest.param((1, 2, 6, 9), "i p c p p i", id="four-of-them-two-of-risk"),
    ],
)
def test_how_many_items_of_the_core_om_may_be_missing(missing, statuses):
    """Three in the total and without risk, one in problems and in functioning, none in well-being and in risk.

    CORE System Trust, scoring page, as corrected in 2023.
    """
    form = [None if number in missing else 1.0 for number in range(1, 35)]

    assert " ".join(status[0] for _, status in scores("core_om", form).values()) == statuses


def test_a_prorated_core_om_by_hand():
    """Items 1, 3 and 20 are missing: 31 items are left, seven of them reversed.

    All others are answered 1, so reversed ones count 3: 24 times 1 and 7 times 3 are 45; 10 times 45 over 31.
    """
    form = [None if number in (1, 3, 20) else 1.0 for number in range(1, 35)]

    assert scores("core_om", form)["total"] == (pytest.approx(450 / 31), "prorated")


def test_a_wsas_without_the_item_on_work():
    """Four items cannot reach 40, so such a form has no total; it has the score without work, of at most 32."""
    found = scores("wsas", [None, 8, 8, 8, 8])

    assert found["total"][1] == "insufficient"
    assert found["without_work"] == (32.0, "complete")


def test_a_coding_from_1_is_no_coding_from_0():
    """A 5 cannot be given where answers end at 4, nor a 0 where they begin at 1: no score, and nothing is bent."""
    assert scores("k10_0_4", [5, *[1] * 9])["total"][1] == "out_of_range"
    assert scores("k10", [0, *[1] * 9])["total"][1] == "out_of_range"


@pytest.mark.parametrize("instrument", ["oq45", "ccaps34", "ors", "srs", "yp_core", "swemwbs", "phq_ads", "tfi_19"])
def test_a_handed_in_score_is_taken_as_it_is(instrument):
    """What comes as a score stays that score, and parts that nobody hands in are left out instead of missing."""
    first = CATALOG[instrument].scales[0]
    highest = 40.0 if first.maximum is None else first.maximum
    answers = pd.DataFrame({"member_id": ["M1"], "item": [first.scale], "value": [highest]})
    scored = score(answers, CATALOG[instrument])

    assert scored[["scale", "score", "status"]].values.tolist() == [[first.scale, highest, "complete"]]


def test_scores_name_the_version_of_their_entry():
    """A number can be traced to the version of the key that it was made with."""
    entry = CATALOG["gad7"].model_copy(update={"version": 3})
    answers = pd.DataFrame({"member_id": "M1", "item": [str(number) for number in range(1, 8)], "value": 1.0})

    assert score(answers, entry)["version"].tolist() == [3]
