"""Releases to funders: written down, read beside each other, and withdrawn where they were never handed out."""

from __future__ import annotations

import csv
import shutil

import pytest

from groupreport.disclosure.ledger import ledger_file

from .conftest import GROUPS

TERM = "2026-fall"
RENDER = ("render", "--term", TERM, "--renderer", "embedded", "--audience", "funder", "--to", "html")

pytestmark = [pytest.mark.kernel, pytest.mark.slow]


def _shown(project, term=TERM):
    file = project / "published" / term / "funder" / "outcomes.csv"
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


def test_a_corrected_entry_cannot_be_seen_by_comparing_releases(project, run):
    """Corrected once or twice: nothing is shown, so that no blank cell says what kind of person it was about."""
    assert run(*RENDER, "--project", project)[0] == 0
    assert _shown(project)["served_gender", "Total", "man"]

    for release in (2, 3):
        _restate(project)
        code, answer, _ = run(*RENDER, "--project", project)

        assert (code, "Made: 1 report." in answer) == (0, True)
        assert not any(_shown(project).values())
        assert "since release 1 of this term, entries of a few people were corrected" in answer
        assert "groupreport releases --withdraw" in answer
        page = (project / "published" / TERM / "funder" / "outcomes.html").read_text(encoding="utf-8")
        assert "entries of a few people were corrected" in page
        assert len((project / ledger_file("funder")).read_text().splitlines()) == release


def test_a_release_that_was_never_handed_out_is_withdrawn(project, run):
    """Then the corrected numbers are all shown; the ledger keeps both and says why."""
    run(*RENDER, "--project", project)
    _restate(project)
    code, answer, _ = run("releases", "--project", project, "--withdraw", 1, "--why", "draft, never sent")
    assert code == 0
    assert "withdrawn: draft, never sent" in answer
    code, _, complaint = run("releases", "--project", project, "--withdraw", 1, "--why", "once more")
    assert (code, "is withdrawn already" in " ".join(complaint.split())) == (2, True)

    run(*RENDER, "--project", project)

    assert _shown(project)["served_gender", "Total", "man"]
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


def test_a_year_after_its_halves_is_shown_where_it_tells_nothing_more(project, run):
    """People, programs and who completed are shown; nothing that a half withholds is."""
    _write_year(project)
    halves = ["2026-spring", TERM]
    for term in halves:
        assert run(*RENDER[:2], term, *RENDER[3:], "--project", project)[0] == 0

    code, *_ = run(*RENDER[:2], "2026", *RENDER[3:], "--project", project)

    year = _shown(project, "2026")
    assert code == 0
    for cell in (("served_gender", "Total", "Total"), ("stayed", "Total", "completed")):
        assert float(year[cell]) == sum(float(_shown(project, term)[cell]) for term in halves)
    blank = {cell for term in halves for cell, value in _shown(project, term).items() if not value}
    assert not any(year.get(cell) for cell in blank)


def test_a_half_after_the_year_tells_nothing_of_the_other_half(project, run):
    """The year first: the half shows no count that leaves 1 to 10 people in the rest of the year."""
    _write_year(project)
    for term in ("2026", TERM):
        assert run(*RENDER[:2], term, *RENDER[3:], "--project", project)[0] == 0

    year, half = _shown(project, "2026"), _shown(project)
    both = [cell for cell, value in half.items() if value and year.get(cell)]
    assert both
    assert not any(0 < float(year[cell]) - float(half[cell]) < 11 for cell in both)


def test_the_same_data_under_two_policies_are_read_beside_each_other(project, run):
    """Rounded to 5 first, exact then: what is shown agrees, and tables that narrow a small count are withheld."""
    program = project / "params" / "program.yml"
    text = program.read_text(encoding="utf-8")
    assert "policy: default" in text
    program.write_text(text.replace("policy: default", "policy: nhs-5-round-5"), encoding="utf-8")
    assert run(*RENDER, "--project", project)[0] == 0
    rounded = _shown(project)
    program.write_text(text, encoding="utf-8")

    code, answer, _ = run(*RENDER, "--project", project)

    assert code == 0
    assert "beside release 1 they would tell something of a few people" in answer
    exact = {cell: float(value) for cell, value in _shown(project).items() if value}
    assert exact
    assert all(abs(float(rounded[cell]) - value) <= 2 for cell, value in exact.items() if rounded.get(cell))


def test_all_groups_but_one_tell_nothing_of_that_one(project, run):
    """The same weeks without one group: no table from which the group follows."""
    assert run(*RENDER, "--project", project)[0] == 0
    shutil.copytree(project / "data" / TERM, project / "data" / "most")
    named = ", ".join(f"G{number:02}" for number in range(2, 13))
    facts = f"term: {{id: most, starts: 2026-08-24, ends: 2026-12-11}}\ngroups: [{named}]\n"
    (project / "params" / "terms" / "most.yml").write_text(facts, encoding="utf-8")

    code, *_ = run(*RENDER[:2], "most", *RENDER[3:], "--project", project)

    assert code == 0
    assert not _shown(project, "most")["stayed", "Total", "Total"]


def _write_year(project):
    """Both terms as one: other groups in each."""
    folder = project / "data" / "2026"
    folder.mkdir()
    for file in sorted((project / "data" / TERM).iterdir()):
        rows = []
        for term, mark in (("2026-spring", "S"), (TERM, "F")):
            with (project / "data" / term / file.name).open(encoding="utf-8", newline="") as opened:
                for row in csv.DictReader(opened):
                    marked = {name: f"{mark}{row[name][1:]}" for name in ("group_id", "event_id") if name in row}
                    if "group_name" in row:
                        marked["group_name"] = f"{row['group_name']} {mark}"
                    rows.append(row | marked)
        with (folder / file.name).open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    facts = "term: {id: '2026', starts: 2026-01-01, ends: 2026-12-31}\ngroups: all\n"
    (project / "params" / "terms" / "2026.yml").write_text(facts, encoding="utf-8")
