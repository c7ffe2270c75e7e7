"""What the demo promises, counted in its tables."""

from __future__ import annotations

import pandas as pd
import pytest

from groupreport.instruments import load_catalog, score
from groupreport.parameters import Project, packaged_folder, read_parameters
from groupreport.simulation import SimulatedTerm, demo_design, simulate_term
from groupreport.simulation.demo import DEMO_SEEDS

PRESENT = ["attended", "late", "left_early"]


@pytest.fixture(scope="module", params=["2026-spring", "2026-fall"])
def term(request: pytest.FixtureRequest) -> SimulatedTerm:
    return simulate_term(demo_design(request.param), DEMO_SEEDS[request.param])


@pytest.fixture(scope="module")
def fall() -> SimulatedTerm:
    return simulate_term(demo_design("2026-fall"), DEMO_SEEDS["2026-fall"])


def present(term: SimulatedTerm) -> pd.DataFrame:
    attendance = term.tables["attendance"]
    return attendance[attendance["status"].isin(PRESENT)]


def test_groups(term):
    """Two programs, twelve groups of 6 to 12 members on three sites, 10 to 14 sessions, every kind of group."""
    groups = term.tables["groups"]
    sizes = term.tables["roster"].groupby("group_id").size()

    assert groups["program"].nunique() == 2
    assert len(groups) == 12
    assert groups["site"].nunique() == 3
    assert set(groups["modality"]) == {"in_person", "online", "hybrid"}
    assert set(groups["enrollment"]) == {"open", "closed"}
    assert groups["planned_sessions"].between(10, 14).all()
    assert sizes.between(6, 12).all()


def test_dates_lie_in_the_term(term):
    """Every session is on a day of the term, a week after the one before."""
    sessions = term.tables["sessions"]
    term_id = "2026-fall" if sessions["held_on"].min().month > 6 else "2026-spring"
    facts = read_parameters(Project(packaged_folder()), term_id).term
    gaps = sessions.groupby("group_id")["held_on"].diff().dropna()

    assert sessions["held_on"].between(pd.Timestamp(facts.starts), pd.Timestamp(facts.ends)).all()
    assert (gaps == pd.Timedelta(weeks=1)).all()


def test_canceled_sessions_have_no_rows(term):
    """Some sessions are canceled, and nothing is recorded about them."""
    sessions = term.tables["sessions"]
    canceled = set(sessions.query("status == 'canceled'")[["group_id", "session"]].itertuples(index=False, name=None))

    assert len(canceled) >= 3
    for name in ("attendance", "ratings", "participation", "feedback", "events"):
        recorded = set(term.tables[name][["group_id", "session"]].itertuples(index=False, name=None))
        assert not recorded & canceled, name


def test_some_never_attend(term):
    """Six percent of the members are enrolled and never come."""
    enrolled = set(term.tables["roster"]["member_id"])
    came = set(present(term)["member_id"])

    assert len(enrolled - came) == round(0.06 * 105)


def test_some_drop_out(term):
    """Between a tenth and a quarter leave early, and nobody is recorded after the end of a stay."""
    roster = term.tables["roster"]
    days = term.tables["attendance"].merge(term.tables["sessions"][["group_id", "session", "held_on"]])
    stays = days.merge(roster, on=["member_id", "group_id"])
    ended = stays["ended_on"].fillna(pd.Timestamp.max)

    assert 0.10 <= (roster["end_reason"] == "dropped_out").mean() <= 0.25
    assert (stays["held_on"] >= stays["enrolled_on"]).all()
    assert (stays["held_on"] <= ended).all()


def test_late_joiners(term):
    """In open groups some join after the second session; closed groups take nobody then."""
    sessions = term.tables["sessions"]
    second = sessions.query("session == 2").set_index("group_id")["held_on"]
    roster = term.tables["roster"].merge(term.tables["groups"][["group_id", "enrollment"]])
    late = roster["enrolled_on"] > roster["group_id"].map(second)

    assert late[roster["enrollment"] == "open"].sum() >= 10
    assert not late[roster["enrollment"] == "closed"].any()


