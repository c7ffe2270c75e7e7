"""A term's folder changes in one step: whatever ends the run, readers see one whole edition."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from groupreport.errors import SetupError
from groupreport.publishing import edition
from groupreport.publishing.edition import new_edition, settle
from groupreport.publishing.publication import put_all_in_place
from groupreport.whole_files import write_whole

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the tests fork")

OLD = {
    "index.html": "old index",
    "manifest.json": "old manifest",
    "evaluator/G01.html": "old",
    "evaluator/G01.pdf": "old",
    "evaluator/G02.html": "stays",
    "funder/outcomes.pdf": "refused by now",
    "funder/outcomes.csv": "refused by now",
    "letter to the board.txt": "a person's own file",
}
NEW = {
    **{path: text for path, text in OLD.items() if not path.startswith("funder")},
    "index.html": "new index",
    "manifest.json": "new manifest",
    "evaluator/G01.html": "new",
    "evaluator/G01.pdf": "new",
    "leadership/program.pdf": "new",
}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def read(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def publish(folder: Path) -> None:
    """Make the new edition of the published folder beside the staged files."""
    refused = [path for path in OLD if path not in NEW]
    with new_edition(folder / "published" / "term", without=refused) as made:
        for name in ("evaluator/G01.html", "evaluator/G01.pdf", "leadership/program.pdf"):
            put_all_in_place({name: folder / "staged" / name}, made, private=name.startswith("evaluator"))
        write_whole(made / "index.html", NEW["index.html"].encode())
        write_whole(made / "manifest.json", NEW["manifest.json"].encode())


@pytest.fixture
def folder(tmp_path):
    """A published term and the staged files of the next edition."""

    def fresh(number: int) -> Path:
        place = tmp_path / str(number)
        write(place / "published" / "term", OLD)
        write(place / "staged", {path: text for path, text in NEW.items() if text == "new"})
        return place

    return fresh


@pytest.fixture(params=["exchange", "two-renames"])
def way(request, monkeypatch):
    """The system exchanges two folders, or cannot."""
    if request.param == "two-renames":
        monkeypatch.setattr(edition, "_exchanged", lambda *_: False)
    elif sys.platform != "linux":
        pytest.skip("only Linux exchanges folders")
    return request.param


def test_a_run_killed_at_any_change_leaves_a_whole_edition(folder, injection, way):
    """Every single change of a file or folder is the last one once; afterwards the next run finds nothing to mend."""
    seen = []
    for number in range(1, 200):
        place = folder(number)
        code = injection.in_a_child(lambda place=place: publish(place), f"change@published#{number}:kill")
        term = place / "published" / "term"
        if code == -signal.SIGKILL:
            # Between two renames there is no folder for a moment; there is never a mixed one.
            assert (way == "two-renames" and not term.exists()) or read(term) in (OLD, NEW), number
        settle(term)
        seen.append("old" if read(term) == OLD else "new" if read(term) == NEW else "mixed")
        assert [path.name for path in term.parent.iterdir()] == ["term"]
        if code == 0:
            break
        assert code == -signal.SIGKILL
        publish(place)
        assert read(term) == NEW
        shutil.rmtree(place)

    assert code == 0
    assert len(seen) > 20
    assert seen == sorted(seen, reverse=True)  # old up to one moment, new from then on
    assert {seen[0], seen[-1]} == {"old", "new"}


@pytest.mark.parametrize("fault", ["enospc", "raise"])
def test_a_failure_at_any_change_leaves_a_whole_edition(folder, injection, fault):
    """A disk that fills up at any moment, or anything else that fails, leaves old or new, and no rest of a try."""
    for number in range(1, 200):
        place = folder(number)
        code = injection.in_a_child(lambda place=place: publish(place), f"change@published#{number}:{fault}")
        term = place / "published" / "term"
        if code == 0 and fault == "raise":
            break
        settle(term)
        assert read(term) in (OLD, NEW), number
        if code == 0:
            break
        shutil.rmtree(place)
    assert code == 0


def test_a_full_disk_is_said_with_the_bytes_that_are_needed(folder, monkeypatch):
    """What to do is to make room, so it is said how much."""
    place = folder(1)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("groupreport.whole_files.os.fsync", full)
    with (
        pytest.raises(SetupError, match=r"No space left on device; they need 123,456 bytes .* is as it was") as caught,
        new_edition(place / "published" / "term", size=123_456) as made,
    ):
        put_all_in_place({"evaluator/G01.pdf": place / "staged" / "evaluator" / "G01.pdf"}, made, private=True)
    assert caught.value.exit_code == 4
    assert read(place / "published" / "term") == OLD
    assert [path.name for path in (place / "published").iterdir()] == ["term"]


def test_the_first_edition_appears_whole(tmp_path, way):
    """There is no published folder before all of its files are in it."""
    term = tmp_path / "published" / "term"
    with new_edition(term) as made:
        write(made, NEW)
        assert not term.exists()

    assert read(term) == NEW


def test_who_may_open_the_folders_stays(folder, way):
    """A clinic that gave its folders to certain people need not do so again after each run."""
    place = folder(1)
    term = place / "published" / "term"
    term.chmod(0o750)
    (term / "evaluator").chmod(0o710)
    publish(place)

    assert (term.stat().st_mode & 0o777, (term / "evaluator").stat().st_mode & 0o777) == (0o750, 0o710)
    assert (term / "evaluator" / "G01.html").stat().st_mode & 0o077 == 0


def test_a_published_folder_that_is_a_link_stays_one(folder, tmp_path):
    """The reports may lie on another disk."""
    place = folder(1)
    term = place / "published" / "term"
    elsewhere = tmp_path / "share" / "term"
    elsewhere.parent.mkdir()
    term.rename(elsewhere)
    term.symlink_to(elsewhere)
    publish(place)

    assert term.is_symlink()
    assert read(elsewhere) == NEW
    assert [path.name for path in elsewhere.parent.iterdir()] == ["term"]


def test_without_hard_links_files_are_copied(folder, monkeypatch):
    """A share that knows no second names of a file holds the same edition."""
    place = folder(1)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    publish(place)

    assert read(place / "published" / "term") == NEW
