"""One report of many fails, or its group is gone or renamed: the others are published, and the index tells."""

from __future__ import annotations

import datetime
import html
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from groupreport.errors import NotebookError
from groupreport.parameters import Project, read_parameters
from groupreport.publishing.pipeline import Request, plan_term
from groupreport.publishing.publication import checked_file
from groupreport.publishing.release import record_run
from groupreport.publishing.workshop import MadeReport

TERM = "2026-fall"


@pytest.fixture
def all_groups(quick_data, tmp_path) -> Path:
    """All twelve groups of the demo."""
    folder = Path(shutil.copytree(quick_data, tmp_path / "project"))
    term_file = folder / "params" / "terms" / f"{TERM}.yml"
    term_file.write_text(term_file.read_text().replace("[G04, G06]", "all"))
    return folder


def publish(folder: Path, failing: str = "", groups: tuple[str, ...] = ()) -> list[str]:
    """Publish a made-up page for each report that is stale, but for one that fails; the stale reports' names."""
    project = Project(folder)
    request = Request(term=TERM, renderer="embedded", formats=("html",), groups=groups)
    plan = plan_term(project, read_parameters(project, TERM), request)
    staged = folder / "staged"
    staged.mkdir(exist_ok=True)
    made = []
    for report in plan.stale:
        name = report.job.name
        if name == failing:
            error = NotebookError(name, "its kernel died", "build", 3)
            made.append(MadeReport(planned=report, seconds=1.0, error=error))
            continue
        page = staged / f"{name.replace('/', '-')}.html"
        page.write_text(f"<html><head><title>{report.key['data']}</title></head><body><main></main></body></html>")
        executed = report.job.executed(project.build_folder(TERM))
        executed.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(nbformat.v4.new_notebook(), executed)
        facts = checked_file(name, page, f"{name}.html")
        made.append(MadeReport(planned=report, seconds=1.0, files={facts.path: page}, facts=(facts,)))
    now = datetime.datetime(2026, 12, 20, 12, 0, tzinfo=datetime.UTC)
    published = project.published_folder(TERM)
    record_run(
        project,
        plan.term,
        plan.renderer,
        plan.manifest,
        made,
        plan.jobs,
        now,
        published=published,
        outdated=plan.outdated,
    )
    return [report.job.name for report in plan.stale]


def test_one_of_many_fails_and_only_that_one_is_made_again(all_groups, check_published):
    """The index names it, with no link to nowhere; the next run makes one report, not all."""
    made = publish(all_groups, failing="evaluator/G07")
    reports = check_published(all_groups)
    index = (all_groups / "published" / TERM / "index.html").read_text()

    assert len(made) == 15
    assert [name for name, report in reports.items() if report["status"] != "published"] == ["evaluator/G07"]
    assert "its kernel died" in index
    assert "evaluator/G07.html" not in index
    assert publish(all_groups) == ["evaluator/G07"]
    assert check_published(all_groups)["evaluator/G07"]["status"] == "published"
    assert publish(all_groups) == []


def test_a_group_under_another_id_leaves_no_old_report(all_groups, check_published):
    """G07 is called G70 now: nothing under its old name looks current."""
    publish(all_groups)
    for table in (all_groups / "data" / TERM).glob("*.csv"):
        table.write_text(re.sub(r"\bG07\b", "G70", table.read_text()))
    made = publish(all_groups)
    reports = check_published(all_groups)

    assert {"evaluator/G70", "evaluator/program"} <= set(made)
    assert "evaluator/G07" not in reports
    assert not (all_groups / "published" / TERM / "evaluator" / "G07.html").exists()


@pytest.mark.parametrize("made_anew", ["G07", "G01"])
def test_what_a_run_for_one_group_leaves_behind_is_called_out_of_date(all_groups, made_anew):
    """A correction in one group's data: the totals that were not asked for look current to nobody who opens the index.

    Nor does the group itself where the run was for another one, which has nothing to make.
    """
    publish(all_groups)
    attendance = all_groups / "data" / TERM / "attendance.csv"
    lines = attendance.read_text().splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if ",G07," in line and line.rstrip().endswith("attended"))
    lines[place] = lines[place].replace("attended", "late")
    attendance.write_text("".join(lines))
    is_of_it = made_anew == "G07"

    assert publish(all_groups, groups=(made_anew,)) == (["evaluator/G07"] if is_of_it else [])
    outdated, said = shown_as_outdated(all_groups)
    assert outdated == {"evaluator/program", "leadership/program", "funder/outcomes"} | (
        set() if is_of_it else {"evaluator/G07"}
    )
    counted = f"{15 - len(outdated)} of 15 reports are published and up to date. {len(outdated)} are out of date."
    assert counted in said
    publish(all_groups)
    outdated, said = shown_as_outdated(all_groups)
    assert not outdated
    assert "All 15 reports are published." in said


def shown_as_outdated(folder: Path) -> tuple[set[str], str]:
    """The reports that the index calls out of date, by what their titles open, and all that it says."""
    page = BeautifulSoup((folder / "published" / TERM / "index.html").read_text(encoding="utf-8"), "html.parser")
    marked = page.select('li[data-status="outdated"]')
    assert all("have changed since" in one.select_one(".report-reason").get_text() for one in marked)
    return {one.select_one("a")["href"].removesuffix(".html") for one in marked}, page.get_text(" ")


def test_a_renamed_group_is_made_again(all_groups):
    """Its name stands on its pages."""
    publish(all_groups)
    groups = all_groups / "data" / TERM / "groups.csv"
    lines = groups.read_text().splitlines(keepends=True)
    row = next(line for line in lines if line.startswith("G07,"))
    renamed = row.split(",")
    renamed[1] = "Another & newer name"
    groups.write_text("".join(lines).replace(row, ",".join(renamed)))

    assert "evaluator/G07" in publish(all_groups)
    assert html.escape("Another & newer name") in (all_groups / "published" / TERM / "index.html").read_text()


def test_an_index_that_was_edited_is_written_again(all_groups, check_published):
    """Nothing is stale, and still the page that people open is mended."""
    publish(all_groups)
    index = all_groups / "published" / TERM / "index.html"
    index.write_text(index.read_text().replace("G07.html", "G06.html"))
    assert publish(all_groups) == []
    check_published(all_groups)
