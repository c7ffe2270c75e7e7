"""The main job, end to end: exports in, published reports out, by the commands that a person types."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from groupreport.command_line import exit_code

TERM = "2026-fall"


def manifest_of(project: Path) -> dict:
    """The published manifest."""
    return json.loads((project / "published" / TERM / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def published(demo_data, tmp_path_factory) -> Path:
    """The demo project with all its reports."""
    folder = tmp_path_factory.mktemp("rendered") / "project"
    shutil.copytree(demo_data, folder)
    assert exit_code(["render", "--project", str(folder), "--term", TERM, "--renderer", "embedded"]) == 0
    return folder


@pytest.mark.kernel
@pytest.mark.slow
def test_every_group_and_every_audience_gets_its_reports(published):
    """Twelve groups, the program twice and the funder's summary, each as HTML and PDF; the funder's table as CSV.

    Evaluators have a technical appendix with each of their reports, and nobody else has one.
    """
    folder = published / "published" / TERM
    names = {path.relative_to(folder).as_posix() for path in folder.glob("*/**/*") if path.is_file()}
    for_evaluators = {*(f"G{number:02}" for number in range(1, 13)), "program"}
    stems = {
        *(f"evaluator/{name}" for name in for_evaluators),
        *(f"evaluator/appendix/{name}" for name in for_evaluators),
        *("leadership/program", "funder/outcomes"),
    }

    assert names == {f"{stem}.{ending}" for stem in stems for ending in ("html", "pdf")} | {
        "funder/outcomes.csv",
        "leadership/program.csv",
    }


@pytest.mark.kernel
@pytest.mark.slow
def test_the_manifest_holds_the_hash_of_every_file(published):
    """Whoever receives a file can tell whether it is the one that was published."""
    files = [file for report in manifest_of(published)["reports"] for file in report["files"]]
    found = {
        file["path"]: hashlib.sha256((published / "published" / TERM / file["path"]).read_bytes()).hexdigest()
        for file in files
    }

    assert found == {file["path"]: file["sha256"] for file in files}
    assert len(found) == 58


@pytest.mark.kernel
@pytest.mark.slow
def test_every_link_of_the_index_opens(published):
    """A director opens the index and finds every report."""
    folder = published / "published" / TERM
    page = BeautifulSoup((folder / "index.html").read_text(encoding="utf-8"), "html.parser")
    links = {link["href"] for link in page.find_all("a") if not link["href"].startswith("#")}

    assert len(links - {"manifest.json"}) == 58
    assert all((folder / link).is_file() for link in links)


@pytest.mark.kernel
@pytest.mark.slow
def test_a_second_run_makes_nothing_and_touches_nothing(published, run):
    """An unchanged term is recognized by what it depends on."""
    before = {path: path.stat().st_mtime_ns for path in published.glob("published/**/*")}
    code, answer, _ = run("render", "--project", published, "--term", TERM, "--renderer", "embedded")

    assert (code, "Already current: 15" in answer, "Made: 0 reports" in answer) == (0, True, True)
    assert {path: path.stat().st_mtime_ns for path in published.glob("published/**/*")} == before


@pytest.mark.kernel
@pytest.mark.slow
def test_one_groups_new_data_make_that_group_and_the_totals_stale(published, run, tmp_path):
    """The cost of a correction does not grow with the number of groups."""
    project = tmp_path / "project"
    shutil.copytree(published, project)
    file = project / "data" / TERM / "attendance.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if ",G05," in line and line.rstrip().endswith("attended"))
    lines[place] = lines[place].replace("attended", "late")
    file.write_text("".join(lines), encoding="utf-8")
    _, answer, _ = run("status", "--project", project, "--term", TERM, "--renderer", "embedded")
    stale = {line.split()[1] for line in answer.splitlines() if line.startswith("stale")}

    assert stale == {"evaluator/G05", "evaluator/program", "leadership/program", "funder/outcomes"}
    assert "evaluator/G05  data changed" in answer


@pytest.mark.kernel
@pytest.mark.slow
def test_no_member_or_leader_stands_in_what_leaves_the_house(published):
    """Leadership and funders see no person's id anywhere in their files."""
    roster = (published / "data" / TERM / "roster.csv").read_text(encoding="utf-8").splitlines()[1:]
    members = {line.split(",")[0] for line in roster}
    texts = [
        path.read_text(encoding="utf-8")
        for audience in ("leadership", "funder")
        for path in (published / "published" / TERM / audience).iterdir()
        if path.suffix in {".html", ".csv"}
    ]

    assert len(members) > 90
    assert not [member for member in members if any(member in text for text in texts)]
