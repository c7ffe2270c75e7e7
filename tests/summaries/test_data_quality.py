"""How complete a term's records are and how its answers look, counted by hand and with planted mistakes."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from groupreport.measures.attendance_completeness import AttendanceCompleteness
from groupreport.summaries import summarize_data_quality, summarize_group, summarize_program
from groupreport.summaries.records import Unavailable

from .conftest import DEMO, HandmadeTerm, make_term
from .test_thin_data import CASES

CORE = {"instruments": ["core10", "wai_s", "alliance_1_10"]}


def changed(demo: HandmadeTerm, **tables: pd.DataFrame) -> HandmadeTerm:
    return make_term({**demo.tables, **tables}, DEMO)


def rated(instrument: str, answers: list[list[float | None]], rater: str | None = None) -> pd.DataFrame:
    """One form a line: member A's in G1, one a session."""
    rows = [
        ("A", "G1", session, instrument, str(item), value, rater)
        for session, form in zip((1, 2, 4, 5, 6), answers, strict=False)
        for item, value in enumerate(form, start=1)
    ]
    return pd.DataFrame(rows, columns=["member_id", "group_id", "session", "instrument", "item", "value", "rater"])


def test_attendance_on_record_is_counted(small):
    """23 attendances were possible at 11 held sessions, and all are on record."""
    found = summarize_data_quality(small).attendance

    assert found == AttendanceCompleteness(
        possible=23,
        recorded=23,
        present=17,
        unknown=0,
        assumed=0,
        at_unrecorded_sessions=0,
        sessions=11,
        unrecorded_sessions=0,
    )


def test_forms_and_response_rates_of_a_group(tables, open_small):
    """A and B or D rated after five sessions, D not after the fifth: 8 of 9 members present, 1 of 2 in session 5."""
    ratings = tables["ratings"]
    tables["ratings"] = ratings[~((ratings["member_id"] == "D") & (ratings["session"] == 5))]
    row = summarize_data_quality(open_small(tables), "G1").forms.iloc[0]

    assert row[["instrument", "rater", "given", "forms", "members"]].tolist() == [
        "alliance_1_10", "member", "session", 8, 3
    ]  # fmt: skip
    assert row[["sessions", "sessions_answered", "expected", "answered"]].tolist() == [5, 5, 9, 8]
    lowest = ["lowest_group", "lowest_session", "lowest_expected", "lowest_answered"]
    assert row[lowest].tolist() == ["G1", 5, 2, 1]
    assert row["rate"] == pytest.approx(8 / 9)


def test_forms_that_are_the_same_throughout(tables, open_small):
    """WAI-S items 4 and 10 are reversed: all 7 contradicts itself, all 4 is the middle; the last form varies."""
    wai_s = rated("wai_s", [[7] * 12, [4] * 12, [7, 6] * 6])
    tables["ratings"] = wai_s
    term = open_small(tables, **CORE)
    row = summarize_data_quality(term).forms.iloc[0]

    counted = ["forms", "judged", "same", "reversed_judged", "contradicting"]
    assert row[counted].tolist() == [3, 3, 2, 3, 1]


def test_an_outcome_that_is_the_same_throughout_is_no_contradiction(small):
    """Each of the five PHQ-9 forms has one answer to all nine items, none of which is reversed."""
    row = summarize_data_quality(small).forms.set_index("instrument").loc["phq9"]

    assert row[["given", "judged", "same", "reversed_judged", "contradicting"]].tolist() == ["occasion", 5, 5, 0, 0]
    assert row[["sessions", "rate", "lowest_group"]].isna().all()


def test_leaders_forms_stand_apart(tables, open_small):
    """A leader's form with one answer to all items is no member's; the members' rows stay as they were."""
    alone = summarize_data_quality(open_small(tables))
    leaders = rated("alliance_1_10", [[10, 10, 10]], rater="leader").assign(member_id="L1")
    tables["ratings"] = pd.concat([tables["ratings"], leaders], ignore_index=True)
    found = summarize_data_quality(open_small(tables))

    assert found.forms["rater"].tolist() == ["member", "leader", "member"]
    leader = found.forms.iloc[1]
    assert leader[["forms", "same"]].tolist() == [1, 0]
    assert leader[["members", "rate", "lowest_session"]].isna().all()
    pd.testing.assert_frame_equal(found.forms.iloc[[0, 2]].reset_index(drop=True), alone.forms)
    of_members = found.scales[found.scales["rater"] == "member"].reset_index(drop=True)
    pd.testing.assert_frame_equal(of_members, alone.scales)


