"""The group report: its sections say what the numbers say, in Markdown that both renderers know."""

from __future__ import annotations

import dataclasses
import re

import nbformat
import pandas as pd
import pytest

import groupreport
from groupreport.display.group import signals
from groupreport.display.group.event_log import steps_sentence
from groupreport.display.wording import wording
from groupreport.intake import DataNote
from groupreport.parameters import packaged_folder
from groupreport.summaries.records import Unavailable

from .conftest import MEMBERS, view_of
from .pages import BLOCKS, GROUP, INLINES, captions, figures, kinds, table

HOSTILE = '<b>"{{< include x >}}" | *$x$* `#read("/etc/hostname")`{=typst} @fig-x'


def show(name, view):
    return getattr(groupreport, name)(view)


@pytest.mark.parametrize("name", GROUP)
def test_a_section_holds_only_what_both_renderers_know(name, group_view):
    """Headings stand in the notebook; raw blocks, code, math and links stand nowhere."""
    assert kinds(show(name, group_view).markdown) <= BLOCKS | INLINES


@pytest.mark.parametrize("name", GROUP)
def test_a_section_is_also_plain_text(name, group_view):
    """A terminal shows the same words, without pictures and without backslashes."""
    data, _ = show(name, group_view)._repr_mimebundle_()

    assert set(data) == {"text/markdown", "text/plain"}
    assert "base64" not in data["text/plain"]
    assert "\\" not in data["text/plain"]


@pytest.mark.parametrize("name", GROUP)
def test_text_from_data_stays_text(name, group_summary, changed):
    """Whatever an id, a name or a note contains, it is printed and does nothing."""
    renamed = {}
    for field in dataclasses.fields(group_summary):
        part = getattr(group_summary, field.name)
        if hasattr(part, "columns") and "member_id" in part.columns:
            renamed[field.name] = part.assign(member_id=part["member_id"].str.replace("M3", HOSTILE))
    episodes = group_summary.ruptures.episodes
    episodes = episodes.assign(member_id=episodes["member_id"].str.replace("M3", HOSTILE))
    renamed["ruptures"] = dataclasses.replace(group_summary.ruptures, episodes=episodes)
    group = dataclasses.replace(group_summary.group, group_name=HOSTILE, leaders=(HOSTILE,), site=HOSTILE)
    view = changed(group=group, data_notes=(DataNote(rule="id-spaces", file=HOSTILE, column=HOSTILE),), **renamed)

    assert kinds(show(name, view).markdown) <= BLOCKS | INLINES


@pytest.mark.parametrize(
    ("name", "field", "said"),
    [
        ("show_attendance", "attendance_by_session", "Attendance was not collected this term."),
        ("show_cohesion", "scales_by_session", "Session questionnaires were not collected this term."),
        ("show_alliance", "scales_by_session", "Session questionnaires were not collected this term."),
        ("show_ruptures", "ruptures", "so no rating drops can be looked for."),
        ("show_ruptures", "observed", "Observed ruptures were not logged this term."),
        ("show_participation", "participation", "Participation was not collected this term."),
        ("show_outcomes", "outcomes", "Outcome questionnaires were not collected this term."),
        ("show_methods", "response_rates", "so there are no response rates."),
    ],
)
def test_a_part_that_was_not_collected_says_so(name, field, said, changed):
    """A missing table is a sentence, never a zero and never an empty page."""
    assert said in str(show(name, changed(**{field: Unavailable("not_collected", "")})))


def test_a_part_with_too_little_data_says_what_is_missing(changed):
    """The reason comes from the summary."""
    view = changed(participation=Unavailable("not_enough_data", "no_participation_recorded"))

    assert str(show("show_participation", view)) == (
        "There is not enough data to report on participation: No turns or minutes of speaking were recorded."
    )


@pytest.mark.parametrize("name", GROUP)
def test_everything_missing_is_still_a_report(name, group_summary, changed):
    """A term with rosters alone is said to be that."""
    optional = [
        "attendance_by_session",
        "scales_by_session",
        "scores_by_member_session",
        "ruptures",
        "observed",
        "participation",
        "outcomes",
        "feedback",
        "response_rates",
        "score_statuses",
    ]
    unknown = dict.fromkeys(("never_attended", "started", "attended_two_or_more", "dose_reached"))
    view = changed(
        flow=dataclasses.replace(group_summary.flow, **unknown),
        **dict.fromkeys(optional, Unavailable("not_collected", "")),
    )

    assert kinds(show(name, view).markdown) <= BLOCKS | INLINES
    assert "nan" not in str(show(name, view)).lower().split()


