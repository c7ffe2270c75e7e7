"""What readers learn about the quality of the data: counts with their totals, signs as sentences, never a person."""

from __future__ import annotations

import dataclasses
import re

import pandas as pd
import pytest

import groupreport
from groupreport.display.data_quality import attendance_sentence, signs
from groupreport.display.quality_tables import quality_tables
from groupreport.display.wording import wording
from groupreport.measures.attendance_completeness import AttendanceCompleteness
from groupreport.summaries.records import DataQuality, Unavailable

from .conftest import INSTRUMENTS, MEMBERS, program_view_of, view_of
from .pages import blocks_of, table

COMPLETE = AttendanceCompleteness(
    possible=92, recorded=92, present=75, unknown=0, assumed=0, at_unrecorded_sessions=0, sessions=11,
    unrecorded_sessions=0,
)  # fmt: skip
COUNTS = ["members", "sessions", "sessions_answered", "expected", "answered"]
COUNTS += ["lowest_session", "lowest_expected", "lowest_answered", "at_lowest", "at_highest"]
NAMES = {"gcq_s": "GCQ-S", "wai_sr": "WAI-SR", "phq9": "PHQ-9"}


def frame(columns: str, *rows: tuple) -> pd.DataFrame:
    named = pd.DataFrame(rows, columns=columns.split())
    named.insert(1, "short_name", named["instrument"].map(NAMES))
    whole = [name for name in COUNTS if name in named]
    return named.astype(dict.fromkeys(whole, "Int64"))


def quality() -> DataQuality:
    """Three questionnaires: the WAI-SR with every sign, the GCQ-S also by leaders, the PHQ-9 without any."""
    forms = frame(
        "instrument rater given forms members judged same reversed_judged contradicting sessions sessions_answered "
        "expected answered rate lowest_group lowest_session lowest_expected lowest_answered",
        ("gcq_s", "member", "session", 60, 8, 60, 3, 0, 0, 11, 11, 75, 60, 0.8, "G01", 9, 8, 4),
        ("gcq_s", "leader", "session", 11, None, 11, 11, 0, 0, *[None] * 4, None, None, *[None] * 3),
        ("wai_sr", "member", "session", 60, 8, 58, 12, 56, 5, 11, 10, 70, 60, 6 / 7, "G02", 1, 6, 3),
        ("phq9", "member", "occasion", 16, 9, 16, 2, 0, 0, *[None] * 4, None, None, *[None] * 3),
    )
    scales = frame(
        "instrument rater scale label scores at_lowest at_highest noted",
        ("gcq_s", "member", "engaged", "Engaged", 60, 1, 9, "neither"),
        ("gcq_s", "member", "avoiding", "Avoiding", 60, 12, 0, "lowest"),
        ("wai_sr", "member", "goal", "Goal", 60, 0, 30, "highest"),
        ("wai_sr", "member", "bond", "Bond", 60, 0, 12, "highest"),
        ("phq9", "member", "total", "Depression", 16, 4, 0, "not_enough_data"),
    )
    items = frame(
        "instrument rater scale site item forms members correlation low high direction",
        ("wai_sr", "member", "goal", None, "4", 58, 12, -0.41, -0.6, -0.2, "against"),
        ("wai_sr", "member", "goal", None, "6", 58, 12, 0.5, 0.3, 0.7, "with"),
        ("wai_sr", "member", "goal", None, "8", 58, 12, -0.1, -0.3, 0.1, "unclear"),
        ("wai_sr", "member", "goal", "North", "4", 31, 10, -0.5, -0.8, -0.1, "against"),
        ("wai_sr", "member", "goal", "North", "8", 31, 10, -0.6, -0.9, -0.2, "against"),
        ("phq9", "member", "total", None, "1", 16, 9, 0.5, 0.1, 0.8, "not_enough_data"),
    )
    ranges = frame(
        "instrument scale site members answers lowest highest used others others_used chance shift",
        ("gcq_s", "avoiding", "North", 8, 300, 1.0, 6.0, 0, 20, 19, 1e-5, "higher"),
        ("gcq_s", "avoiding", None, 20, 900, 0.0, 6.0, 19, 8, 0, 1.0, "none"),
        ("wai_sr", "goal", "North", 3, 100, 2.0, 5.0, 2, 20, 19, None, "not_enough_data"),
    )
    return DataQuality(attendance=COMPLETE, forms=forms, scales=scales, items=items, ranges=ranges)


def nothing_answered() -> DataQuality:
    full = quality()
    empty = {name: getattr(full, name).iloc[:0] for name in ("forms", "scales", "items")}
    return DataQuality(attendance=COMPLETE, ranges=Unavailable("not_enough_data", "no_questionnaire_answered"), **empty)


def said(about: str) -> list[str]:
    return [sign.sentence for sign in signs(quality(), INSTRUMENTS, wording()) if sign.about == about]


