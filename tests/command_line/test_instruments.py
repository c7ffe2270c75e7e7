"""`groupreport instruments` lists the questionnaires and shows all that is known of one."""

from __future__ import annotations

import json

import jsonschema
import pytest

from groupreport.instruments import load_catalog
from groupreport.instruments.schema import instrument_schema

OWN = """\
id: mood_check
name: Mood check
short_name: Mood
given: session
scales: [{scale: total, label: Mood, higher_is: better, domain: outcome}]
licence: {status: free, holder: us, note: "[bold]ours"}
citation: ours
key_source: ours
verified: true
"""


@pytest.fixture(name="project")
def _project(tmp_path):
    """A project with one questionnaire of its own and one that replaces the catalog's."""
    folder = tmp_path / "params" / "instruments"
    folder.mkdir(parents=True)
    (folder / "mood_check.yml").write_text(OWN, encoding="utf-8")
    (folder / "gad7.yml").write_text(OWN.replace("mood_check", "gad7"), encoding="utf-8")
    return tmp_path


def in_one_line(answer):
    """The answer without its line breaks, which follow the terminal's width."""
    return " ".join(answer.split())


def test_all_are_listed(run):
    """Each id, with when it is given, its license and what nobody has checked; no line is wider than a terminal."""
    code, answer, _ = run("instruments")

    assert code == 0
    assert all(f" {name} " in answer for name in load_catalog())
    assert answer.startswith("28 questionnaires of the catalog")
    assert max(map(len, answer.splitlines())) <= 80
    assert not any(line != line.rstrip() for line in answer.splitlines())


def test_one_is_shown_with_all_that_is_known(run):
    """Key, rules, thresholds with side and source, license with holder, and what would check the rest."""
    code, answer, _ = run("instruments", "core_om")
    said = in_one_line(answer)

    assert code == 0
    assert max(map(len, answer.splitlines())) <= 80
    for part in (
        "CORE-OM (core_om): Clinical Outcomes in Routine Evaluation, Outcome Measure",
        "34 items from 0 to 4.",
        "Reversed 3, 4, 7, 12, 19, 21, 31, 32",
        "10 times the mean, 0 to 40; higher is worse.",
        "At least 31 of 34 answered; the others count as the mean of these.",
        "Every item must be answered.",
        "10 or more: clinical range. Connell et al. 2007",
        "9.9 or more: clinical range, not rounded.",
        "5 points or more. A change of 5 or more",
        "Items 6, 9, 16, 22, 24, 34: never shown by member.",
        "Free to use; CORE System Trust. CC BY-ND 4.0",
        "Version 1, instruments/catalog/core_om.yml.",
        "Not checked, and what would check it",
        "params/instruments/core_om.yml",
    ):
        assert part in said


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("who5", ("4 times the sum, 0 to 100; higher is better.", "Below 50: low well-being.")),
        ("wsas", ("such a form has a score on without_work only.", "More than 20: moderately severe")),
        ("gq", ("the program hands in the scores", "range not known and not checked", "with other members.")),
        (
            "gcq_s",
            ("gcq_s_1_7", "neither end is better", "At least 8 answers, or no scale has a score."),
        ),
        (
            "gad7",
            ("No rule was found, so one missing item gives no score.", "6 points or more. A reliable-change study"),
        ),
        ("phq9", ("mild 5 to 9", "1.7 points; says nothing about error", "15 or more: moderately severe")),
        ("gcs7", ("0.87, internal consistency: psychiatric inpatients (96 people).",)),
        ("ors", ("25 or less: clinical range, adults.", "6.6 points or more.")),
    ],
)
def test_what_is_special_about_one(run, name, parts):
    """Each kind of fact is put into words, for the questionnaire that has it."""
    said = in_one_line(run("instruments", name)[1])

    assert [part for part in parts if part not in said] == []


def test_every_questionnaire_can_be_shown(run):
    """None of them has a fact without words."""
    assert [name for name in load_catalog() if run("instruments", name)[0] != 0] == []


def test_a_name_that_is_not_there_suggests_the_nearest(run):
    """A short name or a slip leads to the id; nothing is printed as if it were an answer."""
    for given, meant in (("PHQ-9", "phq9"), ("wai-sr", "wai_sr"), ("core-10", "core10"), ("GCQ-S", "gcq_s")):
        code, answer, complaint = run("instruments", given)

        assert (code, answer) == (2, "")
        assert f"The catalog has no questionnaire '{given}'." in complaint
        assert f"Did you mean '{meant}'?" in in_one_line(complaint)
        assert "groupreport check" not in complaint


def test_a_programs_own_are_listed_apart(run, project):
    """Where an entry comes from is told, also of one that stands in place of the catalog's; nothing in it is markup."""
    code, answer, _ = run("instruments", "--project", project)
    own, catalog = answer.split("27 questionnaires of the catalog")
    shown = in_one_line(run("instruments", "mood_check", "--project", project)[1])

    assert code == 0
    assert own.startswith("2 questionnaires of your own (params/instruments/)")
    assert " mood_check " in own
    assert " gad7 " in own
    assert " gad7 " not in catalog
    assert "Version 1, params/instruments/mood_check.yml." in shown
    assert "[bold]ours" in shown


def test_a_wrong_entry_or_folder_is_an_error(run, project, tmp_path):
    """Nothing is listed as long as an entry cannot be read, or where there is no project."""
    (project / "params" / "instruments" / "mood_check.yml").write_text("id: mood_check\n", encoding="utf-8")

    assert run("instruments", "--project", project)[:2] == (2, "")
    assert run("instruments", "--project", tmp_path / "nowhere")[:2] == (2, "")


def test_other_programs_read_every_field(run, project):
    """JSON has each entry as its file could hold it, where it comes from, and what nobody has checked."""
    code, answer, _ = run("instruments", "--format", "json", "--project", project)
    listed = json.loads(answer)
    entries = {one["entry"]["id"]: one for one in listed["instruments"]}

    assert code == 0
    assert listed["schema"] == "groupreport-instruments/1"
    assert set(entries) == {*load_catalog(), "mood_check"}
    assert entries["mood_check"]["file"] == "params/instruments/mood_check.yml"
    assert entries["phq9"]["not_checked"] == ["key", "missing_rule", "cutoff", "severe"]
    assert entries["phq9"]["entry"]["scales"][0]["other_reliable_changes"][0]["criterion"] == 5
    for one in entries.values():
        jsonschema.validate(one["entry"], instrument_schema(), cls=jsonschema.Draft202012Validator)


def test_the_rules_of_a_file_are_written_for_editors(run, tmp_path):
    """The file is the schema that reading keeps to."""
    path = tmp_path / "instrument-1.schema.json"
    code, answer, _ = run("instruments", "--schema", path)

    assert (code, answer) == (0, f"wrote {path}\n")
    assert json.loads(path.read_text(encoding="utf-8")) == instrument_schema()
