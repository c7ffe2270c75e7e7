"""Kinds and roles in the event log: the words that staff wrote become codes, and other words go no further."""

from __future__ import annotations

import pandas as pd
import pytest

from groupreport.intake.contract import TABLES
from groupreport.measures.responses import KINDS, ROLES, kinds_of, roles_of


def test_the_vocabulary_is_known():
    """Withdrawal and confrontation (Safran & Muran), cultural (Miles et al. 2021), and what else groups meet."""
    assert KINDS == ("withdrawal", "confrontation", "cultural", "boundary", "subgrouping", "attendance", "other")
    assert {"leader", "member", "co_leader"} < set(ROLES)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("withdrawal", "withdrawal"),
        ("  Withdrawal ", "withdrawal"),
        ("CONFRONTATION", "confrontation"),
        ("microaggression", "cultural"),
        ("Micro-Aggression", "cultural"),
        ("cultural/microaggression", "cultural"),
        ("cultural_rupture", "cultural"),
        ("boundary", "boundary"),
        ("sub-grouping", "subgrouping"),
        ("attendance", "attendance"),
        ("other", "other"),
    ],
)
def test_spelling_makes_no_difference(written, kind):
    """Capitals, blanks and joints differ from one log to the next; the kind does not."""
    assert kinds_of(pd.Series([written])).to_numpy().tolist() == [[kind, False]]


def test_every_kind_that_the_contract_names_is_read():
    """Whoever follows the column's own description is understood."""
    (column,) = [column for column in TABLES["events"].columns if column.name == "kind"]
    named = column.meaning.split(";")[0].replace(" or ", ", ").split(", ")

    assert len(named) == 6
    assert not kinds_of(pd.Series([*named, column.example]))["own_words"].any()


def test_other_words_are_counted_and_never_repeated():
    """A word on no list may tell of whom it is; it is one of another kind and its text is gone."""
    found = kinds_of(pd.Series(["Kim shouted at Lee", None, "withdrawal", "??"]))

    assert found["own_words"].tolist() == [True, False, False, False]
    assert found["kind"].iloc[0] == "other"
    assert found["kind"].iloc[2] == "withdrawal"
    assert found["kind"].isna().tolist() == [False, True, False, True]
    assert "Kim" not in found.to_string()


def test_roles_are_codes():
    """Who began a repair is told by role; a name in that place is somebody else, not a name in a report."""
    found = roles_of(pd.Series(["Leader", "co-leader", "Group member", "Dr. Kim", None], index=list("abcde")))

    assert found.dropna().to_dict() == {"a": "leader", "b": "co_leader", "c": "member", "d": "other"}
    assert pd.isna(found["e"])


def test_categories_and_empty_logs_are_read_too():
    """A frozen term holds texts as categories; a log may have no row."""
    assert kinds_of(pd.Series(pd.Categorical(["boundary", None])))["kind"].tolist()[0] == "boundary"
    empty = kinds_of(pd.Series([], dtype="str"))
    assert empty.columns.tolist() == ["kind", "own_words"]
    assert empty.empty
