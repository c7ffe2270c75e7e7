"""The program report: groups side by side, withheld numbers withheld, concerns by fixed rules."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import io
import re

import numpy as np
import pandas as pd
import pytest

import groupreport
from groupreport.disclosure.withholding import WithheldCells
from groupreport.display.outcome_words import criteria
from groupreport.display.program.ends import ends_by_program
from groupreport.display.program.numbers_file import program_csv
from groupreport.display.program.ruptures import began_in
from groupreport.display.program.selected_scales import compared_scales
from groupreport.display.wording import wording
from groupreport.summaries.records import ALL_PROGRAMS, Unavailable

from .conftest import program_view_of
from .pages import APPENDIX, BLOCKS, INLINES, captions, figures, kinds, program_appendix, table

SECTIONS = [
    "show_program",
    "show_program_at_a_glance",
    "show_groups",
    "show_program_attendance",
    "show_program_ruptures",
    "show_program_outcomes",
    "show_feedback",
    "show_equity",
    "show_comparison",
    "show_decisions",
    "show_program_methods",
    *APPENDIX,
]

NOT_COMPARABLE = "not comparable: the key, the criterion or the cut-off of the questionnaire changed between the terms"


def show(name, view):
    return getattr(groupreport, name)(view)


@pytest.fixture(name="leadership")
def _leadership(program_summary):
    """G05's four members and the drop-outs of G01 are withheld, and what would give them away."""
    groups = program_summary.groups.astype({"started": float, "dropped_out": float, "repaired": float})
    groups.loc[4, "started"] = np.nan
    groups.loc[[0, 4], "dropped_out"] = np.nan
    groups.loc[4, "repaired"] = np.nan
    withheld = WithheldCells(
        {"groups": frozenset({(4, "started"), (0, "dropped_out"), (4, "dropped_out"), (4, "repaired")})}
    )
    summary = dataclasses.replace(program_summary, groups=groups)
    return program_view_of(summary, "leadership", withheld, frozenset({"G05"}))


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_holds_only_what_both_renderers_know(name, program_view, leadership):
    """For evaluators and for leadership alike."""
    assert kinds(show(name, program_view).markdown) <= BLOCKS | INLINES
    assert kinds(show(name, leadership).markdown) <= BLOCKS | INLINES


@pytest.mark.parametrize("name", SECTIONS)
def test_everything_missing_is_still_a_report(name, program_summary):
    """A term with rosters alone is said to be that."""
    parts = [
        "scales_by_group",
        "scales_by_session",
        "agreement",
        "rules",
        "ruptures_by_stage",
        "steps",
        "events_by_kind",
        "outcomes",
        "outcomes_by_program",
        "equity",
        "feedback",
        "response_rates",
        "comparison",
    ]
    empty = dataclasses.replace(program_summary, **dict.fromkeys(parts, Unavailable("not_collected", "")))

    assert kinds(show(name, program_view_of(empty)).markdown) <= BLOCKS | INLINES


def test_a_withheld_number_is_neither_missing_nor_zero(program_summary, leadership):
    """One marker, and a note that gives both reasons. The five groups are one program's, so that ranges may be told."""
    flows = program_summary.flows[program_summary.flows["program"] == ALL_PROGRAMS]
    one = {
        "groups": program_summary.groups.assign(program="Grief"),
        "flows": pd.concat([flows, flows.assign(program="Grief")], ignore_index=True),
    }
    summary = dataclasses.replace(program_summary, **one)
    view = program_view_of(summary, "leadership", leadership.withheld, leadership.small_groups)
    rows = {row[0]: row for row in table(show("show_groups", view).markdown, "groups")}

    assert rows["Monday grief"] == ["Monday grief", "11", "5 to 14", "9", "5"]
    assert rows["Anxiety C"] == ["Anxiety C", "11", "withheld", "–", "–"]
    assert "Counts of fewer than 5 people are withheld, and so is what would give them away." in str(
        show("show_program", leadership)
    )


def test_means_that_print_alike_leave_groups_in_the_order_of_their_names(program_summary):
    """3.24 before 3.16 would tell which is larger, though both are printed as 3.2."""
    orders = set()
    for first, second in ((3.24, 3.16), (3.16, 3.24)):
        scales = program_summary.scales_by_group
        means = scales["group_id"].map({"G03": first, "G04": second}).fillna(scales["mean"])
        view = program_view_of(dataclasses.replace(program_summary, scales_by_group=scales.assign(mean=means)))
        names = [row[0] for row in table(show("show_groups", view).markdown, "groups")]
        orders.add(tuple(name for name in names if name in ("Anxiety A", "Anxiety B")))

    assert orders == {("Anxiety A", "Anxiety B")}


