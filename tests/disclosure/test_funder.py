from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from groupreport.disclosure import for_audience
from groupreport.disclosure.attack import attack_on_tables
from groupreport.disclosure.policy import Policy
from groupreport.disclosure.published import TOTAL, PartOf, SameCount, SuppressedTable
from groupreport.disclosure.release import links_between, protect, protected_counts
from groupreport.disclosure.safe import SafeScale, SafeTable
from groupreport.errors import DisclosureError

POLICY = Policy(name="default")
PROGRAMS = ["A", "B", "C"]


@pytest.fixture(scope="module")
def view(make_funder_summary):
    return for_audience(make_funder_summary(), "funder")


def by_measure(view) -> dict:
    return {number.measure: number for number in view.process}


def test_tables_of_one_release_stand_up_together(make_funder_summary):
    """The joint attack, with the row totals that the tables share, leaves every protected count uncertain."""
    summary = make_funder_summary()
    links = links_between(summary.tables)
    release = protect(summary.tables, POLICY)
    attack = attack_on_tables(release.tables, links)
    protected = protected_counts(summary.tables, links, POLICY)
    intervals = [(attack.interval(item.factors), item) for item in protected]

    assert len(links) == 4
    assert all(isinstance(link, SameCount) for link in links)
    assert all(low <= item.low and high >= item.high for (low, high), item in intervals)


def test_a_margin_withheld_in_one_table_is_not_shown_in_another(make_funder_summary):
    """The seven people in Loss are in both tables."""
    tables = for_audience(make_funder_summary(), "funder").tables

    assert all(math.isnan(table.row_totals["Loss"]) for table in tables.values())


def test_withholding_table_by_table_would_betray_a_shared_margin(make_count_table):
    """A reader subtracts in the second table what the first withholds: why the release is protected as one."""
    people = pd.DataFrame({"a": [5, 40], "b": [20, 60]}, index=["A", "B"])
    ends = pd.DataFrame({"x": [12, 50], "y": [13, 50]}, index=["A", "B"])
    counted = {"one": make_count_table("one", people), "two": make_count_table("two", ends)}
    alone = SuppressedTable(
        people.astype(float).mask(people == 5),
        pd.Series([np.nan, 100.0], index=["A", "B"]),
        pd.Series([45.0, 80.0], index=["a", "b"]),
        125.0,
    )
    other = protect({"two": counted["two"]}, POLICY).tables["two"]
    links = links_between(counted)
    attack = attack_on_tables({"one": alone, "two": other}, links)

    with pytest.raises(DisclosureError, match="could be worked out"):
        SafeTable.from_release(
            counted, {"one": alone, "two": other._published}, protected_counts(counted, links, POLICY), links, POLICY
        )
    assert attack.interval({("one", "A", "a"): 1}) == (5, 5)


def test_part_of_the_people_is_linked_to_the_whole(make_count_table):
    """Those measured twice are among those served; the difference is a count of people."""
    served = pd.DataFrame({"f": [40, 30], "m": [20, 30]}, index=["A", "B"])
    pairs = pd.DataFrame({"better": [25, 30], "same": [30, 25]}, index=["A", "B"])
    counted = {"served": make_count_table("served", served), "changed": make_count_table("changed", pairs)}
    links = links_between(counted)
    release = protect(counted, POLICY)

    assert PartOf(("changed", "A", TOTAL), ("served", "A", TOTAL)) in links
    attack = attack_on_tables(release.tables, links)
    assert attack.interval({("served", "A", TOTAL): 1, ("changed", "A", TOTAL): -1})[0] <= 1
    assert attack.interval({("served", "A", TOTAL): 1, ("changed", "A", TOTAL): -1})[1] >= 10


def test_small_rest_of_a_total_is_protected(make_count_table):
    """With 40 of 45 in one category, that 5 are elsewhere can be read off though no cell shows it."""
    counts = pd.DataFrame({"a": [40, 50, 60], "b": [3, 30, 30], "c": [2, 30, 30]}, index=PROGRAMS)
    table = protect({"t": make_count_table("t", counts)}, POLICY).tables["t"]
    low, high = attack_on_tables({"t": table}).interval({("t", "A", TOTAL): 1, ("t", "A", "a"): -1})

    assert low <= 1
    assert high >= 10


