"""Releases to funders: written down, read beside each other, and withdrawn where they were never handed out."""

from __future__ import annotations

import csv
import json
import shutil

import pytest

from groupreport.disclosure.ledger import ledger_file

from .conftest import GROUPS

TERM = "2026-fall"
RENDER = ("render", "--term", TERM, "--renderer", "embedded", "--audience", "funder", "--to", "html")

pytestmark = [pytest.mark.kernel, pytest.mark.slow]


def _shown(project):
    file = project / "published" / TERM / "funder" / "outcomes.csv"
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    return {(row["part"], row["row"], row["column"]): row["value"] for row in rows if row["measure"] == "people"}


def _restate(project):
    """One woman more and one man less, as when somebody corrects an entry."""
    file = project / "data" / TERM / "roster.csv"
    text = file.read_text(encoding="utf-8")
    place = text.index(",man")
    file.write_text(f"{text[:place]},woman{text[place + 4 :]}", encoding="utf-8")


@pytest.fixture
def project(demo_data, tmp_path):
    """A copy of the demo with one release to funders."""
    folder = tmp_path / "project"
    shutil.copytree(demo_data, folder)
    return folder


def test_a_corrected_entry_cannot_be_seen_by_comparing_two_releases(project, run):
    """What changed by one person is withheld in the second release; what did not change is shown as before."""
    assert run(*RENDER, "--project", project)[0] == 0
    before = _shown(project)
    _restate(project)

    code, answer, _ = run(*RENDER, "--project", project)

    after = _shown(project)
    assert (code, "Made: 1 report." in answer) == (0, True)
    both = {cell for cell in after if after[cell] and before[cell]}
    assert both
    assert {abs(float(after[cell]) - float(before[cell])) for cell in both} == {0.0}
    assert before["served_gender", "Total", "woman"]
    assert not after["served_gender", "Total", "woman"]
    assert [json.loads(line)["release"] for line in (project / ledger_file("funder")).read_text().splitlines()] == [
        1,
        2,
    ]


def test_a_release_that_was_never_handed_out_is_withdrawn(project, run):
    """Then the corrected numbers are all shown; the ledger keeps both and says why."""
    run(*RENDER, "--project", project)
    _restate(project)
    code, answer, _ = run("releases", "--project", project, "--withdraw", 1, "--why", "draft, never sent")
    assert code == 0
    assert "withdrawn: draft, never sent" in answer

    run(*RENDER, "--project", project)

    assert _shown(project)["served_gender", "Total", "woman"]
    assert "2  2026-fall" in run("releases", "--project", project)[1]


def test_a_report_to_leadership_that_tells_a_small_count_is_not_published(small_project, run):
    """Planted in a paragraph of one's own: exit code 3 and nothing for leadership; evaluators get their reports."""
    with (small_project / "data" / TERM / "roster.csv").open(encoding="utf-8", newline="") as opened:
        people = {row["member_id"] for row in csv.DictReader(opened) if row["group_id"] in GROUPS}
    settings = small_project / "params" / "program.yml"
    text = settings.read_text(encoding="utf-8")
    said = f"{{acknowledgment: 'Of our members, 3 of {len(people)} moved away.'}}"
    assert "leadership: {smallest_count: 5}" in text
    planted = text.replace("leadership: {smallest_count: 5}", f"leadership: {{smallest_count: 5, boilerplate: {said}}}")
    settings.write_text(planted, encoding="utf-8")
    arguments = ("render", "--term", TERM, "--renderer", "embedded", "--to", "html", "--project", small_project)

    code, answer, complaint = run(*arguments, "--audience", "leadership", "--audience", "evaluator")

    assert code == 3
    assert "a small part of a number of people" in answer + complaint
    assert not list((small_project / "published" / TERM / "leadership").glob("*"))
    assert not (small_project / ledger_file("leadership")).exists()
    assert len(list((small_project / "published" / TERM / "evaluator").rglob("*.html"))) > len(GROUPS)


def test_a_damaged_ledger_stops_releases_and_nothing_else(project, run):
    """Exit code 3: what readers have is not known, so funders get nothing; evaluators get their reports."""
    run(*RENDER, "--project", project)
    ledger = project / ledger_file("funder")
    ledger.write_text(ledger.read_text(encoding="utf-8")[:-5], encoding="utf-8")
    _restate(project)

    code, answer, _ = run(*RENDER, "--project", project)
    assert code == 3
    assert "releases/funder.jsonl, line 1, is cut off" in answer

    arguments = ("render", "--term", TERM, "--renderer", "embedded", "--to", "html", "--group", "G04")
    assert run(*arguments, "--project", project)[0] == 0


def test_a_term_that_shares_days_with_a_released_one_is_refused(project, run):
    """The same weeks under another name could be subtracted from what funders have: exit code 3."""
    assert run(*RENDER, "--project", project)[0] == 0
    shutil.copytree(project / "data" / TERM, project / "data" / "late")
    facts = "term: {id: late, starts: 2026-09-01, ends: 2026-12-20}\ngroups: all\n"
    (project / "params" / "terms" / "late.yml").write_text(facts, encoding="utf-8")

    code, answer, complaint = run(*RENDER[:2], "late", *RENDER[3:], "--project", project)

    assert code == 3
    assert f"shares days with {TERM}" in answer + complaint
    assert not (project / "published" / "late" / "funder").exists()
