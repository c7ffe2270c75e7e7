"""A run that finds everything as it was: it says so at once, and loads nothing that makes reports."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from groupreport.command_line.remembering import first_look
from groupreport.parameters import Project, packaged_folder, read_parameters
from groupreport.publishing.pipeline import Request, plan_term
from groupreport.publishing.provenance import Manifest, PublishedFile, ReportEntry, manifest_text
from groupreport.publishing.unchanged import look, remembered, wait_for_the_clock

TERM = "2026-fall"
HEAVY = {
    *("numpy", "pandas", "pyarrow", "scipy", "highspy", "statsmodels", "matplotlib", "seaborn"),
    *("papermill", "nbformat", "nbclient", "jupyter_client", "IPython", "zmq", "asyncio"),
    *("pypandoc", "typst", "pikepdf", "pypdf", "jinja2", "rich", "dask", "distributed"),
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


def status_of(project: Path, run) -> str:
    code, answer, complaints = run("status", "--project", project, "--term", TERM, "--renderer", "embedded")
    assert code == 0, complaints
    return answer


@pytest.fixture
def remembering_project(published_project, run) -> Path:
    """The same, after a command has found everything current and kept that."""
    wait_for_the_clock()
    assert "6 current, 0 stale." in status_of(published_project, run)
    assert remembered(Project(published_project), TERM, "embedded") is not None
    return published_project


@pytest.mark.parametrize("command", ["render", "status"])
def test_a_second_command_reads_nothing(published_project, command):
    """What the first command has found holds while every file lies as it lay; not even the parameters are read."""
    wait_for_the_clock()
    arguments = (command, "--project", str(published_project), "--term", TERM, "--renderer", "embedded")
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", RUN, *arguments], capture_output=True, text=True, check=True)
    *answer, loaded = done.stdout.splitlines()

    rooms = {"groupreport.parameters.records", "groupreport.intake", "groupreport.publishing.pipeline"}
    assert any("6 current" in line or "Already current: 6." in line for line in answer)
    assert (HEAVY | rooms) & set(json.loads(loaded)) == set()


def edit_in_secret(path: Path) -> None:
    """Another byte, the same size, and the old time put back."""
    before, content = path.stat(), path.read_bytes()
    path.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def add(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def copied(project: Path, name: str) -> Path:
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(packaged_folder() / name, project / name))


@pytest.mark.skipif(os.name != "posix", reason="elsewhere nothing is kept")
@pytest.mark.parametrize(
    ("change", "stale", "reason"),
    [
        (lambda home: edit_in_secret(home / f"published/{TERM}/evaluator/G06.pdf"), {"evaluator/G06"}, "by hand"),
        (lambda home: (home / f"published/{TERM}/funder/outcomes.html").unlink(), {"funder/outcomes"}, "by hand"),
        (
            lambda home: replaced(home / f"data/{TERM}/groups.csv", "Tuesday evening grief", "Late grief"),
            {"evaluator/G04", "evaluator/program", "leadership/program", "funder/outcomes"},
            "changed",
        ),
        (
            lambda home: replaced(copied(home, "reports/funder.ipynb"), "}", " }"),
            {"funder/outcomes"},
            "notebook changed",
        ),
        (lambda home: add(home / "templates/more.css", "p {}"), "all", "templates changed"),
        (lambda home: replaced(home / "params/program.yml", "name: ", "name: New "), "all", "parameters changed"),
        (
            lambda home: add(home / f"published/{TERM}/manifest.json", "{"),
            "all",
            "not published yet",
        ),
    ],
    ids=["page edited", "page removed", "a group's data", "notebook", "templates", "parameters", "manifest"],
)
def test_what_is_remembered_ends_with_any_change(remembering_project, run, change, stale, reason):
    """An edited page, even with its old time put back, and every other thing that a report follows from."""
    change(remembering_project)
    lines = status_of(remembering_project, run).splitlines()
    found = {line.split()[1] for line in lines if line.startswith("stale")}

    if stale == "all":
        assert len(found) == 6
    else:
        assert found == stale
    assert all(reason in line for line in lines if line.startswith("stale"))


def test_what_lies_elsewhere_is_looked_at_too(published_project, tmp_path, monkeypatch):
    """Exports in another folder, and the key that pseudonyms are made with."""
    exports, key = tmp_path / "exports", tmp_path / "key"
    shutil.move(published_project / "data" / TERM, exports)
    key.write_text("a" * 64, encoding="utf-8")
    monkeypatch.setenv("GROUPREPORT_PSEUDONYM_KEY_FILE", str(key))
    project = Project(published_project)
    replaced(project.program_file, 'path: "data/{term}"', f'path: "{exports}"')
    parameters = read_parameters(project, TERM)
    looks = []
    for changed in (key, exports / "ratings.csv", None):
        wait_for_the_clock()
        looks.append(first_look(project, parameters).world)
        if changed is not None:
            changed.write_bytes(changed.read_bytes())

    assert None not in looks
    assert len(set(looks)) == 3


def test_how_another_term_was_published_is_looked_at_too(published_project):
    """A report names what changed since the term before it was published, so that a new manifest there counts."""
    project = Project(published_project)
    wait_for_the_clock()
    before = look(project, TERM, ())
    add(published_project / "published" / "2026-spring" / "manifest.json", "{}")
    wait_for_the_clock()

    assert look(project, TERM, ()).world not in (None, before.world)


def test_a_change_right_after_the_look_is_not_missed(published_project):
    """A file that was touched in the same tick of the clock could change again unseen, so nothing is kept."""
    project = Project(published_project)
    page = published_project / "published" / TERM / "evaluator" / "G06.html"
    wait_for_the_clock()
    old = look(project, TERM, ())
    page.touch()
    young = look(project, TERM, ())
    wait_for_the_clock()

    assert old.world is not None
    assert young.world is None
    assert look(project, TERM, ()).world not in (None, old.world)


def test_a_damaged_memory_is_no_answer(remembering_project):
    """Cut off at every byte, or with any one byte changed: it is as if there were none."""
    project, kept = Project(remembering_project), remembering_project / "build" / TERM / "unchanged.json"
    whole = kept.read_bytes()
    for place in range(len(whole)):
        for damaged in (whole[:place], whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]):
            kept.write_bytes(damaged)
            assert remembered(project, TERM, "embedded") is None

    kept.write_bytes(whole)
    assert remembered(project, TERM, "embedded") is not None
    assert remembered(project, TERM, "auto") is None
