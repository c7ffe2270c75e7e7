"""What is fetched of a REDCap project, and how it stands in the answer."""

from __future__ import annotations

import csv
import io
import json
import random
from typing import Any

import pytest

RATINGS = """\
  tables:
    ratings:
      forms: session_rating
"""
WHOLE = """\
"record_id","redcap_repeat_instrument","redcap_repeat_instance","held_on","alliance","helped___1","helped___2","session_rating_complete"
"1","","","","","","",""
"1","session_rating","1","2026-09-07","8","1","1","2"
"1","session_rating","2","2026-09-14","","0","0","2"
"2","","","","","","",""
"2","session_rating","1","2026-09-07","10","0","1","2"
"""


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_an_export_is_one_file_of_text(program: Any) -> None:
    """A form's records become one CSV with every cell quoted, an empty cell where REDCap has nothing."""
    sources, findings = program.set(RATINGS).gather()
    (part,) = sources.parts
    assert part.file.kind == "answer"
    assert part.file.shown_as == "REDCap form session_rating"
    assert part.settings.format == "redcap"
    assert part.file.content.decode() == WHOLE
    assert {problem.rule for problem in findings.problems} == {"table-missing"}


@pytest.mark.parametrize("at_once", [1, 2, 500])
def test_batches_do_not_show(program: Any, server: Any, at_once: int) -> None:
    """However many records are asked for at once, and in whatever order REDCap sorts rows, the bytes are the same."""
    own = server.model.rows[:]
    random.Random(at_once).shuffle(own)
    server.model.rows = sorted(own, key=lambda row: row.record)
    sources, _ = program.set(RATINGS, records_at_once=at_once).gather()
    assert sources.parts[0].file.content.decode() == WHOLE


def test_tables_that_need_the_same_forms_share_a_fetch(program: Any, server: Any) -> None:
    """Three parts with two distinct sets of forms are two exports, each asked for once."""
    sources, _ = program.set("""\
  tables:
    roster:
      forms: enrollment
      columns: {member_id: member, group_id: group}
    attendance:
      forms: [session_rating, enrollment]
    ratings:
      forms: [enrollment, session_rating]
""").gather()
    assert [part.file.shown_as for part in sources.parts] == [
        "REDCap form enrollment",
        "REDCap forms enrollment, session_rating",
        "REDCap forms enrollment, session_rating",
    ]
    assert sources.parts[1].file is sources.parts[2].file
    asked = [question for question in server.asked if "records[0]" in question]
    assert [question["forms[0]"] for question in asked] == ["enrollment", "enrollment"]


def test_only_what_the_tables_need_is_asked_for(program: Any, server: Any) -> None:
    """No form is exported that no table names, and nothing is written to the server."""
    program.set(RATINGS).gather()
    assert {name for question in server.asked for name in question if name.startswith("forms")} == {"forms[0]"}
    assert set(server.contents()) == {
        "project",
        "metadata",
        "exportFieldNames",
        "repeatingFormsEvents",
        "dag",
        "record",
    }
    assert not any({"action", "data"} & question.keys() for question in server.asked)


def test_all_forms_where_none_is_named(program: Any) -> None:
    """A part without `forms` reads every form."""
    sources, _ = program.set("  tables: {ratings: {}}\n").gather()
    assert sources.parts[0].file.shown_as == "REDCap forms enrollment, session_rating"


def _longitudinal(models: Any) -> Any:
    rows = [
        models.Row("b", {"phq9_1": "3"}, "pre_arm_1"),
        models.Row("b", {"phq9_1": "1"}, "post_arm_1"),
        models.Row("a", {"phq9_1": "2"}, "pre_arm_1"),
    ]
    fields = [models.Field("study_id", "phq9"), models.Field("phq9_1", "phq9")]
    return models.Model(fields=fields, rows=rows, events={"pre_arm_1": "Before", "post_arm_1": "After"})


def test_events_narrow_an_export(program: Any, server: Any, models: Any) -> None:
    """Only the named events are exported; a record without a row there is no mistake."""
    server.model = _longitudinal(models)
    sources, findings = program.set("  tables: {outcomes: {forms: phq9, events: post_arm_1}}\n").gather()
    (part,) = sources.parts
    assert part.file.shown_as == "REDCap form phq9 (event post_arm_1)"
    assert part.file.content.decode() == (
        '"study_id","redcap_event_name","phq9_1","phq9_complete"\n"b","post_arm_1","1","2"\n'
    )
    assert {problem.rule for problem in findings.problems} == {"table-missing"}


