"""Statements compiled by an earlier run say the same; anything doubtful is compiled anew."""

from __future__ import annotations

import os

import pytest

from groupreport.display.compiled_wording import CompiledStatements
from groupreport.display.wording import Wording
from groupreport.parameters import Project, packaged_folder, read_page_words

pytestmark = pytest.mark.skipif(os.name != "posix", reason="elsewhere nothing is kept")


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "wording"
    made.mkdir()
    (made / "theme.j2").write_text("{% block one %}{{ 'a'|word('kind') }} of {{ many }}{% endblock %}")
    (made / "words.yml").write_text("kind:\n  a: first\n")
    return made


@pytest.fixture
def compiled(monkeypatch):
    """How many templates were compiled."""
    found = []
    dump = CompiledStatements.dump_bytecode
    monkeypatch.setattr(
        CompiledStatements, "dump_bytecode", lambda self, bucket: (found.append(bucket.key), dump(self, bucket))
    )
    return found


def said(folder, kept):
    words = Wording([folder], read_page_words(Project(packaged_folder()), "en"))
    words.prepare(kept)
    return words.say("theme.one", many=3)


def test_what_is_kept_says_the_same_and_is_not_compiled_again(folder, tmp_path, compiled):
    """It is the user's alone."""
    kept = tmp_path / "kept"
    assert [said(folder, kept) for _ in range(3)] == ["first of 3"] * 3
    assert len(compiled) == 1
    assert kept.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("file", ["theme.j2", "words.yml"])
def test_a_changed_file_is_noticed_even_if_it_only_gives_a_word(folder, tmp_path, compiled, file):
    """A constant's word is worked out when the statement is compiled."""
    kept = tmp_path / "kept"
    said(folder, kept)
    changed = folder / file
    stamp = changed.stat()
    changed.write_text(changed.read_text().replace("first", "other").replace(" of ", " by "))
    os.utime(changed, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))

    assert said(folder, kept) == {"theme.j2": "first by 3", "words.yml": "other of 3"}[file]
    assert len(compiled) == 2


def _spoil(kept):
    content = bytearray(kept.read_bytes())
    content[-20] ^= 1
    kept.write_bytes(content)


def _cut(kept):
    kept.write_bytes(kept.read_bytes()[:-1])


def _open(kept):
    kept.chmod(0o620)


def _lead_away(kept):
    elsewhere = kept.with_name("elsewhere")
    kept.rename(elsewhere)
    kept.symlink_to(elsewhere)


@pytest.mark.parametrize("harm", [_spoil, _cut, _open, _lead_away])
def test_a_doubtful_file_is_not_believed(folder, tmp_path, compiled, harm):
    """One changed bit, a part, a file that others could have written, or one that lies elsewhere."""
    kept = tmp_path / "kept"
    said(folder, kept)
    harm(kept)

    assert said(folder, kept) == "first of 3"
    assert len(compiled) == 2
    assert said(folder, kept) == "first of 3"
    assert len(compiled) == 2  # it was written anew


def test_nothing_is_kept_where_there_is_no_folder_for_it(folder, tmp_path, compiled):
    """A project that has no `build/` gets none from its wording."""
    assert said(folder, tmp_path / "build" / "kept") == "first of 3"
    assert not (tmp_path / "build").exists()


def test_a_change_while_it_is_compiled_is_not_kept(folder, tmp_path, monkeypatch):
    """What was made of the old and the new together belongs to neither."""
    kept, dump = tmp_path / "kept", CompiledStatements.dump_bytecode

    def change(self, bucket):
        dump(self, bucket)
        (folder / "words.yml").write_text("kind:\n  a: other\n")

    monkeypatch.setattr(CompiledStatements, "dump_bytecode", change)
    said(folder, kept)
    assert not kept.exists()
