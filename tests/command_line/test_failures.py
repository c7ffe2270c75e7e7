"""What goes wrong is said plainly, stops only what it must, and never publishes anything wrong."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from groupreport.parameters import packaged_folder
from groupreport.publishing.lock import only_run

TERM = "2026-fall"
RENDER = ("render", "--term", TERM, "--renderer", "embedded", "--to", "html")


def own_notebook(project: Path, name: str, code: str) -> None:
    """Give the project a notebook of its own: the packaged one with one more cell at the end."""
    book = nbformat.read(packaged_folder() / "reports" / name, as_version=4)
    book.cells.append(nbformat.v4.new_code_cell(code))
    (project / "reports").mkdir(exist_ok=True)
    nbformat.write(book, project / "reports" / name)


def entries(project: Path) -> dict[str, dict]:
    """The manifest's reports by name."""
    manifest = json.loads((project / "published" / TERM / "manifest.json").read_text(encoding="utf-8"))
    return {entry["name"]: entry for entry in manifest["reports"]}


@pytest.mark.kernel
@pytest.mark.slow
def test_one_failing_group_does_not_stop_the_others(small_project, run):
    """It is named at the end with its cell and its kept notebook; the others are published; the exit code is 1."""
    own_notebook(small_project, "group.ipynb", 'if group_id == "G06":\n    raise ValueError("M0101 said")')
    code, answer, errors = run(*RENDER, "--project", small_project, "--audience", "evaluator")
    kept = small_project / "build" / TERM / "executed" / "evaluator" / "G06.ipynb"
    states = {name: entry["status"] for name, entry in entries(small_project).items()}

    assert code == 1
    assert states == {
        "evaluator/G04": "published",
        "evaluator/G06": "failed",
        "evaluator/G07": "published",
        "evaluator/program": "published",
    }
    assert "Not made: evaluator/G06: ValueError in cell" in answer
    assert f"build/{TERM}/executed/evaluator/G06.ipynb" in answer
    assert kept.is_file()
    assert "M0101 said" not in answer + errors

    shutil.rmtree(small_project / "reports")
    own_notebook(small_project, "group.ipynb", "pass")
    code, answer, _ = run(*RENDER, "--project", small_project, "--audience", "evaluator")
    assert (code, entries(small_project)["evaluator/G06"]["status"]) == (0, "published")


@pytest.mark.kernel
@pytest.mark.slow
def test_a_failed_run_keeps_the_last_good_report_and_says_so(small_project, run):
    """A report that cannot be made again is not lost, and the index does not pass it off as new."""
    only = ("--project", small_project, "--group", "G04")
    assert run(*RENDER, *only)[0] == 0
    good = entries(small_project)["evaluator/G04"]
    own_notebook(small_project, "group.ipynb", "import os; os._exit(1)")
    code, _, _ = run(*RENDER, *only)
    now = entries(small_project)["evaluator/G04"]
    index = (small_project / "published" / TERM / "index.html").read_text(encoding="utf-8")

    assert (code, now["status"], now["files"], now["made_at"]) == (1, "failed", good["files"], good["made_at"])
    assert "its kernel died" in index


def test_a_groups_report_for_an_audience_that_has_none_is_an_error(small_project, run):
    """Nothing is made, and a script that asked for it does not go on as if there were something."""
    code, answer, errors = run(*RENDER, "--project", small_project, "--group", "G04", "--audience", "funder")

    assert code == 2
    assert "group-audience" in answer + errors
    assert "Leave out --group" in answer + errors


@pytest.mark.kernel
@pytest.mark.slow
def test_a_member_id_in_a_funder_file_refuses_the_release(small_project, run):
    """Exit code 3, nothing for funders, not even the summary of an earlier run; evaluators get their reports."""
    assert run(*RENDER, "--project", small_project, "--audience", "funder")[0] == 0
    shows = 'from IPython.display import Markdown, display\ndisplay(Markdown("About M0327."))'
    own_notebook(small_project, "funder.ipynb", shows)
    roster = small_project / "data" / TERM / "roster.csv"
    assert "M0327" in roster.read_text(encoding="utf-8")
    code, answer, _ = run(
        *RENDER, "--project", small_project, "--audience", "funder", "--audience", "evaluator", "--group", "G04"
    )
    assert code == 0  # naming a group leaves the totals out
    code, answer, _ = run(*RENDER, "--project", small_project, "--audience", "funder")

    assert code == 3
    assert entries(small_project)["funder/outcomes"]["status"] == "refused"
    assert not (small_project / "published" / TERM / "funder").exists()
    assert (small_project / "published" / TERM / "evaluator" / "G04.html").is_file()
    assert "M0327" not in answer


@pytest.mark.kernel
@pytest.mark.slow
def test_a_column_that_identifies_people_refuses_reports_for_others(small_project, run):
    """While an export names people, evaluators get their reports, and leadership and funders get none: exit code 3."""
    events = small_project / "data" / TERM / "events.csv"
    lines = events.read_text(encoding="utf-8").splitlines()
    named = [f"{lines[0]},client_name", *(f"{line},Somebody Else" for line in lines[1:])]
    events.write_text("\n".join(named) + "\n", encoding="utf-8")
    code, answer, _ = run(*RENDER, "--project", small_project)
    reports = entries(small_project)

    assert code == 3
    assert [name for name, entry in reports.items() if entry["status"] == "refused"] == [
        "funder/outcomes",
        "leadership/program",
    ]
    assert reports["evaluator/G04"]["status"] == "published"
    assert "events.csv, column client_name" in answer
    assert not (small_project / "published" / TERM / "leadership").exists()


