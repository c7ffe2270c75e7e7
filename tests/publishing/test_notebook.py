"""Running one notebook: parameters are checked before a kernel starts, and a success is a success of every cell."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from groupreport.errors import DisclosureError, NotebookError, ParameterError, SetupError
from groupreport.publishing.kernel_place import KernelPlace
from groupreport.publishing.notebook import check_parameters, execute_notebook
from groupreport.publishing.nursery_process import can_fork


@pytest.fixture
def write_notebook(tmp_path):
    """Write a notebook with a parameters cell and the given code cells."""

    def write(*cells: str, parameters: str = 'group_id = "not set"') -> Path:
        book = nbformat.v4.new_notebook()
        declared = nbformat.v4.new_code_cell(parameters)
        declared.metadata["tags"] = ["parameters"]
        book.cells = [declared, *(nbformat.v4.new_code_cell(source) for source in cells)]
        path = tmp_path / "report.ipynb"
        nbformat.write(book, path)
        return path

    return write


@pytest.fixture(scope="module", params=["warm", "fresh"])
def place(request):
    """A run's kernels, forked from the nursery or started anew."""
    if request.param == "warm" and not can_fork():
        pytest.skip("warm kernels need Linux")
    with KernelPlace(warm=request.param == "warm") as kernels:
        yield kernels


def run(notebook: Path, place: KernelPlace, time_limit: float = 60.0):
    """Execute a notebook for group G07 and return the texts that its cells printed."""
    executed = notebook.parent / "executed" / "G07.ipynb"
    execute_notebook(
        notebook, executed, {"group_id": "G07"}, report="evaluator/G07", place=place, time_limit=time_limit
    )
    cells = nbformat.read(executed, as_version=4).cells
    return [output["text"] for cell in cells for output in cell.get("outputs", []) if "text" in output]


def test_misspelt_parameter_is_refused_by_name(write_notebook):
    """Papermill would warn and report on the default group instead."""
    notebook = write_notebook()

    with pytest.raises(ParameterError, match="does not declare the parameter 'group_ID'") as caught:
        check_parameters(notebook, {"group_ID": "G07"})
    assert caught.value.exit_code == 2
    assert "'group_id' is declared but a run does not set it" in str(caught.value)


def test_parameter_of_another_type_is_refused(write_notebook):
    """A number where the notebook expects an id would be another group."""
    with pytest.raises(ParameterError, match="'group_id' is str but a run sets int"):
        check_parameters(write_notebook(), {"group_id": 7})


def test_notebook_without_parameters_cell_is_refused(tmp_path):
    """Papermill would inject the parameters above everything, where later cells overwrite them."""
    path = tmp_path / "plain.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), path)

    with pytest.raises(ParameterError, match="has 0 cells tagged 'parameters'"):
        check_parameters(path, {})


def test_a_file_that_is_no_notebook_is_refused_by_name(tmp_path):
    """A damaged or unfinished file in reports/ is an error of its own, before anything runs."""
    (tmp_path / "mine.ipynb").write_text('{"cells": [', encoding="utf-8")

    with pytest.raises(ParameterError, match=r"reports/mine\.ipynb.*is not a notebook"):
        check_parameters(tmp_path / "mine.ipynb", {})


@pytest.mark.kernel
def test_parameters_reach_the_cells(write_notebook, place):
    """The notebook reports on the group that was asked for."""
    assert run(write_notebook("print(group_id)"), place) == ["G07\n"]


@pytest.mark.kernel
def test_kernels_share_nothing(write_notebook, place):
    """What one report leaves in memory, options or environment is not there in the next."""
    leaves = "import os, pandas\nos.environ['LEFT'] = 'x'\npandas.set_option('display.max_rows', 3)\npandas.left = 1"
    looks = (
        "import os, pandas\n"
        "print(os.environ.get('LEFT'), pandas.get_option('display.max_rows'), hasattr(pandas, 'left'))"
    )
    run(write_notebook(leaves), place)

    assert run(write_notebook(looks), place) == ["None 60 False\n"]


@pytest.mark.kernel
def test_random_numbers_differ_between_kernels(write_notebook, place):
    """Forked kernels must not all draw the numbers of the process that they were forked from."""
    notebook = write_notebook("import numpy\nprint(numpy.random.random())")

    assert run(notebook, place) != run(notebook, place)


@pytest.mark.kernel
def test_figures_of_the_inline_backend_appear(write_notebook, place):
    """A person's own notebook that uses pyplot keeps its figures under warm kernels too."""
    notebook = write_notebook("import matplotlib.pyplot as plt\nplt.plot([1, 2]);\nplt.show()")
    run(notebook, place)
    cells = nbformat.read(notebook.parent / "executed" / "G07.ipynb", as_version=4).cells

    assert [list(output["data"]) for cell in cells for output in cell.get("outputs", []) if "data" in output] == [
        ["image/png", "text/plain"]
    ]


