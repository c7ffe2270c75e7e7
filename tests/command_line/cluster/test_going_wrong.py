"""Workers die, come late, or have other versions; the scheduler goes; somebody presses Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys

import pytest

TERM = "2026-fall"
GROUPS = ("--group", "G04", "--group", "G06", "--to", "html")
pytestmark = [
    pytest.mark.kernel,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="ends processes by their ids, and warm kernels need Linux"),
]


def gone(process: int) -> bool:
    """Whether a process has ended, or only waits for its parent to notice."""
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_a_killed_workers_reports_are_made_by_one_that_joined_later(cluster, held_project, statuses):
    """Nothing is lost, the run says what happened, and not even the killed worker leaves anything behind."""
    first = cluster.worker()
    run = cluster.render(held_project, *GROUPS)
    cluster.wait_for(lambda: cluster.began("G04"))
    kernel = int((cluster.held / "began-G04").read_text())
    second = cluster.worker()
    first.process.send_signal(signal.SIGKILL)
    cluster.let_go()
    _, errors = run.communicate(timeout=300)

    assert run.returncode == 0
    assert "has gone while evaluator/G04 was in work there" in errors
    assert statuses(held_project) == {"evaluator/G04": "published", "evaluator/G06": "published"}
    cluster.wait_for(lambda: first.has_left_nothing and second.has_left_nothing and gone(kernel), 30)


def test_a_report_that_ends_its_workers_fails_by_name_and_the_others_are_published(
    cluster, small_project, write_notebook, statuses
):
    """It is tried on a few workers only."""
    # The kernel's parent is the nursery, whose parent is the worker.
    ends = 'import os\nnursery = open(f"/proc/{os.getppid()}/stat").read().rpartition(")")[2].split()\n'
    write_notebook(small_project, f"{ends}if group_id == 'G04':\n    os.kill(int(nursery[1]), 9)\n    os._exit(0)")
    cluster.worker(restarts=True)
    run = cluster.render(small_project, *GROUPS)
    answer, _ = run.communicate(timeout=400)

    assert run.returncode == 1
    assert "Not made: evaluator/G04: 3 workers have gone while they made it" in answer
    assert statuses(small_project) == {"evaluator/G04": "failed", "evaluator/G06": "published"}


def test_a_worker_of_another_version_gets_nothing(cluster, held_project, tmp_path, statuses):
    """It is named with what it has and what to install, before the run and in the middle of it."""
    other = tmp_path / "other" / "pandas-0.0.1.dist-info"
    other.mkdir(parents=True)
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: pandas\nVersion: 0.0.1\n")
    environment = {"PYTHONPATH": f"{other.parent}{os.pathsep}{os.environ['PYTHONPATH']}"}
    wrong = cluster.worker(environment=environment)
    run = cluster.render(held_project, *GROUPS)
    answer, errors = run.communicate(timeout=300)

    assert run.returncode == 4
    assert "gets no reports: pandas 0.0.1 instead of" in errors
    assert "To mend it there: pip install 'pandas==" in errors
    assert "no worker would make the same reports" in errors
    assert not (held_project / "published").exists()

    wrong.process.terminate()
    cluster.worker()
    run = cluster.render(held_project, *GROUPS)
    cluster.wait_for(lambda: cluster.began("G04"))
    late = cluster.worker(environment=environment)
    refusal = next(line for line in run.stderr if "gets no reports" in line)
    cluster.let_go()
    run.communicate(timeout=300)

    assert "pandas 0.0.1 instead of" in refusal
    assert run.returncode == 0
    assert statuses(held_project) == {"evaluator/G04": "published", "evaluator/G06": "published"}
    assert late.has_left_nothing


def test_a_lost_scheduler_ends_the_run_and_publishes_nothing(cluster, held_project):
    """Exit code 4 and one line; the worker, which ends without its scheduler, leaves nothing behind."""
    worker = cluster.worker()
    run = cluster.render(held_project, *GROUPS)
    cluster.wait_for(lambda: cluster.began("G04"))
    os.killpg(cluster.scheduler.pid, signal.SIGKILL)
    _, errors = run.communicate(timeout=120)
    worker.process.send_signal(signal.SIGKILL)

    assert run.returncode == 4
    assert f"the Dask scheduler at {cluster.address} was lost; nothing was published" in errors
    assert "Traceback" not in errors
    assert not (held_project / "published").exists()
    cluster.wait_for(lambda: worker.has_left_nothing, 30)


def test_an_interruption_ends_what_is_in_work_on_the_cluster(cluster, held_project):
    """Ctrl-C: exit code 130, no kernel goes on, nothing is left, and the worker is there for the next run."""
    worker = cluster.worker()
    run = cluster.render(held_project, *GROUPS)
    cluster.wait_for(lambda: cluster.began("G04"))
    kernel = int((cluster.held / "began-G04").read_text())
    run.send_signal(signal.SIGINT)
    _, errors = run.communicate(timeout=120)

    assert run.returncode == 130
    assert "Traceback" not in errors
    assert not (held_project / "published").exists()
    cluster.wait_for(lambda: worker.has_left_nothing and gone(kernel), 30)
    assert worker.process.poll() is None
    assert not cluster.began("G06")


def test_a_scheduler_that_is_not_there_is_said(held_project, cluster):
    """Exit code 4, with what to look at."""
    address = "tcp://127.0.0.1:9"
    cluster.address = address
    asked = cluster.render(held_project, *GROUPS, DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT="1s")
    _, errors = asked.communicate(timeout=120)

    assert asked.returncode == 4
    assert f"the Dask scheduler at {address} cannot be reached" in errors
    assert "Traceback" not in errors
