"""The kernels' matplotlib does not look through all fonts of the machine for each run."""

from __future__ import annotations

import pytest

from groupreport.publishing.font_list import keep_font_lists, lend_font_lists
from groupreport.publishing.kernel_place import KernelPlace
from groupreport.publishing.nursery_process import can_fork

LIST = "fontlist-v390.json"


def test_only_the_lists_are_lent(tmp_path, monkeypatch):
    """A user's settings for figures would change reports; they stay where they are."""
    own = tmp_path / "own"
    own.mkdir()
    (own / LIST).write_text("{}")
    (own / "matplotlibrc").write_text("figure.dpi: 7")
    monkeypatch.setenv("MPLCONFIGDIR", str(own))
    lend_font_lists(tmp_path / "kernels")

    assert [path.name for path in (tmp_path / "kernels").iterdir()] == [LIST]


def test_a_list_of_the_users_stays_as_it_is(tmp_path, monkeypatch):
    """A run leaves one only where there is none, and nothing where it may not write."""
    made, own = tmp_path / "made", tmp_path / "cache" / "matplotlib"
    made.mkdir()
    (made / LIST).write_text("made")
    monkeypatch.delenv("MPLCONFIGDIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    keep_font_lists(made)
    assert [(path.name, path.read_text()) for path in own.iterdir()] == [(LIST, "made")]

    (own / LIST).write_text("theirs")
    keep_font_lists(made)
    assert (own / LIST).read_text() == "theirs"

    monkeypatch.setenv("MPLCONFIGDIR", str(made / LIST / "no folder"))
    keep_font_lists(made)
    lend_font_lists(tmp_path / "kernels")
    assert list((tmp_path / "kernels").iterdir()) == []


@pytest.mark.kernel
@pytest.mark.skipif(not can_fork(), reason="warm kernels need Linux")
def test_the_second_run_finds_the_first_ones_list(tmp_path, monkeypatch):
    """What was made stands where the next nursery takes it from, and that one makes none."""
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path / "own"))
    for marks in range(2):
        with KernelPlace() as place:
            place.nursery.wait_until_ready()
            [used] = (place.folder / "matplotlib").glob("fontlist-*.json")
            [kept] = (tmp_path / "own").glob("fontlist-*.json")
            assert used.read_bytes() == kept.read_bytes()
            assert used.read_text().endswith("}" + marks * "\n")
        kept.write_text(kept.read_text() + "\n")  # one made anew would lack it