def test_leaderships_file_has_the_means_of_drawn_scales_alone(program_summary):
    """A scale that no page sets side by side is in no file of the report either."""
    scales = program_summary.scales_by_group
    goal = scales[scales["instrument"] == scales["instrument"].iloc[0]].assign(
        scale="goal", aspect="goal", domain="alliance"
    )
    summary = dataclasses.replace(program_summary, scales_by_group=pd.concat([scales, goal], ignore_index=True))
    rows = list(csv.DictReader(io.StringIO(program_csv(program_view_of(summary, "leadership")))))
    about = {row["about"] for row in rows if row["part"] == "scales_by_group"}

    assert len(about) == len(compared_scales(scales))
    assert not any("goal" in one for one in about)


def test_what_is_mostly_withheld_is_left_out_and_named_once(program_summary):
    """Of five groups three have no count of drop-outs to show: the column goes, whatever the other counts are."""
    pages = []
    for shown_counts in ((1.0, 3.0), (40.0, 0.0)):
        groups = program_summary.groups.astype({"dropped_out": float})
        groups["dropped_out"] = [*shown_counts, np.nan, np.nan, np.nan]
        withheld = WithheldCells({"groups": frozenset((row, "dropped_out") for row in (2, 3, 4))})
        summary = dataclasses.replace(program_summary, groups=groups)
        view = program_view_of(summary, "evaluator", withheld, frozenset({"G05"}))
        pages.append(show("show_groups", view))

    assert "Dropped out" not in table(pages[0].markdown, "groups")[0]
    assert "Left out, as most of it is withheld: Dropped out." in str(pages[0])
    assert str(pages[0]) == str(pages[1])


def test_a_withheld_number_is_not_drawn_or_read_out(leadership):
    """Of a bar with one part withheld nothing is said: the others would give that part away."""
    ((_, alt),) = figures(show("show_program_ruptures", leadership).markdown)

    assert "Anxiety C not shown" in alt


def test_how_many_improved_is_said_where_who_recovered_is_withheld(program_summary):
    """19 of 32 improved reliably: that is told, though not how many of them recovered."""
    parts = ["recovered", "improved", "unchanged", "deteriorated"]
    outcomes = program_summary.outcomes
    rows = range(len(outcomes.by_instrument))
    nothing = pd.array([pd.NA] * len(rows), dtype="Int64")
    by_instrument = outcomes.by_instrument.assign(**dict.fromkeys(parts, nothing))
    withheld = WithheldCells({"outcomes.by_instrument": frozenset((row, part) for row in rows for part in parts)})
    summary = dataclasses.replace(program_summary, outcomes=dataclasses.replace(outcomes, by_instrument=by_instrument))
    page = str(show("show_program_outcomes", program_view_of(summary, "leadership", withheld)))

    assert "19 of 32 (59%) people with both measurements improved reliably" in page
    assert "how many improved is not shown" not in page


def test_nothing_is_called_withheld_for_evaluators(program_view):
    """They see every number."""
    assert "withheld" not in "".join(str(show(name, program_view)).lower() for name in SECTIONS)


def test_the_headline_says_how_people_changed_and_what_to_decide(program_view):
    """PHQ-9 0.66 to 1.46 and GAD-7 above zero, drop-out over the benchmark's interval, and the decisions by name."""
    page = str(show("show_program", program_view))

    assert page.startswith(
        "People measured twice improved on average, and drop-out is not clearly different from the published benchmark."
    )
    assert "To decide: falling attendance in 1 group, consultation for Anxiety B, what keeps leaders from" in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"smcr_low": [-1.4, -1.0], "smcr_high": [-0.6, -0.2]}, "People measured twice improved on average, and"),
        ({"smcr_low": [-1.4, -1.0], "smcr_high": [-0.6, 0.2]}, "improved on average on some questionnaires, and"),
        (
            {"smcr_low": [-0.4, -1.0], "smcr_high": [0.6, 0.2]},
            "No average change of people measured twice is clear",
        ),
        (
            {"smcr_low": [0.4, -1.0], "smcr_high": [0.6, -0.2]},
            "got worse on average on at least one questionnaire",
        ),
        ({"smcr_low": [np.nan, np.nan], "smcr_high": [np.nan, np.nan]}, "How people changed cannot be said, and"),
    ],
)
def test_the_headline_follows_the_intervals(change, said, program_summary):
    """A fall on both questionnaires is better: clear only where the whole interval lies on one side of no change."""
    outcomes = program_summary.outcomes
    rows = outcomes.by_instrument.iloc[:2].assign(**change)
    summary = dataclasses.replace(program_summary, outcomes=dataclasses.replace(outcomes, by_instrument=rows))

    assert said in str(show("show_program", program_view_of(summary)))


