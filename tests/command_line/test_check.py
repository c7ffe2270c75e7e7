"""`groupreport check` gives a list that a person can work from, and no value that was not asked for."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from groupreport.parameters import packaged_folder

TERM = "2026-fall"
SCHEMA = packaged_folder() / "docs" / "check-1.schema.json"
# What is broken below, as it stands in the files.
SECRETS = ("M9999", "Nosho", "03/04/2026", "pat@example.org", "1961-02-03")
DAMAGES = (
    ("attendance", r"no_show", "Nosho", 0),
    ("attendance", r"^M0301,", "M9999,", 2),
    ("roster", r"2026-\d\d-\d\d", "03/04/2026", 1),
    ("groups", r"L01", "pat@example.org", 1),
    ("roster", r"end_reason", "end_reasons", 1),
    ("outcomes", r",(\d)$", ",99", 7),
)


@pytest.fixture(scope="module")
def damaged(small_data, tmp_path_factory) -> Path:
    """A project with a few things wrong; never changed."""
    folder = tmp_path_factory.mktemp("damaged") / "project"
    shutil.copytree(small_data, folder)
    for table, pattern, replacement, count in DAMAGES:
        path = folder / "data" / TERM / f"{table}.csv"
        changed, found = re.subn(pattern, replacement, path.read_text(), count=count, flags=re.MULTILINE)
        assert found
        path.write_text(changed)
    roster = folder / "data" / TERM / "roster.csv"
    header, *rows = roster.read_text().splitlines()
    roster.write_text("\n".join([f"{header},Date of Birth", *(f"{row},1961-02-03" for row in rows)]) + "\n")
    return folder


def check(folder: Path, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the real command, with its answer in a pipe."""
    command = [sys.executable, "-m", "groupreport.command_line", "check", "--project", str(folder), "--term", TERM]
    return subprocess.run(
        [*command, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        check=False,
    )


CHECK = ("check", "--term", TERM, "--project")
_SEEN: dict[tuple[object, ...], subprocess.CompletedProcess[str]] = {}


def seen(folder: Path, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """The same, once for all tests that look at one answer about a project that never changes."""
    question = (folder, *arguments, *sorted(environment.items()))
    if question not in _SEEN:
        _SEEN[question] = check(folder, *arguments, **environment)
    return _SEEN[question]


def in_a_terminal(folder: Path, **environment: str) -> str:
    """What the real command writes to a terminal of 100 columns."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "groupreport.command_line", "check", "--project", str(folder), "--term", TERM]
    surroundings = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", "PYTHONUTF8": "1", **environment}
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, stdin=theirs, env=surroundings) as process:
        os.close(theirs)
        written = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the terminal is closed
                break
            if not piece:
                break
            written += piece
        process.wait()
    os.close(ours)
    return written.decode()


def test_the_list_names_place_rule_and_remedy(damaged):
    """Whoever mends it finds the cell, reads what is wrong and what to do, and why it matters."""
    said = seen(damaged)
    block = said.stdout[said.stdout.index("[value-unknown]") - 60 :][:700]

    assert said.returncode == 2
    assert said.stderr == ""
    assert re.search(r"line \d+, column status  \[value-unknown\]", block)
    assert "Is not one of the allowed words." in block
    assert "To do Did you mean 'no_show'?" in block
    assert "Why   A word that is not in the list would be counted in no category." in block
    assert re.search(r"\d+ rows, the first are lines \d+, \d+, \d+, \d+ and \d+", " ".join(block.split()))


def test_errors_come_before_warnings_and_notes(damaged):
    """What stops a run is read first; the last lines say what happens now."""
    said = seen(damaged).stdout
    places = [
        said.index(heading) for heading in ("\nErrors: ", "\nWarnings: ", "\nNotes: ", "By rule: ", "No report can")
    ]

    assert places == sorted(places)


def test_a_reason_is_given_once_for_each_rule(damaged):
    """A list of many problems of one rule stays short."""
    said = " ".join(seen(damaged).stdout.split())

    assert said.count("[value-unknown]") == 1
    assert said.count("would be counted in no category") == 1


def test_what_identifies_people_is_said_to_restrict_reports(damaged):
    """The evaluator learns before rendering that two audiences will get nothing, and where to mend it."""
    said = " ".join(seen(damaged).stdout.split())

    assert "Reports for leadership and funders will be refused until" in said
    assert f"data/{TERM}/roster.csv, line 1, column Date of Birth" in said
    assert f"data/{TERM}/groups.csv, line 2, column leaders" in said


@pytest.mark.parametrize("form", ["table", "json", "csv", "html"])
def test_values_are_hidden_unless_asked_for(damaged, form):
    """A list that is sent to a colleague holds no id, date or word of a cell; with the option it does."""
    hidden, shown = (seen(damaged, "--format", form, *more).stdout for more in ((), ("--show-values",)))

    assert [secret for secret in SECRETS if secret in hidden] == []
    assert [secret for secret in SECRETS[:4] if secret not in shown] == []
    assert SECRETS[4] not in shown  # nobody asked about a single birth date


def test_an_answer_in_a_pipe_has_no_color_and_no_padding(damaged):
    """A file or a pager gets plain lines of at most eighty letters."""
    said = seen(damaged).stdout

    assert "\x1b" not in said
    assert max(map(len, said.splitlines())) <= 80
    assert not any(line.endswith(" ") for line in said.splitlines())


@pytest.mark.parametrize("columns", [40, 60, 200])
def test_the_list_is_as_wide_as_the_terminal(damaged, columns):
    """A narrow window breaks lines between words and loses none; only what is longer than a line is broken itself."""
    said, usual = seen(damaged, COLUMNS=str(columns)).stdout, seen(damaged).stdout
    words = [re.sub(r"-{10,}", "", text.partition("By rule")[0]).split() for text in (said, usual)]

    assert max(map(len, said.splitlines())) <= columns
    assert words[0] == words[1] or (columns == 40 and "".join(words[0]) == "".join(words[1]))


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of this kind are POSIX")
def test_a_terminal_gets_color_unless_it_is_refused(damaged):
    """NO_COLOR is kept, and the words say the same without color."""
    color = re.compile(r"\x1b\[[0-9;]*(?:3[0-7]|9[0-7]|38;)[0-9;]*m")
    colored, plain = in_a_terminal(damaged), in_a_terminal(damaged, NO_COLOR="1")

    assert color.search(colored)
    assert not color.search(plain)
    assert "Errors: to be mended" in re.sub(r"\x1b\[[0-9;]*m", "", plain)


def test_a_terminal_without_unicode_is_no_problem(damaged):
    """Letters that an old terminal lacks are written as numbers; the command does not stop."""
    said = seen(damaged, PYTHONUTF8="0", PYTHONIOENCODING="ascii")

    assert (said.returncode, "Traceback" in said.stderr) == (2, False)
    assert "value: ***" in " ".join(said.stdout.split())


def test_the_json_keeps_to_its_published_schema(damaged):
    """Other programs can rely on every field, with and without values."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for more in ((), ("--show-values",)):
        said = seen(damaged, "--format", "json", *more)
        listed = json.loads(said.stdout)
        jsonschema.validate(listed, schema, cls=jsonschema.Draft202012Validator)

        assert said.stdout.isascii()
        assert (listed["term"], listed["program"], listed["project"]) == (TERM, "Anxiety and grief groups", "project")
        assert (listed["exit_code"], listed["restricted"]) == (2, True)
        assert listed["counts"]["errors"] == sum(each["severity"] == "error" for each in listed["problems"])
        assert any("value" in each for each in listed["problems"]) is bool(more)


def test_the_csv_has_a_row_for_each_problem(damaged, tmp_path):
    """A spreadsheet shows the same entries in the same order as the JSON."""
    path = tmp_path / "list.csv"
    said = check(damaged, "--format", "csv", "--output", path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    listed = json.loads(seen(damaged, "--format", "json").stdout)["problems"]

    assert said.returncode == 2
    assert [(row["rule"], row["file"], row["line"], row["message"]) for row in rows] == [
        (each["rule"], each["file"], str(each["line"] or ""), each["message"]) for each in listed
    ]
    assert {row["kind"] for row in rows} == {"problem"}
    assert "value" not in rows[0]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
@pytest.mark.parametrize("form", ["table", "json", "csv", "html"])
def test_a_file_can_be_read_by_its_owner_alone(damaged, tmp_path, run, form):
    """A list of wrong cells is health data, whatever the form, also where it replaces an open file."""
    path = tmp_path / f"list.{form}"
    path.write_text("old")
    path.chmod(0o644)
    _, answer, _ = run(*CHECK, damaged, "--format", form, "--show-values", "--output", path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "M9999" in path.read_text(encoding="utf-8")
    assert "M9999" not in answer
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_is_said(damaged, tmp_path, run):
    """The exit code is that of the surroundings, and nothing else is printed."""
    code, answer, errors = run(*CHECK, damaged, "--format", "csv", "--output", tmp_path / "missing" / "list.csv")

    assert (code, answer) == (4, "")
    assert "there is no folder" in errors


def test_warnings_alone_do_not_fail_the_check(small_project, run):
    """Exit code 0, and the list says that reports can be made."""
    (small_project / "data" / TERM / "waiting.csv").write_text("member_id\n1\n")
    code, answer, _ = run(*CHECK, small_project)

    assert code == 0
    assert "[file-unknown]" in answer
    assert f"The reports of {TERM} can be made" in " ".join(answer.split())


def test_wrong_parameters_are_a_list_too(small_project, run):
    """A slip in program.yml has its line, its key and its reason, in every form."""
    program = small_project / "params" / "program.yml"
    program.write_text(program.read_text().replace("smallest_count: 5", "smallest_cuont: 5"))
    (small_project / "params" / "instruments").mkdir()
    (small_project / "params" / "instruments" / "own.yaml").write_text("id: own\n")
    code, answer, _ = run(*CHECK, small_project)
    listed = json.loads(run(*CHECK, small_project, "--format", "json")[1])

    assert code == 2
    assert re.search(r"line \d+, key audiences\.leadership\.smallest_cuont  \[parameter\]", answer)
    assert "Did you mean 'smallest_count'?" in answer
    assert {each["rule"] for each in listed["problems"]} == {"parameter", "instrument-file"}
    assert all(each["why"] for each in listed["problems"])


def test_a_rule_can_be_explained_without_a_project(tmp_path, run):
    """Its reason and its remedy, wherever the command is typed."""
    code, answer, _ = run("check", "--project", tmp_path, "--explain", "member-unknown")

    assert code == 0
    assert answer.startswith("member-unknown (error)\n")
    assert "Why   A row whose id is not found" in answer


def test_an_unknown_rule_is_refused_with_the_near_one(run):
    """A slip in a rule's name explains no other rule."""
    code, answer, errors = run("check", "--explain", "member-unknow")

    assert (code, answer) == (2, "")
    assert "Did you mean 'member-unknown'?" in errors


def test_a_run_that_stops_shows_the_same_list_without_values(damaged, run):
    """Render says what check says, hides what check hides, and names check for more."""
    code, answer, errors = run("render", "--project", damaged, "--term", TERM)

    assert (code, answer) == (2, "")
    assert "[value-unknown]" in errors
    assert "Why   A word that is not in the list would be counted in no category." in errors
    assert "groupreport check, with the same --project and --term, shows more" in " ".join(errors.split())
    assert [secret for secret in SECRETS if secret in errors] == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such names")
@pytest.mark.parametrize("form", ["table", "json", "csv", "html"])
def test_names_and_cells_of_an_export_act_nowhere(small_project, run, form):
    """A column, a file and a cell that hold markup, terminal codes and formulas are printed as what they are."""
    acts = "=1+1 <b>[red]\x1b[2J\u202ex"
    data = small_project / "data" / TERM
    (data / f"{acts}.csv").write_text("member_id\n1\n", encoding="utf-8")
    attendance = (data / "attendance.csv").read_text(encoding="utf-8")
    header, first, *rest = attendance.replace("no_show", f'"{acts}"').splitlines()
    rows = [f"{header},{acts}", f"{first},", *(f"{row}," for row in rest)]
    (data / "attendance.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    code, answer, errors = run(*CHECK, small_project, "--format", form, "--show-values")
    begin = {"json": r"=1+1 <b>[red]\u001b[2J", "html": r"=1+1 &lt;b&gt;[red]\x1b[2J"}.get(
        form, r"=1+1 <b>[red]\x1b[2J"
    )

    assert (code, errors) == (2, "")
    assert re.search(r"[\x1b\u202e]", answer) is None
    assert " ".join(answer.split()).count(begin) >= 3