def test_transfers(term):
    """Somebody moves from one group to another: two stays, the first ended as transferred before the second."""
    roster = term.tables["roster"]
    moved = roster[roster.duplicated("member_id", keep=False)].sort_values(["member_id", "enrolled_on"])
    first, second = moved.groupby("member_id").nth(0), moved.groupby("member_id").nth(1)

    assert len(first) in (1, 2)
    assert set(first["end_reason"]) == {"transferred"}
    assert (second["enrolled_on"].to_numpy() > first["ended_on"].to_numpy()).all()


def test_missed_questionnaires(term):
    """Present members do not hand in 15 percent of their forms, give or take 3, and some forms lack an item."""
    ratings = term.tables["ratings"]
    forms = ratings.drop_duplicates(["member_id", "group_id", "session", "instrument"])
    incomplete = ratings["value"].isna().groupby([ratings["member_id"], ratings["session"], ratings["instrument"]])
    returned = len(forms) / (len(present(term)) * 3)

    assert 1 - returned == pytest.approx(0.15, abs=0.03)
    assert 0.01 <= incomplete.any().mean() <= 0.06


def test_only_present_members_rate(term):
    """Ratings and participation belong to members who were there."""
    keys = ["member_id", "group_id", "session"]
    there = set(present(term)[keys].itertuples(index=False, name=None))

    for name in ("ratings", "participation"):
        assert set(term.tables[name][keys].itertuples(index=False, name=None)) <= there, name


def test_answers_can_be_scored(term):
    """Every answer is in its questionnaire's range, and at least 95 percent of the scores are complete."""
    catalog = load_catalog()
    for table, names in (("ratings", ("gcq_s", "wai_sr", "alliance_1_10")), ("outcomes", ("phq9", "gad7"))):
        for name in names:
            answers = term.tables[table].query("instrument == @name")
            statuses = score(answers, catalog[name])["status"].value_counts(normalize=True)
            assert "out_of_range" not in statuses
            assert statuses["complete"] > 0.95


def test_reversed_items_run_against_the_others():
    """In a questionnaire with reversed items, answers are turned round, so that keyed items agree with each other."""
    design = demo_design("2026-fall")
    design = type(design)(groups=design.groups, session_instruments=("wai_s",), outcome_instruments=("core10",))
    tables = simulate_term(design, seed=5).tables

    for table, index, backward in (
        ("ratings", ["member_id", "group_id", "session"], "10"),
        ("outcomes", ["member_id", "occasion"], "2"),
    ):
        wide = tables[table].pivot(index=index, columns="item", values="value")
        assert wide.corr().loc["1", backward] < -0.3
        assert wide.corr().loc["1", "5"] > 0.3


def test_climate_develops(term):
    """Engagement rises, avoidance falls, conflict rises to the middle and falls again."""
    answers = term.tables["ratings"].query("instrument == 'gcq_s'")
    scored = score(answers, load_catalog()["gcq_s"])
    part = pd.cut(scored["session"], [0, 3, 4, 8, 9, 14], labels=["early", "", "middle", "", "late"], ordered=False)
    means = scored.groupby(["scale", part], observed=True)["score"].mean()

    assert means["engaged", "late"] - means["engaged", "early"] > 0.2
    assert means["avoiding", "late"] - means["avoiding", "early"] < -0.2
    assert means["conflict", "middle"] - means["conflict", "early"] > 0.5
    assert means["conflict", "middle"] - means["conflict", "late"] > 0.3


def one_way(values: pd.Series, units: pd.Series) -> float:
    """ICC(1) by hand from the mean squares, with the mean number of values in a unit."""
    frame = pd.DataFrame({"value": values, "unit": units}).dropna()
    by_unit = frame.groupby("unit")["value"]
    within = ((frame["value"] - by_unit.transform("mean")) ** 2).sum() / (len(frame) - by_unit.ngroups)
    between = (by_unit.size() * (by_unit.mean() - frame["value"].mean()) ** 2).sum() / (by_unit.ngroups - 1)
    size = by_unit.size().mean()
    return (between - within) / (between + (size - 1) * within)


