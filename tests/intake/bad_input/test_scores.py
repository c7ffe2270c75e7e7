"""Answers that are no answers, outside their range, or that contradict their scores; words for attendance."""

from __future__ import annotations

import pytest

CODES = (
    "Export the numbers behind the words (answer codes, not labels), or translate the words in params/program.yml "
    "under data.tables, in values."
)
OUTSIDE = "answer-out-of-range: lies outside the range of 'phq9' (0 to 3)"
MISSING_CODE = "If the number stands for a missing answer, list it under data.missing_codes in params/program.yml."
CORRECT = "Correct the answers, or write the instrument that was really given."
GROUPED = "number-grouped: has a {} that may divide thousands or be the decimal mark"
ERROR = "spreadsheet-error: is an error message of the spreadsheet"
WAI = "program: {name: x}\ninstruments: [alliance_1_10, wai_sr, phq9]\ncharacteristics: [age_band]\n"
FORMS = [("007", "G01", 1), ("008", "G01", 1), ("007", "G01", 3), ("008", "G01", 3), ("102", "G02", 1)]

# What is told of a value, and every value of which the same is told.
ANSWERS = {
    (OUTSIDE, CORRECT): ["4", "-2", "17"],
    (OUTSIDE, MISSING_CODE): ["99", "-9", "999", "888", "9"],
    ("answer-not-whole: is not a whole number, as every answer to 'phq9' is",
     "Export the answer to each item, not a mean of several."): ["1.005", "2.5"],
    ("number-decimal: has a decimal comma",
     'Set data.decimal to "," in params/program.yml if the whole export is written so.'): ["2,5", "0,75"],
    (GROUPED.format("comma"), "Export numbers without marks between thousands."): ["1,005", "1,234,567"],
    ("number-endless: stands for infinity or for no number", "Leave an unknown cell empty."): ["inf", "-Infinity"],
    ("number-too-large: is larger than any number that is reckoned with",
     "Correct it, or export the right column here."): ["9" * 400],
    ("number-yes-no: is a yes or no where a number is expected", CODES): ["TRUE", "false", "Yes"],
    (ERROR, "Mend the formula there and export again."): ["#N/A", "#REF!", "#DIV/0!", "Err:502", "######"],
    ("spreadsheet-formula: is a formula, not its result",
     'Export the results; a value written ="007" without =.'): ["=A1+B1"],
    ("number-format: is not a number written in plain digits", CODES): ["agree", "Strongly agree", "3 - often", "1e0"],
    ("number-digits: is a number in digits or with a minus sign that are not the plain ones",
     "Retype it with the digits and the hyphen of the keyboard."): ["\uff12", "\u22122", "\u0663"],
}  # fmt: skip


def test_answers_that_are_none_are_errors(small_term, said):
    """Each kind is one problem with its own advice and count; a column of numbers and words is not guessed at."""
    lines = set()
    number = 0
    for (message, advice), values in ANSWERS.items():
        line = small_term.path("outcomes").read_text().count("\n") + 1
        times = f" ({len(values)} times)" if len(values) > 1 else ""
        lines.add(f"error outcomes.csv:{line}:value {message}{times}. {advice}")
        for value in values:
            small_term.add("outcomes", f'008,{1 + number // 9},,phq9,{1 + number % 9},"{value}"')
            number += 1

    assert set(said(small_term)) == lines
    assert len(said(small_term)) == len(lines)


def test_a_declared_code_is_missing_and_counted(small_term, said):
    """99 is no answer once the program says so; an answer of the range can never be declared missing."""
    small_term.change("ratings", "3,alliance_1_10,1,4", "3,alliance_1_10,1,99").set_data("{missing_codes: [99, -9]}")

    assert said(small_term, "missing-code") == [
        "info ratings.csv:8:value missing-code: holds a code that data.missing_codes lists. It was read as missing."
    ]
    small_term.set_data("{missing_codes: [99, 3]}")

    assert said(small_term) == [
        f"error params/program.yml:4:data.missing_codes missing-code-is-answer: lists the code '3' for missing "
        f"answers, also a possible answer to '{instrument}'. Take it out of missing_codes, and leave missing answers "
        "empty in the export."
        for instrument in ("alliance_1_10", "phq9")
    ]


def test_a_thousands_point_is_not_read_as_a_decimal_one(small_term, said):
    """Where the comma is the decimal mark, 1.005 may be a thousand and five."""
    small_term.write("participation", "member_id,group_id,session,minutes\n007,G01,1,1.005\n").set_data(
        '{decimal: ","}'
    )

    assert said(small_term) == [
        f"error participation.csv:2:minutes {GROUPED.format('point')}. Export numbers without marks between thousands."
    ]


def test_words_that_the_program_translates_are_numbers(small_term, said):
    """The advice is enough: with `values`, labels are answers."""
    small_term.change("ratings", "3,alliance_1_10,1,4", "3,alliance_1_10,1,often")
    small_term.set_data('{tables: {ratings: {values: {value: {often: "4"}}}}}')

    assert said(small_term, "value-translated") == [
        (
            "info ratings.csv:8:value value-translated: holds a word that data.tables.ratings.values translates. "
            "It was read as translated."
        )
    ]
    assert small_term.open().table("ratings", "G02")["value"].tolist() == [9, 10, 4]


def wai_forms(term, items=range(1, 13), more=()):
    """Five forms of a questionnaire of twelve items, and their answers."""
    answers = {(*form, item): 1 + (item * 7 + int(form[0]) + form[2]) % 5 for form in FORMS for item in items}
    rows = "".join(f"{m},{g},{s},wai_sr,{item},{value}\n" for (m, g, s, item), value in answers.items())
    ratings = term.path("ratings").read_text()
    term.set_program(WAI).write("ratings", ratings + rows + "".join(f"{row}\n" for row in more))
    return answers