def test_answers_about_a_session_that_was_not_held_are_left_out(tables, open_small):
    """Session 3 of G1 was canceled."""
    alone = summarize_data_quality(open_small(tables)).forms
    off = tables["ratings"].head(1).assign(session=3)
    tables["ratings"] = pd.concat([tables["ratings"], off], ignore_index=True)

    pd.testing.assert_frame_equal(summarize_data_quality(open_small(tables)).forms, alone)


def test_scores_at_the_ends_are_counted_by_scale(tables, open_small):
    """Alliance with the group, from 1 to 10: one of the nine scores is 10, one is 1."""
    tables["ratings"] = tables["ratings"].assign(value=[10, 1, 3, 8, 8, 7, 7, 7, 7])
    row = summarize_data_quality(open_small(tables)).scales.iloc[0]

    assert row[["scale", "label", "scores", "at_lowest", "at_highest", "noted"]].tolist() == [
        "member_group", "Alliance with the group", 9, 1, 1, "not_enough_data"
    ]  # fmt: skip


def test_scores_that_come_without_items_have_no_items_to_judge(tables, open_small):
    """The GQ is scored elsewhere, and its range is not public."""
    rows = rated("gq", [[3.0], [3.0]]).assign(item="positive_bond")
    tables["ratings"] = rows
    found = summarize_data_quality(open_small(tables, instruments=["gq", "alliance_1_10"]))

    assert found.forms[["forms", "judged"]].to_numpy().tolist() == [[2, 0]]
    assert found.scales[["scale", "scores", "noted"]].to_numpy().tolist() == [["positive_bond", 2, "not_enough_data"]]
    assert found.scales[["at_lowest", "at_highest"]].isna().all(axis=None)
    assert found.items.empty


def test_a_right_term_has_no_sign_of_a_wrong_key(demo):
    """In the demo every item runs with its scale, over all and at each of three sites, and no range is shifted."""
    found = summarize_data_quality(demo)

    assert set(found.items["direction"]) == {"with"}
    assert found.items["site"].nunique() == 3
    assert set(found.ranges["shift"]) == {"none"}
    assert set(found.scales["noted"]) == {"neither"}


def test_an_item_turned_twice_is_found_everywhere_or_at_its_site(demo):
    """WAI-SR item 4 is turned in all exports, item 7 at one site alone, where the others hide it."""
    ratings, site = demo.tables["ratings"].copy(), demo.tables["groups"].set_index("group_id")["site"]
    wai, item = ratings["instrument"] == "wai_sr", ratings["item"].astype(str)
    wrong = wai & ((item == "4") | ((item == "7") & (ratings["group_id"].map(site) == "Campus center")))
    ratings["value"] = ratings["value"].where(~wrong, 6 - ratings["value"])
    items = summarize_data_quality(changed(demo, ratings=ratings)).items
    against = items[items["direction"] == "against"]

    assert set(against["instrument"]) == {"wai_sr"}
    assert against.loc[against["site"].isna(), "item"].tolist() == ["4"]
    assert against.loc[against["site"] == "Campus center", "item"].tolist() == ["4", "7"]
    assert against.loc[against["site"].isin(["North clinic", "Downtown clinic"]), "item"].tolist() == ["4", "4"]


def test_a_key_that_is_reversed_where_the_export_is_turned_already_is_found(tables, open_small):
    """CORE-10 items 2 and 3 point the other way; exported turned, the key turns them back to front."""
    people = [f"P{place}" for place in range(40)]
    level = [place % 4 for place in range(40)]
    rows = [
        (who, "pre", "core10", str(item), min(4, max(0, own + (place * item) % 3 - 1)))
        for place, (who, own) in enumerate(zip(people, level, strict=True))
        for item in range(1, 11)
    ]
    outcomes = pd.DataFrame(rows, columns=["member_id", "occasion", "instrument", "item", "value"])
    tables["roster"] = pd.DataFrame({"member_id": people, "group_id": "G1", "enrolled_on": "2026-09-01"})
    kept = {name: tables[name] for name in ("groups", "sessions", "roster")}
    nothing = {name: tables[name].iloc[:0] for name in ("attendance", "ratings")}
    term = open_small({**kept, **nothing, "outcomes": outcomes}, **CORE)
    right = outcomes.assign(value=outcomes["value"].mask(outcomes["item"].isin(["2", "3"]), 4 - outcomes["value"]))

    found = summarize_data_quality(term).items
    assert found.loc[found["direction"] == "against", "item"].tolist() == ["2", "3"]
    as_keyed = open_small({**kept, **nothing, "outcomes": right}, **CORE)
    assert set(summarize_data_quality(as_keyed).items["direction"]) == {"with"}


