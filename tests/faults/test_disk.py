"""A disk that is full, read-only or limited: one line says so, the exit code is 4, and what was published stays."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys

import pytest

TERM = "2026-fall"
RENDER = ("render", "--term", TERM, "--renderer", "embedded", "--audience", "evaluator", "--group", "G04", "--force")
pytestmark = [pytest.mark.kernel, pytest.mark.skipif(os.name != "posix", reason="POSIX's limits and mounts")]


def check_refused(process: subprocess.Popen, reason: str) -> None:
    out, errors = process.communicate(timeout=120)
    complaints = [line for line in errors.splitlines() if not line.startswith("[")]
    assert process.returncode == 4, out + errors
    assert len(complaints) == 1, complaints
    assert reason in complaints[0]
    assert "as it was" in complaints[0]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        pytest.param("open@/executed/:enospc", "No space left on device; this run needs up to", id="full-build"),
        pytest.param("open@.2026-fall.next/:enospc", "No space left on device; they need", id="full-published"),
        pytest.param("os.mkdir@.2026-fall.next:erofs", "Read-only file system; they need", id="read-only-published"),
    ],
)
def test_a_refusing_disk_leaves_the_published_term(project, start, files_of, fault, reason):
    """Wherever it is that nothing can be written: where pages are made, or where they are published."""
    before = files_of(project / "published")
    check_refused(start(*RENDER, "--project", project, fault=fault), reason)
    assert files_of(project / "published") == before


def test_a_file_that_may_not_grow_leaves_the_published_term(project, start, files_of):
    """A limit for the size of files (quota systems set one) is met while a page is written."""
    before = files_of(project / "published")
    limited = start(
        *RENDER,
        "--project",
        project,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )
    check_refused(limited, "File too large")
    assert files_of(project / "published") == before


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root may mount")
@pytest.mark.parametrize("place", ["build", "published"])
def test_a_full_disk_leaves_the_published_term(project, start, files_of, place):
    """A real file system of a few pages, full in the middle of a run; with room the same command then works."""
    folder = project / place
    kept = project / "kept"
    folder.rename(kept)
    folder.mkdir()
    size = 4 * 1024 * 1024 + sum(path.stat().st_size + 8192 for path in kept.rglob("*"))
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=False).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        filler = folder / "filler"
        free = shutil.disk_usage(folder).free
        filler.write_bytes(b"x" * max(0, free - 8192))
        before = files_of(project / "published" / TERM)
        check_refused(start(*RENDER, "--project", project), "No space left on device")
        assert files_of(project / "published" / TERM) == before
        filler.unlink()
        again = start(*RENDER, "--project", project)
        again.communicate(timeout=120)
        assert again.returncode == 0
    finally:
        subprocess.run(["umount", folder], check=True)