def test_groups_and_people_differ(term):
    """Groups explain a tenth to a quarter of a session's engagement, people about half of the alliance over time."""
    catalog = load_catalog()
    climate = score(term.tables["ratings"].query("instrument == 'gcq_s'"), catalog["gcq_s"]).query("scale == 'engaged'")
    alliance = score(term.tables["ratings"].query("instrument == 'wai_sr'"), catalog["wai_sr"]).query(
        "scale == 'total'"
    )
    by_session = [one_way(rows["score"], rows["group_id"]) for _, rows in climate.groupby("session") if len(rows) > 50]

    assert 0.10 <= sum(by_session) / len(by_session) <= 0.25
    assert 0.40 <= one_way(alliance["score"], alliance["member_id"]) <= 0.65


@pytest.mark.parametrize("instrument", ["phq9", "gad7"])
def test_people_improve(term, instrument):
    """Symptoms start in the moderate range (10 to 14) and fall by 0.6 to 0.9 SDs of the first measurement."""
    answers = term.tables["outcomes"].query("instrument == @instrument").drop(columns="measured_on")
    scored = score(answers, load_catalog()[instrument])
    by_member = scored.pivot(index="member_id", columns="occasion", values="score")
    pairs = by_member[["pre", "post"]].dropna()

    assert 10 <= by_member["pre"].mean() < 15
    assert 0.6 <= (pairs["pre"] - pairs["post"]).mean() / pairs["pre"].std() <= 0.9
    assert len(pairs) > 40
    assert by_member["mid"].notna().sum() > 40


def test_ids_are_text(term):
    """Member ids keep their leading zeros."""
    assert term.tables["roster"]["member_id"].str.fullmatch(r"M0\d{3}").all()


def test_members_are_different_people_in_both_terms():
    """No member id stands for two people."""
    spring, fall = (
        set(simulate_term(demo_design(term_id), seed).tables["roster"]["member_id"])
        for term_id, seed in DEMO_SEEDS.items()
    )

    assert not spring & fall


def test_planted_ruptures(fall):
    """Each level has a rupture that is repaired and one that is not; some spread, some are cultural, some unlogged."""
    kinds = {(rupture.level, rupture.repair) for rupture in fall.ruptures}
    levels = ("member_leader", "member_member", "member_group")

    assert {(level, repair) for level in levels for repair in ("full", "none")} <= kinds
    assert {"leader_leader", "subgroup"} <= {level for level, _ in kinds}
    assert sum(rupture.contagious for rupture in fall.ruptures) == 3
    assert sum(rupture.cultural for rupture in fall.ruptures) == 2
    assert sum(rupture.event_id is None for rupture in fall.ruptures) == 2


def test_event_log(fall):
    """Logged ruptures stand in the event log with their steps, their repair and, where cultural, a coarse domain."""
    events = fall.tables["events"].set_index("event_id")
    logged = {rupture.event_id: rupture for rupture in fall.ruptures if rupture.event_id}

    assert set(events.index) == set(logged)
    for event_id, rupture in logged.items():
        event = events.loc[event_id]
        assert (event["session"], event["level"]) == (rupture.onset_session, rupture.level)
        assert event["member_ids"] == ";".join(rupture.members)
        assert event["cultural"] == rupture.cultural == pd.notna(event["identity_domain"])
        assert (event["repair_status"] == "full") == rupture.repaired
    assert set(events["identity_domain"].dropna()) == {"race_ethnicity", "gender"}
    assert events.loc[events["cultural"], "educated"].notna().all()


def test_participation_and_feedback(fall):
    """Turns and minutes are counted in all but two groups; leaders discuss only what they viewed."""
    participation, feedback = fall.tables["participation"], fall.tables["feedback"]

    assert participation["group_id"].nunique() == 10
    assert ((participation["turns"] == 0) == (participation["minutes"] == 0)).all()
    assert (participation["turns"] == 0).any()
    assert not (feedback["discussed"] & ~feedback["viewed"]).any()
    assert 0.6 < feedback["viewed"].mean() < 0.9
