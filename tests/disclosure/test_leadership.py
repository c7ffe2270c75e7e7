from __future__ import annotations

import collections
import dataclasses
import itertools
import time

import pandas as pd
import pytest

from groupreport.disclosure import for_audience
from groupreport.disclosure.leadership_blocks import blocks_of
from groupreport.disclosure.leadership_counts import known_to_leadership
from groupreport.disclosure.views import FunderView
from groupreport.measures.attendance_completeness import AttendanceCompleteness
from groupreport.summaries.records import DataQuality, FunderSummary, ProgramSummary, Unavailable

NOT_COLLECTED = Unavailable("not_collected", "no_outcomes")


def with_outcomes_of_all_alone(summary, **counts):
    """A summary that tells outcomes of all programs together only, with these counts."""
    of_all = summary.outcomes.by_instrument.assign(**counts)
    return dataclasses.replace(
        summary,
        outcomes=dataclasses.replace(summary.outcomes, by_instrument=of_all),
        outcomes_by_program=NOT_COLLECTED,
        equity=summary.equity.iloc[:0],
    )


@pytest.fixture(scope="module")
def view(make_program_summary):
    return for_audience(make_program_summary(), "leadership")


COUNTS_OF_PEOPLE = ["enrolled", "started", "dose_reached", "completed", "dropped_out", "members_with_episode"]


def test_no_count_of_one_to_four_people_is_left(view):
    """Neither in the groups nor in the flows, outcomes or characteristics."""
    frames = [
        view.summary.groups[COUNTS_OF_PEOPLE],
        view.summary.flows.drop(columns=["program", "groups"]),
        view.summary.outcomes.by_instrument[["pairs", "recovered", "improved", "unchanged", "deteriorated"]],
        view.summary.outcomes_by_program[["pairs", "recovered", "improved", "unchanged", "deteriorated"]],
        view.summary.equity[["enrolled", "completed", "pairs", "improved", "deteriorated"]],
    ]

    assert not any(((frame > 0) & (frame < 5)).fillna(False).any(axis=None) for frame in frames)


def test_how_the_answers_look_is_for_evaluators_alone(make_program_summary):
    """Its counts of forms by session and site are not protected, so leadership's view does not carry them."""
    complete = AttendanceCompleteness(
        possible=9,
        recorded=9,
        present=7,
        unknown=0,
        assumed=0,
        at_unrecorded_sessions=0,
        sessions=3,
        unrecorded_sessions=0,
    )
    nothing = pd.DataFrame({"forms": [3]})
    record = DataQuality(attendance=complete, forms=nothing, scales=nothing, items=nothing, ranges=nothing)
    summary = dataclasses.replace(make_program_summary(), data_quality=record)

    assert for_audience(summary, "leadership").summary.data_quality is None
    assert for_audience(summary, "evaluator").summary.data_quality is record
    names = {field.name for kind in (FunderSummary, FunderView) for field in dataclasses.fields(kind)}
    assert "data_quality" not in names


@pytest.mark.parametrize("sessions", [1, 3])
def test_the_attendance_of_few_sessions_tells_of_people(make_program_summary, sessions):
    """75 % of the eight members of a group at its one session are six people who came, and two who did not.

    Of three sessions it leaves few ways beside how many came regularly.
    """
    summary = make_program_summary()
    once = summary.groups.assign(held_sessions=[sessions, *summary.groups["held_sessions"][1:]])

    view = for_audience(dataclasses.replace(summary, groups=once), "leadership")

    assert pd.isna(view.summary.groups["attendance_rate"][0])
    assert (0, "attendance_rate") in view.withheld.cells["groups"]