def test_key_facts_are_the_numbers_of_the_sections(program_view):
    """Enrolled 43, came 41, completed 30, dropped out 9 beside 19.7 %, improved 19 of 32."""
    page = show("show_program", program_view)

    for said in (
        "Enrolled: 43 (people in 5 groups, 2 programs)",
        "Came at least once: 95% (41 of 43 enrolled)",
        "Completed: 70% (30 of 43 enrolled)",
        "Dropped out: 21% (9 of 43; benchmark 19.7%)",
        "Improved reliably: 59% (19 of 32 measured twice, PHQ-9; 11 unknown)",
    ):
        assert said in str(page)


def test_a_key_fact_that_is_withheld_is_left_out(program_summary):
    """No number, no zero and no dash stands for it."""
    flows = program_summary.flows.astype({"dropped_out": float})
    flows.loc[2, "dropped_out"] = np.nan
    withheld = WithheldCells({"flows": frozenset({(2, "dropped_out")})})
    view = program_view_of(dataclasses.replace(program_summary, flows=flows), "leadership", withheld, frozenset())

    assert "Dropped out:" not in str(show("show_program", view))
    assert "drop-out cannot be compared with the published benchmark" in str(show("show_program", view))


def test_the_caption_counts_the_groups_that_differ_and_the_box_names_them(program_view):
    """Anxiety B's interval (2.34 to 3.42) lies below the mean of 3.71; Anxiety A's (3.78 to 4.86) above."""
    page = show("show_groups", program_view)
    (caption,) = captions(page.markdown)

    assert caption.startswith(
        "2 of 5 groups differ from the mean of all groups on at least one scale, beyond uncertainty."
    )
    box = str(show("show_program_at_a_glance", program_view))
    assert re.search(r"group means lies? below the mean of all groups, beyond their uncertainty: Anxiety B \(\d", box)
    assert re.search(r"group means lies? above the mean of all groups, beyond their uncertainty: Anxiety A \(\d", box)


def test_the_alt_text_gives_every_mean_with_its_interval(program_view):
    """What is drawn is read out."""
    ((_, alt),) = figures(show("show_groups", program_view).markdown)

    assert "Engaged, from 0 to 6, mean of all groups 3.7: Anxiety A (11) 4.3 (3.8 to 4.9)" in alt
    assert "Anxiety B (8) 63%" in alt


def test_drop_out_stands_beside_its_benchmark_which_is_no_target(program_view):
    """9 of 43, Wilson 11 % to 35 %, overlaps 18.7 % to 20.7 %."""
    page = show("show_program_attendance", program_view)

    assert "9 of 43 (21%) people dropped out, as leaders recorded it (95% interval 11% to 35%)." in str(page)
    assert "a benchmark, not a target" in str(page)
    assert captions(page.markdown)[0].startswith(
        "Drop-out (21% of 43 people) is not clearly different from the benchmark."
    )


@pytest.mark.parametrize(("dropped", "said"), [(22, "lies above the benchmark"), (1, "lies below the benchmark")])
def test_drop_out_is_compared_by_its_interval(dropped, said, program_summary):
    """Above or below only where the whole interval is."""
    flows = program_summary.flows.assign(dropped_out=[dropped, 0, dropped])
    page = show("show_program_attendance", program_view_of(dataclasses.replace(program_summary, flows=flows)))

    assert said in captions(page.markdown)[0]


def test_concerns_follow_from_the_fixed_rules(program_view):
    """A group below the others, leaders who do not look; no drop that stayed low, as drops are as by chance."""
    box = str(show("show_program_at_a_glance", program_view))

    assert "Attendance fell by ten points or more over the term in Anxiety B (81% to 52%)." in box
    assert re.search(r"group means lies? below the mean of all groups, beyond their uncertainty: Anxiety B", box)
    assert "(PHQ-9) and Anxiety (GAD-7): 11 of 43 (26%) people lack a first or last measurement" in box
    assert "stayed low" not in box
    assert "In Anxiety A, leaders looked at their groups' ratings in fewer than half of the sessions." in box


