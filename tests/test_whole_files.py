"""Files that readers find whole."""

from __future__ import annotations

import errno
import os
import sys

import pytest

from groupreport.whole_files import write_whole


def test_the_new_content_takes_the_place_of_the_old(tmp_path):
    """Nothing else is left beside it."""
    path = tmp_path / "facts.json"
    path.write_bytes(b"old and longer")
    write_whole(path, b"new")

    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_what_the_disk_refuses_leaves_the_old_file(tmp_path, monkeypatch):
    """The half that was written goes: it would fill the disk further, and may hold health data."""
    path = tmp_path / "facts.json"
    path.write_bytes(b"old")

    def refuse(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"new")

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="rights of a file are POSIX")
def test_a_private_file_is_its_owners_alone_whatever_a_killed_run_left(tmp_path):
    """What a run that was killed has left, anybody may have been allowed to read."""
    path, left = tmp_path / "ledger.jsonl", tmp_path / ".ledger.jsonl.partial"
    left.write_bytes(b"half")
    left.chmod(0o644)
    write_whole(path, b"whole", private=True)

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_bytes() == b"whole"
    assert not left.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="rights of a file are POSIX")
def test_other_files_have_the_rights_that_the_user_gives_files(tmp_path):
    """Published pages are for others to read where the user's mask says so."""
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "index.html", b"page")
    finally:
        os.umask(before)

    assert (tmp_path / "index.html").stat().st_mode & 0o777 == 0o640
