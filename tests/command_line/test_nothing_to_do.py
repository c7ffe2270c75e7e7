"""A run that finds everything as it was: it says so at once, and loads nothing that makes reports."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from groupreport.parameters import Project, read_parameters
from groupreport.publishing.pipeline import Request, plan_term
from groupreport.publishing.provenance import Manifest, PublishedFile, ReportEntry, manifest_text

TERM = "2026-fall"
HEAVY = {
    *("numpy", "pandas", "pyarrow", "scipy", "statsmodels", "matplotlib", "seaborn"),
    *("papermill", "nbformat", "nbclient", "jupyter_client", "IPython", "zmq", "asyncio"),
    *("pypandoc", "typst", "pikepdf", "pypdf", "jinja2", "rich"),
    *("groupreport.measures", "groupreport.summaries", "groupreport.disclosure", "groupreport.display"),
    *("groupreport.intake.validation", "groupreport.intake.parquet", "groupreport.instruments.scoring"),
    *("groupreport.publishing.kernels", "groupreport.publishing.embedded", "groupreport.publishing.quarto"),
}
RUN = """
import json, sys
from groupreport.command_line import exit_code

code = exit_code(sys.argv[1:])
print(json.dumps(sorted(sys.modules)))
sys.exit(code)
"""


@pytest.fixture
def published_project(small_project) -> Path:
    """A project whose manifest says that every report is published as it would be made now."""
    project = Project(small_project)
    plan = plan_term(project, read_parameters(project, TERM), Request(term=TERM, renderer="embedded"))
    published = project.published_folder(TERM)
    entries = []
    for report in plan.reports:
        files = []
        for ending in ("html", "pdf"):
            path = published / f"{report.job.name}.{ending}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content := report.job.name.encode())
            name = path.relative_to(published).as_posix()
            files.append(PublishedFile(path=name, sha256=hashlib.sha256(content).hexdigest(), bytes=len(content)))
        job = report.job
        entries.append(
            ReportEntry(
                name=job.name,
                audience=job.audience,
                title=job.title,
                subtitle=job.subtitle,
                group_id=job.group_id,
                status="published",
                key=report.key,
                files=tuple(files),
            )
        )
    manifest = Manifest(
        program="Made up",
        term=TERM,
        renderer=str(plan.renderer),
        tools={},
        data="",
        inputs={},
        parameters="",
        reports=tuple(entries),
        finished_at="2026-12-11T12:00:00+00:00",
        index_sha256=hashlib.sha256(b"index").hexdigest(),
    )
    (published / "index.html").write_bytes(b"index")
    (published / "manifest.json").write_text(manifest_text(manifest), encoding="utf-8")
    return small_project


@pytest.mark.parametrize("command", ["render", "status"])
def test_an_unchanged_term_loads_nothing_heavy(published_project, command):
    """What decides that nothing has to be made is not what makes reports: its imports would take ten times as long."""
    arguments = (command, "--project", str(published_project), "--term", TERM, "--renderer", "embedded")
    done = subprocess.run([sys.executable, "-c", RUN, *arguments], capture_output=True, text=True, check=True)
    *answer, loaded = done.stdout.splitlines()

    assert any("6 current" in line or "Already current: 6." in line for line in answer)
    assert HEAVY & set(json.loads(loaded)) == set()


def test_a_changed_answer_is_noticed_without_what_draws(published_project):
    """To say that data have changed they must be read again, but nothing is summarized or drawn."""
    ratings = published_project / "data" / TERM / "ratings.csv"
    lines = ratings.read_text(encoding="utf-8").splitlines(keepends=True)
    lines.remove(next(line for line in lines if ",G07," in line))
    ratings.write_text("".join(lines), encoding="utf-8")
    arguments = ("status", "--project", str(published_project), "--term", TERM, "--renderer", "embedded")
    done = subprocess.run([sys.executable, "-c", RUN, *arguments], capture_output=True, text=True, check=True)

    loaded = set(json.loads(done.stdout.splitlines()[-1]))

    assert "stale    evaluator/G07  data changed" in done.stdout
    assert "current  evaluator/G06" in done.stdout
    assert loaded & {"matplotlib", "papermill", "groupreport.summaries", "groupreport.publishing.kernels"} == set()