def test_every_questionnaire_that_many_lack_is_a_concern(program_summary):
    """Those with the same numbers are named together, as they were given together; the others by themselves."""
    first = program_summary.outcomes.by_instrument.to_dict("records")[0]
    second = {"instrument": "gad7", "short_name": "GAD-7"}
    fewer = {name: first[name] - 2 for name in ("pairs", "with_post")}
    rows = pd.DataFrame([first, first | second, first | {"instrument": "who5", "short_name": "WHO-5"} | fewer])
    outcomes = dataclasses.replace(program_summary.outcomes, by_instrument=rows)
    view = program_view_of(dataclasses.replace(program_summary, outcomes=outcomes))
    box, decisions = str(show("show_program_at_a_glance", view)), str(show("show_decisions", view))

    assert re.search(r"\(PHQ-9\) and [^:]*GAD-7\)?: 11 of 43 \(26%\) people lack a first or last measurement", box)
    assert re.search(r"WHO-5\)?: 13 of 43 \(30%\) people lack", box)
    assert re.search(r"GAD-7\)?; .* the last on [^;]*WHO-5", decisions)


def test_a_drop_that_stayed_low_is_a_concern_where_drops_are_more_than_by_chance(program_summary):
    """Of 8 judged, 3 have a drop: where chance gives 0 to 2 that is more, and one drop stayed low."""
    rules = program_summary.rules.assign(expected_members=1.0, expected_low=0.0, expected_high=2.0)
    view = program_view_of(dataclasses.replace(program_summary, rules=rules))
    box, decisions = str(show("show_program_at_a_glance", view)), str(show("show_decisions", view))

    assert "1 rating drop stayed low to the end of the ratings, and more members have a drop than chance alone" in box
    assert "Make time in supervision for drops in ratings that were not repaired." in decisions


def test_leadership_reads_what_the_rule_counts_and_what_it_is_not_for(program_summary):
    """Members of those judged first, chance beside them, and no name of a rule that the report does not explain."""
    rules = program_summary.rules.assign(rule=["own_level", *program_summary.rules["rule"][1:]])
    page = str(
        show("show_program_ruptures", program_view_of(dataclasses.replace(program_summary, rules=rules), "leadership"))
    )

    assert "Ratings of 3 of 8 members with enough ratings fell clearly below their own earlier level" in page
    assert "About as many would by chance (4; 2 to 6" in page
    assert "These numbers are for supervision, not for comparing groups or leaders." in page
    assert "headline" not in page


def test_every_rule_has_its_words_for_leadership():
    """Only rules that are a fall of a fixed size share the general words."""
    said = {rule: wording().text("leadership.fell", rule=rule) for rule in wording().words("rule")}
    general = {rule for rule, fell in said.items() if fell == "fell by more than a set amount"}

    assert general == {"sd_strict", "sd_lenient", "sd_cumulated", "fixed_points"}


def test_decisions_follow_from_the_same_rules(program_view):
    """Eleven of 43 people have no pair of measurements: more than one in five."""
    said = str(show("show_decisions", program_view))

    assert "Offer consultation to Anxiety B, below the mean of all groups on two or more scales." in said
    assert "Plan how the first and the last outcome measurement reach everybody" in said
    assert "Ask leaders and members of Anxiety B what keeps people away" in said


def test_terms_are_compared_only_where_definitions_are_the_same(program_view):
    """The criterion changed, so there is no difference to print, and it says why."""
    rows = table(show("show_every_comparison", program_view).markdown, "every-comparison")

    assert rows[1] == ["Attendance rate", "81% (40)", "78% (43)", "−3 points", ""]
    assert rows[4][1:] == ["–", "59% (32)", "–", NOT_COMPARABLE]


def test_effects_are_turned_so_that_right_is_better(program_view):
    """A fall on the PHQ-9 is an improvement."""
    ((_, alt),) = figures(show("show_program_outcomes", program_view).markdown)

    assert "PHQ-9 (all programs): 1.06 (0.66 to 1.46)" in alt
    assert "−1.06" not in alt


