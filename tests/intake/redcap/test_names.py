"""Names in `data.tables` that the project does not have, or that the token's user may not export."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("tables", "message", "suggestion", "remedy"),
    [
        pytest.param(
            "ratings: {forms: session_raitng}",
            "names the form 'session_raitng', which the REDCap project does not have",
            "session_rating",
            "Its forms are: enrollment, session_rating.",
            id="form",
        ),
        pytest.param(
            "ratings: {forms: Session Rating}",
            "names the form 'Session Rating', which the REDCap project does not have",
            "session_rating",
            "Its forms are: enrollment, session_rating.",
            id="form-label",
        ),
        pytest.param(
            "outcomes: {forms: enrollment, events: pre_arm_1}",
            "names events, but the project has none",
            None,
            "Leave events out.",
            id="no-events",
        ),
        pytest.param(
            "sessions: {forms: session_rating, columns: {held_on: hold_on}}",
            "names the field 'hold_on', which the REDCap project does not have",
            "held_on",
            "Take the name from REDCap's codebook, column 'Variable / Field Name'.",
            id="field",
        ),
        pytest.param(
            "sessions: {forms: session_rating, columns: {session: {day_of: hold_on}}}",
            "names the field 'hold_on', which the REDCap project does not have",
            "held_on",
            "Take the name from REDCap's codebook, column 'Variable / Field Name'.",
            id="day",
        ),
        pytest.param(
            "ratings: {forms: session_rating, answers: {aliance: alliance_1_10.1}}",
            "names the field 'aliance', which the REDCap project does not have",
            "alliance",
            "Take the name from REDCap's codebook, column 'Variable / Field Name'.",
            id="answer",
        ),
        pytest.param(
            "sessions: {forms: enrollment, columns: {held_on: held_on}}",
            "names the field 'held_on', which is on the form 'session_rating'",
            None,
            "Add 'session_rating' to the `forms` of this block.",
            id="other-form",
        ),
        pytest.param(
            "ratings: {forms: session_rating, where: {redcap_repeat_instrument: session_ratings}}",
            "names the repeating form 'session_ratings', which the REDCap project does not have",
            "session_rating",
            "Its repeating forms are: session_rating.",
            id="repeating",
        ),
        pytest.param(
            "ratings: {forms: session_rating, where: {redcap_event_name: pre_arm_1}}",
            "names the field 'redcap_event_name', which the REDCap project does not have",
            None,
            "Take the name from REDCap's codebook, column 'Variable / Field Name'.",
            id="where-event",
        ),
    ],
)
def test_a_name_that_the_project_does_not_have(
    program: Any, server: Any, tables: str, message: str, suggestion: str | None, remedy: str
) -> None:
    """A wrong form, event or field is named with the near one before any record is asked for."""
    sources, findings = program.set(f"  tables: {{{tables}}}\n").gather()
    problem = next(each for each in findings.problems if each.rule != "table-missing")
    assert (problem.file, problem.rule) == ("params/program.yml", "column-mapped-missing")
    assert problem.message == message
    assert problem.remedy == remedy
    assert problem.suggestion == suggestion
    assert sources.parts == ()
    assert "record" not in server.contents()


def test_the_line_of_a_wrong_name(program: Any) -> None:
    """The line of program.yml is named, also in the second of a table's parts and inside of a list."""
    tables = """\
  tables:
    ratings:
      - forms: session_rating
      - forms:
          - enrollment
          - session
        columns:
          member_id: membr
"""
    _, findings = program.set(tables).gather()
    text = (program.folder / "params" / "program.yml").read_text().splitlines()
    lines = [text[each.line - 1].strip() for each in findings.problems if each.rule == "column-mapped-missing"]
    assert lines == ["- session", "member_id: membr"]


def test_an_event_that_the_project_does_not_have(program: Any, server: Any, models: Any) -> None:
    """An event is named by its unique name; its label is told apart and the unique name proposed."""
    server.model.events = {"before_arm_1": "Before", "after_arm_1": "After"}
    server.model.rows = [models.Row("1", {"member": "007"}, "before_arm_1")]
    _, findings = program.set(
        "  tables: {outcomes: {forms: enrollment, events: [Before arm 1, after_arm_1]}}\n"
    ).gather()
    problem = next(each for each in findings.problems if each.rule != "table-missing")
    assert problem.message == "names the event 'Before arm 1', which the REDCap project does not have"
    assert problem.suggestion == "before_arm_1"


@pytest.mark.parametrize(
    "tables",
    [
        "attendance: {forms: session_rating, columns: {status: session_rating_complete}}",
        "events: {forms: session_rating, columns: {member_ids: {checkboxes: helped}}}",
        "events: {forms: session_rating, columns: {cultural: helped___1}}",
        "ratings: {forms: session_rating, columns: {member_id: record_id, session: redcap_repeat_instance}}",
        "ratings: {forms: session_rating, where: {redcap_repeat_instrument: ['', session_rating]}}",
        "roster: {forms: enrollment, columns: {member_id: redcap_survey_identifier}}",
    ],
)
def test_names_that_redcap_makes(program: Any, tables: str) -> None:
    """A form's status, the record's name, a checkbox and its boxes, and the columns of repeats are known."""
    sources, findings = program.set(f"  tables: {{{tables}}}\n").gather()
    assert [each for each in findings.problems if each.rule != "table-missing"] == []
    assert len(sources.parts) == 1


def test_required_tables_that_no_block_describes(program: Any) -> None:
    """Each required table without a block under `data.tables` is named."""
    _, findings = program.set("  tables: {ratings: {forms: session_rating}}\n").gather()
    assert [(each.message, each.remedy) for each in findings.errors] == [
        (f"the required table '{name}' is missing", "Say under data.tables which forms hold it.")
        for name in ("groups", "roster", "sessions", "attendance")
    ]


def test_a_field_that_the_user_may_not_export(program: Any, server: Any) -> None:
    """REDCap leaves such a field out without a word; where a table needs it, that is an error."""
    server.model.withheld = {"enrolled_on", "phone"}
    tables = "  tables: {roster: {forms: enrollment, columns: {enrolled_on: enrolled_on}}}\n"
    sources, findings = program.set(tables).gather()
    problem = next(each for each in findings.errors if each.rule == "server-refused")
    assert (problem.file, problem.column) == ("REDCap form enrollment", "enrolled_on")
    assert problem.message == "leaves out the field 'enrolled_on', which data.tables.roster.columns.enrolled_on names"
    assert "'Remove All Identifier Fields'" in problem.remedy
    assert sources.parts == ()


def test_a_field_that_nobody_needs_may_be_withheld(program: Any, server: Any) -> None:
    """Where no table needs the field, it is told and the rest is read."""
    server.model.withheld = {"phone"}
    sources, findings = program.set("  tables: {roster: {forms: enrollment}}\n").gather()
    problem = next(each for each in findings.problems if each.rule == "fields-withheld")
    assert problem.severity == "info"
    assert problem.message == "comes without 1 fields that the token's user may not export: phone"
    assert len(sources.parts) == 1