def test_the_regular_dose_of_a_single_session_is_who_came(make_program_summary):
    """Of 33 people who came once 32 completed: the dose says as well as who came that it was one who did not.

    Where groups met more often, the dose says how many came often enough.
    """
    summary = make_program_summary()
    flows = summary.flows.assign(completed=[14, 18, 32], dropped_out=[2, 0, 2], started=[15, 18, 33])
    flows["attended_two_or_more"], flows["never_attended"] = 0, flows["enrolled"] - flows["started"]
    flows = flows.assign(dose_reached=flows["started"], ended_otherwise=flows["enrolled"] - flows["completed"] - 2)
    told = {}
    for sessions in (1, 8):
        groups = summary.groups.assign(held_sessions=sessions)
        known = known_to_leadership(dataclasses.replace(summary, flows=flows, groups=groups), 5)
        few = {("flows", 2, "started"): 1, ("flows", 2, "completed"): -1}
        known.protected = [item for item in known.protected if item.factors == few]
        told[sessions] = known.stand_up(set(known.counts) - {("flows", 2, "completed"), ("flows", 2, "dose_reached")})

    assert told == {1: False, 8: True}


@pytest.mark.parametrize(("in_programs", "stands"), [([6, 16], True), ([6, 17], False), ([6, 20], False)])
def test_who_was_measured_twice_does_not_tell_that_one_is_in_two_programs(make_program_summary, in_programs, stands):
    """Of 22 measured twice, 6 in one program and 17 in the other: one person is in both."""
    summary = make_program_summary()
    by_program = summary.outcomes_by_program.assign(pairs=in_programs, unchanged=in_programs)
    by_program = by_program.assign(recovered=0, improved=0, deteriorated=0, improved_share=float("nan"))
    known = known_to_leadership(dataclasses.replace(summary, outcomes_by_program=by_program), 5)
    seen = {("outcomes.by_instrument", 0, "pairs"), *(("outcomes_by_program", row, "pairs") for row in (0, 1))}
    known.protected = [item for item in known.protected if set(item.factors) == seen]

    assert known.stand_up(set(known.counts) - seen) == stands


@pytest.mark.parametrize("sessions", [[1, 1, 1], [2, 2, 2], [11, 1, 11]])
def test_last_terms_attendance_is_not_compared_where_a_group_met_seldom(make_program_summary, sessions):
    """90 % of 40 people at the only session of the last term: four did not come.

    Where one group met once, the share of all less those of the groups that met often is that of the one.
    """
    summary = make_program_summary()
    last = dataclasses.replace(summary, groups=summary.groups.assign(held_sessions=sessions))
    view = for_audience(dataclasses.replace(summary, last_term=last), "leadership")
    row = view.summary.comparison.set_index("measure").loc["attendance_rate"]

    assert pd.isna(row["previous"])
    assert row["current"] == 0.75


def test_that_attendance_fell_is_said_without_its_shares_and_not_of_few_people_or_sessions(make_program_summary):
    """Of a small group, or where a third of the sessions is one session, attendance in a third counts people."""
    summary = make_program_summary()
    groups = summary.groups.assign(attendance_fell=pd.array([True, True, True], dtype="boolean"))
    groups["held_sessions"] = [10, 11, 5]

    shown = for_audience(dataclasses.replace(summary, groups=groups), "leadership").summary.groups

    assert not {"attendance_early", "attendance_late"} & set(shown)
    assert shown["attendance_fell"].isna().tolist() == [False, True, True]  # the second group has four members
    assert shown["attendance_fell"][0]


def test_where_every_group_met_once_forms_are_people_too(make_program_summary):
    """As many forms as people were expected: which share of them was answered says who came."""
    summary = make_program_summary()
    once = summary.groups.assign(held_sessions=1)
    rates = pd.DataFrame({"instrument": ["who5"], "short_name": ["WHO-5"], "expected": [36], "answered": [33]})
    rates = rates.assign(rate=33 / 36, sessions=1, used_in="G01; G02")

    view = for_audience(dataclasses.replace(summary, groups=once, response_rates=rates), "leadership")

    assert view.summary.response_rates["rate"].isna().all()


def test_a_stage_without_a_drop_has_a_row_as_well(make_program_summary):
    """Were it left out, a row whose counts are all withheld would say that somebody's drop began there."""
    columns = ["episodes", "repaired", "partially_repaired", "unrepaired", "undetermined"]
    drops = pd.DataFrame([["process", "member_group", 2, 1, 0, 1, 0]], columns=["stage", "level", *columns])
    view = for_audience(dataclasses.replace(make_program_summary(), ruptures_by_stage=drops), "leadership")

    assert view.summary.ruptures_by_stage["stage"].tolist() == ["commitment", "process", "change", "termination"]


