"""Terms with little in them: every report is made, and says in plain words what is missing."""

from __future__ import annotations

import datetime
import re

import pandas as pd
import pytest

import groupreport
from groupreport.instruments import load_catalog

from .pages import BLOCKS, INLINES, kinds
from .simulated import INSTRUMENTS, frozen_term, small_term
from .test_simulated_terms import FUNDER, GROUP, PROGRAM

_PICTURE = re.compile(r"base64,[^)]*")
_REFERENCE = re.compile(r"@((?:tbl|fig|sec)-[\w-]*\w)")
_TARGET = re.compile(r"#((?:tbl|fig|sec)-[\w-]*\w)")


def _report(names, view):
    parts = {name: getattr(groupreport, name)(view) for name in names}
    page = "\n\n".join(_PICTURE.sub("base64,", shown.markdown) for shown in parts.values())
    said = {name: " ".join(str(shown).split()) for name, shown in parts.items()}

    assert kinds(page) <= BLOCKS | INLINES
    assert set(_REFERENCE.findall(page)) <= set(_TARGET.findall(page)), "a reference leads nowhere, so the report fails"
    assert not re.findall(r"\b(?:nan|None(?! of)|NaT|NA|inf)\b", " ".join(said.values()))
    return said


def _group(term, group_id="G01"):
    return _report(GROUP, groupreport.for_audience(groupreport.summarize_group(term, group_id), "evaluator"))


def _program(term, audience="evaluator"):
    return _report(PROGRAM, groupreport.for_audience(groupreport.summarize_program(term), audience))


def _funder(term):
    return _report(FUNDER, groupreport.for_audience(groupreport.summarize_outcomes(term), "funder"))


@pytest.fixture(scope="module", name="simulated")
def _simulated():
    return small_term(groups=2, members=3, sessions=6)


@pytest.fixture(name="folder")
def _folder(tmp_path):
    return tmp_path / "project"


def test_before_the_first_session_reports_say_who_is_enrolled(folder, simulated):
    """No concern, no strength, no drop-out rate and no rule of thumb can follow from nothing."""
    tables = simulated.tables
    ahead = {
        "sessions": tables["sessions"].assign(
            status=None, held_on=tables["sessions"]["held_on"] + datetime.timedelta(days=3650)
        ),
        "roster": tables["roster"].assign(ended_on=pd.NaT, end_reason=None),
        "outcomes": tables["outcomes"][tables["outcomes"]["occasion"] == "pre"],
        **{name: tables[name].iloc[:0] for name in ("attendance", "ratings", "events", "participation", "feedback")},
    }
    term = frozen_term(folder, simulated, ahead, ends="2037-12-11")
    group, program, funder = _group(term), _program(term), _funder(term)

    assert "No session has taken place yet" in group["show_group_at_a_glance"]
    assert group["show_prompts"].startswith("Before the first session")
    assert "recovered means" not in group["show_outcomes"]
    assert "No session has taken place yet" in program["show_program_at_a_glance"]
    assert "Strengths" not in program["show_program_at_a_glance"]
    assert program["show_decisions"].startswith("There is nothing to decide")
    assert "benchmark" not in program["show_program_attendance"]
    assert "steps" not in program["show_program_ruptures"]
    assert "0 of 0" not in funder["show_what_changed"]


def test_a_group_without_any_rating_is_not_said_to_have_no_drops(folder, simulated):
    """Its log is shown; ratings and log cannot agree where there are no ratings."""
    ratings = simulated.tables["ratings"]
    term = frozen_term(folder, simulated, {"ratings": ratings[ratings["group_id"] != "G01"]})
    group = _group(term)

    assert "No session questionnaire was answered" in group["show_group_at_a_glance"]
    assert "No rating drops" not in group["show_ruptures"]
    assert "There is not enough data to report on cohesion and alliance" in group["show_cohesion"]


def test_only_required_tables_still_give_every_report(folder, simulated):
    """Each absent table is named once where its part would stand."""
    absent = dict.fromkeys(("outcomes", "events", "participation", "feedback"))
    term = frozen_term(folder, simulated, absent)
    group, program = _group(term), _program(term, "leadership")
    _funder(term)

    assert group["show_outcomes"] == "Outcome questionnaires were not collected this term."
    assert group["show_participation"] == "Participation was not collected this term."
    assert "Observed ruptures were not logged this term." in group["show_ruptures"]
    assert "Outcome questionnaires were not collected this term." in program["show_program_at_a_glance"]
    assert program["show_feedback"] == "Leaders' use of feedback was not recorded this term."