def scores(answers, error=0.0):
    """The mean of each form's answers, rounded as programs do."""
    means = {form: sum(v for key, v in answers.items() if key[:3] == form) / 12 for form in FORMS}
    return [f"{m},{g},{s},wai_sr,total,{means[m, g, s] + error:.2f}" for m, g, s in FORMS]


def test_an_item_that_nobody_answered_is_doubted(small_term, said):
    """A column that was not exported makes every score another one."""
    wai_forms(small_term, items=range(1, 12))

    assert said(small_term) == [
        (
            "warning ratings.csv:item items-never-given: none of the 5 forms of 'wai_sr' has an answer to item 12. "
            "Export all items; or make sure that this questionnaire was given, and not one with fewer items."
        )
    ]


def test_an_item_too_many_is_an_error(small_term, said):
    """A thirteenth answer belongs to another questionnaire."""
    wai_forms(small_term, more=["007,G01,1,wai_sr,13,4"])

    assert said(small_term) == [
        "error ratings.csv:69:item item-unknown: is not an item of 'wai_sr'. Its items are: 1 to 12."
    ]


def test_a_score_that_its_answers_give_is_left_out_and_told(small_term, said):
    """An export may hold both; reports use the answers."""
    wai_forms(small_term, more=scores(wai_forms(small_term)))
    small_term.write("ratings", "\n".join(dict.fromkeys(small_term.path("ratings").read_text().splitlines())) + "\n")

    assert said(small_term, "score-left-out") == [
        (
            "info ratings.csv:69:value score-left-out: is a score of 'wai_sr', whose answers are there as well (5 "
            "times). It was left out: scores are worked out from the answers."
        )
    ]
    assert "total" not in small_term.open().table("ratings")["item"].tolist()


@pytest.mark.parametrize("error", [0.25, -0.09])
def test_a_score_that_its_answers_do_not_give_is_an_error(small_term, said, error):
    """A reversed item, or a score of another questionnaire, is found where both are there."""
    wai_forms(small_term, more=scores(wai_forms(small_term), error))
    small_term.write("ratings", "\n".join(dict.fromkeys(small_term.path("ratings").read_text().splitlines())) + "\n")

    assert said(small_term) == [
        (
            "error ratings.csv:69:value score-disagrees: is a score of 'wai_sr' that the answers to its items do not "
            "give (5 times). Find out which of them is wrong (reversed items, another sum or mean), or leave the "
            "scores out of the export."
        )
    ]


def test_a_score_without_answers_is_an_error(small_term, said):
    """A score of unknown origin is not compared with those of others."""
    small_term.set_program(WAI).add("ratings", "007,G01,1,wai_sr,total,3.5")

    assert said(small_term) == [
        (
            "error ratings.csv:9:item item-is-score: is a score of 'wai_sr', whose scores are worked out here from the "
            "answers to its items. Export the answers to its items (1 to 12) instead of the score."
        )
    ]


def test_a_wide_export_may_hold_scores_beside_answers(small_term, said):
    """Many survey systems write a total behind the answers."""
    header = f"member_id,occasion,{','.join(f'phq9_{n}' for n in range(1, 10))},phq9_total\n"
    small_term.write("outcomes", f"{header}007,pre,1,1,1,1,1,1,1,1,1,9\n102,pre,0,0,0,0,0,0,0,0,3,4\n")
    small_term.set_data("{tables: {outcomes: {layout: wide}}}")

    assert said(small_term) == [
        (
            "error outcomes.csv:3:phq9_total score-disagrees: is a score of 'phq9' that the answers to its items do "
            "not give. Find out which of them is wrong (reversed items, another sum or mean), or leave the scores "
            "out of the export."
        )
    ]


def test_a_member_without_any_answer_is_no_problem(small_term, said):
    """Who answered nothing is counted among those who did not respond, not left out."""
    text = small_term.path("ratings").read_text()
    small_term.write("ratings", text.replace("alliance_1_10,1,10", "alliance_1_10,1,").replace("1_10,1,4", "1_10,1,"))

    assert said(small_term) == []
    assert small_term.open().table("ratings", "G02")["value"].isna().tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("word", "meant"),
    [("Y", "attended"), ("1", "attended"), ("P", "attended"), ("present", "attended"), ("Attended", "attended"),
     ("absent", "no_show"), ("DNA", "no_show"), ("N", None), ("0", None), ("A", None)],
)  # fmt: skip
def test_codes_for_attendance_are_not_guessed(small_term, said, word, meant):
    """Whether N means excused is for the program to say; the setting is named, and the word where it is plain."""
    small_term.change("attendance", "102,G02,2,no_show", f"102,G02,2,{word}")
    offered = f"Did you mean '{meant}'? " if meant else ""

    assert said(small_term) == [
        (
            f"error attendance.csv:9:status value-unknown: is not one of the allowed words. {offered}Write attended, "
            "late, left_early, excused or no_show, or translate your own words under "
            "data.tables.attendance.values.status in params/program.yml."
        )
    ]


def test_codes_that_the_program_translates_are_words(small_term, said):
    """With `values`, Y and N are read, and counted."""
    text = small_term.path("attendance").read_text()
    small_term.write("attendance", text.replace("attended", "Y").replace("no_show", "N"))
    small_term.set_data("{tables: {attendance: {values: {status: {Y: attended, N: no_show}}}}}")

    assert said(small_term, "value-translated") == [
        (
            "info attendance.csv:2:status value-translated: holds a word that data.tables.attendance.values translates "
            "(6 times). It was read as translated."
        )
    ]