def test_forms_are_told_as_a_share(make_program_summary):
    """Where one person was asked another questionnaire alone, the numbers of forms would differ by that person."""
    rates = pd.DataFrame(
        {"instrument": ["gcq_s", "wai_sr"], "short_name": ["GCQ-S", "WAI-SR"], "expected": [920, 921]}
    ).assign(answered=[790, 797])
    summary = make_program_summary()
    everywhere = "; ".join(summary.groups["group_id"])
    given = rates.assign(rate=rates["answered"] / rates["expected"], sessions=10, used_in=everywhere)
    view = for_audience(dataclasses.replace(summary, response_rates=given), "leadership")

    assert not {"expected", "answered"} & set(view.summary.response_rates)
    assert view.summary.response_rates["rate"].tolist() == [0.85, 0.85]


def test_leadership_is_told_that_attendance_is_missing(make_program_summary):
    """94 of 162 attendances on record are said as about 60 %; nothing is said where all are, or of a single session."""
    complete = AttendanceCompleteness(
        possible=162, recorded=162, present=90, unknown=0, assumed=0, at_unrecorded_sessions=0, sessions=20,
        unrecorded_sessions=0,
    )  # fmt: skip
    nothing = pd.DataFrame({"forms": [3]})

    def on_record(found, summary):
        quality = DataQuality(attendance=found, forms=nothing, scales=nothing, items=nothing, ranges=nothing)
        return for_audience(dataclasses.replace(summary, data_quality=quality), "leadership").attendance_on_record

    summary = make_program_summary()
    in_part = dataclasses.replace(complete, recorded=94, unknown=68)
    once = dataclasses.replace(summary, groups=summary.groups.assign(held_sessions=1))

    assert on_record(in_part, summary) == 0.6
    assert on_record(complete, summary) is None
    assert on_record(in_part, once) is None


def test_what_leadership_is_not_protected_for_is_left_out(make_program_summary):
    """A part of the summary that was added without its protection reaches evaluators and never leadership."""

    @dataclasses.dataclass(frozen=True, kw_only=True)
    class Extended(ProgramSummary):
        added_later: pd.DataFrame | None = None

    plain = make_program_summary()
    fields = {field.name: getattr(plain, field.name) for field in dataclasses.fields(plain)}
    extended = Extended(**fields, added_later=pd.DataFrame({"members": [3]}))

    assert for_audience(extended, "leadership").summary.added_later is None
    assert for_audience(extended, "evaluator").summary.added_later is extended.added_later


def test_small_group_keeps_its_facts_only(view):
    """G2 has four members: its name, program, site and sessions stay, no number about its members does."""
    row = view.summary.groups.loc[1]

    assert view.small_groups == {"G2"}
    assert row[["group_id", "group_name", "program", "modality", "enrollment"]].notna().all()
    assert row["held_sessions"] == 11
    assert row.drop(["group_id", "group_name", "program", "modality", "enrollment", "held_sessions"]).isna().all()


def test_means_of_a_small_group_are_gone_with_the_note_that_tells_its_size(view):
    """The note said "only 4 members"."""
    row = view.summary.scales_by_group.loc[1]

    assert row[["members", "mean", "low", "high", "early", "late"]].isna().all()
    assert row["note"] == ""


def test_differences_of_shown_counts_are_never_one_to_four(view):
    """20 enrolled and 17 started would say that 3 never came."""
    groups = view.summary.groups
    for part in ("started", "dose_reached", "completed", "dropped_out"):
        difference = (groups["enrolled"] - groups[part]).dropna()

        assert not difference.between(1, 4).any()


def test_small_group_cannot_be_had_by_subtraction_from_its_program(view):
    """16 people in Anxiety less 12 of the other group would be the 4 of this one."""
    others, program = view.summary.groups.loc[0, "enrolled"], view.summary.flows.loc[0, "enrolled"]

    assert pd.isna(others) or pd.isna(program)


def test_an_attacker_is_left_with_one_to_four_for_every_small_count(make_program_summary, view):
    """The view's own frames, attacked with all that its reader knows."""
    known = known_to_leadership(make_program_summary(), 5)
    cells = {(name, *cell) for name, cells in view.withheld.cells.items() for cell in cells}

    assert len(known.protected) > 20
    assert known.stand_up(cells & set(known.counts))


