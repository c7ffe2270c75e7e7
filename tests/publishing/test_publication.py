"""Nothing half-made is ever published, and a second run is told about the first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from groupreport.errors import RenderError, SetupError
from groupreport.publishing.lock import only_run
from groupreport.publishing.publication import checked_file, intact, put_in_place

WHOLE_PAGE = "<html><head><title>t</title></head><body><main>x</main></body></html>"


def pdf(path: Path, pages: int) -> Path:
    """Write a PDF of empty pages."""
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        document.save(path)
    return path


def test_a_whole_page_and_pdf_are_described(tmp_path):
    """The manifest says how large each file is, its hash, and a PDF's pages."""
    page = tmp_path / "G07.html"
    page.write_text(WHOLE_PAGE)

    assert checked_file("evaluator/G07", page, "evaluator/G07.html").bytes == len(WHOLE_PAGE)
    assert checked_file("evaluator/G07", pdf(tmp_path / "G07.pdf", 3), "evaluator/G07.pdf").pages == 3


def test_a_page_cut_off_anywhere_is_refused(tmp_path):
    """A full disk leaves the beginning of a file behind; no beginning passes for the whole."""
    page = tmp_path / "G07.html"
    for length in range(len(WHOLE_PAGE) - 1):
        page.write_text(WHOLE_PAGE[:length])
        with pytest.raises(RenderError, match="cut off|made no html file"):
            checked_file("evaluator/G07", page, "evaluator/G07.html")


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.99])
def test_a_pdf_cut_off_is_refused(tmp_path, share):
    """What Typst leaves on a full disk is not a report."""
    whole = pdf(tmp_path / "whole.pdf", 2).read_bytes()
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(RenderError, match="evaluator/G07"):
        checked_file("evaluator/G07", cut, "evaluator/G07.pdf")


def test_a_missing_file_is_refused(tmp_path):
    """A renderer that says nothing and writes nothing has failed."""
    with pytest.raises(RenderError, match="made no pdf file"):
        checked_file("evaluator/G07", tmp_path / "G07.pdf", "evaluator/G07.pdf")


def test_replacing_leaves_no_partial_file(tmp_path):
    """A reader finds the new file and nothing else."""
    staged, target = tmp_path / "new.html", tmp_path / "published" / "G07.html"
    staged.write_text("new")
    target.parent.mkdir()
    target.write_text("old")
    put_in_place(staged, target)

    assert target.read_text() == "new"
    assert [path.name for path in target.parent.iterdir()] == ["G07.html"]


def test_a_file_edited_by_hand_is_noticed(tmp_path):
    """Same length, other content: the hash tells."""
    page = tmp_path / "G07.html"
    page.write_text(WHOLE_PAGE)
    facts = checked_file("evaluator/G07", page, "G07.html")

    assert intact([facts], tmp_path)
    page.write_text(WHOLE_PAGE.replace("x", "y"))
    assert not intact([facts], tmp_path)


def test_a_second_run_is_told_who_is_at_work(tmp_path):
    """Two runs would mix their files; the second stops with the first one's process."""
    with (
        only_run(tmp_path),
        pytest.raises(SetupError, match=r"another run is at work .*process \d+ on"),
        only_run(tmp_path),
    ):
        pass


def test_a_killed_run_leaves_no_lock_behind(tmp_path):
    """The system frees the lock of a dead process, so nobody has to unlock anything."""
    dies = (
        "import os, pathlib, sys\nfrom groupreport.publishing.lock import only_run\n"
        "with only_run(pathlib.Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", dies, str(tmp_path)], check=False)

    with only_run(tmp_path):
        assert (tmp_path / "lock.json").exists()