def test_the_box_says_what_changed_what_needs_attention_and_how_sure(group_view):
    """Worked out by hand from the group in conftest."""
    box = str(show("show_group_at_a_glance", group_view))

    assert "4 of 7 members with both measurements improved reliably (3 of them recovered), 1 got reliably worse" in box
    assert "- 1 logged rupture (1 cultural) is not recorded as fully repaired: session 9." in box
    assert "1 rating drop was not repaired; no more members had a drop than chance alone would give." in box
    assert "With 9 members, one person more or less changes most numbers" in box


def test_key_facts_are_counts_with_their_denominators(group_view):
    """Eight of nine came, 75 of 91 attendances (82 %), 3 of 8 beside what chance gives, 4 of 7 with both scores."""
    facts = str(show("show_group_at_a_glance", group_view))

    assert "Came at least once: 8 of 9 (1 dropped out)" in facts
    assert "Attendance: 82% (75 of 91 possible, 1 not on record)" in facts
    assert "Had a rating drop: 3 of 8 (by chance 2 to 6)" in facts
    assert "Improved reliably: 4 of 7 (PHQ-9; 2 lack a score)" in facts


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("attendance_by_session", "Attendance:"),
        ("ruptures", "Had a rating drop:"),
        ("outcomes", "Improved reliably:"),
        ("response_rates", "Forms answered:"),
    ],
)
def test_a_part_that_was_not_collected_is_no_key_fact(field, label, group_view, changed):
    """Left out: never a 0 in large type."""
    assert label in str(show("show_group_at_a_glance", group_view))
    assert label not in str(show("show_group_at_a_glance", changed(**{field: Unavailable("not_collected", "")})))


def test_a_rating_drop_is_no_key_fact_where_nobody_could_be_judged(group_summary, changed):
    """0 of 0 would read as good news."""
    rules = group_summary.ruptures.rules.assign(members_judged=0, members_with_episode=0, episodes=0)
    view = changed(ruptures=dataclasses.replace(group_summary.ruptures, rules=rules))

    assert "Had a rating drop" not in str(show("show_group_at_a_glance", view))


def test_the_flow_starts_from_enrollment(group_view):
    """Nine were enrolled, one of them never came; the section says it in a sentence."""
    header, counts = table(show("show_drop_out_definitions", group_view).markdown, "flow")

    assert header[:2] == ["Enrolled", "Came once"]
    assert counts == ["9", "8", "8", "8", "7", "1", "0", "1"]
    assert "Of 9 enrolled members, 8 came at least once, 1 has no attendance on record, 7 completed, 1 dropped" in str(
        show("show_attendance", group_view)
    )


def test_unknown_counts_are_a_dash_and_not_a_zero(group_summary, changed):
    """Attendance that was never recorded is not an absence."""
    unknown = dict.fromkeys(("never_attended", "started", "attended_two_or_more", "dose_reached"))
    view = changed(flow=dataclasses.replace(group_summary.flow, **unknown))

    assert table(show("show_drop_out_definitions", view).markdown, "flow")[1][:5] == ["9", "–", "–", "–", "7"]
    assert "attendance was not recorded, so who came cannot be said" in str(show("show_attendance", view))
    assert "Came at least once" not in str(show("show_group_at_a_glance", view))


def test_alt_texts_carry_the_numbers(group_view):
    """Who cannot see the grid reads every member's attendance and every session's."""
    ((label, alt),) = figures(show("show_attendance", group_view).markdown)

    assert label == "fig-attendance"
    assert "M7: 6 of 7, from session 1 to 6, dropped out." in alt
    assert "M9: 0 of 11." in alt
    assert "session 8, 6 of 8" in alt


def test_attendance_that_is_not_on_record_is_counted_and_bounded(group_view, changed):
    """M5 has no row for session 8: 75 of 91 known attendances, 75 of 92 (81.5 %) had it been missed."""
    said = str(show("show_attendance", group_view))

    assert "members took up 75 of 91 possible attendances (82%)." in said
    assert "1 more is not on record and counts neither as attended nor as missed; had all been missed, it" in said
    assert "it would be 82%." in said
    assert "1 has no attendance on record" in said
    complete = group_view.summary.attendance_by_session.assign(unrecorded=0)
    cells = group_view.summary.attendance_by_member_session
    known = cells.assign(status=cells["status"].replace("unrecorded", "no_show"))
    said = str(show("show_attendance", changed(attendance_by_session=complete, attendance_by_member_session=known)))
    assert "on record" not in said
    assert "1 never came" in said


def test_captions_say_the_finding(group_view):
    """A caption is a sentence about the numbers, not a title."""
    said = [caption for name in GROUP for caption in captions(show(name, group_view).markdown)]

    assert said[0].startswith("Engaged rose, Avoiding fell; Conflict did not change beyond its uncertainty.")
    assert any(caption.startswith("8 of 9 members came to at least 60% of their sessions") for caption in said)
    became = "4 rating drops consistent with a rupture: 1 repaired, 1 partly repaired, 1 not repaired and 1 cannot be"
    assert any(caption.startswith(became) for caption in said)
    assert any(caption.startswith("PHQ-9: 4 of 7 improved reliably, 1 got worse.") for caption in said)


