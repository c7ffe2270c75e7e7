"""Notebooks that never end, die, end early, flood, or leave processes behind: their report fails, the others go on."""

from __future__ import annotations

import time
from pathlib import Path

import nbformat
import pytest

from groupreport.errors import NotebookError
from groupreport.publishing import engine, notebook
from groupreport.publishing.kernel_place import KernelPlace
from groupreport.publishing.notebook import execute_notebook
from groupreport.publishing.nursery_process import can_fork

pytestmark = [pytest.mark.kernel, pytest.mark.skipif(not can_fork(), reason="processes are looked up on Linux")]


@pytest.fixture(scope="module")
def place():
    """A run's kernels, all forked from one nursery."""
    with KernelPlace(warm=True) as kernels:
        yield kernels


@pytest.fixture
def execute(tmp_path, place):
    """Execute a notebook of the given cells; returns its outputs' texts."""

    def run(*cells: str, kernels: KernelPlace = place, time_limit: float = 60, cell_limit: float = 60) -> list[str]:
        declared = nbformat.v4.new_code_cell('group_id = "none"')
        declared.metadata["tags"] = ["parameters"]
        book = nbformat.v4.new_notebook(cells=[declared, *map(nbformat.v4.new_code_cell, cells)])
        nbformat.write(book, tmp_path / "report.ipynb")
        executed = execute_notebook(
            tmp_path / "report.ipynb",
            tmp_path / "executed" / "G07.ipynb",
            {"group_id": "G07"},
            report="evaluator/G07",
            place=kernels,
            time_limit=time_limit,
            cell_limit=cell_limit,
        )
        made = nbformat.read(executed, as_version=4)
        return [output["text"] for cell in made.cells for output in cell.get("outputs", []) if "text" in output]

    return run


