"""A new project starts with everything that a program has to fill in, and says what is missing."""

from __future__ import annotations

import re

import pytest

from groupreport.command_line.commands import SOURCES_IN_WORDS
from groupreport.intake.starting import SOURCES
from groupreport.parameters import Project, read_parameters

SECRET = re.compile(r"(?:token|password)\s*[:=]\s*\S", re.IGNORECASE)


@pytest.mark.parametrize("source", SOURCES)
def test_a_new_project_has_parameters_that_can_be_read(tmp_path, run, source):
    """What `init` writes is right as it stands, before anybody edits it, whatever the source."""
    folder = tmp_path / "mine"
    assert run("init", folder, "--term", "2027-spring", "--source", source)[0] == 0
    parameters = read_parameters(Project(folder), "2027-spring")

    assert parameters.term.id == "2027-spring"
    assert parameters.settings.characteristics == ("age_band", "gender")
    assert (folder / ".gitignore").read_text(encoding="utf-8").splitlines() == ["/data/", "/build/", "/published/"]


@pytest.mark.parametrize("source", SOURCES)
def test_a_new_project_says_what_to_do_next_and_holds_no_secret(tmp_path, run, source):
    """The steps are numbered, name this term's files, and end with the command that checks what was done."""
    folder = tmp_path / "mine"
    _, answer, _ = run("init", folder, "--term", "2027-spring", "--source", source)
    program = (folder / "params" / "program.yml").read_text(encoding="utf-8")
    steps = answer[answer.index("Next:") :]

    assert re.search(r"(?m)^  1\. ", steps)
    assert "params/terms/2027-spring.yml" in steps
    assert steps.rstrip().endswith(f"groupreport check --project {folder}")
    assert "<term>" not in answer + program
    assert not SECRET.search(program)


@pytest.mark.parametrize(
    ("source", "variable"), [("redcap", "REDCAP_API_TOKEN"), ("postgresql", "GROUPREPORT_DATABASE_PASSWORD")]
)
def test_the_environment_variable_of_a_secret_is_named(tmp_path, run, source, variable):
    """Whoever has a token or a password is told where it belongs, and that no file may hold it."""
    _, answer, _ = run("init", tmp_path / "mine", "--source", source)

    assert variable in answer
    assert "never goes into a file of the project" in " ".join(answer.split())


def test_a_new_project_is_complete_but_empty(tmp_path, run):
    """The only complaint of `check` is that the tables are still empty: no column is missing or unknown."""
    folder = tmp_path / "mine"
    run("init", folder)
    code, answer, _ = run("check", "--project", folder)
    rules = {line.split("[")[1].split("]")[0] for line in answer.splitlines() if "[" in line}

    assert (code, rules) == (2, {"table-empty"})


def test_a_new_survey_project_asks_for_the_surveys_and_the_tables_beside_them(tmp_path, run):
    """Groups, roster, sessions and attendance come from no survey; nothing else is wrong with the parameters."""
    folder = tmp_path / "mine"
    run("init", folder, "--source", "qualtrics")
    code, answer, _ = run("check", "--project", folder)
    rules = {line.split("[")[1].split("]")[0] for line in answer.splitlines() if "[" in line}

    assert (code, rules) == (2, {"table-empty", "table-missing"})
    assert {path.name for path in (folder / "data" / "2026-fall").iterdir()} == {
        "groups.csv",
        "roster.csv",
        "sessions.csv",
        "attendance.csv",
    }


def test_a_misspelt_source_is_named_with_what_was_meant(tmp_path, run):
    """Nothing is written for a guess."""
    code, _, errors = run("init", tmp_path / "mine", "--source", "google_form")

    assert (code, "Did you mean 'google-forms'?" in errors) == (2, True)
    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize("term", ["../fall", "fall 2026", ""])
def test_a_term_that_cannot_name_a_folder_is_refused(tmp_path, run, term):
    """A term's id is the name of its file and of its folders."""
    code, _, errors = run("init", tmp_path / "mine", "--term", term)

    assert (code, "A term's id holds letters, digits" in " ".join(errors.split())) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_term_of_digits_is_text(tmp_path, run):
    """The id 2026 is not the number 2026, which the term's file may not hold."""
    run("init", tmp_path / "mine", "--term", "2026")

    assert read_parameters(Project(tmp_path / "mine"), "2026").term.id == "2026"


def test_the_help_names_every_source(run):
    """Whoever reads the help need not read the documentation as well."""
    _, answer, _ = run("init", "--help")

    assert SOURCES_IN_WORDS.split(", ") == list(SOURCES)
    assert all(source in "".join(answer.split()) for source in SOURCES)


def test_a_folder_in_use_is_left_alone(tmp_path, run):
    """Nothing that somebody wrote is overwritten."""
    (tmp_path / "notes.txt").write_text("mine")
    code, _, errors = run("init", tmp_path)

    assert (code, "is not empty; nothing was written there" in errors) == (4, True)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_template_is_written_for_the_program_that_is_named(tmp_path, run):
    """Workbook and schema files in one go; a second time changes nothing and is no error."""
    run("init", tmp_path / "mine", "--source", "workbook")
    arguments = ("template", tmp_path / "t.xlsx", "--project", tmp_path / "mine", "--schema", tmp_path / "schemas")
    assert run(*arguments)[0] == 0
    written = {path: path.read_bytes() for path in [tmp_path / "t.xlsx", *(tmp_path / "schemas").iterdir()]}
    assert run(*arguments)[0] == 0

    assert len(written) == 11
    assert {path: path.read_bytes() for path in written} == written
    assert (tmp_path / "mine" / "data" / "2026-fall.xlsx").read_bytes() == written[tmp_path / "t.xlsx"]


def test_a_template_for_a_folder_without_a_project_is_refused(tmp_path, run):
    """A wrong folder is said; the packaged questionnaires are not taken instead."""
    code, _, errors = run("template", tmp_path / "t.xlsx", "--project", tmp_path)

    assert (code, "There is no groupreport project in" in " ".join(errors.split())) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_the_demo_never_overwrites_a_folder_in_use(tmp_path, run):
    """Somebody's own data is not replaced by made-up data."""
    (tmp_path / "notes.txt").write_text("mine")

    assert run("demo", tmp_path)[0] == 4
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