@pytest.mark.kernel
@pytest.mark.slow
def test_a_report_whose_group_has_gone_is_withdrawn(small_project, run):
    """A group that left the term does not go on looking current."""
    assert run(*RENDER, "--project", small_project, "--group", "G04", "--group", "G06")[0] == 0
    term_file = small_project / "params" / "terms" / f"{TERM}.yml"
    term_file.write_text(term_file.read_text().replace("[G04, G06, G07]", "[G04, G07]"))
    assert run(*RENDER, "--project", small_project, "--group", "G04")[0] == 0

    assert "evaluator/G06" not in entries(small_project)
    assert not (small_project / "published" / TERM / "evaluator" / "G06.html").exists()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        pytest.param(("--term", "2026-fal"), "Did you mean '2026-fall'?", id="unknown-term"),
        pytest.param(("--term", TERM, "--group", "G4"), "There is no group 'G4' in this term", id="unknown-group"),
        pytest.param(("--term", TERM, "--audience", "public"), "'public' is not one of", id="unknown-audience"),
        pytest.param(("--term", TERM, "--too", "pdf"), "No such option", id="misspelt-option"),
        pytest.param((), "Name one with --term", id="two-terms-and-none-named"),
    ],
)
def test_a_slip_on_the_command_line_runs_nothing(small_project, run, arguments, complaint):
    """The exit code is 2, the message says what to type, and there is never a default group."""
    code, answer, errors = run("render", "--project", small_project, *arguments)

    assert code == 2
    assert complaint in " ".join((answer + errors).split())
    assert not (small_project / "published").exists()
    assert not (small_project / "build" / TERM / "executed").exists()


def test_a_misspelt_parameter_runs_nothing(small_project, run):
    """`repar_window` would otherwise be ignored, and the report would use another window than its author thinks."""
    program = small_project / "params" / "program.yml"
    program.write_text(program.read_text(encoding="utf-8") + "\nrender: {timeout: 30}\n", encoding="utf-8")
    code, _, errors = run(*RENDER, "--project", small_project)

    assert code == 2
    assert "Holds the unknown key 'timeout'." in errors
    assert "Did you mean 'timeout_seconds'?" in errors


def test_a_folder_without_a_project_is_named(tmp_path, run):
    """A wrong working folder is the commonest slip."""
    code, _, errors = run("render", "--project", tmp_path, "--term", TERM)

    assert (code, "There is no groupreport project in" in errors) == (2, True)


def test_a_second_run_at_the_same_time_is_refused(small_project, run):
    """It exits with 4 and says which process is at work."""
    with only_run(small_project / "build" / TERM):
        code, _, errors = run(*RENDER, "--project", small_project)

    assert code == 4
    assert f"another run is at work on this term (process {os.getpid()}" in errors


def test_quarto_that_is_not_there_is_said_before_anything_runs(small_project, run, monkeypatch):
    """Asking for Quarto by name never falls back silently on the other renderer."""
    monkeypatch.delenv("QUARTO_PATH", raising=False)
    monkeypatch.setenv("PATH", str(small_project))
    code, _, errors = run("render", "--project", small_project, "--term", TERM, "--renderer", "quarto")

    assert (code, "no `quarto` is on PATH" in errors) == (4, True)


@pytest.mark.kernel
@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals to processes are POSIX")
def test_an_interrupted_run_publishes_nothing_and_leaves_no_process(small_project):
    """Ctrl-C during a kernel: exit code 130, nothing in the published folder, no kernel, and the next run works."""
    own_notebook(small_project, "group.ipynb", "import time; time.sleep(120)")
    command = [sys.executable, "-m", "groupreport.command_line", *RENDER, "--project", str(small_project)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    deadline = time.monotonic() + 60
    while not _children(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(5)
    children = _children(process.pid)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)

    assert process.returncode == 130
    assert b"Interrupted" in errors
    assert b"Traceback" not in errors
    assert not (small_project / "published").exists()
    assert children
    assert _still_running(children, seconds=5) == []


def _still_running(processes: list[int], seconds: float) -> list[int]:
    """Those that have not ended within some seconds; one that only waits for its parent to notice has ended."""
    deadline = time.monotonic() + seconds
    while True:
        command = ["ps", "-o", "pid=,stat=", "-p", ",".join(map(str, processes))]
        listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        running = [int(line.split()[0]) for line in listed.splitlines() if not line.split()[1].startswith("Z")]
        if not running or time.monotonic() > deadline:
            return running
        time.sleep(0.1)


def _children(parent: int) -> list[int]:
    listed = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True).stdout
    pairs = [line.split() for line in listed.splitlines()[1:]]
    direct = [int(pid) for pid, ppid in pairs if ppid == str(parent)]
    return direct + [grandchild for child in direct for grandchild in _children(child)]