def test_chance_is_shown_only_beside_a_count_that_is_shown(program_summary, program_view):
    """Where the members with a drop are withheld, so is the comparison with chance."""
    rules = program_summary.rules.astype({"members_with_episode": float})
    rules.loc[0, "members_with_episode"] = np.nan
    withheld = WithheldCells({"rules": frozenset({(0, "members_with_episode")})})
    hidden = program_view_of(dataclasses.replace(program_summary, rules=rules), "leadership", withheld, frozenset())

    assert "About as many as chance alone would give: 3 members" in str(show("show_program_ruptures", program_view))
    assert "by chance (" not in str(show("show_program_ruptures", hidden))
    assert "2 to 6" not in str(show("show_program_ruptures", hidden))


def test_repaired_share_is_never_a_strength(program_view):
    """Ratings in random order recover as often."""
    box = str(show("show_program_at_a_glance", program_view))

    assert "repaired" not in box.split("Strengths.")[1]


def test_most_means_more_than_half():
    """30 of 73 is the largest number and not most; 37 of 73 is most; two of 5 of 12 are a tie."""
    largest, most = began_in([("process", 30), ("change", 22), ("commitment", 21)]), began_in([("a", 37), ("b", 36)])
    tied = began_in([("process", 5), ("change", 5), ("commitment", 2)])

    assert (largest["stages"], largest["majority"]) == (["process"], False)
    assert (most["stages"], most["majority"]) == (["a"], True)
    assert (tied["stages"], tied["majority"]) == (["process", "change"], False)


def test_brackets_beside_the_repaired_share_are_called_drops(program_summary):
    """55 in brackets are drops with a known end, not people; leadership's table has neither the row nor the words."""
    row = program_summary.comparison.iloc[:1].assign(measure="repaired_share", label="Drops repaired", current_n=55)
    compared = pd.concat([program_summary.comparison, row], ignore_index=True)
    summary = dataclasses.replace(program_summary, comparison=compared)
    pages = {
        audience: show("show_comparison", program_view_of(summary, audience)).markdown
        for audience in ("evaluator", "leadership")
    }

    assert "for the share of repaired drops, the drops with a known end" in pages["evaluator"]
    assert "Rating drops that were repaired" in pages["evaluator"]
    assert "repaired" not in pages["leadership"]


def test_one_scale_of_many_is_no_reason_for_consultation(program_summary):
    """Anxiety B is low on Engaged, and only that is compared: five intervals, some of which miss by chance."""
    scales = program_summary.scales_by_group
    one = scales[scales["scale"] == "engaged"].reset_index(drop=True)
    view = program_view_of(dataclasses.replace(program_summary, scales_by_group=one), "evaluator")
    box = str(show("show_program_at_a_glance", view))

    assert "Offer consultation" not in str(show("show_decisions", view))
    assert "of 5 group means 2 differ from the mean of all groups, and about 0 would by chance alone." in box


def test_criteria_stand_where_numbers_of_people_are_withheld(program_view):
    """A criterion is the questionnaire's; it needs nobody's numbers."""
    outcomes = program_view.summary.outcomes
    hidden = outcomes.by_instrument.assign(enrolled=pd.NA, with_pre=pd.NA, with_post=pd.NA, pairs=pd.NA)

    assert criteria(hidden, wording()) == criteria(outcomes.by_instrument, wording())


def test_groups_that_a_page_cannot_hold_stand_in_further_figures(program_view):
    """Sixty groups are drawn in three parts alike in length, each with its own alt text."""
    summary = program_view.summary
    first = summary.groups.iloc[:1]
    many = pd.concat(
        [first.assign(group_id=f"N{place:02d}", group_name=f"Named {place:02d}") for place in range(60)],
        ignore_index=True,
    )
    shown = show("show_groups", program_view_of(dataclasses.replace(summary, groups=many)))
    alts = dict(figures(shown.markdown))

    assert list(alts) == ["fig-groups", "fig-groups-2", "fig-groups-3"]
    assert "Named 00" in alts["fig-groups"]
    assert "Named 59" in alts["fig-groups-3"]
    assert "Named 59" not in alts["fig-groups"]


def test_leadership_is_spared_what_only_those_who_defend_the_numbers_need(program_summary, program_view):
    """Rules side by side and variance shares stand in the evaluator's report, to which leadership is pointed."""
    leadership = program_view_of(program_summary, "leadership")

    assert table(program_appendix(program_view).markdown, "rules")
    assert program_appendix(leadership).markdown == ""
    assert "tbl-rules" not in show("show_program_ruptures", leadership).markdown
    assert "ICC(1)" not in str(show("show_groups", leadership))
    assert "The evaluator's technical appendix has definitions" in str(show("show_program_methods", leadership))


