"""Scores worked by hand from the published keys, and a status for every score."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from groupreport.instruments import load_catalog, score

CATALOG = load_catalog()


def form(instrument: str, values: list[float | None], **keys: object) -> pd.DataFrame:
    """One filled form: values in the order of the items, None for an unanswered one."""
    names = CATALOG[instrument].answer_names[: len(values)]
    answers = pd.DataFrame({"item": names, "value": pd.Series(values, dtype="float64")})
    return answers.assign(**({"member_id": "M0101"} | keys))


def scores(instrument: str, values: list[float | None]) -> dict[str, tuple[float, str]]:
    """Score and status of each scale of one form."""
    scored = score(form(instrument, values), CATALOG[instrument])
    return {row.scale: (row.score, row.status) for row in scored.itertuples()}


GCQ = [5, 4, 2, 6, 1, 0, 3, 4, 3, 1, 6, 2]
WAI_SR = [3, 4, 5, 2, 4, 3, 5, 1, 4, 2, 3, 4]


@pytest.mark.parametrize(
    ("instrument", "values", "expected"),
    [
        # Engaged 5+4+6+4+6 = 25; Avoiding 2+1+3 = 6; Conflict 0+3+1+2 = 6.
        pytest.param("gcq_s", GCQ, {"engaged": 5.0, "avoiding": 2.0, "conflict": 1.5}, id="gcq_s"),
        # Goal 2+3+1+3 = 9; Task 3+4+2+4 = 13; Bond 5+4+5+4 = 18; all 40.
        pytest.param("wai_sr", WAI_SR, {"total": 40 / 12, "goal": 2.25, "task": 3.25, "bond": 4.5}, id="wai_sr"),
        # Items 4 and 10 turn round: 8-2 = 6 and 8-6 = 2. Goal 6+3+2+3 = 14; Task 3+4+1+4 = 12; Bond 18; all 44.
        pytest.param(
            "wai_s",
            [3, 4, 5, 2, 4, 3, 5, 1, 4, 6, 3, 4],
            {"total": 44 / 12, "goal": 3.5, "task": 3.0, "bond": 4.5},
            id="wai_s",
        ),
        pytest.param("gsrs", [31.5], {"total": 31.5}, id="gsrs-total-only"),
        pytest.param(
            "gsrs",
            [31.5, 8, 7.5, 8, 8],
            {"total": 31.5, "relationship": 8, "goals": 7.5, "approach": 8, "overall": 8},
            id="gsrs-with-parts",
        ),
        pytest.param(
            "gq",
            [80, 44, 12],
            {"positive_bond": 80, "positive_work": 44, "negative_relationship": 12},
            id="gq-scores-as-given",
        ),
        pytest.param(
            "alliance_1_10", [8, 6, 7], {"member_leader": 8, "member_member": 6, "member_group": 7}, id="1-10"
        ),
        pytest.param("gcs7", [5, 4, 4, 3, 5, 4, 3], {"total": 4.0}, id="gcs7"),
        pytest.param("phq9", [3, 0, 1, 2, 0, 0, 1, 0, 3], {"total": 10.0}, id="phq9"),
        pytest.param("gad7", [3, 0, 1, 2, 0, 0, 1], {"total": 7.0}, id="gad7"),
        # Items 2 and 3 turn round: 4-0 and 4-1. 1+4+3+1+1+1+1+1+1+1 = 15.
        pytest.param("core10", [1, 0, 1, 1, 1, 1, 1, 1, 1, 1], {"total": 15.0}, id="core10"),
        pytest.param("who5", [4, 1, 0, 2, 3], {"total": 40.0}, id="who5"),
    ],
)
def test_complete_forms(instrument, values, expected):
    """A complete form has the score that the key gives by hand."""
    found = scores(instrument, values)

    assert {scale: value for scale, (value, _) in found.items()} == pytest.approx(expected)
    assert {status for _, status in found.values()} == {"complete"}


@pytest.mark.parametrize(
    ("instrument", "values", "scale", "expected"),
    [
        # Keyed answers 1+0+1+1+1+1+1+1+1 = 8 of nine items; 10 times their mean, unrounded.
        pytest.param("core10", [1, 4, 3, 1, 1, 1, 1, 1, 1, None], "total", 80 / 9, id="core10-one-missing"),
        # A reversed item is missing; item 3 turns round to 4-1 = 3, the other eight are 1: 11 over nine items.
        pytest.param("core10", [1, None, 1, 1, 1, 1, 1, 1, 1, 1], "total", 110 / 9, id="core10-reversed-one-missing"),
        # 14 over 7 answered items is 2 each, times 9.
        pytest.param("phq9", [2, 2, None, 2, 2, 2, None, 2, 2], "total", 18.0, id="phq9-two-missing"),
        pytest.param("gcq_s", [None, 4, 2, 6, 1, 0, 3, 4, 3, 1, 6, 2], "engaged", 5.0, id="gcq_s-engaged-20-over-4"),
        pytest.param("wai_sr", [None, *WAI_SR[1:]], "task", 10 / 3, id="wai_sr-task-10-over-3"),
        pytest.param("wai_sr", [None, *WAI_SR[1:]], "total", 37 / 11, id="wai_sr-total-37-over-11"),
        # Item 4 is missing, item 10 turned round to 2: 3+2+3 = 8 over 3.
        pytest.param("wai_s", [3, 4, 5, None, 4, 3, 5, 1, 4, 6, 3, 4], "goal", 8 / 3, id="wai_s-reversed-missing"),
    ],
)
def test_prorated_forms(instrument, values, scale, expected):
    """Where the rule allows it, a missing item counts as the mean of the answered ones, after reversal, unrounded."""
    value, status = scores(instrument, values)[scale]

    assert (value, status) == (pytest.approx(expected), "prorated")


@pytest.mark.parametrize(
    ("instrument", "values", "scale"),
    [
        pytest.param("core10", [1, 1, 1, 1, 1, 1, 1, 1, None, None], "total", id="core10-two-missing"),
        pytest.param("phq9", [2, 2, None, 2, 2, 2, None, None, 2], "total", id="phq9-three-missing"),
        pytest.param("gad7", [1, 1, 1, 1, 1, 1, None], "total", id="gad7-one-missing"),
        pytest.param("who5", [5, 5, 5, 5, None], "total", id="who5-one-missing"),
        pytest.param("gcs7", [5, 5, 5, 5, 5, 5, None], "total", id="gcs7-one-missing"),
        pytest.param("wai_sr", [None, None, *WAI_SR[2:]], "task", id="wai_sr-task-two-of-four"),
        pytest.param("alliance_1_10", [8, None, 7], "member_member", id="single-rating-not-given"),
        pytest.param("gsrs", [None], "total", id="score-not-handed-in"),
    ],
)
def test_insufficient_forms(instrument, values, scale):
    """With fewer answers than the rule asks for there is no score, never a zero."""
    value, status = scores(instrument, values)[scale]

    assert np.isnan(value)
    assert status == "insufficient"


def test_gcq_form_with_four_missing_counts():
    """Four of twelve missing: each climate scale is the mean of its answered items."""
    found = scores("gcq_s", [None, None, None, 6, 1, None, 3, 4, 3, 1, 6, 2])

    assert found["engaged"] == (pytest.approx(16 / 3), "prorated")
    assert found["avoiding"] == (pytest.approx(2.0), "prorated")
    assert found["conflict"] == (pytest.approx(2.0), "prorated")


def test_gcq_form_with_five_missing_is_invalid():
    """Five of twelve missing: the whole form is invalid, also the scale with every item answered."""
    found = scores("gcq_s", [None, None, None, None, 1, 0, 3, None, 3, 1, 6, 2])

    assert {status for _, status in found.values()} == {"insufficient"}


def test_gcq_scale_without_answers():
    """A form can be valid while one of its scales has no answer at all."""
    found = scores("gcq_s", [5, 4, None, 6, None, 0, 3, 4, None, 1, 6, 2])

    assert found["avoiding"][1] == "insufficient"
    assert found["engaged"] == (5.0, "complete")


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(7, id="above"),
        pytest.param(-1, id="below"),
        pytest.param(2.5, id="between-two-answers"),
        pytest.param(np.inf, id="infinite"),
    ],
)
def test_an_impossible_answer_spoils_only_its_scale(wrong):
    """An answer that cannot be given is neither clipped nor left out: its scale has no score, the others have."""
    found = scores("gcq_s", [wrong, *GCQ[1:]])

    assert np.isnan(found["engaged"][0])
    assert found["engaged"][1] == "out_of_range"
    assert found["avoiding"] == (2.0, "complete")


def test_impossible_answers_do_not_fill_a_form():
    """Answers that cannot be used do not count towards the answers that a form needs."""
    found = scores("gcq_s", [9, None, 2, None, 1, 0, 3, None, 3, None, 6, 2])

    assert found["engaged"][1] == "out_of_range"
    assert found["avoiding"][1] == "insufficient"


def test_wai_forms_are_not_mistaken_for_each_other():
    """Answers of 6 and 7 belong to the WAI-S; under the WAI-SR they are out of range."""
    found = scores("wai_sr", [6, 7, *WAI_SR[2:]])

    assert found["total"][1] == "out_of_range"
    assert found["task"][1] == "out_of_range"
    assert found["bond"] == (4.5, "complete")


def test_score_out_of_its_range():
    """A handed-in score beyond the published range is not taken."""
    assert scores("gsrs", [41])["total"][1] == "out_of_range"


def test_no_range_still_means_a_number():
    """A score whose range is not public may be any number, but a number."""
    found = scores("gq", [500, np.inf, 12])

    assert [status for _, status in found.values()] == ["complete", "out_of_range", "complete"]


def test_levels_that_were_not_asked_are_left_out():
    """A program that asks only about the group has one scale, not two empty ones."""
    answers = form("alliance_1_10", [8, 6, 7]).query("item == '3'")

    assert score(answers, CATALOG["alliance_1_10"])["scale"].tolist() == ["member_group"]


def test_absent_and_empty_answers_are_alike():
    """A missing item may be an empty value or no row at all."""
    empty = form("core10", [1, 4, 3, 1, 1, 1, 1, 1, 1, None])
    absent = empty.dropna()

    pd.testing.assert_frame_equal(score(empty, CATALOG["core10"]), score(absent, CATALOG["core10"]))


def test_counts_beside_every_score():
    """Each score says how many of how many items it rests on."""
    scored = score(form("gcq_s", [None, *GCQ[1:]]), CATALOG["gcq_s"])

    assert scored[["scale", "answered", "items"]].values.tolist() == [
        ["engaged", 4, 5],
        ["avoiding", 3, 3],
        ["conflict", 4, 4],
    ]


def test_key_columns_come_back():
    """Every other column names the form: one row for each form and scale, in order of appearance, gaps kept."""
    answers = pd.concat(
        [
            form("alliance_1_10", [8, 6, 7], member_id="M0102", session=2, rater=None),
            form("alliance_1_10", [5, 5, 5], member_id="M0101", session=1, rater="leader"),
        ]
    )
    scored = score(answers, CATALOG["alliance_1_10"])

    assert scored.columns.tolist() == [
        *("member_id", "session", "rater"),
        *("instrument", "version", "scale", "score", "status", "answered", "items"),
    ]
    assert scored["member_id"].tolist() == ["M0102"] * 3 + ["M0101"] * 3
    assert scored["rater"].isna().tolist() == [True] * 3 + [False] * 3
    assert scored["score"].tolist() == [8, 6, 7, 5, 5, 5]


def test_shuffled_answers_score_alike():
    """The order of the rows changes nothing but the order of the forms."""
    answers = pd.concat([form("wai_sr", WAI_SR, member_id=f"M{number}") for number in range(5)])
    shuffled = answers.sample(frac=1, random_state=4)
    by_key = ["member_id", "scale"]

    pd.testing.assert_frame_equal(
        score(shuffled, CATALOG["wai_sr"]).sort_values(by_key, ignore_index=True),
        score(answers, CATALOG["wai_sr"]).sort_values(by_key, ignore_index=True),
    )


def test_scoring_leaves_the_answers_alone():
    """The frame that comes in is not changed."""
    answers = form("core10", [1, 4, 3, 1, 1, 1, 1, 1, 1, None])
    before = answers.copy()
    score(answers, CATALOG["core10"])

    pd.testing.assert_frame_equal(answers, before)


def test_no_answers_no_scores():
    """An empty table gives an empty result with the same columns."""
    scored = score(form("phq9", [1] * 9).iloc[:0], CATALOG["phq9"])

    assert scored.empty
    assert scored.columns.tolist()[-5:] == ["scale", "score", "status", "answered", "items"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(lambda a: a.assign(item="10"), "phq9 has no item 10; its answers are named 1, 2, 3", id="item"),
        pytest.param(lambda a: a.assign(item=None), r"phq9 has no item \(empty\)", id="empty-item"),
        pytest.param(lambda a: pd.concat([a, a]), "phq9: the same item is answered twice in a form", id="twice"),
        pytest.param(
            lambda a: a.assign(instrument="gad7"), r"answers of \['gad7'\] cannot be scored as phq9", id="other"
        ),
        pytest.param(lambda a: a.assign(status="held"), r"may not have \['status'\]", id="column-of-the-result"),
        pytest.param(lambda a: a.drop(columns="value"), r"absent: \['value'\]", id="no-values"),
    ],
)
def test_answers_that_cannot_be_scored(change, message):
    """Answers that do not belong to the questionnaire are refused, not dropped."""
    answers = form("phq9", [1] * 9)

    with pytest.raises(ValueError, match=message):
        score(change(answers), CATALOG["phq9"])
