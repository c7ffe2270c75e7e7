"""Answers against the catalog: questionnaires, items and ranges."""

from __future__ import annotations

import pytest

HEADER = "member_id,group_id,session,instrument,item,value\n"


def ratings_of(small_term, instrument, rows, listed="alliance_1_10, phq9"):
    program = f"program: {{name: x}}\ninstruments: [{listed}]\ncharacteristics: [age_band]\n"
    text = "".join(f"007,G01,1,{instrument},{item},{value}\n" for item, value in rows)
    return small_term.set_program(program).write("ratings", f"{HEADER}007,G01,1,alliance_1_10,1,8\n{text}")


def errors_of(small_term):
    return [found for found in small_term.found() if found[3] == "error"]


def test_an_unknown_questionnaire_is_named(small_term):
    """A questionnaire that no catalog entry describes cannot be scored."""
    ratings_of(small_term, "aliance_1_10", [(2, 4)])

    assert errors_of(small_term) == [("instrument-unknown", "ratings.csv", 3, "error")]
    assert "Did you mean 'alliance_1_10'?" in small_term.the("instrument-unknown").advice


def test_a_questionnaire_in_the_data_that_is_not_listed_names_both_remedies(small_term):
    """Either it is listed, or its rows are left out; it is never quietly dropped."""
    ratings_of(small_term, "gcs7", [(1, 4)])

    assert errors_of(small_term) == [("instrument-not-listed", "ratings.csv", 3, "error")]
    assert small_term.the("instrument-not-listed").remedy == (
        "List it there under instruments, or leave its rows out of the export."
    )


def test_a_listed_questionnaire_without_data_is_a_warning(small_term):
    """A report would only say that nothing was collected; of two terms the message says which has no answer."""
    ratings_of(small_term, "alliance_1_10", [(2, 4)], listed="alliance_1_10, gcs7, phq9")

    assert ("instrument-without-data", "program.yml", None, "warning") in small_term.found()
    assert "the tables of 2026-fall hold no answer" in small_term.the("instrument-without-data").message


def test_a_listed_questionnaire_that_the_catalog_lacks_is_named(small_term):
    """A misspelt instrument stops before anything is read wrong, with its line."""
    ratings_of(small_term, "alliance_1_10", [(2, 4)], listed="alliance_1_10, phq-9")
    problem = next(each for each in small_term.problems() if each.file == "params/program.yml")

    assert (problem.rule, problem.line) == ("instrument-unknown", 2)
    assert problem.advice.startswith("Did you mean 'phq9'?")


@pytest.mark.parametrize("item", ["4", "0", "one", "wai_1"])
def test_an_item_that_the_questionnaire_lacks_is_named(small_term, item):
    """An answer to no item is no answer."""
    ratings_of(small_term, "alliance_1_10", [(item, 4)])

    assert errors_of(small_term) == [("item-unknown", "ratings.csv", 3, "error")]


def test_item_numbers_with_decimals_are_whole_numbers(small_term):
    """Programs write 3.0 where a column has gaps; that is item 3, and it is told."""
    ratings_of(small_term, "alliance_1_10", [("3.0", 4)])

    assert errors_of(small_term) == []
    assert small_term.open().table("ratings")["item"].tolist() == ["1", "3"]


def test_a_score_in_place_of_items_is_named(small_term):
    """A questionnaire that is scored from its items is not handed in as a score."""
    ratings_of(small_term, "wai_sr", [("total", 4)], listed="alliance_1_10, wai_sr, phq9")

    assert ("item-is-score", "ratings.csv", 3, "error") in small_term.found()


def test_a_score_of_a_questionnaire_without_items_is_read(small_term):
    """A licensed questionnaire comes as scores, within the range of each scale."""
    ratings_of(small_term, "gsrs", [("total", 32)], listed="alliance_1_10, gsrs, phq9")

    assert errors_of(small_term) == []


def test_a_score_beyond_its_scale_is_named(small_term):
    """41 of 40 points is no score."""
    ratings_of(small_term, "gsrs", [("total", 41)], listed="alliance_1_10, gsrs, phq9")

    assert errors_of(small_term) == [("answer-out-of-range", "ratings.csv", 3, "error")]