def test_leadership_reads_the_criteria_in_one_sentence(program_summary):
    """6 points on the PHQ-9 and 4 on the GAD-7; where they come from is for those who defend the numbers."""
    said = str(show("show_program_outcomes", program_view_of(program_summary, "leadership")))

    assert "Reliable is a change of at least 6 points on the PHQ-9 (cut-off 10)" in said
    assert "sources" not in said


@pytest.mark.parametrize("audience", ["evaluator", "leadership"])
def test_a_program_report_names_who_holds_the_rights_to_its_questionnaires(program_summary, audience):
    """Leadership has no group reports, so that the holders of the rights are named in its own."""
    said = str(show("show_program_methods", program_view_of(program_summary, audience)))

    assert "Questionnaires: GCQ-S (Its authors), WAI-SR (Its authors)" in said


def test_leadership_is_told_how_much_attendance_is_on_record(program_summary):
    """The share stands in the methods where some is missing, and nothing does where all is on record.

    Nor does it say 100 % where a few are missing, and it says as what somebody without any record counts.
    """
    complete = program_view_of(program_summary, "leadership")
    in_part, nearly = (program_view_of(program_summary, "leadership", attendance_on_record=one) for one in (0.6, 1.0))

    assert "are on record" not in str(show("show_program_methods", complete))
    said = str(show("show_program_methods", in_part))
    assert "About 60% of the possible attendances of enrolled members are on record" in said
    assert "Whoever has none on record counts as not having come." in said
    assert "Nearly all of the possible attendances" in str(show("show_program_methods", nearly))


def test_leadership_reads_that_attendance_fell_without_its_shares(program_summary):
    """Anxiety B: 81 % in the first third of its sessions, 52 % in the last; leadership reads the group alone."""
    box = str(show("show_program_at_a_glance", program_view_of(program_summary, "leadership")))

    assert "Attendance fell by ten points or more over the term in Anxiety B." in box
    assert "81%" not in box
    assert "52%" not in box


def test_a_withheld_number_of_worse_people_is_not_passed_over_in_silence(program_summary):
    """Nothing is said of the number, not even that it is small; without a withheld number nothing is said at all."""
    withheld = WithheldCells({"outcomes.by_instrument": frozenset({(0, "deteriorated")})})
    leadership = program_view_of(program_summary, "leadership", withheld)
    box = str(show("show_program_at_a_glance", leadership))

    assert "How many people got reliably worse is withheld; that does not mean nobody." in box
    assert "is withheld" not in str(show("show_program_at_a_glance", program_view_of(program_summary, "evaluator")))


def test_the_bars_of_everybody_enrolled_leave_nobody_out_and_tell_leadership_no_small_rest(program_summary):
    """30 of 43 completed, 9 dropped out: the other 4 are drawn for evaluators by end, for leadership not at all."""
    evaluator, leadership = (program_view_of(program_summary, name) for name in ("evaluator", "leadership"))

    whole = ends_by_program(evaluator, wording())[-1]
    assert sum(whole.parts.values()) == whole.enrolled == 43
    assert whole.others == 4
    assert all(one.parts == {} for one in ends_by_program(leadership, wording()))


def test_no_programs_rest_can_be_subtracted_from_the_bars_of_the_others(program_summary):
    """Twelve others in all and nine in one program would say that three are in the other."""
    flows = program_summary.flows.iloc[[0, 1, -1]].assign(
        enrolled=[60, 40, 100], completed=[43, 30, 73], dropped_out=[8, 7, 15]
    )
    summary = dataclasses.replace(program_summary, flows=flows.reset_index(drop=True))
    one, other, total = ends_by_program(program_view_of(summary, "leadership"), wording())

    assert one.parts == other.parts == {}
    assert total.parts == {"completed": 73, "dropped_out": 15, "neither": 12}


def test_leadership_reads_the_month_of_the_last_session_and_evaluators_the_day(program_summary):
    """A day is finer than a report for leadership may be."""
    term = dataclasses.replace(program_summary.term, last_session=datetime.date(2026, 11, 25))
    summary = dataclasses.replace(program_summary, term=term)

    assert "Data to November 25, 2026" in str(show("show_program", program_view_of(summary, "evaluator")))
    leadership = str(show("show_program", program_view_of(summary, "leadership")))
    assert "Data to November 2026, the month of the last session held." in leadership
    assert "25" not in leadership.partition("Data to")[2][:40]