def test_showing_one_small_count_again_does_not_stand_up(make_program_summary, view):
    """The attack above can fail."""
    known = known_to_leadership(make_program_summary(), 5)
    cells = {(name, *cell) for name, cells in view.withheld.cells.items() for cell in cells} & set(known.counts)

    assert not known.stand_up(cells - {("flows", 1, "never_attended"), ("flows", 1, "started")})


def test_completed_of_a_category_cannot_be_had_by_subtraction(make_program_summary, view):
    """25 completed, of them 9 men and 15 women: that leaves 1 other, whatever else is withheld."""
    known = known_to_leadership(make_program_summary(), 5)
    told = {("flows", 2, "completed"), ("equity", 0, "completed"), ("equity", 2, "completed")}

    assert not known.stand_up(set(known.counts) - told)
    assert pd.isna([view.summary.flows.loc[2, "completed"], *view.summary.equity.loc[[0, 2], "completed"]]).any()


@pytest.mark.parametrize(("measured", "completed"), [(22, 30), (30, 25)])
def test_of_those_who_came_few_are_left_neither_without_an_end_nor_without_a_score(
    make_program_summary, measured, completed
):
    """33 came: that 30 of them completed, or were measured twice, says that three who came did not."""
    summary = make_program_summary()
    flows = summary.flows.assign(completed=[14, completed - 14, completed], dropped_out=[2, 0, 2])
    flows["ended_otherwise"] = flows["enrolled"] - flows["completed"] - flows["dropped_out"]
    counts = {"with_post": measured, "pairs": measured, "unchanged": measured - 15}
    summary = with_outcomes_of_all_alone(dataclasses.replace(summary, flows=flows), **counts)
    known = known_to_leadership(summary, 5)
    of_all = ("flows", 2, "completed") if completed == 30 else ("outcomes.by_instrument", 0, "pairs")

    assert not known.stand_up(set(known.counts) - {("flows", 2, "started"), of_all})
    assert known.stand_up(set(known.counts) - {of_all})


def test_people_in_no_category_are_a_count_of_people(make_program_summary):
    """12 men and 22 women of 36 enrolled: 2 have no category, also where no row is theirs."""
    summary = make_program_summary()
    of_two = dataclasses.replace(summary, equity=summary.equity.iloc[[0, 2]].reset_index(drop=True))
    known = known_to_leadership(of_two, 5)
    told = {("flows", 2, "enrolled"), ("equity", 0, "enrolled"), ("equity", 1, "enrolled")}

    assert not known.stand_up(set(known.counts) - told)


def test_share_of_few_people_is_gone_with_its_interval(view):
    """Two of three improved in Anxiety."""
    row = view.summary.outcomes_by_program.loc[0]

    assert row[["improved_share", "improved_low", "improved_high", "mean_pre", "smcr"]].isna().all()


@pytest.mark.parametrize(("pairs", "told"), [(14, False), (19, False), (20, True)])
def test_spread_of_few_scores_is_not_told(make_program_summary, pairs, told):
    """Of 8 people means, standard deviations, effect and interval of whole scores left one number of who got worse.

    Found by integer programming over all sets of scores with these figures: of 12 people 0 to 2 got worse, of 20 up
    to 5. Means alone leave far more.
    """
    counts = {"with_post": pairs, "pairs": pairs, "unchanged": pairs - 13, "deteriorated": 0}
    one_program = with_outcomes_of_all_alone(make_program_summary(), **counts)
    row = for_audience(one_program, "leadership").summary.outcomes.by_instrument.loc[0]

    assert row[["sd_pre", "sd_post", "smcr", "smcr_low", "smcr_high"]].notna().tolist() == [told] * 5
    assert row[["mean_pre", "mean_post"]].notna().all()


