"""The same inputs give the same bytes, and `verify` proves it."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import groupreport
from groupreport.parameters import Project, packaged_folder
from groupreport.publishing.provenance import manifest_text, read_manifest

TERM = "2026-fall"
ONE_GROUP = ("--term", TERM, "--group", "G04", "--renderer", "embedded")


@pytest.fixture(scope="module")
def rendered(small_data, tmp_path_factory) -> Path:
    """The small project with one group's report."""
    folder = tmp_path_factory.mktemp("rendered") / "project"
    shutil.copytree(small_data, folder)
    command = [sys.executable, "-m", "groupreport.command_line", "render", "--project", str(folder), *ONE_GROUP]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def pages_of(project: Path) -> dict[str, bytes]:
    """The group's published pages."""
    folder = project / "published" / TERM / "evaluator"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.kernel
@pytest.mark.slow
def test_verify_makes_every_file_again_with_the_same_bytes(rendered, run):
    """What is published follows from the data, the parameters and the package, and from nothing else."""
    code, answer, _ = run("verify", "--project", rendered, "--term", TERM)

    assert code == 0
    assert "4 of 4 files are reproduced byte by byte." in answer
    assert not (rendered / "build" / TERM / "verify").exists()


@pytest.mark.kernel
@pytest.mark.slow
def test_verify_names_a_file_that_was_edited(rendered, run, tmp_path):
    """A number changed in a published page is found, and so is the file."""
    project = tmp_path / "project"
    shutil.copytree(rendered, project)
    page = project / "published" / TERM / "evaluator" / "G04.html"
    page.write_text(page.read_text(encoding="utf-8").replace("members", "people", 1), encoding="utf-8")
    code, answer, _ = run("verify", "--project", project, "--term", TERM)

    assert code == 1
    assert "different  evaluator/G04.html: the published file was changed or removed" in answer
    assert "same       evaluator/G04.pdf" in answer


@pytest.mark.kernel
@pytest.mark.slow
def test_verify_says_which_input_changed(rendered, run, tmp_path):
    """A report whose data have changed since cannot be reproduced, and the reason is the data."""
    project = tmp_path / "project"
    shutil.copytree(rendered, project)
    file = project / "data" / TERM / "attendance.csv"
    text = file.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if ",G04," in line and line.endswith(",attended"))
    file.write_text(text.replace(line, line.replace(",attended", ",no_show")), encoding="utf-8")
    code, answer, _ = run("verify", "--project", project, "--term", TERM)

    assert code == 1
    assert "evaluator/G04.pdf: data changed since it was published; " in answer
    assert " numbers differ: " in answer


@pytest.mark.kernel
@pytest.mark.slow
def test_verify_tells_a_page_apart_that_only_looks_different(rendered, run, tmp_path):
    """Another typesetter and another style change pages and no number, and that is what is said."""
    project = tmp_path / "project"
    shutil.copytree(rendered, project)
    style = project / "templates" / "report.css"
    style.parent.mkdir()
    style.write_bytes(Project(project).find("templates/report.css").read_bytes() + b"\nmain { margin: 0; }\n")
    folder = project / "published" / TERM
    manifest = read_manifest(folder)
    entries = [
        entry.model_copy(
            update={
                "layers": entry.layers.model_copy(update={"tools": {**entry.layers.tools, "typst": "0.0.1"}}),
                "key": {**entry.key, "tools": "another"},
            }
        )
        for entry in manifest.reports
    ]
    older = manifest.model_copy(update={"reports": tuple(entries)})
    (folder / "manifest.json").write_text(manifest_text(older), encoding="utf-8")
    code, answer, _ = run("verify", "--project", project, "--term", TERM)

    assert code == 1
    assert "same       evaluator/G04.pdf" in answer
    assert "evaluator/G04.html: templates changed since it was published; other versions: typst 0.0.1 -> " in answer
    assert "all numbers are the same" in answer
    assert "the file differs by how it was laid out" in answer


@pytest.mark.kernel
@pytest.mark.slow
def test_verify_names_the_number_that_another_version_changes(rendered, tmp_path):
    """Whoever installs a version that counts differently learns which numbers of an old report it changes."""
    shutil.copytree(Path(groupreport.__file__).parent, tmp_path / "src" / "groupreport")
    for folder in ("reports", "templates", "params"):
        shutil.copytree(packaged_folder() / folder, tmp_path / folder)
    shutil.copy(packaged_folder() / "_quarto.yml", tmp_path)
    source = tmp_path / "src" / "groupreport" / "measures" / "attendance.py"
    right = 'rate = _share(counts["present"], counts["expected"])'
    wrong = 'rate = _share(0.9 * counts["present"], counts["expected"])'
    text = source.read_text(encoding="utf-8")
    assert text.count(right) == 1
    source.write_text(text.replace(right, wrong), encoding="utf-8")
    command = [sys.executable, "-m", "groupreport.command_line", "verify", "--project", str(rendered), "--term", TERM]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "src")}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)

    assert done.returncode == 1
    assert "package changed since it was published; " in done.stdout
    assert " differ: summary.attendance_by_session.rate[0]" in done.stdout
    assert "(--show-values shows them)" in done.stdout


@pytest.mark.kernel
@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="time zones by environment are POSIX")
def test_place_time_zone_language_and_row_order_change_nothing(rendered, tmp_path):
    """Another folder, clock, language, rights, order of rows, age of files, and a group beside it: the same bytes."""
    project = tmp_path / "a folder {with} braces" / "project"
    shutil.copytree(rendered, project, ignore=shutil.ignore_patterns("build", "published"))
    for file in (project / "data" / TERM).glob("*.csv"):
        header, *rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
        random.Random(7).shuffle(rows)
        file.write_text("".join([header, *rows]), encoding="utf-8")
        os.utime(file, (1_000_000_000, 1_000_000_000))
    elsewhere = {"TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "LC_ALL": "C", "PYTHONHASHSEED": "123"}
    command = [sys.executable, "-m", "groupreport.command_line", "render", "--project", str(project), *ONE_GROUP]
    more = ("--group", "G06", "--jobs", "3")
    subprocess.run([*command, *more], check=True, capture_output=True, env={**os.environ, **elsewhere}, umask=0o077)
    pages = pages_of(project)

    assert {name: page for name, page in pages.items() if "G06" not in name} == pages_of(rendered)
    assert len(pages) > len(pages_of(rendered))
