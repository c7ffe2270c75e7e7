"""Categories of which a release tells nothing are not named, and readers of several releases are reckoned with."""

from __future__ import annotations

import datetime
import math
from dataclasses import replace

import pandas as pd
import pytest

from groupreport.disclosure import for_audience
from groupreport.disclosure.beside import Hidden, hide_beside
from groupreport.disclosure.joint_attack import attack_jointly
from groupreport.disclosure.joint_cells import compared
from groupreport.disclosure.ledger import RecordedRelease, rules_of
from groupreport.disclosure.policy import Policy
from groupreport.disclosure.read_back import table_of_cells
from groupreport.disclosure.readers import knowledge_of
from groupreport.disclosure.related import Relation
from groupreport.errors import DisclosureError
from groupreport.summaries.records import CountTable

POLICY = Policy(name="default")
PROGRAMS = ["Anxiety", "Grief"]


def _table(rows, columns, counts, by_program=None):
    return CountTable(
        rows=rows, columns=columns, counts=counts, groups_behind=counts.clip(upper=2), by_program=by_program
    )


@pytest.fixture(name="tables")
def _tables(make_funder_summary):
    gender = pd.DataFrame({"man": [22, 10], "nonbinary": [1, 2], "woman": [41, 29]}, index=PROGRAMS)
    done = pd.DataFrame(
        {"completed": [21, 2, 42], "not_completed": [11, 1, 28]}, index=pd.Index(["man", "nonbinary", "woman"])
    )
    lines = pd.MultiIndex.from_product([done.index, PROGRAMS])
    of_programs = pd.DataFrame({"completed": [15, 6, 1, 1, 24, 18], "not_completed": [7, 4, 0, 1, 17, 11]}, index=lines)
    ends = pd.DataFrame({"completed": [40, 25], "dropped_out": [24, 16]}, index=PROGRAMS)
    better = pd.DataFrame({"improved_reliably": [12, 0, 4], "not_improved": [11, 2, 30]}, index=done.index)
    summary = make_funder_summary()
    given = {
        "improved_phq9_gender": _table("gender", "outcome", better),
        "served_gender": _table("program", "gender", gender),
        "stayed": _table("program", "end", ends),
        "completed_gender": _table("gender", "end", done, of_programs),
    }
    return for_audience(replace(summary, tables=given), "funder").tables


def test_a_category_of_which_nothing_is_told_is_not_named(tables):
    """Three nonbinary people, and men for their sake: no table names either, and each has a number instead."""
    served, completed = tables["served_gender"].with_margins(), tables["completed_gender"].with_margins()

    assert list(served.columns) == ["woman", "unnamed_1", "unnamed_2", "Total"]
    assert list(completed.index) == ["woman", "unnamed_1", "unnamed_2", "Total"]
    assert served["woman"].tolist() == [41, 29, 70]
    assert served[["unnamed_1", "unnamed_2"]].isna().all(axis=None)
    assert list(tables["stayed"].table.index) == PROGRAMS


def test_a_line_of_which_a_count_is_told_keeps_its_name(tables):
    """A number in a line without a name would be worse than either."""
    with pytest.raises(DisclosureError, match="must keep its name"):
        tables["served_gender"].relabeled({}, {"woman": "unnamed_3"})


def test_a_category_that_one_table_tells_of_is_named_in_all(tables):
    """Of the women few improved, which is withheld; that they were served is told, so that their name tells nothing."""
    improved = tables["improved_phq9_gender"].with_margins()

    assert improved.loc["woman"].isna().all()
    assert list(improved.index) == ["woman", "unnamed_1", "unnamed_2", "Total"]


def _release(number, term, days, counts, hidden=()):
    """One program by some categories, without the hidden places."""
    full = {("A", name): count for name, count in counts.items()}
    full["A", "Total"] = sum(counts.values())
    full |= {("Total", name): count for (_, name), count in full.items()}
    shown = {place: math.nan if place[1] in hidden else float(count) for place, count in full.items()}
    start = datetime.date(2026, 1, 1)
    return RecordedRelease(
        number=number, term=term, starts=start, ends=start + datetime.timedelta(days), data=f"{number:064}",
        rules=rules_of(POLICY), tables={"served_gender": table_of_cells("t", shown)}, numbers=(), recorded_at="",
    )  # fmt: skip


def _compared(*releases):
    """Places at which the first release is read as the whole of the second: label, and the labels behind it."""
    known = {one.number: knowledge_of(one, one.policy) for one in releases}
    whole, part = releases
    places = compared(Relation(whole.number, (part.number,), (">=",)), known)
    return {
        place.column: sorted(cell[2] for cell in place.factors) for place in places if place.row == "A"
    }  # fmt: skip


def test_a_category_without_a_name_is_not_taken_to_be_empty_in_the_other_release():
    """Men are named in the half alone: they are among the two of the year that have no name."""
    year = _release(0, "year", 360, {"woman": 60, "unnamed_1": 30, "unnamed_2": 5}, ("unnamed_1", "unnamed_2"))
    half = _release(1, "half", 180, {"man": 12, "woman": 30})

    found = _compared(year, half)
    assert found["woman"] == ["woman", "woman"]
    assert found["unnamed_1"] == ["man", "unnamed_1", "unnamed_2"]
    assert "man" not in found


def test_as_many_categories_without_a_name_are_taken_in_their_order():
    """What readers try first: an earlier release that named two categories, and one that numbers two."""
    gone = ("unnamed_1", "unnamed_2")
    year = _release(0, "year", 360, {"woman": 60, "unnamed_1": 30, "unnamed_2": 5}, gone)
    half = _release(1, "half", 180, {"man": 12, "nonbinary": 3, "woman": 30}, ("man", "nonbinary"))

    assert _compared(year, half)["unnamed_2"] == ["nonbinary", "unnamed_2"]


def test_the_few_between_two_releases_are_found_without_their_name():
    """33 who are not women in the year and 30 men in the half: three others, whatever they are called."""
    hidden = ("unnamed_1", "unnamed_2")
    year = _release(0, "year", 360, {"woman": 60, "unnamed_1": 20, "unnamed_2": 13}, hidden)
    half = _release(1, "half", 180, {"man": 30, "woman": 30})
    apart = _release(1, "half", 180, {"man": 12, "woman": 30})

    assert attack_jointly(year, [half]).findings
    assert not attack_jointly(year, [apart]).findings


def test_what_an_earlier_release_does_not_name_is_withheld_in_the_next():
    """Men and others have no number and no name in the half: a year that names men does not tell theirs either."""
    hidden = ("unnamed_1", "unnamed_2")
    half = _release(1, "half", 180, {"woman": 30, "unnamed_1": 12, "unnamed_2": 6}, hidden)
    seen = []

    def told(hidden: Hidden) -> RecordedRelease:
        seen.append(hidden)
        gone = {column for _, column in hidden.places.get("served_gender", ())}
        return _release(0, "year", 360, {"man": 40, "woman": 60, "other": 30}, gone)

    hide_beside([half], told)
    assert {("A", "man"), ("A", "other"), ("Total", "man")} <= seen[-1].places["served_gender"]
    assert ("A", "woman") not in seen[-1].places["served_gender"]
