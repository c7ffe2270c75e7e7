"""Planted ruptures can be seen in the ratings, where and when they were planted, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from groupreport.instruments import load_catalog, score
from groupreport.simulation import PlannedRupture, SimulatedTerm, even_design, simulate_term

ONSET = 6


def changes_at(term: SimulatedTerm, session: int, level: str = "member_group") -> pd.Series:
    """The change of the 1-10 rating of a level from the session before, by member, among those with both."""
    ratings = term.tables["ratings"].query("instrument == 'alliance_1_10'")
    scored = score(ratings, load_catalog()["alliance_1_10"]).query("scale == @level")
    wide = scored.pivot(index="member_id", columns="session", values="score")
    return (wide[session] - wide[session - 1]).dropna()


def simulate(*ruptures: PlannedRupture, groups: int = 40) -> SimulatedTerm:
    design = even_design(groups=groups, ruptures=ruptures)
    return simulate_term(replace(design, session_instruments=("alliance_1_10",), outcome_instruments=()), seed=8)


def involved(term: SimulatedTerm) -> set[str]:
    return {member for rupture in term.ruptures for member in rupture.members}


@pytest.mark.parametrize("level", ["member_leader", "member_member", "member_group"])
def test_the_involved_drop(level):
    """At the onset the involved drop by more than two points of ten, the others hardly at all."""
    plan = PlannedRupture(session=ONSET, level=level, involved=2)
    term = simulate(plan)
    changes = changes_at(term, ONSET, level)
    hit = changes.index.isin(involved(term))

    assert hit.sum() == 80
    assert changes[hit].mean() < -2
    assert abs(changes[~hit].mean()) < 1 / 3


@pytest.mark.parametrize(
    ("repair", "lowest", "highest"), [("full", -0.4, 0.4), ("partial", -1.8, -0.6), ("none", -4, -2)]
)
def test_repair(repair, lowest, highest):
    """Four sessions after a full repair the involved are back where they were, partly or not at all otherwise."""
    plan = PlannedRupture(session=ONSET, level="member_group", involved=2, repair=repair)
    planted, untouched = simulate(plan), simulate()
    members = involved(planted)
    later = [
        term.tables["ratings"].query("instrument == 'alliance_1_10' and item == '3' and session == 10")
        for term in (planted, untouched)
    ]
    mean_with, mean_without = (rows[rows["member_id"].isin(members)]["value"].mean() for rows in later)

    assert lowest <= mean_with - mean_without <= highest
    assert all(rupture.repaired == (repair == "full") for rupture in planted.ruptures)


def test_contagion():
    """A contagious rupture makes uninvolved members drop in the next session; without contagion they do not."""
    spreading, contained = (
        simulate(PlannedRupture(session=ONSET, level="member_group", involved=2, contagious=contagious))
        for contagious in (True, False)
    )
    caught = {member for rupture in spreading.ruptures for member in rupture.contaminated}
    after = changes_at(spreading, ONSET + 1)
    same_people = changes_at(contained, ONSET + 1)

    assert len(caught) == 40 * round(0.6 * 7)
    assert not caught & involved(spreading)
    assert after[after.index.isin(caught)].mean() < -1.5
    assert abs(same_people[same_people.index.isin(caught)].mean()) < 0.3


def test_nothing_planted_nothing_there():
    """Without ruptures no session stands out: mean changes stay within a third of a point."""
    term = simulate()

    assert term.ruptures == ()
    assert max(abs(changes_at(term, session).mean()) for session in range(2, 13)) < 1 / 3


def test_canceled_onset_moves_on():
    """A rupture planned for a canceled session happens in the next one that is held."""
    design = even_design(groups=1, ruptures=(PlannedRupture(session=ONSET, level="member_group"),))
    group = design.groups[0]
    moved = type(design)(groups=(type(group)(**(vars(group) | {"canceled": (ONSET,)})),))

    assert [rupture.onset_session for rupture in simulate_term(moved, seed=1).ruptures] == [ONSET + 1]


def test_repair_after_the_end_is_not_a_repair():
    """Where the group ends before the repair, the truth says so."""
    design = even_design(groups=1, sessions=6, ruptures=(PlannedRupture(session=ONSET, level="member_group"),))
    rupture = simulate_term(design, seed=1).ruptures[0]

    assert rupture.repaired_session is None
    assert not rupture.repaired


def test_truth_by_member():
    """The truth has one row a member who drops, those who caught it one session later."""
    plan = PlannedRupture(session=ONSET, level="member_member", involved=2, contagious=True, logged=False)
    term = simulate(plan, groups=2)
    truth = term.ruptures_by_member

    assert truth.groupby("caught")["onset_session"].unique().map(list).to_dict() == {False: [6], True: [7]}
    assert truth["event_id"].isna().all()
    assert truth["level"].eq("member_member").all()


def test_drops_can_be_seen_whole():
    """Involved members are there and rate before, at and after the drop, though others miss questionnaires."""
    plan = PlannedRupture(session=ONSET, level="member_group", involved=3)
    design = even_design(groups=20, ruptures=(plan,))
    design = type(design)(groups=design.groups, missing_share=0.5, dropout_share=0.2)
    term = simulate_term(design, seed=2)
    rated = term.tables["ratings"].query("instrument == 'wai_sr'")
    rated_sessions = rated.groupby("member_id")["session"].agg(set)

    assert np.mean([{ONSET - 1, ONSET} <= rated_sessions[member] for member in involved(term)]) == 1