@pytest.mark.parametrize(("improved", "unchanged", "worse"), [(4, 5, 4), (4, 6, 3), (3, 7, 3), (7, 6, 4)])
def test_the_unchanged_are_told_with_those_who_got_worse_or_not_at_all(
    make_program_summary, improved, unchanged, worse
):
    """Of 13, 5 unchanged alone: 8 improved or got worse, and as both are withheld, they are 4 and 4."""
    pairs = improved + unchanged + worse
    counts = {
        "with_post": pairs,
        "pairs": pairs,
        "recovered": 0,
        "improved": improved,
        "improved_share": improved / pairs,
    }
    counts |= {"unchanged": unchanged, "deteriorated": worse}
    one_program = with_outcomes_of_all_alone(make_program_summary(), **counts)
    row = for_audience(one_program, "leadership").summary.outcomes.by_instrument.loc[0]

    assert row[["unchanged", "deteriorated"]].isna().all()


@pytest.mark.slow
def test_whatever_became_of_thirteen_people_no_withheld_class_can_be_had(make_program_summary):
    """All ways in which 13 can improve, stay and get worse: who knows the order still has three numbers or more."""
    summary, pairs = make_program_summary(), 13
    alike = collections.defaultdict(list)
    for better, kept in itertools.product(range(pairs + 1), repeat=2):
        if better + kept > pairs:
            continue
        classes = {"improved_share": better, "unchanged": kept, "deteriorated": pairs - better - kept}
        counts = {"with_post": pairs, "pairs": pairs, "recovered": better // 2, "improved": better - better // 2}
        given = with_outcomes_of_all_alone(summary, **counts | classes | {"improved_share": better / pairs})
        withheld = known_to_leadership(given, 5).withheld(blocks_of(given))
        read = {name: count for name, count in classes.items() if ("outcomes.by_instrument", 0, name) not in withheld}
        alike[tuple(read.items())].append(classes)

    assert len(alike) > 10
    for read, possible in alike.items():
        for name in possible[0].keys() - dict(read).keys():
            assert len({classes[name] for classes in possible}) > 2, (read, name)


@pytest.mark.parametrize("few", [2, 3, 4, 7])
def test_means_of_all_programs_do_not_betray_those_of_few_people(make_program_summary, few):
    """Mean and people of all, less those of the large program, would be the mean of the few in the other.

    No program's means are told where it is withheld how many people of each there are, so those of all are told
    however many: were they withheld for some numbers alone, that would tell the number.
    """
    summary = make_program_summary()
    pairs = [few, 22 - few]
    by_program = summary.outcomes_by_program.assign(pairs=pairs, with_post=pairs, recovered=[0, 8], improved=[0, 5])
    by_program = by_program.assign(unchanged=[few, 7 - few], deteriorated=[0, 2], improved_share=[0.0, 13 / (22 - few)])
    means = ["mean_pre", "mean_post", "mean_change"]
    shown = for_audience(dataclasses.replace(summary, outcomes_by_program=by_program), "leadership").summary

    assert shown.outcomes_by_program[["pairs", *means]].isna().all(axis=None)
    assert shown.outcomes.by_instrument[means].notna().all(axis=None)


def test_a_small_group_of_which_nobody_rated_has_the_rows_of_one_in_which_a_few_did(make_program_summary):
    """The second group has four members; that none of them answered on a scale is not told."""
    summary = make_program_summary()
    scales = summary.scales_by_group
    other = scales.assign(scale="task", mean=2.0)
    shown = {}
    for name, rows in {"few": [0, 1, 2], "nobody": [0, 2]}.items():
        given = pd.concat([scales, other.iloc[rows]]).sort_values("group_id", kind="stable").reset_index(drop=True)
        view = for_audience(dataclasses.replace(summary, scales_by_group=given), "leadership")
        shown[name] = (view.summary.scales_by_group.drop(columns="note"), view.withheld.cells["scales_by_group"])

    assert len(shown["few"][0]) == 6
    pd.testing.assert_frame_equal(shown["few"][0], shown["nobody"][0])
    assert {cell for cell in shown["few"][1] if cell[1] != "note"} == {
        cell for cell in shown["nobody"][1] if cell[1] != "note"
    }


def test_no_mean_of_a_single_session_is_left(view):
    """The second session is one group's on one day; a page says nothing of single sessions."""
    assert view.summary.scales_by_session.empty


def test_compared_value_of_few_people_is_gone(view):
    """95 % of 40 leaves out 2 people, a mean of 3 is theirs, 3 of 36 never came; 95 % of sessions are no people.

    The mean of all 30 is not told beside those of the groups, of which one is small.
    """
    assert view.summary.comparison["previous"].isna().tolist() == [True, True, False, True]  # no report on last term
    assert view.summary.comparison["current"].isna().tolist() == [False, True, False, True]


def test_withheld_is_told_from_missing(view):
    """The mask has the frame's shape; a group that was shown is not marked."""
    groups = view.summary.groups
    mask = view.withheld.mask("groups", groups)

    assert mask.shape == groups.shape
    assert mask.loc[1, "enrolled"]
    assert not mask.loc[0, "group_name"]
    assert not mask.loc[2, "modality"]
    assert view.withheld.is_withheld("groups", 1, "enrolled")
    assert groups[mask].isna().all(axis=None)


def test_mask_follows_a_selection_in_another_order(view):
    """A display may sort and filter, as long as it keeps the index."""
    some = view.summary.groups.loc[[2, 1], ["group_id", "enrolled"]]
    mask = view.withheld.mask("groups", some)

    assert mask.index.tolist() == [2, 1]
    assert mask.loc[1, "enrolled"]


def test_zero_stays(make_program_summary):
    """Nobody is not a small number of people."""
    summary = make_program_summary()
    flows = summary.flows.assign(dropped_out=0, completed=0, ended_otherwise=summary.flows["enrolled"])
    shown = for_audience(dataclasses.replace(summary, flows=flows), "leadership").summary

    assert shown.flows.loc[2, "dropped_out"] == 0


def test_nobody_of_a_few_people_is_withheld(make_program_summary):
    """That none of two people in a category completed would say of each of them that they did not."""
    summary = make_program_summary()
    equity = summary.equity.copy()
    row = equity.index[(equity["enrolled"] > 0) & (equity["enrolled"] < 5)][0]
    equity.loc[row, ["completed", "improved", "deteriorated"]] = 0
    view = for_audience(dataclasses.replace(summary, equity=equity), "leadership")

    assert view.summary.equity.loc[row, ["completed", "improved", "deteriorated"]].isna().all()


@pytest.mark.parametrize(("column", "whole"), [("improved", "pairs"), ("completed", "enrolled")])
@pytest.mark.parametrize("share", [0, 1])
def test_that_a_category_fared_alike_is_withheld(make_program_summary, column, whole, share):
    """Whoever knows one of nine men who were measured twice would know that he did, or did not, improve."""
    summary = dataclasses.replace(make_program_summary(), outcomes=NOT_COLLECTED, outcomes_by_program=NOT_COLLECTED)
    equity = summary.equity.assign(enrolled=[9, 0, 27], completed=[6, 0, 14], pairs=[9, 0, 13], improved=[3, 0, 7])
    flows = summary.flows.assign(completed=[8, 12, 20], ended_otherwise=[0, 8, 8])
    equity.loc[0, column] = share * equity.loc[0, whole]
    equity.loc[2, "completed"] = 20 - equity.loc[0, "completed"]
    view = for_audience(dataclasses.replace(summary, equity=equity, flows=flows), "leadership")

    assert pd.isna(view.summary.equity.loc[0, column])
    assert view.withheld.is_withheld("equity", 0, column)


def test_how_a_category_fared_is_told_where_some_did_and_some_did_not(make_program_summary):
    """5 of 10 men and 7 of 13 women improved: nothing of that is a fact about any one of them."""
    summary = dataclasses.replace(make_program_summary(), outcomes=NOT_COLLECTED, outcomes_by_program=NOT_COLLECTED)
    equity = summary.equity.assign(enrolled=[10, 0, 26], completed=[5, 0, 15], pairs=[10, 0, 13], improved=[5, 0, 7])
    flows = summary.flows.assign(completed=[8, 12, 20], ended_otherwise=[0, 8, 8])
    shown = for_audience(dataclasses.replace(summary, equity=equity, flows=flows), "leadership").summary.equity

    assert shown.loc[[0, 2], "improved"].tolist() == [5, 7]
    assert shown.loc[[0, 2], "completed"].tolist() == [5, 15]


@pytest.mark.parametrize("better", [0, 19])
def test_that_a_program_fared_alike_is_withheld(make_program_summary, better):
    """That none of 19, or all of them, improved reliably would be known of each."""
    summary = make_program_summary()
    rest = {"recovered": better, "improved": 0, "unchanged": 19 - better, "deteriorated": 0}
    by_program = summary.outcomes_by_program.copy()
    by_program.loc[1, list(rest)] = list(rest.values())
    by_program["improved_share"] = (by_program["recovered"] + by_program["improved"]) / by_program["pairs"]
    view = for_audience(dataclasses.replace(summary, outcomes_by_program=by_program), "leadership")

    assert pd.isna(view.summary.outcomes_by_program.loc[1, "improved_share"])


def test_who_fell_short_of_the_dose_cannot_be_subtracted(view):
    """Of 20 enrolled 17 reached it: neither 17 beside 20 nor 17 of them who came twice may stand there."""
    flows = view.summary.flows
    for part in ("dose_reached", "attended_two_or_more"):
        short = flows["enrolled"] - flows[part]
        assert not ((short > 0) & (short < 5)).fillna(False).any()


def test_smallest_count_is_the_parameter(make_program_summary):
    """With 2, only a single person is withheld."""
    view = for_audience(make_program_summary(leadership={"smallest_count": 2}), "leadership")

    assert view.smallest_count == 2
    assert view.small_groups == frozenset()
    assert view.summary.groups.loc[1, ["size_from", "size_to"]].tolist() == [4, 4]


def test_evaluator_sees_the_program_whole(make_program_summary):
    """Nothing is withheld, and that is said."""
    summary = make_program_summary()
    view = for_audience(summary, "evaluator")

    assert view.summary is summary
    assert not view.withheld
    assert view.smallest_count is None


def test_summary_is_left_as_it_was(make_program_summary):
    """The evaluator's page may be made from the same record."""
    summary = make_program_summary()
    before = summary.groups.copy()
    for_audience(summary, "leadership")

    pd.testing.assert_frame_equal(summary.groups, before)


def test_a_busy_machine_withholds_the_same_cells_as_an_idle_one(make_program_summary, view, monkeypatch):
    """Two patterns for one table can betray together what each protects; so no clock may choose between them."""
    ticks = itertools.count(step=3600.0)
    monkeypatch.setattr(time, "monotonic", lambda: next(ticks))

    assert for_audience(make_program_summary(), "leadership").withheld == view.withheld


def test_six_drops_of_one_person_are_not_shown(make_program_summary):
    """Drops are counted by level: a single member's six would pass any count of drops and point at that member."""
    summary = make_program_summary()
    counts = {"members_judged": 10, "members_with_episode": 1, "episodes": 6, "repaired": 6}
    counts |= dict.fromkeys(("partially_repaired", "unrepaired", "undetermined"), 0)
    one = pd.DataFrame([{"rule": "own_level", "headline": True, **counts}])
    stages = pd.DataFrame(
        {"stage": ["process"], "level": ["member_group"], "episodes": [6], "repaired": [6]}
        | dict.fromkeys(("partially_repaired", "unrepaired", "undetermined"), [0])
    )
    shown = for_audience(dataclasses.replace(summary, rules=one, ruptures_by_stage=stages), "leadership").summary

    assert shown.rules[["members_with_episode", "episodes", "repaired", "followed"]].isna().all(axis=None)
    assert shown.ruptures_by_stage[["episodes", "repaired"]].isna().all(axis=None)


@pytest.mark.parametrize(("drops", "told"), [(18, True), (19, False), (22, False), (23, True)])
def test_how_many_members_had_a_second_drop_cannot_be_subtracted(make_program_summary, drops, told):
    """19 drops of 18 members: one of them had two. Where each had one, or five may have had a second, both are told."""
    summary = make_program_summary()
    counts = {"members_judged": 30, "members_with_episode": 18, "episodes": drops, "repaired": drops}
    counts |= dict.fromkeys(("partially_repaired", "unrepaired", "undetermined"), 0)
    rules = pd.DataFrame([{"rule": "own_level", "headline": True, **counts}])
    shown = for_audience(dataclasses.replace(summary, rules=rules), "leadership").summary.rules

    assert shown["episodes"].notna().tolist() == [told]
    assert shown["members_with_episode"].tolist() == [18]