def runs(process: int) -> bool:
    """Whether a process runs; one that only waits for its parent to notice has ended."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def ends(process: int, seconds: float = 5) -> bool:
    until = time.monotonic() + seconds
    while runs(process) and time.monotonic() < until:
        time.sleep(0.05)
    return not runs(process)


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"cell_limit": 1}, r"a cell took longer than 1 seconds in cell 2"),
        ({"time_limit": 2}, r"it took longer than 2 seconds in cell 2"),
    ],
)
def test_a_cell_that_never_returns_is_stopped(execute, limits, reason):
    """Each cell has a limit and the whole notebook has one; which of them was reached is said."""
    with pytest.raises(NotebookError, match=reason):
        execute("while True: pass", **limits)


def test_a_cell_that_ignores_interruption_is_stopped(execute):
    """A library that swallows Ctrl-C does not keep its report alive."""
    stubborn = (
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)"
    )
    with pytest.raises(NotebookError, match="a cell took longer than 1 seconds"):
        execute(stubborn, "import time\nwhile True:\n    time.sleep(1)", cell_limit=1)


@pytest.mark.parametrize(
    "death",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "import os; os.abort()",
        "import ctypes; ctypes.string_at(0)",
        "import os; os._exit(0)",
    ],
)
def test_a_kernel_that_dies_fails_its_report(execute, death):
    """Killed for its memory, crashed in C, or left with exit code 0: never a success."""
    with pytest.raises(NotebookError, match=r"evaluator/G07: its kernel died \(often for lack of memory\) in cell 3"):
        execute("1 + 1", death, "print('end')")


@pytest.mark.parametrize("end", ["import sys; sys.exit(0)", "raise SystemExit", "raise SystemExit(0)"])
def test_a_notebook_that_ends_early_is_never_a_success(execute, end):
    """Cells that did not run have not said what they had to say."""
    with pytest.raises(NotebookError, match="before its end|its kernel died"):
        execute(end, "print('what the report is about')")


def test_quit_does_not_skip_what_follows(execute):
    """What ends an interactive session ends no report: every later cell runs."""
    assert execute("quit()", "print('what the report is about')") == ["what the report is about\n"]


def test_endless_output_is_stopped(execute, monkeypatch):
    """A loop that prints fills neither the memory nor the disk."""
    monkeypatch.setattr(engine, "MOST_OUTPUT", 2 * 1024 * 1024)
    with pytest.raises(NotebookError, match="it put out more than 2 MB"):
        execute("while True: print('x' * 10_000)")


def test_much_output_below_the_limit_is_kept_whole(execute):
    """The limit cuts nothing off: it lets a report pass as it is, or stops it; and a long line takes no long time."""
    assert execute("print('x' * 3_000_000)") == ["x" * 3_000_000 + "\n"]


@pytest.mark.parametrize(
    "begin",
    [
        pytest.param("subprocess.Popen(['sleep', '600'])", id="child"),
        pytest.param("subprocess.Popen(['sleep', '600'], start_new_session=True)", id="own-session"),
        pytest.param(
            "subprocess.run(['sh', '-c', 'setsid sleep 600 >/dev/null 2>&1 & echo $! > ' + place], check=True)",
            id="daemon",
        ),
    ],
)
@pytest.mark.parametrize("death", ["", "import os; os.abort()"])
def test_nothing_that_a_notebook_started_outlives_it(execute, tmp_path, begin, death):
    """Neither a child, nor one that has left its group or its parent, whether the notebook ends well or not."""
    note = tmp_path / "process"
    cell = f"import pathlib, subprocess\nplace = {str(note)!r}\nprocess = {begin}\n"
    cell += "if hasattr(process, 'pid'): pathlib.Path(place).write_text(str(process.pid))"
    if death:
        with pytest.raises(NotebookError):
            execute(cell, death)
    else:
        execute(cell)
    assert ends(int(note.read_text()))


def test_a_child_of_a_kernel_without_nursery_ends_as_well(execute, tmp_path):
    """A run that makes a single report starts a new interpreter, which leaves nothing behind either."""
    note = tmp_path / "process"
    cell = "import pathlib, subprocess\n"
    cell += f"pathlib.Path({str(note)!r}).write_text(str(subprocess.Popen(['sleep', '600']).pid))"
    with KernelPlace(warm=False) as kernels:
        execute(cell, kernels=kernels)
    assert ends(int(note.read_text()))


def test_a_kernel_forks_and_only_the_kernel_answers(execute):
    """A cell that forks, as libraries do for workers, goes on in one process; the other ends with the report."""
    cell = "import os, time\nchild = os.fork()\nif child == 0:\n    time.sleep(600)\nprint(child)"
    assert ends(int(execute(cell)[0]))


@pytest.mark.parametrize(
    ("launcher", "reason"),
    [
        ("import sys; sys.exit(1)", "its kernel ended before it was ready"),
        ("import time; time.sleep(600)", "its kernel did not start within 3 seconds"),
    ],
)
def test_a_kernel_that_never_starts_is_said_with_what_starts_it(execute, tmp_path, monkeypatch, launcher, reason):
    """A broken installation is named as such: the words say which command to try."""
    (tmp_path / "ipykernel_launcher.py").write_text(launcher)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(notebook, "START_SECONDS", 3)
    with KernelPlace(warm=False) as kernels, pytest.raises(NotebookError, match=reason) as caught:
        execute("1 + 1", kernels=kernels)
    assert "python -m ipykernel_launcher" in str(caught.value)


def test_other_reports_are_made_beside_a_dead_one(execute):
    """After all this the nursery still gives whole kernels."""
    with pytest.raises(NotebookError):
        execute("import os; os._exit(3)")
    assert execute("print(group_id)") == ["G07\n"]


def test_a_killed_run_takes_its_kernels_and_their_folder_along(tmp_path):
    """SIGKILL of the run itself: kernels, what they have started, and the folder of their sockets go."""
    place = KernelPlace(warm=True)
    place.nursery.wait_until_ready()
    forked = place.nursery.fork(["-f", str(tmp_path / "none.json")], str(place.folder), place.environment())
    place.nursery.process.stdin.close()  # as the system does for a killed owner

    assert ends(forked.pid)
    forked.wait()
    place.nursery.process.wait(5)
    assert not place.folder.exists()
    place.close()
