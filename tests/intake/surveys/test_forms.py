"""Google and Microsoft Forms: questions as headings, choices in one cell, what they keep about people."""

from __future__ import annotations

import pytest


def program(surveys, programs, kind, old, new):
    data = programs.KINDS[kind][0]
    assert old in data
    return surveys.PROGRAM + data.replace(old, new)


def test_the_question_is_named_as_it_is_read(exported):
    """A heading that runs over two lines is one name, on one line."""
    term = exported("google-sheet").change("ratings-form", "1/2026 20:00:05,NA,5,6,6,", "1/2026 20:00:05,NA,5,6,66,")
    problem = term.the("answer-out-of-range")

    assert problem.column == "How was today for you? [With the group as a whole]"
    assert problem.line == 5  # the heading takes two


def test_two_questions_in_the_same_words_are_told_apart(exported):
    """The second one is called `… (2)`, and neither is lost."""
    ratings = exported("google-sheet").open().table("ratings", "G01")
    member = ratings[(ratings["member_id"] == "007") & (ratings["instrument"] == "gcs7")]

    assert member.set_index("item")["value"].loc[["4", "5"]].tolist() == [5.0, 3.0]


def test_a_number_behind_a_question_is_no_second_one(exported, surveys, programs):
    """A question that is called `… (2)` by whoever asked keeps its name."""
    term = exported("google-sheet")
    text = term.path("ratings-form").read_text().replace("Statement 6", "We were honest with each other. (2)", 1)
    term.write("ratings-form", text)
    old = "We were honest with each other. (2): gcs7.5\n        Statement 6: gcs7.6"
    new = "We were honest with each other. (3): gcs7.5\n        We were honest with each other. (2): gcs7.6"
    term.set_program(program(surveys, programs, "google-sheet", old, new))
    ratings = term.open().table("ratings", "G01")
    member = ratings[(ratings["member_id"] == "007") & (ratings["instrument"] == "gcs7")]

    assert member.set_index("item")["value"].loc[["4", "5", "6"]].tolist() == [5.0, 3.0, 5.0]


def test_a_question_that_is_not_there_is_named_with_the_near_one(exported, surveys, programs):
    """A typing error in a long question is found where it stands in program.yml."""
    old, new = "How was today for you? [With the others]", "How was today for you? [With others]"
    term = exported("google-sheet").set_program(program(surveys, programs, "google-sheet", old, new))
    problem = term.the("column-mapped-missing")

    assert problem.suggestion == "How was today for you? [With the others]"
    line = next(
        n for n, row in enumerate((term.folder / "params/program.yml").read_text().split("\n"), 1) if new in row
    )
    assert f"(line {line})" in problem.remedy


def test_choices_joined_by_commas_are_several_ids(exported):
    """Google joins ticked choices in one cell; `joined` takes them apart."""
    assert exported("google-sheet").open().table("events")["member_ids"].tolist() == ["007;NA", "102"]


def test_choices_joined_by_commas_are_not_taken_apart_unasked(exported, surveys, programs):
    """An id may hold a comma: without `joined` it is one that nobody has, and the problem says how to read it."""
    old = '{joined: Who was involved?, by: ", "}'
    term = exported("google-sheet").set_program(program(surveys, programs, "google-sheet", old, "Who was involved?"))
    problem = term.the("member-unknown")

    assert (problem.column, problem.count) == ("Who was involved?", 1)
    assert "{joined: …" in problem.remedy


def test_google_names_the_time_zone_and_that_is_told(exported):
    """The day is the one that stands there; nothing is shifted."""
    notes = [problem for problem in exported("google-direct").problems() if problem.rule == "date-zone"]

    assert [(problem.severity, problem.column) for problem in notes] == [("info", "Timestamp")] * 2


def test_an_anonymous_microsoft_form_says_nothing_of_anybody(exported):
    """`anonymous` under Email and an empty Name are no risk, and neither are points and feedback of a quiz."""
    term = exported("microsoft")

    assert term.found() == []
    assert term.open().restricted == ()


@pytest.mark.parametrize(("old", "new", "column"), [
    ("anonymous,,,,007", "a@b.example,,,,007", "Email"),
    ("anonymous,,,,007", "anonymous,Ana Rivera,,,007", "Name"),
])  # fmt: skip
def test_a_microsoft_form_that_records_names_restricts_reports(exported, old, new, column):
    """The form's setting 'record name' is seen by what it writes."""
    term = exported("microsoft")
    text = term.path("ratings-form").read_text(encoding="utf-8-sig")
    term.write("ratings-form", text.replace(old, new, 1))

    assert (term.the("identifying-column").column, term.the("identifying-column").restricts) == (column, True)


def test_a_label_with_another_space_gets_its_near_word(exported):
    """Microsoft writes hard spaces: such a label is another word, and the listed one is shown."""
    term = exported("microsoft")
    text = term.path("ratings-form").read_text(encoding="utf-8-sig")
    term.write("ratings-form", text.replace("Quite a bit", "Quite\u00a0a bit", 1))
    problem = term.the("value-unknown")

    assert (problem.suggestion, problem.count) == ("Quite a bit", 1)
    assert "differs from a word" in problem.message


def test_repeated_headings_of_a_plain_file_name_the_format(small_term):
    """Whoever forgot `format` is told of it where it shows first."""
    small_term.change("feedback", "viewed,discussed\n", "viewed,viewed\n")

    assert "`format`" in small_term.the("header-duplicate").remedy
