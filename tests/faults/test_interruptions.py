"""A run that is told to stop stops at once and cleanly: no kernel stays, and what was published is as it was."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from groupreport.publishing.nursery_process import can_fork

TERM = "2026-fall"
RENDER = ("render", "--term", TERM, "--renderer", "embedded", "--audience", "evaluator")
pytestmark = [pytest.mark.kernel, pytest.mark.skipif(not can_fork(), reason="processes are looked up on Linux")]


@pytest.fixture
def hanging(project, write_notebook, tmp_path):
    """The published project with a group notebook that notes that it began and then waits; and the note."""
    note = tmp_path / "began"
    wait = f"import pathlib, time, os\npathlib.Path({str(note)!r}).write_text(str(os.getpid()))\ntime.sleep(600)"
    write_notebook(project, "group.ipynb", wait)
    return project, note


def wait_for(note: Path, process: subprocess.Popen) -> int:
    """Until the notebook has begun; its kernel's process."""
    until = time.monotonic() + 120
    while not (note.exists() and note.read_text()):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.05)
    return int(note.read_text())


def ended(process: int, seconds: float = 5) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] in "ZX":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    ("number", "code", "only"),
    [
        pytest.param(signal.SIGINT, 130, (), id="ctrl-c"),
        pytest.param(signal.SIGTERM, 143, ("--group", "G04"), id="terminated"),
        pytest.param(signal.SIGHUP, 129, ("--group", "G04"), id="terminal-closed"),
    ],
)
def test_a_run_that_is_told_to_stop_leaves_everything_as_it_was(hanging, start, files_of, number, code, only):
    """Whoever tells it: Ctrl-C, a service manager, a closed terminal. The exit code says which."""
    project, note = hanging
    before = files_of(project / "published")
    process = start(*RENDER, "--project", project, *only)
    kernel = wait_for(note, process)
    process.send_signal(number)
    said = "".join(process.communicate(timeout=60))

    assert process.returncode == code
    assert "Interrupted; every published report is whole" in said
    assert "Traceback" not in said
    assert files_of(project / "published") == before
    assert ended(kernel)


def test_a_second_ctrl_c_leaves_at_once(hanging, start, files_of):
    """Impatience does no harm: kernels end with their run, and the lock is free."""
    project, note = hanging
    before = files_of(project / "published")
    process = start(*RENDER, "--project", project)
    kernel = wait_for(note, process)
    process.send_signal(signal.SIGINT)
    time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    said = "".join(process.communicate(timeout=60))

    assert process.returncode == 130
    assert "Traceback" not in said
    assert ended(kernel)
    assert files_of(project / "published") == before
    status = start("status", "--project", project, "--term", TERM)
    assert "3 stale" not in "".join(status.communicate(timeout=60))
    assert status.returncode == 0


def test_a_signal_that_is_ignored_stays_ignored(tmp_path):
    """`nohup` keeps a run alive after its terminal has gone."""
    reads = (
        "import signal\nfrom groupreport import command_line\n"
        "command_line.exit_code = lambda _: print(signal.getsignal(signal.SIGHUP) is signal.SIG_IGN)\n"
        "command_line.main()"
    )
    said = subprocess.run(
        ["sh", "-c", f"trap '' HUP; exec {sys.executable} -c '{reads}'"], capture_output=True, text=True, check=False
    )
    assert said.stdout == "True\n"


def test_nobody_reads_what_is_said(project, start, write_notebook, check_published):
    """`render 2>&1 | head -1`: the talk ends, the work does not, and the exit code is the run's own."""
    write_notebook(project, "group.ipynb", 'assert group_id == "G04"')
    process = start(*RENDER, "--project", project, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    with process.stdout:
        pass
    process.stdout = None
    assert process.wait(120) == 1
    states = {name: report["status"] for name, report in check_published(project).items()}
    assert states == {"evaluator/G04": "published", "evaluator/G06": "failed", "evaluator/program": "published"}
