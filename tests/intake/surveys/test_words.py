"""Words of an export as the contract's: exactly those that program.yml lists, by column or by questionnaire."""

from __future__ import annotations

import pytest

BASE = """\
program: {name: x}
instruments: [alliance_1_10, phq9]
characteristics: [age_band]
data:
  tables:
"""


def with_values(term, table, values):
    return term.set_program(f"{BASE}    {table}:\n      values:\n        {values}\n")


def test_a_listed_word_is_read_as_what_it_stands_for(small_term):
    """Every translation is told with a count."""
    small_term.write("attendance", small_term.path("attendance").read_text().replace("attended", "Came"))
    with_values(small_term, "attendance", "status: {Came: attended}")

    assert small_term.found() == []
    assert (small_term.the("value-translated").count, small_term.the("value-translated").severity) == (5, "info")


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("strongly agree", "differs from a word that data.tables.ratings.values lists by letter case"),
        ("Strongly  agree", "differs from a word that data.tables.ratings.values lists by letter case"),
        ("Strongly\u00a0agree", "differs from a word that data.tables.ratings.values lists by letter case"),
        ("Strongly agree.", "differs from a word that data.tables.ratings.values lists by letter case"),
        ("Strongy agree", "is not among the words that data.tables.ratings.values lists"),
    ],
)
def test_a_word_that_is_nearly_one_of_the_list_is_never_taken_for_it(small_term, word, message):
    """Letter case, spaces and typing errors are shown with the word that was probably meant."""
    small_term.change("ratings", "1,alliance_1_10,1,8\n", f"1,alliance_1_10,1,{word}\n")
    with_values(small_term, "ratings", "value: {Strongly agree: 10, Strongly disagree: 1}")
    problem = small_term.the("value-unknown")

    assert (problem.line, problem.column, problem.suggestion) == (2, "value", "Strongly agree")
    assert problem.message.startswith(message)


def test_a_typographic_apostrophe_is_another_word(small_term):
    """`don’t` and `don't` are told apart, and the listed one is suggested."""
    small_term.change("ratings", "1,alliance_1_10,1,8\n", "1,alliance_1_10,1,I don’t know\n")
    with_values(small_term, "ratings", 'value: {"I don\'t know": ""}')

    assert small_term.the("value-unknown").suggestion == "I don't know"


def test_a_word_may_stand_for_no_answer(small_term):
    """A word that means nothing leaves the question unanswered."""
    small_term.change("ratings", "1,alliance_1_10,1,8\n", "1,alliance_1_10,1,I don't know\n")
    with_values(small_term, "ratings", 'value: {"I don\'t know": ""}')

    assert small_term.found() == []
    assert small_term.open().table("ratings", "G01")["value"].isna().sum() == 2


def test_another_word_is_said_not_to_be_listed(small_term):
    """A word that resembles none has no suggestion, but is told where words are listed."""
    small_term.change("ratings", "1,alliance_1_10,1,8\n", "1,alliance_1_10,1,xyz\n")
    with_values(small_term, "ratings", "value: {Strongly agree: 10}")
    problem = small_term.the("value-unknown")

    assert (problem.suggestion, problem.remedy) == (None, "List it there as well, or correct it in the export.")


def test_numbers_beside_words_stay_numbers(small_term):
    """A number that is out of range is no unknown word."""
    small_term.change("ratings", "1,alliance_1_10,1,8\n", "1,alliance_1_10,1,88\n")
    with_values(small_term, "ratings", "value: {Strongly agree: 10}")

    assert [found[0] for found in small_term.found()] == ["answer-out-of-range"]


def test_a_questionnaires_words_go_before_those_of_the_column(small_term):
    """The same word may stand for two numbers; nothing is translated twice."""
    small_term.write(
        "outcomes",
        "member_id,occasion,instrument,item,value\n"
        "007,pre,phq9,1,Often\n007,pre,phq9,2,2\n007,pre,phq9,3,1\n007,pre,gad7,1,Often\n",
    )
    small_term.set_program(
        BASE.replace("phq9]", "phq9, gad7]")
        + "    outcomes:\n      values:\n        value: {Often: 1, 2: 3}\n        phq9: {Often: 2}\n"
    )
    outcomes = small_term.open().table("outcomes").set_index(["instrument", "item"])["value"]

    assert outcomes.to_dict() == {("phq9", "1"): 2.0, ("phq9", "2"): 3.0, ("phq9", "3"): 1.0, ("gad7", "1"): 1.0}


def test_yes_and_no_need_no_quotes(small_term):
    """YAML takes a bare yes for true; as a meaning it is the contract's yes."""
    small_term.change("feedback", "L1,yes,no", "L1,Seen,Not seen")
    with_values(small_term, "feedback", "viewed: {Seen: yes}\n        discussed: {Not seen: no}")
    row = small_term.open().table("feedback").iloc[0]

    assert (row["viewed"], row["discussed"]) == (True, False)


def test_each_of_several_ids_is_translated(small_term):
    """A cell with two ids is no word of its own."""
    small_term.change("events", "007;008", "Bo; Al ;007")
    with_values(small_term, "events", 'member_ids: {Bo: "008", Al: ""}')

    assert small_term.found() == []
    assert small_term.open().table("events")["member_ids"].tolist() == ["008;007"]


def test_words_of_a_column_that_is_not_there_are_told(small_term):
    """A translation without effect may be a name that is wrong."""
    with_values(small_term, "sessions", "stage: {Start: commitment}")
    problem = small_term.the("column-mapped-unknown")

    assert (problem.severity, problem.file, problem.line) == ("warning", "params/program.yml", 8)


def test_words_of_a_questionnaire_that_is_not_there_are_told(small_term):
    """So is one for a questionnaire without answers in this part."""
    with_values(small_term, "ratings", "gcs7: {Always: 5}")
    problem = small_term.the("column-mapped-unknown")

    assert (problem.severity, problem.line) == ("warning", 8)
    assert "no answer to it stands in this part" in problem.message