@pytest.mark.kernel
def test_an_error_names_report_cell_and_kept_notebook_but_not_the_data(write_notebook, place):
    """The error's text may quote health data, so only its kind is said."""
    notebook = write_notebook("fine = 1", "raise ValueError('member M0107 is ill')")

    with pytest.raises(NotebookError, match="evaluator/G07: ValueError in cell 3") as caught:
        run(notebook, place)
    assert "M0107" not in str(caught.value)
    kept = notebook.parent / "executed" / "G07.ipynb"
    assert "M0107" in kept.read_text()


@pytest.mark.kernel
@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import sys; sys.exit(0)", id="sys-exit-0"),
        pytest.param("raise SystemExit", id="raise-system-exit"),
    ],
)
def test_a_cell_that_ends_the_notebook_is_a_failure(write_notebook, place, code):
    """Papermill reports success although the rest of the notebook never ran."""
    with pytest.raises(NotebookError, match="ended the notebook before its end in cell 2"):
        run(write_notebook(code, "print('the rest')"), place)


@pytest.mark.kernel
@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import os; os._exit(0)", id="exit-without-a-word"),
        pytest.param("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", id="killed"),
    ],
)
def test_a_dead_kernel_is_a_failure_and_the_notebook_is_kept(write_notebook, place, code):
    """What a system short of memory does to a report."""
    notebook = write_notebook("print('before')", code)

    with pytest.raises(NotebookError, match="its kernel died .* in cell 3"):
        run(notebook, place)
    assert "before" in (notebook.parent / "executed" / "G07.ipynb").read_text()


@pytest.mark.kernel
def test_a_notebook_that_never_ends_is_stopped(write_notebook, place):
    """One hanging report must not hold up a term."""
    with pytest.raises(NotebookError, match="it took longer than 3 seconds in cell 2"):
        run(write_notebook("while True: pass"), place, time_limit=3)


@pytest.mark.kernel
def test_disclosure_control_refuses_through_the_kernel(write_notebook, place):
    """A refusal inside a notebook is a refusal of the release, not a broken notebook."""
    refusing = "from groupreport.errors import DisclosureError\nraise DisclosureError('a cell of 3 people')"

    with pytest.raises(DisclosureError, match="evaluator/G07: a cell of 3 people"):
        run(write_notebook(refusing), place)


@pytest.mark.kernel
def test_executed_notebooks_are_private(write_notebook, place):
    """They hold health data: nobody but the evaluator may read them."""
    notebook = write_notebook("print(1)")
    run(notebook, place)

    assert (notebook.parent / "executed" / "G07.ipynb").stat().st_mode & 0o077 == 0


@pytest.mark.kernel
@pytest.mark.skipif(not can_fork(), reason="warm kernels need Linux")
def test_nothing_is_left_when_the_place_closes(write_notebook):
    """No kernel, no nursery and no socket folder outlives a run."""
    with KernelPlace() as kernels:
        run(write_notebook("import os; print(os.getpid())"), kernels)
        nursery = kernels.nursery.process

    assert nursery.poll() is not None
    assert not kernels.folder.exists()


@pytest.mark.kernel
def test_papermills_own_command_can_use_the_engine(write_notebook, tmp_path):
    """A person who runs a notebook with Papermill by hand gets the same private kernel."""
    executed = tmp_path / "by-hand.ipynb"
    command = [sys.executable, "-m", "papermill", str(write_notebook("print(group_id)")), str(executed)]
    options = [
        "--engine",
        "groupreport",
        "-p",
        "group_id",
        "G07",
        "--no-progress-bar",
        "-k",
        "python3",
        "--language",
        "python",
    ]
    subprocess.run([*command, *options], check=True, capture_output=True)

    assert "G07\\n" in executed.read_text(encoding="utf-8")


@pytest.mark.kernel
def test_a_caller_with_an_event_loop_of_its_own_keeps_it(write_notebook, place):
    """A person who runs a term from a notebook, where a loop is already running, is not thrown out of it."""

    async def inside() -> list[str]:
        return run(write_notebook("print(group_id)"), place)

    assert asyncio.run(inside()) == ["G07\n"]


@pytest.mark.kernel
@pytest.mark.skipif(not can_fork(), reason="warm kernels need Linux")
def test_every_report_is_told_that_the_nursery_did_not_start(monkeypatch):
    """The second report that waits gets the same plain reason as the first, not an error about a closed file."""
    monkeypatch.setattr("groupreport.publishing.nursery_process.sys.executable", "/bin/false")
    with KernelPlace() as kernels:
        for _ in range(2):
            with pytest.raises(SetupError, match="the kernels' nursery did not start"):
                kernels.nursery.wait_until_ready()
