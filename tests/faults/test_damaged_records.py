"""What a run remembers may be cut off, spoilt or of another version: it is noticed, and nothing counts as current."""

from __future__ import annotations

import json
import random
import shutil

import pytest

from groupreport.disclosure.ledger import ledger_file, read_ledger
from groupreport.errors import DisclosureError, InvalidDataError
from groupreport.intake.term import FORMAT, read_facts
from groupreport.publishing.provenance import read_manifest

TERM = "2026-fall"
RENDER = ("render", "--term", TERM, "--renderer", "embedded")
# Sizes as in a real project make every byte a long test: the smallest of the kind has all parts.
FLIPS = 1000


@pytest.fixture
def manifest(published_data, tmp_path):
    """A published folder that holds only a manifest."""
    shutil.copy(published_data / "published" / TERM / "manifest.json", tmp_path / "manifest.json")
    return tmp_path / "manifest.json"


@pytest.fixture
def frozen(published_data, tmp_path):
    """A frozen term's facts."""
    shutil.copy(published_data / "build" / TERM / "frozen" / "term.json", tmp_path / "term.json")
    return tmp_path / "term.json"


def flipped(content: bytes):
    """The content with one bit the other way round, many times."""
    chance = random.Random(20)
    for _ in range(FLIPS):
        place, bit = chance.randrange(len(content)), chance.randrange(8)
        yield content[:place] + bytes([content[place] ^ (1 << bit)]) + content[place + 1 :]


def test_a_manifest_cut_off_at_any_byte_is_none(manifest):
    """No beginning of a manifest makes a report current, and none stops a run."""
    whole = manifest.read_bytes()
    assert read_manifest(manifest.parent) is not None
    for length in range(len(whole) - 1):  # the last byte only ends the line
        manifest.write_bytes(whole[:length])
        assert read_manifest(manifest.parent) is None, length


def test_a_manifest_with_a_flipped_bit_is_none(manifest):
    """A path or a hash that is one letter off could name another file; the manifest's own hash tells."""
    for spoilt in flipped(manifest.read_bytes()):
        manifest.write_bytes(spoilt)
        assert read_manifest(manifest.parent) is None


def test_a_frozen_term_cut_off_at_any_byte_is_refused(frozen):
    """A half-written term is made again, never read."""
    whole = frozen.read_bytes()
    read_facts(frozen.parent)
    for length in range(0, len(whole), 7):
        frozen.write_bytes(whole[:length])
        with pytest.raises(InvalidDataError):
            read_facts(frozen.parent)


def test_a_frozen_term_with_a_flipped_bit_is_refused(frozen):
    """The seal covers every fact."""
    for spoilt in flipped(frozen.read_bytes()):
        frozen.write_bytes(spoilt)
        try:
            read_facts(frozen.parent)
        except InvalidDataError:
            continue
        assert json.loads(spoilt) == json.loads(frozen.read_bytes())  # a bit of the white space


def test_a_ledger_cut_off_at_any_byte_releases_nothing(tmp_path):
    """Half a line of what funders were told is not less to be careful of: it is refused by name."""
    ledger = tmp_path / ledger_file("funder")
    ledger.parent.mkdir()
    line = json.dumps({"withdraws": 1, "why": "typo", "before": "0" * 64}).encode() + b"\n"
    for length in range(1, len(line)):
        ledger.write_bytes(line[:length])
        with pytest.raises(DisclosureError, match="is cut off"):
            read_ledger(tmp_path)


def test_a_damaged_manifest_is_said_and_everything_is_made_again(project, run, check_published):
    """One line says so; a part of the reports is not made on top of what nobody knows any more."""
    published = project / "published" / TERM
    (published / "manifest.json").write_bytes((published / "manifest.json").read_bytes()[:-40])
    code, said = run(*RENDER, "--project", project, "--group", "G04")
    assert (code, "Make all reports again" in said) == (4, True)
    settings = project / "params" / "program.yml"
    settings.write_text(settings.read_text() + "\nrender: {audiences: [evaluator]}\n")
    (published / "evaluator" / "G99.html").write_text("of a group that has gone")

    code, said = run(*RENDER, "--project", project)

    assert (code, "The manifest was damaged" in said) == (0, True)
    assert set(check_published(project)) == {"evaluator/G04", "evaluator/G06", "evaluator/program"}


def test_a_manifest_of_another_version_counts_as_none(manifest):
    """A newer version's manifest is not half understood."""
    facts = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**facts, "format": 2}))
    assert read_manifest(manifest.parent) is None
    del facts["seal"]
    manifest.write_text(json.dumps(facts))
    assert read_manifest(manifest.parent) is None


def test_a_frozen_term_of_another_version_is_made_again(project, run):
    """Its hash may be right and its form another: it is not read."""
    facts_file = project / "build" / TERM / "frozen" / "term.json"
    before = facts_file.read_bytes()
    facts_file.write_bytes(before.replace(f'"format": {FORMAT}'.encode(), f'"format": {FORMAT - 1}'.encode()))
    assert facts_file.read_bytes() != before
    code, said = run("status", "--project", project, "--term", TERM, "--renderer", "embedded")

    assert (code, facts_file.read_bytes()) == (0, before)
    assert "current  evaluator/G04" in said


def test_a_report_edited_by_hand_is_shown_no_longer(project, run, write_notebook, check_published):
    """It is made again; where that fails, the edited file is not passed off as the last good one."""
    page = project / "published" / TERM / "evaluator" / "G04.html"
    page.write_text(page.read_text().replace("evaluator reads", "board reads"))
    write_notebook(project, "group.ipynb", "1 / 0")
    code, _ = run(*RENDER, "--project", project, "--group", "G04")

    reports = check_published(project)
    assert (code, reports["evaluator/G04"]["files"]) == (1, [])
    assert not page.exists()
