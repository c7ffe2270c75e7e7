"""The log of ruptures: a slip of spelling is found, and two columns of a row do not contradict each other unseen."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Withdrawl", "withdrawal"),
        ("micro-agression", "micro aggression"),
        ("Boundry", "boundary"),
        ("confrontaton", "confrontation"),
    ],
)
def test_a_misspelled_kind_is_told_with_the_one_that_was_meant(small_term, written, meant):
    """Otherwise it would be another kind, and nobody would know."""
    small_term.add("events", f"E2,G02,1,leader,subgroup,{written},no,,full,3,")

    assert small_term.found() == [("kind-misspelled", "events.csv", 3, "warning")]
    assert small_term.the("kind-misspelled").suggestion == meant


@pytest.mark.parametrize("written", ["Withdrawal", "boundary crossing", "OTHER", "sub-grouping", ""])
def test_a_listed_kind_is_not_mentioned(small_term, written):
    """Capitals and hyphens make no difference."""
    small_term.add("events", f"E2,G02,1,leader,subgroup,{written},no,,full,3,")
    rules = {problem.rule for problem in small_term.problems()}

    assert not rules & {"kind-misspelled", "kind-on-no-list"}


def test_words_of_ones_own_are_counted_and_not_repeated(small_term):
    """They are allowed, and may tell who it was: a note, without the words."""
    small_term.add("events", "E2,G02,1,leader,subgroup,Kim shouted at Lee,no,,full,3,")
    small_term.add("events", "E3,G02,1,leader,subgroup,clash over money,no,,full,3,")
    note = small_term.the("kind-on-no-list")

    assert small_term.found() == []
    assert note.message.startswith("2 ruptures are of a kind that is on no list")
    assert "Kim" not in str(note)


@pytest.mark.parametrize(("cultural", "rules"), [("no", ["cultural-denied"]), ("yes", []), ("", [])])
def test_a_cultural_kind_that_is_marked_as_not_cultural_is_a_warning(small_term, cultural, rules):
    """One of the two columns is wrong."""
    small_term.add("events", f"E2,G02,1,leader,subgroup,Microaggression,{cultural},,full,3,")

    assert [rule for rule, *_ in small_term.found()] == rules


@pytest.mark.parametrize(
    ("status", "session", "rules"),
    [("none", "3", ["resolved-without-repair"]), ("none", "", []), ("partial", "3", []), ("full", "", [])],
)
def test_a_rupture_that_nobody_tried_to_repair_has_no_session_of_repair(small_term, status, session, rules):
    """Status none and a session contradict each other; either alone is fine."""
    small_term.add("events", f"E2,G02,1,leader,subgroup,other,no,,{status},{session},")

    assert [rule for rule, *_ in small_term.found()] == rules