@pytest.mark.parametrize("named", [True, False], ids=["site", "site-missing"])
def test_a_site_whose_form_begins_at_one_is_found(named, demo):
    """GCQ-S answers of one site are one point too high; the site may have no name."""
    groups = demo.tables["groups"]
    at = groups["site"] == "North clinic"
    if not named:
        groups = groups.assign(site=groups["site"].mask(at))
    ratings = demo.tables["ratings"].copy()
    wrong = (ratings["instrument"] == "gcq_s") & ratings["group_id"].isin(groups.loc[at, "group_id"])
    ratings["value"] = ratings["value"].where(~wrong, (ratings["value"] + 1).clip(upper=6))
    ranges = summarize_data_quality(changed(demo, groups=groups, ratings=ratings)).ranges
    row = ranges[ranges["shift"] != "none"]

    assert row[["instrument", "lowest", "highest", "used", "shift"]].to_numpy().tolist() == [
        ["gcq_s", 1.0, 6.0, 0, "higher"]
    ]
    assert row["site"].fillna("missing").tolist() == ["North clinic" if named else "missing"]


def test_without_sites_or_within_one_group_ranges_are_not_compared(demo):
    """Not collected and not enough data are told apart."""
    nameless = changed(demo, groups=demo.tables["groups"].assign(site=None))

    assert summarize_data_quality(nameless).ranges == Unavailable("not_collected", "no_sites")
    assert summarize_data_quality(demo, "G01").ranges == Unavailable("not_enough_data", "one_group_for_sites")


def test_outcomes_without_a_group_belong_to_their_members_site(demo):
    """Each person's outcomes count at one site."""
    ranges = summarize_data_quality(demo).ranges
    people = summarize_data_quality(demo).forms.set_index("instrument").loc["phq9", "members"]

    assert ranges.loc[ranges["instrument"] == "phq9", "members"].sum() == people
    assert ranges["site"].notna().all()


def test_groups_and_program_count_the_same_forms(demo):
    """Forms about sessions add up over the groups."""
    parts = [summarize_data_quality(demo, group_id).forms for group_id in demo.group_ids]
    summed = pd.concat(parts).query("given == 'session'").groupby("instrument")[["forms", "judged", "same", "answered"]]
    whole = summarize_data_quality(demo).forms.query("given == 'session'").set_index("instrument")

    pd.testing.assert_frame_equal(
        summed.sum().sort_index(), whole[["forms", "judged", "same", "answered"]].sort_index(), check_dtype=False
    )


def test_reports_hold_the_same_record(small):
    """What the check shows stands in the evaluator's reports."""
    for summary, group_id in ((summarize_group(small, "G1"), "G1"), (summarize_program(small), None)):
        alone = summarize_data_quality(small, group_id)
        assert summary.data_quality.attendance == alone.attendance
        pd.testing.assert_frame_equal(summary.data_quality.forms, alone.forms)


@pytest.mark.parametrize("case", CASES)
def test_thin_terms_have_a_record_without_verdicts(case, tables, open_small):
    """Empty tables, two members, one session: no exception, no warning, and nothing is called right or wrong."""
    term = open_small(CASES[case](tables))
    for group_id in (None, "G1", "G2"):
        found = summarize_data_quality(term, group_id)
        assert set(found.items["direction"]) <= {"not_enough_data"}
        assert set(found.scales["noted"]) <= {"not_enough_data"}
        assert all(isinstance(getattr(found, part.name), object) for part in dataclasses.fields(found))
        assert (found.forms["same"] <= found.forms["judged"]).all()
        assert (found.forms["judged"] <= found.forms["forms"]).all()
