"""What must hold in any term, held against the demo's fall term."""

from __future__ import annotations

import pandas as pd
import pytest

from groupreport.summaries import summarize_group, summarize_outcomes, summarize_program

STATUSES = ["repaired", "partially_repaired", "unrepaired", "undetermined"]
CLASSES = ["recovered", "improved", "unchanged", "deteriorated"]
ENDINGS = ["completed", "dropped_out", "ended_otherwise", "still_enrolled"]


@pytest.fixture(name="program", scope="module")
def _program(demo):
    return summarize_program(demo)


@pytest.fixture(name="groups", scope="module")
def _groups(demo):
    return {group_id: summarize_group(demo, group_id) for group_id in demo.group_ids}


def test_the_flow_never_grows(program):
    """Each step of the flow is a part of the one before, and the endings add up to everyone enrolled."""
    flows = program.flows

    assert (flows["enrolled"] == flows["never_attended"] + flows["started"]).all()
    assert (flows["started"] >= flows["attended_two_or_more"]).all()
    assert (flows["started"] >= flows["dose_reached"]).all()
    assert (flows[ENDINGS].sum(axis=1) == flows["enrolled"]).all()


def test_everyone_is_counted_once(program, demo):
    """All programs together have as many people as there are different ids on the roster."""
    assert program.flows["enrolled"].iloc[-1] == demo.table("roster")["member_id"].nunique()


def test_statuses_add_up_to_episodes(program):
    """Every episode is repaired, partially repaired, unrepaired or undetermined."""
    for counts in (program.rules, program.ruptures_by_stage, program.groups):
        assert (counts[STATUSES].sum(axis=1) == counts["episodes"]).all()


def test_groups_and_program_tell_the_same(program, groups):
    """A group's drops, attendance and flow are the same numbers in its own report and in the program's."""
    rows = program.groups.set_index("group_id")
    for group_id, group in groups.items():
        row = rows.loc[group_id]
        headline = group.ruptures.rules[group.ruptures.rules["headline"]].iloc[0]
        own = headline[["members_judged", "members_with_episode", "episodes", *STATUSES]]
        assert row[own.index].tolist() == own.tolist()
        assert row[["enrolled", "started", "dose_reached"]].tolist() == [
            group.flow.enrolled,
            group.flow.started,
            group.flow.dose_reached,
        ]
        by_member = group.attendance_by_member
        assert row["attendance_rate"] == by_member["present"].sum() / by_member["expected"].sum()


def test_the_programs_rules_are_the_sum_of_the_groups(program, groups):
    """Series and episodes of every rule add up over the groups."""
    names = ["series", "series_judged", "episodes", *STATUSES]
    summed = sum(group.ruptures.rules.set_index("rule")[names] for group in groups.values())

    pd.testing.assert_frame_equal(program.rules.set_index("rule")[names], summed)


def test_a_drop_seen_by_two_questionnaires_is_one(groups):
    """No two episodes of a rule share member, level and a session."""
    for group in groups.values():
        episodes = group.ruptures.episodes
        both = episodes.reset_index().merge(episodes.reset_index(), on=["rule", "member_id", "level"])
        overlapping = both[
            (both["index_x"] < both["index_y"])
            & (both["onset_session_x"] <= both["end_session_y"])
            & (both["onset_session_y"] <= both["end_session_x"])
            & ((both["instrument_x"] != both["instrument_y"]) | (both["scale_x"] != both["scale_y"]))
        ]
        assert overlapping.empty


def test_classes_of_change_add_up_to_pairs(program, groups):
    """Everybody with both scores is in one class."""
    for outcomes in (program.outcomes, *(group.outcomes for group in groups.values())):
        rows = outcomes.by_instrument
        assert (rows[CLASSES].sum(axis=1) == rows["pairs"]).all()
        assert (rows["pairs"] <= rows[["with_pre", "with_post"]].min(axis=1)).all()
        assert (rows[["with_pre", "with_post"]].max(axis=1) <= rows["enrolled"]).all()


def test_no_session_has_more_scores_than_members_asked(groups):
    """Scored members are among those who could answer, and so are those who answered."""
    for group in groups.values():
        assert (group.scales_by_session["n"] <= group.scales_by_session["expected"]).all()
        assert (group.response_rates["answered"] <= group.response_rates["expected"]).all()


def test_the_programs_sessions_pool_the_groups(program, groups):
    """A scale's scored members at a session number add up over the groups."""
    by_group = pd.concat([group.scales_by_session for group in groups.values()])
    key = ["instrument", "scale", "session"]
    pooled = by_group.groupby(key)["n"].sum()

    assert program.scales_by_session.set_index(key)["n"].to_dict() == pooled[pooled > 0].to_dict()


def test_scales_stand_in_the_programs_order(groups, demo):
    """Readers find the questionnaires as program.yml lists them."""
    for group in groups.values():
        shown = group.scales_by_session["instrument"].drop_duplicates().tolist()
        assert shown == [name for name in demo.instruments if name in shown]


def test_funder_tables_count_the_same_people(demo, program):
    """Each table that covers everybody has the same total, which is that of the program's flow."""
    tables = summarize_outcomes(demo).tables
    some = ("changed", "improved")  # of those with both measurements
    totals = {int(table.counts.to_numpy().sum()) for name, table in tables.items() if not name.startswith(some)}

    assert totals == {int(program.flows["enrolled"].iloc[-1])}
    for table in tables.values():
        assert ((table.groups_behind > 0) == (table.counts > 0)).all(axis=None)
        assert (table.groups_behind <= table.counts).all(axis=None)


def test_a_group_report_reads_no_other_group(demo):
    """A term whose other groups cannot be opened gives the same report."""
    only = demo.group_ids[0]

    class OneGroup:
        def __getattr__(self, name):
            return getattr(demo, name)

        def table(self, name, group_id=None):
            if group_id != only:
                raise AssertionError(f"{name} of {group_id} was opened")
            return demo.table(name, group_id)

    assert summarize_group(OneGroup(), only).group.group_id == only