def test_every_sign_is_a_sentence_with_its_numbers():
    """What it is about stands before it: a questionnaire, who filled it in, or a site."""
    assert "\n".join(said("WAI-SR")) == (
        "5 of 56 (9%) forms with answers to reversed and to other items have the same answer to all of them, not the"
        " middle one: they say both that something is so and that it is not.\n"
        "Many scores are the highest possible, so that nothing above can be seen: Goal 30 of 60 (50%), Bond 12 of 60"
        " (20%).\n"
        "Item 4 (−0.41, 95% −0.60 to −0.20) runs against the rest of the scale in 58 forms: turned twice or not at"
        " all, or of another version of the questionnaire?"
    )
    assert said("GCQ-S") == [
        "Many scores are the lowest possible, so that nothing below can be seen: Avoiding 12 of 60 (20%)."
    ]


def test_what_holds_everywhere_is_not_said_of_each_site_again():
    """Item 4 runs against the others over all sites; item 8 only in the north."""
    (north,) = said("WAI-SR, North")

    assert north.startswith("Item 8 (−0.60, 95% −0.90 to −0.20) runs against the rest of the scale in 31 forms")


def test_a_shifted_range_says_what_a_form_would_look_like_and_that_sites_differ():
    """A score that comes without items, from 0: in the north none lies below 1."""
    (north,) = said("GCQ-S, Avoiding, North")

    assert north == (
        "None of 8 members ever gave a score below 1, as 19 of 20 members elsewhere did. A form that begins at 1 would"
        " look like that; or this site differs."
    )


def test_attendance_on_record_is_said_with_its_bounds():
    """80 of 92 on record, 60 of them attended: 75 %, between 65.2 % and 78.3 %."""
    found = dataclasses.replace(
        COMPLETE, recorded=80, present=60, unknown=2, at_unrecorded_sessions=10, unrecorded_sessions=2
    )
    sentence = attendance_sentence(dataclasses.replace(quality(), attendance=found), wording()).replace("\\", "")

    assert sentence == (
        "80 of 92 possible attendances of enrolled members are on record. 2 without a row, at sessions that others have"
        " one for, count neither as attended nor as missed. 10 at 2 sessions without any row count neither as attended"
        " nor as missed. Had they all been missed, attendance would be 65.2%, had they all been attended 78.3%, instead"
        " of 75.0%."
    )


def test_what_the_program_says_of_missing_rows_is_said_as_its_word():
    """12 without a row are missed because its sheets list only those who came; nothing is unknown."""
    found = dataclasses.replace(COMPLETE, recorded=80, present=60, assumed=12)
    sentence = attendance_sentence(dataclasses.replace(quality(), attendance=found), wording())

    assert "12 without a row" in sentence
    assert "count as missed, as the program says of its sheets" in sentence
    assert "Had they all" not in sentence


@pytest.mark.parametrize(
    ("possible", "start"), [(92, "Attendance is on record for every"), (0, "No session has been held")]
)
def test_complete_and_absent_attendance_have_sentences_of_their_own(possible, start):
    """Nothing missing, and nothing there to miss."""
    record = dataclasses.replace(COMPLETE, possible=possible, recorded=possible, present=0)

    assert attendance_sentence(dataclasses.replace(quality(), attendance=record), wording()).startswith(start)


def test_the_group_report_has_a_row_a_questionnaire(changed):
    """Counts stand with their totals, a dash where there is not enough data; leaders' forms have a row of their own."""
    view = changed(data_quality=quality())
    page = groupreport.show_answers(view)
    rows = table(page.markdown, "answers")

    assert rows[0] == [
        "Questionnaire", "Answered", "Rate", "Complete", "Prorated", "Too few items", "Lowest session", "Same answer",
        "Highest score", "Lowest score",
    ]  # fmt: skip
    assert rows[1:] == [
        ["GCQ-S", "71/75", "95%", "60", "3", "5", "4/8 (9)", "3/60", "9/60", "12/60 *"],
        ["GCQ-S (filled in by leaders)", "11", "–", "–", "–", "–", "–", "11/11", "–", "–"],
        ["WAI-SR", "71/75", "95%", "60", "3", "5", "3/6 (1)", "12/58 (5)", "30/60 *", "0/60"],
        ["Alliance 1-10", "71/75", "95%", "60", "3", "5", "–", "–", "–", "–"],
        ["PHQ-9", "16", "–", "60", "3", "5", "–", "2/16", "0/16", "4/16"],
    ]
    assert "Worth a look in the data:" in str(page)
    assert "- WAI-SR: Item 4 (−0.41" in str(page)
    assert "Attendance is on record for every enrolled member and held session (92)." in str(
        groupreport.show_definitions(view)
    )
    assert "213 of 225 session questionnaires" in str(groupreport.show_methods(view))


def test_scores_out_of_range_have_a_column_where_there_are_any(group_summary, changed):
    """Reading the data refuses them, so that the column is seldom there."""
    statuses = group_summary.score_statuses.assign(out_of_range=[0, 2, 0, 0, 0])
    rows = table(groupreport.show_answers(changed(score_statuses=statuses)).markdown, "answers")

    assert rows[0][-1] == "Out of range"
    assert [row[-1] for row in rows[1:]] == ["0", "2", "0"]