def test_large_cell_of_one_group_is_withheld(make_count_table):
    """The members of a group know each other, so 15 people of one group are too few groups."""
    counts = pd.DataFrame({"a": [15, 50, 60], "b": [30, 30, 30]}, index=PROGRAMS)
    behind = pd.DataFrame({"a": [1, 4, 4], "b": [3, 3, 3]}, index=PROGRAMS)
    table = protect({"t": make_count_table("t", counts, behind)}, POLICY).tables["t"]
    low, high = attack_on_tables({"t": table}).interval({("t", "A", "a"): 1})

    assert math.isnan(table.table.loc["A", "a"])
    assert low <= 10
    assert high >= 20


def test_row_in_which_everybody_is_alike_is_not_told(make_count_table):
    """All 15 of B dropped out: that tells something about each of them, though no count is small."""
    ends = pd.DataFrame({"completed": [40, 0, 35], "dropped out": [30, 15, 25]}, index=PROGRAMS)
    table = protect({"stayed": make_count_table("end", ends)}, POLICY).tables["stayed"]
    low, high = attack_on_tables({"t": table}).interval({("t", "B", "completed"): 1})

    assert low == 0
    assert high >= 10


def test_handbook_example_within_a_group_is_withheld(make_count_table):
    """Divorced 5 and 1, married 6 and 0: all married work the same hours, and the one divorced learns of the five."""
    hours = pd.DataFrame({"under 35": [5, 6], "over 35": [1, 0]}, index=["divorced", "married"])
    table = protect({"hours": make_count_table("hours", hours)}, POLICY).tables["hours"]

    assert table.with_margins().stack().dropna().to_dict() == {(TOTAL, TOTAL): 12}


def test_women_in_a_program_for_women_are_shown(make_count_table):
    """Who is served by whom is no secret of any of them."""
    gender = pd.DataFrame({"man": [40, 0, 35], "woman": [30, 15, 25]}, index=PROGRAMS)
    table = protect({"served_gender": make_count_table("gender", gender)}, POLICY).tables["served_gender"]

    assert table.withheld == 0


def test_guarantee_counts_what_was_done(view):
    """Printed beside the numbers."""
    guarantee = view.guarantee

    assert (guarantee.policy, guarantee.smallest_count, guarantee.minimum_groups, guarantee.tables) == (
        "default",
        11,
        2,
        2,
    )
    assert guarantee.cells == 4 * 4 + 4 * 3
    assert guarantee.primary >= 9
    assert guarantee.solver == "optimal"
    assert guarantee.narrowest_interval >= 10


@pytest.fixture
def make_scales(make_funder_summary):
    """The scales of a questionnaire whose people a table counts, with those of some programs withheld there."""

    every = {"Anxiety": 64, "Grief": 41, "Loss": 7, "All programs": 112}

    def make(*withheld: str, served: dict[str, int] = every, **changed: list) -> tuple[SafeScale, ...]:
        rows = make_funder_summary().scales.assign(**changed)
        return SafeScale.from_rows(
            rows,
            Policy(name="default"),
            all_programs="All programs",
            totals_withheld={"phq9": frozenset(withheld)},
            served=served,
        )

    return make


def test_mean_of_four_people_is_withheld_and_with_it_what_betrays_it(make_scales):
    """Loss has 4 people of one group; theirs is what the means of all programs leave of those of the others.

    The people of Grief are withheld as well, and their means with them: what is left is of 25 people.
    """
    scales = {scale.program: scale for scale in make_scales("Grief", "Loss")}

    assert [name for name, scale in scales.items() if scale.withheld] == ["Grief", "Loss"]
    assert math.isnan(scales["Grief"].mean_pre)
    assert math.isnan(scales["Loss"].mean_pre)


def test_means_of_all_programs_are_withheld_where_they_leave_those_of_four_people(make_scales):
    """The people of every program are told but those of Loss: the means of all would leave the means of its four."""
    assert [one.program for one in make_scales() if one.withheld] == ["Loss", "All programs"]


def test_the_people_of_two_scales_are_not_counted_together(make_funder_summary):
    """Six people on two scales are six, not twelve: what the means of all leave of them is withheld on both."""
    rows = make_funder_summary().scales
    rows = rows.assign(people=[34, 21, 6, 61])
    both = pd.concat([rows, rows.assign(mean_pre=rows["mean_pre"] + 1)]).sort_values("program", kind="stable")
    policy = Policy(name="default")
    scales = SafeScale.from_rows(
        both.reset_index(drop=True), policy, all_programs="All programs", totals_withheld={"phq9": frozenset()}
    )

    assert [one.program for one in scales if one.withheld] == ["All programs"] * 2 + ["Loss"] * 2