def test_seven_point_answers_are_refused_under_the_five_point_form(small_term):
    """WAI-S data under the name of the WAI-SR have another range and another key."""
    ratings_of(
        small_term, "wai_sr", [(item, 1 + item % 7) for item in range(1, 13)], listed="alliance_1_10, wai_sr, phq9"
    )
    problem = small_term.the("answer-out-of-range")

    assert (problem.count, problem.remedy) == (
        3,
        "If the questionnaire was 'wai_s', write that as its instrument; otherwise correct the answers.",
    )


def test_five_point_answers_are_doubted_under_the_seven_point_form(small_term):
    """A hundred answers that never reach 6 of 7 are more likely the form that ends at 5."""
    rows = "".join(
        f"{member},{group},{session},wai_s,{item},{1 + item % 5}\n"
        for member, group in (("007", "G01"), ("008", "G01"), ("102", "G02"))
        for session in (1, 3)
        for item in range(1, 13)
    )
    extra = "".join(f"NA,G01,{session},wai_s,{item},5\n" for session in (1, 3) for item in range(1, 13))
    more = "".join(f"101,G02,1,wai_s,{item},5\n" for item in range(1, 13))
    program = "program: {name: x}\ninstruments: [wai_s]\n"
    small_term.set_program(program).write("ratings", HEADER + rows + extra + more)
    small_term.path("outcomes").unlink()

    assert ("instrument-doubtful", "ratings.csv", 2, "warning") in small_term.found()


def outcomes_of(small_term, instrument, lowest, highest):
    """Three hundred answers of five people on six occasions, which begin and end at these numbers."""
    rows = "".join(
        f"{member},{occasion},2026-10-0{place + 1},{instrument},{item},{answer}\n"
        for member in ("007", "008", "NA", "101", "102")
        for place, occasion in enumerate(("pre", "1", "2", "3", "mid", "post"))
        for item, answer in ((item, lowest + item % (highest - lowest + 1)) for item in range(1, 11))
    )
    header = "member_id,occasion,measured_on,instrument,item,value\n"
    small_term.set_program(f"program: {{name: x}}\ninstruments: [alliance_1_10, {instrument}]\n")
    return small_term.write("outcomes", header + rows)


@pytest.mark.parametrize(
    ("lowest", "highest", "doubted"),
    [
        pytest.param(1, 4, True, id="never-the-lowest"),
        pytest.param(0, 4, False, id="the-lowest-was-given"),
        pytest.param(0, 3, False, id="never-the-highest-is-no-sign"),
    ],
)
def test_a_form_whose_lowest_answer_nobody_ever_gave_is_doubted(small_term, lowest, highest, doubted):
    """Three hundred answers from 1 to 4 called a form from 0 to 4 may be the form from 1 to 5."""
    outcomes_of(small_term, "k10_0_4", lowest, highest)

    assert ("instrument-doubtful" in [found[0] for found in small_term.found()]) is doubted
    if doubted:
        assert "the range of 'k10', which is easily taken for it" in small_term.the("instrument-doubtful").message


def test_the_highest_answer_is_rare_in_earnest(small_term):
    """That nobody among few gave a 5 of 5 does not make the form one that ends at 4."""
    outcomes_of(small_term, "k10", 1, 4)

    assert "instrument-doubtful" not in [found[0] for found in small_term.found()]


def test_answers_of_another_coding_are_refused_and_the_coding_is_named(small_term):
    """A 7 under the form from 0 to 6 is refused; a code for a missing answer does not hide which form it was."""
    answers = [*((item, 1 + item % 7) for item in range(1, 12)), (12, 99)]
    ratings_of(small_term, "gcq_s", answers, listed="alliance_1_10, gcq_s, phq9")
    refused = [problem for problem in small_term.problems() if problem.rule == "answer-out-of-range"]

    assert [problem.count for problem in refused] == [1, 1]
    assert any("If the questionnaire was 'gcq_s_1_7', write that" in problem.remedy for problem in refused)


def test_a_questionnaire_in_the_wrong_table_is_a_warning(small_term):
    """Reports look for outcomes among the outcomes."""
    ratings_of(small_term, "phq9", [(1, 2)])

    assert ("instrument-place", "ratings.csv", 3, "warning") in small_term.found()