def test_a_column_that_nothing_can_be_said_in_is_left_out(program_summary):
    """In a small program no item can be judged, and the caption does not explain what is not there."""
    found = quality()
    small = dataclasses.replace(found, items=found.items.assign(direction="not_enough_data"))
    page = groupreport.show_program_data_quality(
        program_view_of(dataclasses.replace(program_summary, data_quality=small))
    )

    assert table(page.markdown, "quality")[0][-1] == "Lowest score"
    assert "whole 95% interval, in at least" not in str(page)


def test_the_program_report_names_the_group_of_the_lowest_session(program_summary):
    """Evaluators find the session; leadership, whose record is gone, reads nothing of it."""
    summary = dataclasses.replace(program_summary, data_quality=quality())
    evaluator = groupreport.show_program_data_quality(program_view_of(summary))
    parts = [groupreport.show_program_data_quality, groupreport.show_program_methods]
    leadership = "".join(part(program_view_of(program_summary, "leadership")).markdown for part in parts)

    rows = table(evaluator.markdown, "quality")
    assert rows[0][1:4] == ["Forms", "Members", "Lowest session"]
    assert rows[1][1:4] == ["60", "8", "4/8 (G01, 9)"]
    assert [row[-1] for row in rows] == ["Items against", "–", "–", "1 of 3", "–"]
    assert "tbl-quality" not in leadership
    assert "on record" not in leadership


def test_without_answers_there_is_no_table(changed):
    """Only attendance is spoken of."""
    nothing = Unavailable("not_enough_data", "no_questionnaire_answered")
    view = changed(data_quality=nothing_answered(), response_rates=nothing)
    page = groupreport.show_answers(view)

    assert "tbl-answers" not in page.markdown
    assert "Worth a look" not in str(page)
    assert "Attendance is on record" in str(groupreport.show_definitions(view))


def test_people_are_never_judged():
    """The words are about forms; no member is named, and nobody is called careless or invalid."""
    tables = quality_tables(quality(), INSTRUMENTS, wording())
    text = " ".join([*(cell for table in tables for row in table.rows for cell in row), *(t.note for t in tables)])

    assert not re.search(r"careless|invalid|inattentive|random|fake|lazy|honest|suspicious", text, re.IGNORECASE)
    assert not any(re.search(rf"\b{member}\b", text) for member in MEMBERS)


def test_plain_tables_hold_signs_answers_and_sites():
    """For lists, pages, JSON and CSV alike: the first column says what a row is about."""
    found = quality_tables(quality(), INSTRUMENTS, wording())

    assert [each.name for each in found] == ["signs", "answers", "sites"]
    look, answers, sites = found
    assert look.rows[0] == ("Attendance", "Attendance is on record for every enrolled member and held session (92).")
    assert len(look.rows) == 7
    assert answers.columns[3:5] == ("Answered", "Lowest session")
    assert answers.rows[0][3:5] == ("80% of 75", "4/8 (G01, 9)")
    assert sites.columns == ("Questionnaire", "North", "groups without a site")
    assert sites.rows[0] == ("GCQ-S, avoiding", "1 to 6, looks one point higher", "0 to 6")
    assert sites.rows[1] == ("WAI-SR, goal", "2 to 5, not enough data", "–")


def test_nothing_to_look_at_is_said():
    """A term without any sign has one row, about attendance, and a note."""
    found = quality_tables(nothing_answered(), INSTRUMENTS, wording())

    assert [each.name for each in found] == ["signs"]
    assert found[0].note == "Nothing in the answers calls for a look."


def test_of_many_sites_only_those_that_look_shifted_are_listed():
    """Seven sites side by side would not fit a page."""
    one = quality().ranges.iloc[[0]]
    many = pd.concat([one.assign(site=f"Site {place}", shift="none") for place in range(6)] + [one])
    (sites,) = (
        each
        for each in quality_tables(dataclasses.replace(quality(), ranges=many), INSTRUMENTS, wording())
        if each.name == "sites"
    )

    assert sites.columns == ("Questionnaire", "North")


def test_a_site_cannot_bring_markup_into_a_page(group_summary):
    """A name from the data stands as it was written, and no control character reaches a terminal."""
    found = quality()
    odd = "**N** | <b>\x1b[31m"
    named = dataclasses.replace(
        found,
        items=found.items.replace({"site": {"North": odd}}),
        ranges=found.ranges.replace({"site": {"North": odd}}),
    )
    page = groupreport.show_answers(view_of(dataclasses.replace(group_summary, data_quality=named)))
    text = "".join(str(each) for each in quality_tables(named, INSTRUMENTS, wording()))

    assert r"\*\*N\*\* \| \<b\>" in page.markdown
    assert blocks_of(page.markdown)
    assert "\x1b" not in page.markdown + text