def test_a_questionnaire_that_no_table_counts_does_not_say_that_few_lack_a_score(make_funder_summary, make_count_table):
    """Of 41 people in Grief "at least 40" measured twice would mean that no more than one lacks a measurement."""
    summary = make_funder_summary()
    ends = pd.DataFrame({"completed": [40, 26], "dropped_out": [24, 15]}, index=["Anxiety", "Grief"])
    rows = summary.scales.assign(instrument="swls", short_name="SWLS", people=[64, 40, 4, 104]).drop(index=2)
    tables = {"stayed": make_count_table("end", ends)}
    view = for_audience(type(summary)(**{**vars(summary), "scales": rows, "tables": tables}), "funder")

    assert view.tables["stayed"].row_totals.to_dict() == {"Anxiety": 64, "Grief": 41}
    everybody = view.scales[-1]
    assert (everybody.program, everybody.people) == ("All programs", 90)  # as if 10 of 105 were missing


def test_a_questionnaire_that_no_table_counts_has_means_of_all_programs_alone(make_funder_summary, make_count_table):
    """Means of 38.2, 21.2 and, of all, 31.2 say that 41% of those who were measured twice are of the second program.

    Beside the 64 and 41 who were served, that leaves few numbers of those who were not.
    """
    summary = make_funder_summary()
    ends = pd.DataFrame({"completed": [40, 26], "dropped_out": [24, 15]}, index=["Anxiety", "Grief"])
    rows = summary.scales.assign(instrument="k10", short_name="K10", mean_pre=[38.2, 21.2, 0, 31.2]).drop(index=2)
    tables = {"stayed": make_count_table("end", ends)}
    view = for_audience(type(summary)(**{**vars(summary), "scales": rows, "tables": tables}), "funder")

    assert {scale.program: scale.withheld for scale in view.scales} == {
        "Anxiety": True,
        "Grief": True,
        "All programs": False,
    }
    assert view.scales[-1].mean_pre == 31.2


@pytest.mark.parametrize(("served", "told"), [(20, (False, False)), (27, (True, False)), (30, (True, True))])
def test_that_an_effect_is_told_does_not_say_how_few_were_not_measured_twice(make_scales, served, told):
    """Where it is withheld how many were, the same is told whether one of those who were served is missing or 10.

    An effect of 22 of 27 people would say that 7 at the most were not: effects are of 20 and more.
    """
    for missing in (1, 5, 10):
        people = [10, 9, 0, served - missing]
        by_program = {"Anxiety": 14, "Grief": 13, "Loss": 0, "All programs": served}
        everybody = make_scales("Anxiety", "Grief", "Loss", "All programs", served=by_program, people=people)[-1]

        assert (not math.isnan(everybody.mean_pre), not math.isnan(everybody.smcr)) == told
        assert math.isnan(everybody.smcr_low)
        assert math.isnan(everybody.people)


def test_that_means_of_all_are_told_does_not_say_that_nobody_of_a_program_was_measured_twice(make_scales):
    """How many of Loss were is withheld; were they a few, the means of all would be theirs and those of the others."""
    told = {people: not make_scales("Loss", people=[34, 21, people, 55 + people])[-1].withheld for people in (0, 4, 10)}

    assert told == {0: False, 4: False, 10: False}


@pytest.mark.parametrize(("everybody", "told"), [(20, False), (21, True)])
def test_that_a_mean_rating_is_told_does_not_say_how_few_did_not_rate(
    make_funder_summary, make_count_table, everybody, told
):
    """Of 20 people it would say that no more than nine did not: a mean is of 11 and more."""
    summary = make_funder_summary()
    ends = pd.DataFrame({"completed": [everybody], "dropped_out": [0]}, index=["Anxiety"])
    tables = {"stayed": make_count_table("end", ends)}
    process = summary.process[summary.process["measure"] == "rating"].assign(people=everybody - 2)
    view = for_audience(type(summary)(**{**vars(summary), "process": process, "tables": tables}), "funder")

    assert view.tables["stayed"].total == everybody
    assert view.process[0].withheld == (not told)