def test_drops_are_never_called_ruptures_that_happened(group_view):
    """A detected episode is a rating drop consistent with a rupture."""
    said = str(show("show_ruptures", group_view))

    assert "at least once: rating drops consistent with a rupture" in said
    assert not re.search(r"ruptures? (happened|occurred|took place)", said)


def test_every_rule_stands_beside_the_headline(group_view):
    """What could be judged, and what was found, rule by rule, in the appendix; the section points there by name."""
    shown = show("show_rules", group_view)
    rows = table(shown.markdown, "rules")

    assert rows[1] == ["Reliable change (leads)", "26/32", "3", "4 (2 to 6)", "no more", "4", "1", "1", "1", "1"]
    assert [row[0] for row in rows[2:]] == ["2 standard deviations", "1 standard deviation"]
    assert "6 of 32 sets (one member's ratings on one scale) could not be judged" in str(shown)
    assert "technical appendix, Rules side by side" in str(show("show_ruptures", group_view))


def test_what_the_report_points_to_is_a_part_of_its_appendix(group_view):
    """By the name of a heading behind the mark in the notebook."""
    cells = nbformat.read(packaged_folder() / "reports" / "group.ipynb", as_version=4).cells
    begins = next(place for place, cell in enumerate(cells) if "appendix" in cell.metadata.get("tags", []))
    parts = {cell.source.removeprefix("# ") for cell in cells[begins + 1 :] if cell.cell_type == "markdown"}
    said = " ".join(str(show(name, group_view)) for name in GROUP)
    named = set(re.findall(r"technical appendix, ([A-Z][\w -]+\w)", said))

    assert named
    assert named <= parts


def test_a_group_without_drops_says_so(group_summary, changed):
    """No drop is an answer, not an empty table."""
    rules = group_summary.ruptures.rules.assign(
        episodes=0, members_with_episode=0, repaired=0, partially_repaired=0, unrepaired=0, undetermined=0
    )
    none = dataclasses.replace(group_summary.ruptures, rules=rules, episodes=group_summary.ruptures.episodes.head(0))
    view = changed(ruptures=none)

    assert "No rating drop consistent with a rupture was found" in str(show("show_ruptures", view))
    assert "no rating drop consistent with a rupture" in str(show("show_alliance", view))


def test_a_scale_on_which_nobody_could_be_judged_is_not_said_to_have_no_drops(group_summary, changed):
    """No answer is not a good answer: by the rules as a whole, and by the scale that is drawn."""
    drops = group_summary.ruptures
    nobody = drops.rules.assign(members_judged=0, members_with_episode=0, episodes=0)
    none = dataclasses.replace(drops, rules=nobody, episodes=drops.episodes.head(0))
    other = pd.DataFrame([("reliable_change", "wai_sr", "goal", 1.0, 1.0)])
    other.columns = ["rule", "instrument", "scale", "lowest", "highest"]
    elsewhere = dataclasses.replace(drops, episodes=drops.episodes.head(0), criteria=other)

    for ruptures in (none, elsewhere):
        said = str(show("show_alliance", changed(ruptures=ruptures)))
        assert "No member's ratings on this scale could show a drop." in said
        assert "no rating drop" not in said


def test_the_log_names_the_steps_that_were_taken(group_view):
    """E1 with four of six, E2 with none of the five on record: never a bare fraction."""
    rows = table(show("show_ruptures", group_view).markdown, "events")

    assert rows[0][-1] == "Steps taken"
    assert rows[1][-1] == "4 of 6: named, disarmed, supported the target and supported the other member"
    assert rows[2][-1] == "none of 5"


def test_repair_steps_count_only_what_is_on_record(group_summary):
    """Supporting the other member is on record for one rupture of two."""
    said = str(steps_sentence(group_summary.observed.steps, wording()))

    assert "named it 1 of 2" in said
    assert "supported the other member 1 of 1" in said


def test_outcomes_show_denominators_intervals_and_sources(group_view):
    """Nine enrolled, seven with both, two missing; scores of symptoms fell, which is better, so the effect is plus."""
    shown, appendix = show("show_outcomes", group_view), show("show_outcome_details", group_view)

    assert table(shown.markdown, "outcomes")[1][:2] == ["PHQ-9", "7 of 9"]
    assert table(shown.markdown, "outcomes")[1][-4:] == ["1.06 (0.12 to 2.01)", "4 of 7 (25% to 84%)", "3", "1"]
    assert "Reliable is a change of at least 6 points on the PHQ-9 (cut-off 10)" in str(shown)
    assert "2 of 9 enrolled members lack a first or last measurement on the PHQ-9" in str(shown)
    assert table(appendix.markdown, "classes")[1] == ["PHQ-9", "3", "1", "2", "1", "2", "25% to 84%"]
    assert "a change of 6 points counts as reliable (NHS Talking Therapies manual); cut-off 10" in str(appendix)


