"""Agreement, growth, nesting, reliability and links in summaries: which rows they are made of, and what is missing."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from groupreport.measures.agreement import cronbach_alpha
from groupreport.simulation import even_design, simulate_term
from groupreport.summaries import summarize_group, summarize_program
from groupreport.summaries.records import ScaleStatistics, Unavailable

from .conftest import DEMO, make_term, small_tables


@pytest.fixture(name="statistics", scope="module")
def _statistics(demo) -> ScaleStatistics:
    found = summarize_program(demo).statistics
    assert isinstance(found, ScaleStatistics)
    return found


@pytest.fixture(name="quiet_term", scope="module")
def _quiet_term():
    """Twenty groups of nine over twelve sessions without ruptures, whose true course is known."""
    return make_term(simulate_term(even_design(20), seed=4).tables, DEMO)


def test_growth_of_a_simulated_term_is_what_was_put_in(quiet_term):
    """States rise by .7 SD in 11 steps: .7 x .95 / 11 = .0605 points of Engaged, .7 x .75 / 11 = .0477 of alliance.

    Answers are rounded and cut off at the ends, which makes the seen rise a little smaller than that.
    """
    growth = summarize_program(quiet_term).statistics.growth.set_index(["instrument", "scale"])
    engaged, total = growth.loc[("gcq_s", "engaged")], growth.loc[("wai_sr", "total")]

    assert engaged["low"] < 0.0605 < engaged["high"]
    assert total["low"] < 0.0477 < total["high"]
    assert engaged["slope"] == pytest.approx(0.0605, abs=0.015)
    assert (engaged["members"], engaged["groups"], engaged["sessions"]) == (180, 20, 12)


def test_nesting_of_a_simulated_term_is_what_was_put_in(quiet_term):
    """Of lasting variance, .15 lies between groups and .45 between people: ICC(1) of term means is near .15 / .63.

    .63 is .15 + .45 + about .03 of the .40 that changes from session to session, which twelve sessions average out.
    """
    nesting = summarize_program(quiet_term).statistics.nesting
    whole = nesting[nesting["instrument"] == "alliance_1_10"]

    assert whole["icc1"].mean() == pytest.approx(0.24, abs=0.12)
    assert (whole["icc1"] - whole["icc1_reml"]).abs().max() < 0.01  # groups of equal size
    assert whole["design_effect"].to_numpy() == pytest.approx(1 + 8 * whole["icc1"].to_numpy())


def test_a_person_counts_once_in_reliability(demo, statistics):
    """Alpha is that of one form a person: what people answer after their first complete form changes nothing."""
    ratings = demo.tables["ratings"]
    own = ratings[(ratings["instrument"] == "wai_sr")]
    wide = own.pivot(index=["member_id", "group_id", "session"], columns="item", values="value").dropna()
    first = wide.reset_index().sort_values("session", kind="stable").drop_duplicates("member_id")

    row = statistics.reliability.set_index(["instrument", "scale"]).loc[("wai_sr", "total")]

    assert row["people"] == first["member_id"].nunique()
    assert row["alpha"] == pytest.approx(cronbach_alpha(first[[str(item) for item in range(1, 13)]]), rel=1e-9)


def test_a_single_item_has_no_reliability(statistics):
    """The one-item ratings say why there is no alpha."""
    single = statistics.reliability[statistics.reliability["instrument"] == "alliance_1_10"]

    assert single["alpha"].isna().all()
    assert single["note"].str.contains("single item").all()


def test_agreement_needs_three_members(small_term_summary):
    """At most A, B and D come to a session of G1, and no session has all three: nothing is computed, sessions are told.

    A and B answered sessions 1 and 2, A and D 4 and 5, A alone 6; the early third (session 1) has 8 and 7: SD .7071.
    """
    row = small_term_summary.agreement.iloc[0]

    assert (row["sessions"], row["computable"], row["small_sessions"], row["most_raters"]) == (5, 0, 5, 2)
    assert row[["average_deviation", "rwg", "rwg_star", "awg"]].isna().all()
    assert row["spread_early"] == pytest.approx(math.sqrt(0.5))
    assert math.isnan(row["spread_late"])


@pytest.fixture(name="small_term_summary")
def _small_term_summary(small):
    return summarize_group(small, "G1")


def test_growth_of_few_members_has_a_reason(small_term_summary):
    """Only A was rated at three sessions or more."""
    assert small_term_summary.growth["slope"].isna().all()
    assert small_term_summary.growth["reason"].str.contains("fewer than 3 members").all()


def test_agreement_of_a_session_by_hand(open_small):
    """Session 1 of G1 with ratings 8, 7 and 3: mean 6, AD_M (2 + 1 + 3) / 3 = 2 in the one session with three."""
    tables = small_tables()
    third = tables["ratings"].iloc[[0]].assign(member_id="D", session=1, value=3)
    tables["ratings"] = pd.concat([tables["ratings"], third], ignore_index=True)

    row = summarize_group(open_small(tables), "G1").agreement.iloc[0]

    assert row["average_deviation"] == pytest.approx(2.0)
    assert (row["computable"], row["small_sessions"], row["fewest_raters"]) == (1, 4, 1)


def test_without_ratings_there_are_no_statistics(open_small):
    """Nothing was collected: the fields say so."""
    tables = {name: rows for name, rows in small_tables().items() if name != "ratings"}
    term = open_small(tables)

    assert isinstance(summarize_program(term).statistics, Unavailable)
    assert isinstance(summarize_group(term, "G1").growth, Unavailable)
    assert isinstance(summarize_group(term, "G1").agreement, Unavailable)


def test_without_outcomes_there_are_no_links(open_small):
    """Growth and nesting are told all the same."""
    tables = {name: rows for name, rows in small_tables().items() if name != "outcomes"}
    found = summarize_program(open_small(tables)).statistics

    assert isinstance(found.term_links, Unavailable)
    assert isinstance(found.session_links, Unavailable)
    assert len(found.growth) == 1


def test_outcomes_of_sessions_are_linked_to_the_rating_before(demo):
    """Planted: the PHQ-9 of a session falls by 2 points for every point by which the rating before was higher.

    Outcomes are turned so that higher is better, so the slope within members is near +2.
    """
    random = np.random.default_rng(8)
    held = demo.tables["sessions"].query("status.isna() or status == 'held'")
    rated = demo.tables["ratings"].query("instrument == 'alliance_1_10' and item == '1'").dropna(subset="value")
    rated = rated.merge(held[["group_id", "session"]], on=["group_id", "session"])
    rated = rated.sort_values(["group_id", "member_id", "session"])
    before = rated.groupby(["group_id", "member_id"])["value"].shift()
    total = (22 - 2 * before + random.normal(0, 0.5, len(rated))).round().clip(0, 27)
    forms = rated.assign(total=total).dropna(subset="total")
    items = [
        forms[["member_id", "group_id"]].assign(
            occasion=forms["session"].astype(str), instrument="phq9", item=str(item),
            value=(forms["total"] // 9) + (forms["total"] % 9 >= item),
        )
        for item in range(1, 10)
    ]  # fmt: skip
    tables = demo.tables | {"outcomes": pd.concat(items, ignore_index=True)}
    links = summarize_program(make_term(tables, DEMO)).statistics.session_links

    own = links[(links["label"] == "Alliance with the leader") & ~links["controlled"].astype(bool)].iloc[0]

    assert own["outcome_short_name"] == "PHQ-9"
    assert own["within_member"] == pytest.approx(2.0, abs=0.15)
    assert own["within_member_low"] > 0
    assert own["model"] == "mixed"


def test_links_over_the_term_need_twenty_people(open_small):
    """Five people are too few, and the note says so."""
    found = summarize_program(open_small(small_tables())).statistics.term_links

    assert found["correlation"].isna().all()
    assert (found["note"] == "too_few_people").all()
