"""What names members can be read by its owner alone, and what a run leaves behind can be taken away."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import re
import shutil
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from groupreport.command_line import exit_code

TERM = "2026-fall"
RENDER = ("render", "--term", TERM, "--renderer", "embedded", "--to", "html")

pytestmark = [pytest.mark.kernel, pytest.mark.slow]


def _open_to_others(folder):
    """The folder itself, which nobody else can enter then, and every file in it."""
    paths = [folder, *(path for path in folder.rglob("*") if path.is_file())]
    return [path for path in paths if stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO)]


class _Onlooker:
    """Another user of the machine: notes what processes show to everybody, and which folders are open, during a run."""

    def __init__(self, build):
        self._build = build
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self.said: set[str] = set()
        self.open_folders: set[str] = set()
        self.kernel_folders: set[str] = set()
        self.kernels = 0

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        self._thread.join()

    def _folders(self):
        note = self._build / "kernels"
        noted = note.read_text(encoding="utf-8").splitlines() if note.is_file() else []
        self.kernel_folders |= set(noted)
        return [self._build, *map(Path, noted)]

    def _look(self):
        while not self._ended.wait(0.02):
            for process in psutil.Process().children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    line = process.cmdline()
                    self.kernels += any("ipykernel" in word or "nursery" in word for word in line)
                    self.said |= {*line, *process.environ().values(), process.name()}
            for folder in self._folders():
                with contextlib.suppress(OSError):  # folders come and go
                    if stat.S_IMODE(folder.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
                        self.open_folders.add(str(folder))


@pytest.fixture(scope="module", params=[0o000, 0o022], ids=["everything-open", "as-usual"])
def watched(request, small_data, tmp_path_factory):
    """A run for evaluators and one for funders, with an onlooker."""
    project = tmp_path_factory.mktemp("watched") / "project"
    shutil.copytree(small_data, project)
    build = project / "build" / TERM
    before = os.umask(request.param)
    try:
        with _Onlooker(build) as onlooker, contextlib.redirect_stderr(io.StringIO()) as messages:
            assert exit_code([*RENDER, "--project", str(project), "--group", "G04"]) == 0
            exit_code([*RENDER, "--project", str(project), "--audience", "funder"])
    finally:
        os.umask(before)
    return project, onlooker, messages.getvalue()


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_only_the_owner_reads_what_names_members(watched):
    """The evaluator's reports, the build folder, kernels' folders and the ledger, whatever the machine's habit is."""
    project, onlooker, _ = watched

    assert _open_to_others(project / "published" / TERM / "evaluator") == []
    assert _open_to_others(project / "build" / TERM) == []
    if (project / "releases").exists():
        assert _open_to_others(project / "releases") == []
    assert onlooker.kernels > 0
    assert onlooker.kernel_folders
    assert onlooker.open_folders == set()  # what is in a folder that nobody else can enter is nobody else's


def test_processes_and_messages_show_no_values(watched):
    """What everybody on the machine can read while a run is at work: command lines, names; and what the run says."""
    project, onlooker, messages = watched
    with (project / "data" / TERM / "roster.csv").open(encoding="utf-8") as file:
        members = {row["member_id"] for row in csv.DictReader(file)}
    with (project / "data" / TERM / "groups.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    values = members | {part for row in rows for part in row["leaders"].split(";") if part}
    shown = " ".join([*onlooker.said, messages])

    assert len(members) > 10
    assert [value for value in values if re.search(rf"\b{re.escape(value)}\b", shown)] == []


@pytest.mark.skipif(os.name != "posix", reason="the run is killed by a signal")
def test_purging_finds_what_a_killed_run_has_left(small_project, run):
    """Sockets and caches of kernels outside of the build folder, staged pages and journals inside."""
    note = small_project / "build" / TERM / "kernels"
    command = [sys.executable, "-m", "groupreport.command_line", *RENDER, "--project", str(small_project)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as at_work:
        while at_work.poll() is None and not (note.is_file() and note.read_text()):
            time.sleep(0.01)
        at_work.kill()
    left = Path(note.read_text().strip())
    assert left.is_dir()

    code, answer, _ = run("purge", "--project", small_project, "--term", TERM)

    assert code == 0
    assert str(left) in answer
    assert not left.exists()
    assert {path.name for path in note.parent.iterdir()} <= {"lock", "frozen.lock"}


def test_purging_takes_away_members_data_and_keeps_reports(small_project, run):
    """Frozen data and executed notebooks go; exports and published reports stay, and the next run works."""
    run(*RENDER, "--project", small_project, "--group", "G04")
    build, published = small_project / "build" / TERM, small_project / "published" / TERM
    reports = {path: path.read_bytes() for path in published.rglob("*") if path.is_file()}
    assert (build / "frozen").exists()

    code, answer, _ = run("purge", "--project", small_project, "--term", TERM)

    assert code == 0
    assert f"Removed {build / 'frozen'}" in answer
    assert {path.name for path in build.iterdir()} <= {"lock", "frozen.lock"}
    assert {path: path.read_bytes() for path in published.rglob("*") if path.is_file()} == reports
    assert "Nothing to remove" in run("purge", "--project", small_project, "--term", TERM)[1]
    assert "Already current: 1" in run(*RENDER, "--project", small_project, "--group", "G04")[1]


def test_a_finished_run_leaves_no_staged_page(small_project, run):
    """A page that was published, or refused, waits nowhere else."""
    run(*RENDER, "--project", small_project, "--group", "G04")

    assert not (small_project / "build" / TERM / "staging").exists()