@pytest.mark.parametrize("few", [0, 3, 10, 11, 13])
def test_means_of_a_questionnaire_that_no_table_counts_do_not_tell_who_of_a_program_was_measured_twice(
    make_funder_summary, few
):
    """Of 13 people who were served in one program; no program's means are told, so those of all betray none."""
    rows = make_funder_summary().scales.assign(instrument="k10", people=[34, 21, few, 55 + few], groups=3)
    scales = SafeScale.from_rows(
        rows,
        Policy(name="default"),
        all_programs="All programs",
        totals_withheld={"k10": frozenset()},
        served={"Anxiety": 37, "Grief": 24, "Loss": 13, "All programs": 74},
        uncounted={"k10"},
    )

    assert [one.program for one in scales if not one.withheld] == ["All programs"]


@pytest.mark.parametrize("few", [0, 7, 10, 15])
def test_means_of_all_do_not_tell_who_was_measured_twice_of_programs_whose_people_are_withheld(make_scales, few):
    """Of 40 who were served 22 were in Anxiety, so 18 in the two others: 10 of them may not have been measured."""
    served = {"Anxiety": 22, "All programs": 40}
    scales = make_scales("Grief", "Loss", served=served, people=[22, few, 0, 22 + few])

    assert [one.program for one in scales if not one.withheld] == ["Anxiety"]


def test_an_effect_of_few_people_is_withheld(make_scales):
    """Of 12 people, means of 16.2 and 7.0 and an effect of -3.21 say, by whole scores alone: 6 or more improved."""
    few = make_scales(people=[12, 19, 20, 51], groups=[2, 2, 2, 6])

    assert [math.isnan(scale.smcr) for scale in few] == [True, True, False, False]
    assert [math.isnan(scale.smcr_low) for scale in few] == [True, True, False, False]
    assert not any(math.isnan(scale.mean_pre) for scale in few)


def test_means_and_effects_are_rounded(make_scales):
    """One decimal and two; the numbers of people down to tens."""
    anxiety = make_scales()[0]

    assert (anxiety.mean_pre, anxiety.mean_post, anxiety.smcr) == (12.1, 7.1, -0.82)
    assert anxiety.people == 30


def test_rate_of_sessions_is_shown_rounded(view):
    """It is no share of people. Of all 112 it says "at least 100", as it would if 10 were missing."""
    attendance = by_measure(view)["attendance_rate"]

    assert (attendance.value, attendance.people, attendance.withheld) == (0.85, 100, False)


def test_share_that_leaves_four_people_out_is_withheld(view):
    """108 of 112 reached the dose: 4 did not."""
    assert by_measure(view)["dose_reached"].withheld


def test_share_that_gives_a_withheld_count_away_is_withheld(make_funder_summary, make_count_table):
    """29 of 112 dropped out, and the table of endings withholds the 29."""
    summary = make_funder_summary()
    ends = pd.DataFrame({"completed": [50, 33], "dropped_out": [14, 9], "Other": [0, 6]}, index=["A", "B"])
    summary.tables["stayed"] = make_count_table("end", ends)
    process = summary.process[summary.process["measure"] == "dropped_out"].assign(value=23 / 112)
    view = for_audience(type(summary)(**{**vars(summary), "process": process}), "funder")

    assert math.isnan(view.tables["stayed"].column_totals["dropped_out"])
    assert view.process[0].withheld


def test_share_is_not_withheld_because_some_withheld_count_is_as_large(make_funder_summary, make_count_table):
    """40 of 112 reached the dose. A table withholds another 40, which neither hides the share nor shows through it."""
    summary = make_funder_summary()
    ends = pd.DataFrame({"completed": [50, 40], "dropped_out": [12, 10]}, index=["Anxiety", "Grief"])
    summary.tables["stayed"] = make_count_table("end", ends)
    process = summary.process[summary.process["measure"] == "dose_reached"]
    shares = {}
    for reached in (40, 41):
        given = {**vars(summary), "process": process.assign(value=reached / 112)}
        view = for_audience(type(summary)(**given), "funder")
        shares[reached] = (view.process[0].value, view.process[0].withheld)

    assert math.isnan(view.tables["stayed"].table.loc["Grief", "completed"])
    assert shares == {40: (0.36, False), 41: (0.37, False)}


