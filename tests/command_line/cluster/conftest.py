"""A real scheduler and real workers on this machine, and a program whose reports take as long as a test wants."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

pytest.importorskip("distributed")

TERM = "2026-fall"
# Where a held notebook says that it has begun, and waits to be let go on.
HELD = "GROUPREPORT_TEST_HELD"
_PARAMETERS = 'term_folder = "not set"\ngroup_id = "not set"\naudience = "not set"'
_HOLD = f"""
import os, time
from pathlib import Path
held = Path(os.environ["{HELD}"])
(held / f"began-{{group_id}}").write_text(str(os.getpid()))
while not (held / "go").exists():
    time.sleep(0.1)
"""
_SHOW = "from IPython.display import Markdown, display\ndisplay(Markdown(f'The group {group_id}.'))"


def _wait_for(happened: Callable[[], object], seconds: float = 180.0) -> None:
    """Wait until something is so; on a busy machine that may take long."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)


@dataclass
class Worker:
    """A worker's process, and the folder of its temporary files."""

    process: subprocess.Popen[bytes]
    temporary: Path

    @property
    def has_left_nothing(self) -> bool:
        """Whether no folder of a run is among its temporary files."""
        return not list(self.temporary.glob("groupreport-*"))


class Cluster:
    """A scheduler and its workers, each a process with temporary files of its own."""

    wait_for = staticmethod(_wait_for)

    def __init__(self, home: Path, *, security: tuple[str, ...] = ()) -> None:
        self.home = home
        self.held = home / "held"
        self.held.mkdir()
        self._security = security
        self._processes: list[subprocess.Popen[bytes]] = []
        facts = home / "scheduler.json"
        protocol = "tls" if security else "tcp"
        options = ("--port", "0", "--protocol", protocol, "--scheduler-file", facts, "--no-dashboard")
        self.scheduler = self._start("dask_scheduler", *options, "--host", "127.0.0.1")
        self.wait_for(facts.exists)
        self.address: str = json.loads(facts.read_text(encoding="utf-8"))["address"]

    def worker(self, *, restarts: bool = False, environment: Mapping[str, str] | None = None) -> Worker:
        """A new worker of one thread."""
        # Not below the test's own folder, because names of sockets are limited.
        temporary = Path(tempfile.mkdtemp(prefix="w-"))
        options = ("--nthreads", "1", "--no-dashboard", "--local-directory", str(self.home), "--host", "127.0.0.1")
        given = {"TMPDIR": str(temporary), HELD: str(self.held), **(environment or {})}
        nanny = "--nanny" if restarts else "--no-nanny"
        return Worker(self._start("dask_worker", self.address, *options, nanny, environment=given), temporary)

    def render(self, project: Path, *options: object, **environment: str) -> subprocess.Popen[str]:
        """Start a run on this cluster."""
        given = ("render", "--project", project, "--term", TERM, "--renderer", "embedded", "--scheduler", self.address)
        return subprocess.Popen(
            [sys.executable, "-m", "groupreport.command_line", *map(str, (*given, *options))],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
        )

    def let_go(self) -> None:
        """Let every held notebook go on, and those that come."""
        (self.held / "go").touch()

    def began(self, group: str) -> bool:
        """Whether the notebook of a group was begun."""
        return (self.held / f"began-{group}").exists()

    def stop(self) -> None:
        for process in reversed(self._processes):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _start(self, program: str, *arguments: object, environment: Mapping[str, str] | None = None):
        command = [sys.executable, "-m", f"distributed.cli.{program}", *map(str, arguments), *self._security]
        with (self.home / f"{program}-{len(self._processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                cwd=self.home,
                env={**os.environ, **(environment or {})},
                start_new_session=True,
            )
        self._processes.append(process)
        return process


@pytest.fixture
def new_cluster(tmp_path) -> Iterator[Callable[..., Cluster]]:
    """Starts a scheduler without workers."""
    started: list[Cluster] = []

    def start(**options: Any) -> Cluster:
        home = tmp_path / f"cluster-{len(started)}"
        home.mkdir()
        started.append(Cluster(home, **options))
        return started[-1]

    yield start
    for one in started:
        one.stop()


@pytest.fixture
def cluster(new_cluster) -> Cluster:
    """A scheduler without workers."""
    return new_cluster()


@pytest.fixture
def write_notebook() -> Callable[..., None]:
    """Gives a project a group's report of one sentence, with something to do before."""

    def write(project: Path, *code: str) -> None:
        cells = [nbformat.v4.new_code_cell(_PARAMETERS, metadata={"tags": ["parameters"]})]
        cells += [nbformat.v4.new_code_cell(source) for source in (*code, _SHOW)]
        (project / "reports").mkdir(exist_ok=True)
        nbformat.write(nbformat.v4.new_notebook(cells=cells), project / "reports" / "group.ipynb")

    return write


@pytest.fixture
def held_project(small_data, tmp_path, write_notebook) -> Path:
    """Three groups, whose notebooks wait to be let go on."""
    folder = tmp_path / "held project"
    shutil.copytree(small_data, folder)
    write_notebook(folder, _HOLD)
    return folder


@pytest.fixture
def statuses() -> Callable[[Path], dict[str, str]]:
    """What became of each report of a project, by its name."""

    def read(project: Path) -> dict[str, str]:
        manifest = json.loads((project / "published" / TERM / "manifest.json").read_text(encoding="utf-8"))
        return {entry["name"]: entry["status"] for entry in manifest["reports"]}

    return read
