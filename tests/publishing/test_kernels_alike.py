"""A fork of a process that has imported everything looks, to a notebook, like the kernel that Papermill would start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import papermill
import pytest

from groupreport.publishing.kernel_place import KernelPlace
from groupreport.publishing.notebook import execute_notebook
from groupreport.publishing.nursery_process import can_fork

pytestmark = [pytest.mark.kernel, pytest.mark.skipif(not can_fork(), reason="warm kernels need Linux")]
# Each looks at something that a library decides when it is imported, or that a fork could have from its parent.
LOOKS = (
    "import pandas\npandas.get_option('display.max_columns'), pandas.get_option('display.width')",
    "pandas.DataFrame([range(40)])",
    "import sys\n[entry for entry in sys.path if entry], __name__, sys.flags.optimize",
    "import matplotlib\nmatplotlib.get_backend(), dict(matplotlib.rcParams)['figure.dpi']",
    "import matplotlib.pyplot as plt\n_ = plt.plot([1, 3, 2])",
    "import seaborn\n_ = seaborn.heatmap([[1, 2], [3, 4]])",
    "import threading, signal\n[one.name for one in threading.enumerate()][:1], signal.getsignal(signal.SIGTERM)",
    "import asyncio\ntype(asyncio.get_event_loop()).__name__",
    "import logging, warnings\nlogging.getLogger().level, len(logging.getLogger().handlers)",
    "import locale, os\nlocale.setlocale(locale.LC_ALL), os.umask(0o077) and None",
    "import pyarrow\npyarrow.table({'a': [1, 2]}).to_pandas()",
    "get_ipython().__class__.__name__, get_ipython().user_ns['__name__']",
    "{section: sorted(given) for section, given in get_ipython().config.items()}",
    "import asyncio\nawait asyncio.sleep(0, 'waited')",
    "import logging\nlogging.basicConfig(level=logging.DEBUG)\nlogging.getLogger('report').debug('seen')",
    "import sqlite3\n_ih[-2], get_ipython().history_manager.hist_file",
)


def book_of(*sources: str) -> nbformat.NotebookNode:
    declared = nbformat.v4.new_code_cell('group_id = ""', metadata={"tags": ["parameters"]})
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    return nbformat.v4.new_notebook(
        cells=[declared, *cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )


def outputs_of(path: Path) -> list[object]:
    return [cell.outputs for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def executed(place: KernelPlace, folder: Path, name: str, *sources: str) -> Path:
    source = folder / f"{name}.source.ipynb"
    nbformat.write(book_of(*sources), source)
    given = {"group_id": name}
    return execute_notebook(source, folder / name / "x.ipynb", given, report=name, place=place, time_limit=120)


def test_notebooks_see_what_papermill_alone_would_show_them(tmp_path):
    """Options, paths, figures byte for byte, threads, signals, loop, locale: as in the kernel of stock Papermill."""
    stock = tmp_path / "stock.ipynb"
    with KernelPlace() as place:
        warm = outputs_of(executed(place, tmp_path, "warm", *LOOKS))
    papermill.execute_notebook(book_of(*LOOKS), str(stock), parameters={"group_id": "warm"}, progress_bar=False)

    assert len(warm) == len(LOOKS) + 2  # the cell of parameters, and Papermill's own
    for source, own, other in zip(("", "", *LOOKS), warm, outputs_of(stock), strict=True):
        assert own == other, source
    assert sum("image/png" in str(output) for output in warm) == 2


def test_what_is_printed_is_one_output_whatever_the_timing(tmp_path):
    """Else the same notebook would give other bytes on a busy machine."""
    prints = "import time\nfor line in range(40):\n    print(line, flush=True)\n    time.sleep(0.01)"
    with KernelPlace() as place:
        outputs = outputs_of(executed(place, tmp_path, "prints", prints))[-1]

    assert [output["text"] for output in outputs] == ["".join(f"{line}\n" for line in range(40))]


def test_what_programs_print_stands_in_the_cell_that_started_them(tmp_path, monkeypatch):
    """Other threads read and send it, and the cell has to wait for them once it is in their hands."""
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # ipykernel reads no pipes where it sees pytest
    commands = [f"echo {number}{where}" for number in range(8) for where in ("", " >&2")]
    with KernelPlace() as place:
        cells = [f"import os, time\n_ = os.system('{command}')\ntime.sleep(0.1)" for command in commands]
        outputs = outputs_of(executed(place, tmp_path, "programs", *cells))[2:]

    expected = [[(name, f"{number}\n")] for number in range(8) for name in ("stdout", "stderr")]
    assert [[(output["name"], output["text"]) for output in each] for each in outputs] == expected


def test_kernels_that_run_at_once_have_folders_of_their_own(tmp_path):
    """Nothing depends on the working folder of the run, which all its threads share."""
    here = os.getcwd()
    look = "import os\nos.makedirs(group_id)\nos.chdir(group_id)\nprint(os.path.basename(os.getcwd()))"
    with KernelPlace() as place, ThreadPoolExecutor(4) as pool:
        names = ["a", "b", "c", "d"]
        books = list(pool.map(lambda name: executed(place, tmp_path, name, look), names))

    assert [outputs_of(book)[-1][0]["text"] for book in books] == [f"{name}\n" for name in names]
    assert os.getcwd() == here


def test_many_kernels_asked_for_before_the_nursery_is_ready(tmp_path):
    """They wait for one line of its, and each gets its own kernel."""
    with KernelPlace() as place, ThreadPoolExecutor(6) as pool:
        names = [f"n{number}" for number in range(6)]
        look = "import os\nprint(os.getpid())"
        books = list(pool.map(lambda name: executed(place, tmp_path, name, look), names))

    assert len({outputs_of(book)[-1][0]["text"] for book in books}) == 6


def test_a_kernel_that_ends_while_it_is_given_up_takes_no_other_along(tmp_path):
    """The nursery learns of both in one turn; if it stumbled, every other report's kernel would die with it."""
    with KernelPlace() as place:
        place.nursery.wait_until_ready()
        given_up = place.nursery.fork(["-f", "none"], str(place.folder), place.environment())
        place.nursery.process.send_signal(signal.SIGSTOP)
        os.kill(given_up.pid, signal.SIGKILL)
        while _runs(given_up.pid):
            time.sleep(0.01)
        given_up._channel.close()
        place.nursery.process.send_signal(signal.SIGCONT)
        book = executed(place, tmp_path, "another", "print('here')")

    assert outputs_of(book)[-1][0]["text"] == "here\n"


def test_kernels_end_with_a_run_that_is_killed(tmp_path):
    """SIGKILL leaves the run no time to end them."""
    script = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from groupreport.publishing.kernel_place import KernelPlace
place = KernelPlace()
place.nursery.wait_until_ready()
kernel = place.nursery.fork(["-f", "none"], str(place.folder), place.environment())
print(place.nursery.process.pid, kernel.pid, flush=True)
input()
"""
    owner = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    processes = [int(number) for number in owner.stdout.readline().split()]
    owner.send_signal(signal.SIGKILL)
    owner.communicate()

    deadline = time.monotonic() + 30
    while any(_runs(process) for process in processes) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [process for process in processes if _runs(process)] == []


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