@pytest.mark.parametrize("left_out", [0, 1, 10])
def test_a_withheld_share_does_not_say_that_somebody_is_left_out(make_funder_summary, left_out):
    """No table has who reached the dose, so only a small count can have withheld the share: all 112 are one, too."""
    summary = make_funder_summary()
    process = summary.process[summary.process["measure"] == "dose_reached"].assign(value=(112 - left_out) / 112)
    view = for_audience(type(summary)(**{**vars(summary), "process": process}), "funder")

    assert view.process[0].withheld


@pytest.mark.parametrize(
    ("came", "told"), [(83, False), (86, False), (93, False), (94, True), (98, True), (73, False), (72, True)]
)
@pytest.mark.parametrize("measure", ["attended", "attended_on_record"])
def test_who_came_once_tells_no_few_who_did_not_complete(make_funder_summary, make_count_table, measure, came, told):
    """83 of 112 completed: 86 who came to the only session are three who came and did not complete.

    With as many as completed it is nobody, and a blank must not deny that.
    """
    summary = make_funder_summary()
    ends = pd.DataFrame({"completed": [50, 33], "dropped_out": [12, 17]}, index=["Anxiety", "Grief"])
    summary.tables["stayed"] = make_count_table("end", ends)
    process = summary.process.iloc[[1]].assign(measure=measure, value=came / 112)
    view = for_audience(type(summary)(**{**vars(summary), "process": process}), "funder")

    assert view.tables["stayed"].column_totals["completed"] == 83
    assert view.process[0].withheld == (not told)


@pytest.mark.parametrize(("missing", "people"), [(0, 100), (3, 100), (10, 100), (11, 100), (13, 90), (30, 80)])
def test_the_people_behind_a_number_do_not_tell_that_few_are_missing(make_funder_summary, missing, people):
    """Of 112 people up to 10 without a session are few: "at least 110" would mean no more than 2."""
    summary = make_funder_summary()
    process = summary.process[summary.process["measure"] == "attendance_rate"].assign(people=112 - missing)
    view = for_audience(type(summary)(**{**vars(summary), "process": process}), "funder")

    assert view.process[0].people == people


def test_where_the_number_of_all_people_is_withheld_no_number_says_how_many_they_are(
    make_funder_summary, make_count_table
):
    """Were 20 of them told to have completed, "at least 30 people" would mean that 10 or more did not."""
    summary = make_funder_summary()
    ends = pd.DataFrame({"completed": [6], "dropped_out": [4]}, index=["Anxiety"])
    summary.tables["stayed"] = make_count_table("end", ends)
    process = summary.process[summary.process["measure"] == "attendance_rate"].assign(people=30, value=0.5)
    view = for_audience(type(summary)(**{**vars(summary), "process": process}), "funder")

    assert math.isnan(view.tables["stayed"].total)
    assert not view.process[0].withheld
    assert math.isnan(view.process[0].people)


@pytest.mark.parametrize(("people", "told"), [(112, True), (72, True), (70, False), (24, False)])
def test_attendance_is_told_where_as_many_as_are_too_few_can_have_stayed_away(make_funder_summary, people, told):
    """At 85 %, printed so from 84.5 %, 10.85 of 70 people's sessions were missed at the most: 11 cannot have been away.

    Of 24 people no more than three could, whom no table may tell of.
    """
    summary = make_funder_summary()
    process = summary.process[summary.process["measure"] == "attendance_rate"].assign(people=people)
    view = for_audience(type(summary)(**{**vars(summary), "process": process}), "funder")

    assert view.process[0].withheld == (not told)


@pytest.mark.parametrize(("regular", "told"), [(72, True), (76, False), (100, True)])
def test_attendance_beside_the_regular_doses_that_are_told(make_funder_summary, regular, told):
    """80 % of 112 people's sessions: 22.96 people's were missed at the most.

    40 who came too seldom have missed 16 of them at least, so that 11 can have missed all theirs: (22.96 - 16) / 0.6.
    At 83 % it is 19.6, of which 36 have missed 14.4: no more than 8 stayed away. Twelve are too many only of those who
    came too seldom.
    """
    shares = {72: 0.80, 76: 0.83, 100: 0.85}
    summary = make_funder_summary()
    process = summary.process[summary.process["measure"].isin(["attendance_rate", "dose_reached"])]
    value = process["measure"].map({"attendance_rate": shares[regular], "dose_reached": regular / 112})
    view = for_audience(type(summary)(**{**vars(summary), "process": process.assign(value=value)}), "funder")

    assert not by_measure(view)["dose_reached"].withheld
    assert by_measure(view)["attendance_rate"].withheld == (not told)