def test_records_and_events_keep_the_servers_order(program: Any, server: Any, models: Any) -> None:
    """Records stand as REDCap orders them, which is not the alphabet, and a record's events as the project does."""
    server.model = _longitudinal(models)
    server.model.rows.insert(0, server.model.rows.pop(1))
    sources, _ = program.set("  tables: {outcomes: {forms: phq9}}\n").gather()
    rows = _rows(sources.parts[0].file.content)
    assert [(row["study_id"], row["redcap_event_name"]) for row in rows] == [
        ("b", "pre_arm_1"),
        ("b", "post_arm_1"),
        ("a", "pre_arm_1"),
    ]


def test_an_event_without_answers_yet_has_its_columns(program: Any, server: Any, models: Any) -> None:
    """An export without a row still has the columns of its forms, so that no column counts as missing."""
    server.model = _longitudinal(models)
    server.model.rows = [row for row in server.model.rows if row.event == "pre_arm_1"]
    sources, _ = program.set("  tables: {outcomes: {forms: phq9, events: post_arm_1}}\n").gather()
    assert sources.parts[0].file.content == b'"study_id","redcap_event_name","phq9_1","phq9_complete"\n'


def test_labels_instead_of_codes(program: Any) -> None:
    """With `labels`, choices, boxes and forms come under their labels, in the same order of rows."""
    sources, _ = program.set("  tables: {ratings: {}}\n", labels="true").gather()
    rows = _rows(sources.parts[0].file.content)
    assert [row["group"] for row in rows if row["group"]] == ["Anxiety", "Grief"]
    assert [row["helped___1"] for row in rows if row["helped___1"]] == ["Checked", "Unchecked", "Unchecked"]
    assert [row["redcap_repeat_instrument"] for row in rows] == [
        "",
        "Session rating",
        "Session rating",
        "",
        "Session rating",
    ]
    assert [row["redcap_repeat_instance"] for row in rows] == ["", "1", "2", "", "1"]


def test_survey_times_and_access_groups_on_demand(program: Any, server: Any) -> None:
    """When a survey was answered and the data access group are asked for where a table names them, and only there."""
    server.model.access_groups = {"1": "north", "2": "south"}
    sources, findings = program.set("""\
  tables:
    groups: {forms: enrollment, columns: {site: redcap_data_access_group}}
    sessions: {forms: session_rating, columns: {held_on: session_rating_timestamp}}
""").gather()
    assert [problem for problem in findings.errors if problem.rule != "table-missing"] == []
    groups, sessions = (_rows(part.file.content)[0].keys() for part in sources.parts)
    assert "redcap_data_access_group" in groups
    assert "redcap_data_access_group" not in sessions
    assert "session_rating_timestamp" in sessions
    assert "enrollment_timestamp" not in groups


def test_the_terms_id_chooses_rows(program: Any) -> None:
    """`{term}` in `where` and in the keyring's name stands for the term's id."""
    sources, _ = program.set('  tables: {ratings: {forms: session_rating, where: {held_on: "{term}"}}}\n').gather()
    assert sources.parts[0].settings.where == {"held_on": ("2026-fall",)}


@pytest.mark.parametrize("kind", ["text/html", "text/html; charset=iso-8859-1", "application/json; charset=latin-1"])
def test_text_is_utf8_whatever_the_server_calls_it(program: Any, server: Any, kind: str) -> None:
    """Letters beyond ASCII are read as UTF-8 also where the answer's type says or implies something else."""
    server.model.rows[0].values["member"] = "Zoë-7 \u2713"
    server.trouble["every"] = lambda handler, content: handler.send(200, _plain(content), kind)
    sources, _ = program.set("  tables: {roster: {forms: enrollment}}\n").gather()
    assert _rows(sources.parts[0].file.content)[0]["member"] == "Zoë-7 \u2713"


def _plain(content: bytes) -> bytes:
    """The same JSON with letters as they are, behind a byte order mark."""
    return b"\xef\xbb\xbf" + json.dumps(json.loads(content), ensure_ascii=False).encode()


@pytest.mark.parametrize("way", ["in_chunks", "zipped"])
def test_an_answer_may_come_in_pieces_or_compressed(program: Any, server: Any, troubles: Any, way: str) -> None:
    """Chunked and compressed answers are read whole."""
    server.trouble["every"] = getattr(troubles, way)
    sources, _ = program.set(RATINGS).gather()
    assert sources.parts[0].file.content.decode() == WHOLE


@pytest.mark.parametrize("value", [1.5, True, ["a"], {"a": "b"}])
def test_only_texts_are_taken(program: Any, server: Any, value: object) -> None:
    """A value that is JSON but no text, so that it may have lost how it was written, is refused."""
    server.model.rows[0].values["member"] = value
    (problem,) = program.set("  tables: {roster: {forms: enrollment}}\n").noted()
    assert problem == ("server-answer", "gives an answer to 'record' that is not of REDCap's form")