def test_leadership_of_two_tiny_groups_sees_that_numbers_are_withheld(folder, simulated):
    """Where nearly everything is withheld, the first page says so, and no number stands for a withheld one."""
    program = _program(frozen_term(folder, simulated, {}), "leadership")

    assert "Counts of fewer than 5 people are withheld" in program["show_program"]
    assert "Dropped out:" not in program["show_program"]
    assert "because a number behind it is withheld" in program["show_program_attendance"]


def test_without_a_last_measurement_no_class_of_change_is_counted(folder, simulated):
    """Nobody recovered and nobody got worse are statements about people who were measured twice."""
    outcomes = simulated.tables["outcomes"]
    term = frozen_term(folder, simulated, {"outcomes": outcomes[outcomes["occasion"] == "pre"]})
    outcome, funder = _group(term)["show_outcomes"], _funder(term)

    assert "nobody has both a first and a last measurement" in outcome
    assert "improved reliably" not in outcome
    assert "0 of 0" not in funder["show_what_changed"]


def test_without_an_alliance_questionnaire_drops_are_not_looked_for(folder, simulated):
    """Climate is reported; the absent part names the alliance, because questionnaires were collected."""
    ratings, outcomes = simulated.tables["ratings"], simulated.tables["outcomes"]
    changed = {
        "ratings": ratings[ratings["instrument"] == "gcq_s"],
        "outcomes": outcomes[outcomes["instrument"] == "phq9"],
    }
    group = _group(frozen_term(folder, simulated, changed, ("gcq_s", "phq9")))

    assert "Engaged" in group["show_cohesion"]
    assert "No ratings of the alliance were collected this term" in group["show_ruptures"]


@pytest.mark.parametrize("instrument", ["gsrs", "gq"])
def test_instruments_that_come_as_scores_are_enough(folder, simulated, instrument):
    """One row a scale; the ends of an unpublished range, which are only what was seen, have no false decimals."""
    asked = simulated.tables["ratings"][["member_id", "group_id", "session"]].drop_duplicates()
    scales = load_catalog()[instrument].scales
    scored = [
        asked.assign(instrument=instrument, item=scale.scale, value=4.0 + (asked["session"] * 7 % 5) / 3)
        for scale in scales
    ]
    changed = {"ratings": pd.concat(scored, ignore_index=True), "outcomes": None}
    term = frozen_term(folder, simulated, changed, (instrument,))
    group, program = _group(term), _program(term)

    assert scales[0].label in group["show_alliance"] + group["show_cohesion"]
    assert not re.search(r"\d\.\d{3,}", program["show_groups"])


def test_one_group_of_two_members_is_a_report(folder):
    """Both members are called both, and a single group is not compared with others."""
    simulated = small_term(groups=1, members=2, sessions=6)
    term = frozen_term(folder, simulated, {}, INSTRUMENTS)
    group, program = _group(term), _program(term)

    assert "All 2 members" not in group["show_attendance"]
    assert "With fewer than 3 members scored at each session, it cannot be said whether" in group["show_cohesion"]
    assert "within the uncertainty" not in group["show_cohesion"] + group["show_alliance"]
    assert "There is one group, so there is no other to compare it with." in program["show_groups"]
    assert "differs" not in program["show_groups"]
    assert "crosses the line" not in program["show_program_at_a_glance"]


def test_a_single_session_tells_neither_leadership_nor_funders_who_came(folder):
    """Eight groups of eight that met once: no share of attendances and no number of forms, from which people follow."""
    term = frozen_term(folder, small_term(groups=8, members=8, sessions=1), {})
    leadership, funder = _program(term, "leadership"), _funder(term)

    assert not re.search(r"[Aa]ttendance went from", leadership["show_groups"])
    assert "occasions" not in leadership["show_program_at_a_glance"]
    assert "Withheld: how many people came" in funder["show_how_groups_work"]


def test_what_only_one_evening_is_on_record_for_is_not_said_of_the_term(folder, simulated):
    """Attendance of one session in six is not everybody's term, and drops that nobody could show have no place."""
    tables = simulated.tables
    first = {name: tables[name][tables[name]["session"] == 1] for name in ("attendance", "ratings")}
    absent = dict.fromkeys(("outcomes", "events", "participation", "feedback"))
    term = frozen_term(folder, simulated, {**absent, **first})
    group, program, leadership = _group(term), _program(term), _program(term, "leadership")

    assert re.search(r"\d+ not on record", group["show_group_at_a_glance"])
    assert "sessions on record" in group["show_attendance"]
    assert "may be shown" not in program["show_groups"]
    assert "which groups had them" not in leadership["show_program_ruptures"]
    assert "Keep what works" not in program["show_decisions"]
