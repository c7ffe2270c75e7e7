"""Pseudonyms end to end: from program.yml and a key to a group's report, and to the manifest."""

from __future__ import annotations

import csv
import json
import re

import pytest

from groupreport.disclosure.contents import pieces_of
from groupreport.disclosure.pseudonyms import KEY_FILE_VARIABLE, pseudonyms

TERM = "2026-fall"
RENDER = ("render", "--term", TERM, "--renderer", "embedded", "--group", "G04")

pytestmark = [pytest.mark.kernel, pytest.mark.slow]


def test_a_group_s_report_shows_tokens_and_no_id(small_project, run, tmp_path, monkeypatch):
    """In text, tables, pictures and alt texts of report and appendix; the manifest says which key it was."""
    key, program = tmp_path / "key", small_project / "params" / "program.yml"
    key.write_text("ab" * 32)
    key.chmod(0o600)
    monkeypatch.setenv(KEY_FILE_VARIABLE, str(key))
    settings = program.read_text(encoding="utf-8")
    assert "audiences:\n" in settings
    program.write_text(
        settings.replace("audiences:\n", "audiences:\n  evaluator: {pseudonyms: true}\n"), encoding="utf-8"
    )

    assert run(*RENDER, "--project", small_project)[0] == 0

    with (small_project / "data" / TERM / "roster.csv").open(encoding="utf-8") as file:
        members = {row["member_id"] for row in csv.DictReader(file)}
    pages = [path for path in (small_project / "published" / TERM / "evaluator").rglob("*") if path.is_file()]
    said = " ".join(piece.text for path in pages for piece in pieces_of(path))
    words = set(re.findall(r"\w+", said))
    manifest = (small_project / "published" / TERM / "manifest.json").read_text(encoding="utf-8")
    (entry,) = json.loads(manifest)["reports"]
    assert len(pages) > 1
    assert words & members == set()
    assert len(words & set(pseudonyms(members, bytes.fromhex("ab" * 32), TERM).values())) > 3
    assert re.fullmatch("[0-9a-f]{8}", entry["key"]["key_id"])
    assert "abab" not in manifest

    key.write_text("cd" * 32)
    assert "key_id changed" in run("status", "--project", small_project, "--term", TERM)[1]