def test_attendance_does_not_say_that_somebody_came_too_seldom(make_funder_summary):
    """At 55 % not everybody can have come to 60 %, where that nobody or a few did not is withheld."""
    told = {}
    for attendance in (0.85, 0.55):
        summary = make_funder_summary()
        process = summary.process[summary.process["measure"].isin(["attendance_rate", "dose_reached"])]
        value = process["measure"].map({"attendance_rate": attendance, "dose_reached": 108 / 112})
        view = for_audience(type(summary)(**{**vars(summary), "process": process.assign(value=value)}), "funder")
        assert by_measure(view)["dose_reached"].withheld
        told[attendance] = not by_measure(view)["attendance_rate"].withheld

    assert told == {0.85: True, 0.55: False}


@pytest.mark.parametrize("measure", ["completed", "measured_twice"])
def test_share_of_which_nobody_wrote_down_what_it_counts_is_withheld(make_funder_summary, measure):
    """60 of 112 of something that is new: which table would tell or withhold the 60 is not known."""
    summary = make_funder_summary()
    process = summary.process.iloc[[1]].assign(measure=measure, value=60 / 112)
    view = for_audience(type(summary)(**{**vars(summary), "process": process}), "funder")

    assert view.process[0].withheld


def test_share_of_all_people_is_withheld_where_their_number_is(make_funder_summary, make_count_table):
    """Ten people in all: no table says so, and no share of them may."""
    summary = make_funder_summary()
    summary.tables["stayed"] = make_count_table(
        "end", pd.DataFrame({"completed": [6], "dropped_out": [4]}, index=["A"])
    )
    process = summary.process.iloc[[1]].assign(value=60 / 112)
    view = for_audience(type(summary)(**{**vars(summary), "process": process}), "funder")

    assert view.process[0].withheld


@pytest.mark.parametrize("measure", ["rating", "one_group"])
def test_number_of_too_few_people_or_groups_is_withheld(view, measure):
    """9 people, or one group."""
    number = by_measure(view)[measure]

    assert number.withheld
    assert math.isnan(number.value)
    assert math.isnan(number.people)


def test_written_into_copy_changes_nothing(view):
    """A frame that was handed out is not the table's own."""
    handed_out = view.tables["stayed"].table
    handed_out.loc["Loss", "completed"] = 3.0

    assert math.isnan(view.tables["stayed"].table.loc["Loss", "completed"])


def test_changed_count_is_refused(make_count_table):
    """A safe table says what was counted, or nothing."""
    counts = pd.DataFrame({"a": [20, 30], "b": [40, 50]}, index=["A", "B"])
    counted = {"t": make_count_table("t", counts)}
    rounded = SuppressedTable(
        counts.astype(float) + 1, counts.sum(axis=1).astype(float), counts.sum(axis=0).astype(float), 140.0
    )

    with pytest.raises(DisclosureError, match="differs from what was counted"):
        SafeTable.from_release(counted, {"t": rounded}, [], [], POLICY)


def test_table_with_half_people_is_refused(make_count_table):
    """Something else than people was counted."""
    counts = pd.DataFrame({"a": [20.5, 30]}, index=["A", "B"])

    with pytest.raises(DisclosureError, match="Table 't': counts must be whole numbers"):
        protect({"t": make_count_table("t", counts)}, POLICY)


def test_no_table_no_complaint():
    """A program without characteristics and outcomes still has a report."""
    release = protect({}, POLICY)

    assert release.tables == {}
    assert release.guarantee.solver == "nothing to withhold"
    assert release.guarantee.narrowest_interval is None


def test_table_without_anybody_is_empty(make_count_table):
    """No row, no number, no complaint: that it counts nobody is told as little as that it counts a few."""
    nobody = pd.DataFrame({"better": [], "same": []}, dtype="int64")
    people = pd.DataFrame({"a": [20, 30], "b": [40, 50]}, index=["A", "B"])
    counted = {"served": make_count_table("served", people), "changed": make_count_table("changed", nobody)}
    tables = protect(counted, POLICY).tables

    assert tables["changed"].table.empty
    assert np.isnan(tables["changed"].total)
    assert tables["served"].total == 140
