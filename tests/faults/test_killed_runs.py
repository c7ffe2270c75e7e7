"""A whole run is killed on its way: readers find the old reports or the new ones, and the same command then goes on."""

from __future__ import annotations

import signal

import pytest

from groupreport.publishing.nursery_process import can_fork

TERM = "2026-fall"
RENDER = ("render", "--term", TERM, "--renderer", "embedded", "--audience", "evaluator", "--group", "G04")
pytestmark = [pytest.mark.kernel, pytest.mark.skipif(not can_fork(), reason="the exchange of folders is Linux's")]


def contents(project, files_of):
    """The reports' bytes, without what tells the time of the run."""
    return {path: one for path, one in files_of(project / "published" / TERM).items() if "/" in path}


@pytest.mark.parametrize(
    ("point", "is_new"),
    [
        pytest.param("open@/executed/", False, id="executing"),
        pytest.param("os.rename@/staging/", False, id="staging"),
        pytest.param("os.mkdir@.2026-fall.next", False, id="before-publication"),
        pytest.param("os.rename@.manifest.json", False, id="before-the-manifest"),
        pytest.param("exchange", False, id="before-the-exchange"),
        pytest.param("os.rmdir@.2026-fall.next", True, id="after-the-exchange"),
    ],
)
def test_a_killed_run_leaves_old_or_new_and_the_next_one_finishes(
    project, start, files_of, write_notebook, check_published, point, is_new
):
    """Nothing has to be unlocked, mended or removed by hand."""
    old = contents(project, files_of)
    write_notebook(project, "group.ipynb", "display(Markdown('A second sentence.'))")
    process = start(*RENDER, "--project", project, fault=f"{point}:kill")
    said = process.communicate(timeout=120)

    assert process.returncode == -signal.SIGKILL, said
    assert (contents(project, files_of) != old) is is_new

    process = start(*RENDER, "--project", project)
    said = process.communicate(timeout=120)
    assert (process.returncode, "Traceback" in said[1]) == (0, False)
    reports = check_published(project)
    new = contents(project, files_of)
    changed = {path for path in new if new[path] != old[path]}
    assert changed == {file["path"] for file in reports["evaluator/G04"]["files"]}
    assert not (project / "build" / TERM / "staging").exists()