def test_a_questionnaire_without_pairs_says_so(group_summary, changed):
    """Nobody measured twice: no share, no zero percent."""
    outcomes = group_summary.outcomes
    empty = outcomes.by_instrument.assign(
        with_post=0, pairs=0, recovered=None, improved=None, unchanged=None, deteriorated=None, smcr=None
    )
    lone = outcomes.by_member.assign(post=float("nan"), change=float("nan"), outcome=None)
    said = str(
        show("show_outcomes", changed(outcomes=dataclasses.replace(outcomes, by_instrument=empty, by_member=lone)))
    )

    assert "PHQ-9 (Depression): nobody has both a first and a last measurement, so change cannot be reported" in said
    assert "0%" not in said


def test_prompts_are_two_to_five_and_name_no_member(group_view):
    """Offers for the group, concerns first, nobody singled out."""
    said = str(show("show_prompts", group_view))
    points = [line for line in said.splitlines() if line.startswith("- ")]

    assert 2 <= len(points) <= 5
    assert points[0].startswith("- A cultural rupture was logged in session 9, and a full repair is not recorded.")
    assert not any(member in said for member in MEMBERS)
    assert not re.search(r"\b(fault|blame|fail|should have|resist)", said)


def test_a_group_without_concerns_still_has_two_prompts(changed):
    """Strengths fill up, so that the section is never empty."""
    absent = Unavailable("not_collected", "")
    view = changed(observed=absent, ruptures=absent, participation=absent, feedback=absent, scales_by_session=absent)
    points = [line for line in str(show("show_prompts", view)).splitlines() if line.startswith("- ")]

    assert points == [
        "- What did members hope for at the start, and how much of it is there now?",
        "- What has the group learned about working together that members want to take with them?",
    ]


def test_a_term_before_its_first_session_says_only_that(group_summary, changed):
    """Nothing is concluded from sessions that have not taken place."""
    group = dataclasses.replace(group_summary.group, held_sessions=0)

    assert "No session has taken place yet" in str(show("show_group_at_a_glance", changed(group=group)))


def test_the_methods_name_version_data_and_unchecked_questionnaires(group_view):
    """A reader can find the numbers again, and sees which facts of each questionnaire nobody has checked."""
    methods, said = str(show("show_methods", group_view)), str(show("show_questionnaires", group_view))

    assert "Computed from the frozen term 2026-fall (data abababababab) by groupreport" in methods
    assert "with sources and what nobody has checked: technical appendix, Questionnaires" in methods
    points = {line.partition(":")[0]: line for line in said.splitlines() if line.startswith("- **")}
    assert points["- **WAI-SR**"].endswith("Not checked: key.")
    assert "checked" not in points["- **PHQ-9**"]
    assert "1 note on the data: technical appendix, Answers and data quality." in methods
    assert "A date has a time of day; only the day was read. (2 times" in str(show("show_answers", group_view))


def test_session_in_which_nobody_answered_is_not_expected(group_summary, changed):
    """24 of 29 over five sessions; the sixth, with one member present and no answer, was not handed out."""
    rates = pd.DataFrame(
        {"session": [1, 2, 3, 4, 5, 6], "expected": [6, 6, 6, 6, 5, 1], "answered": [5, 5, 5, 5, 4, 0]}
    )
    rates = rates.assign(instrument="gcq_s", short_name="GCQ-S", rate=(rates["answered"] / rates["expected"]))
    view = changed(response_rates=rates.assign(rate=rates["rate"].where(rates["answered"] > 0)))

    assert table(show("show_answers", view).markdown, "answers")[1][:2] == ["GCQ-S", "24/29"]
    assert "24 of 29 session questionnaires of members who were there were answered" in str(show("show_methods", view))
    assert "Forms answered: 83% (24 of 29 forms)" in str(show("show_group_at_a_glance", view))


def test_who_came_to_large_sessions_is_measured_by_them(group_summary, changed):
    """8 % is quiet against 20 %, not against 12 %; over two sessions it is not called so."""
    members = pd.DataFrame(
        {
            "member_id": ["A", "B", "C"],
            "sessions": [9, 9, 2],
            "turns": 10.0,
            "share": 0.08,
            "equal_share": [0.2, 0.12, 0.2],
        }
    )
    view = changed(participation=dataclasses.replace(group_summary.participation, by_member=members))

    absent = Unavailable("not_collected", "")
    alone = dataclasses.replace(view.summary, attendance_by_session=absent)

    assert captions(show("show_participation", view_of(alone)).markdown)[0].startswith("1 member had less than half")
    assert signals.quiet(view.summary) == 1
