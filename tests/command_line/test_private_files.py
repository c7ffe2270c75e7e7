"""What names members can be read by its owner alone, and what a run leaves behind can be taken away."""

from __future__ import annotations

import os
import stat

import pytest

TERM = "2026-fall"
RENDER = ("render", "--term", TERM, "--renderer", "embedded", "--to", "html")

pytestmark = [pytest.mark.kernel, pytest.mark.slow]


def _open_to_others(folder):
    """The folder itself, which nobody else can enter then, and every file in it."""
    paths = [folder, *(path for path in folder.rglob("*") if path.is_file())]
    return [path for path in paths if stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO)]


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_only_the_owner_reads_what_names_members(small_project, run):
    """The evaluator's reports and everything in the build folder, whatever the machine's own habit is."""
    before = os.umask(0)
    try:
        assert run(*RENDER, "--project", small_project, "--group", "G04")[0] == 0
    finally:
        os.umask(before)

    assert _open_to_others(small_project / "published" / TERM / "evaluator") == []
    assert _open_to_others(small_project / "build" / TERM) == []


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
