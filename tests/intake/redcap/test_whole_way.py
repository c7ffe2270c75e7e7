"""From a REDCap project to a frozen term, and to reports: the same as from its CSV files, or nothing."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest

from groupreport.errors import InvalidDataError
from groupreport.instruments import load_catalog
from groupreport.intake import freeze, open_term, starting
from groupreport.parameters import Project, packaged_folder, read_parameters

KEY = "REDCAP_API_TOKEN"
PROGRAM = """\
program: {name: Evening groups}
instruments: [alliance_1_10, phq9]
characteristics: [age_band]
"""


@pytest.fixture
def tables(small_term: Any) -> dict[str, str]:
    """The small term's tables as text."""
    return {path.stem: path.read_text() for path in sorted((small_term.folder / "data" / "2026-fall").glob("*.csv"))}


@pytest.fixture
def whole(program: Any, server: Any, models: Any, tables: dict[str, str]) -> Any:
    """A program whose REDCap project holds the small term."""
    server.model = models.model_of_tables(tables)
    return program.set(models.tables_block(tables), records_at_once=2)


def _freeze(folder: Path) -> Path:
    project = Project(folder)
    return freeze(project, read_parameters(project, "2026-fall"), load_catalog(project))


def test_the_same_term_as_from_files(whole: Any, small_term: Any) -> None:
    """A project with the same content freezes to the same data as the CSV files."""
    of_redcap, of_files = open_term(_freeze(whole.folder)), open_term(_freeze(small_term.folder))
    assert of_redcap.data_hash == of_files.data_hash


def test_the_program_that_init_writes(program: Any, server: Any, models: Any, small_term: Any) -> None:
    """A project that is designed as `init --source redcap` assumes freezes to the same data as its CSV files."""
    for table in ("events", "feedback"):
        small_term.path(table).unlink()
    _answer_every_item(small_term)
    names = ("groups", "roster", "sessions", "attendance", "ratings", "outcomes")
    server.model = models.model_of_program({name: small_term.path(name).read_text() for name in names})
    block = Path(starting.__file__).with_name("redcap.yml").read_text(encoding="utf-8")
    started = block.replace("https://redcap.example.org/api/", server.url).replace("        gender: gender\n", "")
    started = started.replace("# certificate: params/clinic-ca.pem", "certificate: authority.pem")
    started = re.sub(r"\n        gender: \{.*\}", "", started)
    (program.folder / "params" / "program.yml").write_text(PROGRAM + started, encoding="utf-8")
    frozen, of_files = open_term(_freeze(program.folder)), open_term(_freeze(small_term.folder))
    assert len(frozen.table("ratings")) == len(of_files.table("ratings"))
    assert frozen.data_hash == of_files.data_hash


def _answer_every_item(small_term: Any) -> None:
    """Everybody who was there answers each item, and everybody's outcome is known: one row of answers is whole."""
    there = [line.split(",") for line in small_term.path("attendance").read_text().splitlines()[1:]]
    rated = [row for row in there if row[3] in {"attended", "late", "left_early"}]
    small_term.write("ratings", "member_id,group_id,session,instrument,item,value\n")
    for member, group, session, _ in rated:
        for item in (1, 2, 3):
            small_term.add("ratings", f"{member},{group},{session},alliance_1_10,{item},{item + 4}")
    small_term.write("outcomes", "member_id,group_id,occasion,measured_on,instrument,item,value\n")
    for member, group in (("007", "G01"), ("102", "G02")):
        for occasion, day in (("pre", "2026-09-01"), ("post", "2026-12-01")):
            for item in range(1, 10):
                small_term.add("outcomes", f"{member},{group},{occasion},{day},phq9,{item},{item % 4}")


def test_an_unchanged_project_leaves_the_frozen_term(whole: Any, server: Any) -> None:
    """A second reading of an unchanged project changes no file; a changed value does."""
    frozen = _freeze(whole.folder)
    before = {path: path.stat().st_mtime_ns for path in frozen.rglob("*")}
    _freeze(whole.folder)
    assert {path: path.stat().st_mtime_ns for path in frozen.rglob("*")} == before
    facts = open_term(frozen).data_hash
    next(row for row in server.model.rows if row.form == "ratings").values["ratings_value"] = "2"
    assert open_term(_freeze(whole.folder)).data_hash != facts


def test_a_broken_answer_leaves_the_frozen_term(whole: Any, server: Any, troubles: Any) -> None:
    """Where the server breaks off, nothing that was made before is touched, and the error names the server."""
    frozen = _freeze(whole.folder)
    before = {path: path.stat().st_mtime_ns for path in frozen.rglob("*")}
    server.asked.clear()
    server.trouble[9] = troubles.cut
    with pytest.raises(InvalidDataError) as raised:
        _freeze(whole.folder)
    assert [(each.file, each.rule) for each in raised.value.problems] == [("REDCap at localhost", "server-answer")]
    assert {path: path.stat().st_mtime_ns for path in frozen.rglob("*")} == before


def _run(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "groupreport.command_line", *arguments, "--project", str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.kernel
@pytest.mark.slow
def test_the_token_is_in_no_file_and_no_notebook(whole: Any, models: Any) -> None:
    """Neither the files of a run, its output nor its notebooks' environment hold the token."""
    (whole.folder / "reports").mkdir()
    notebook = nbformat.read(packaged_folder() / "reports" / "group.ipynb", as_version=4)
    seen = whole.folder / "environment.txt"
    listing = f"import os; _ = open({str(seen)!r}, 'w').write(repr(dict(os.environ)))"
    notebook.cells.append(nbformat.v4.new_code_cell(listing))
    nbformat.write(notebook, whole.folder / "reports" / "group.ipynb")
    run = _run(whole.folder, "render", "--audience", "evaluator", "--group", "G01", "--to", "html")
    output, errors = run.communicate(timeout=120)
    assert run.returncode == 0, output + errors
    assert "PYTHONHASHSEED" in seen.read_text()
    assert KEY not in seen.read_text()
    files = [path for path in whole.folder.rglob("*") if path.is_file()]
    assert {"term.json", "manifest.json"} <= {path.name for path in files}
    holding = [path for path in files if models.TOKEN.encode() in path.read_bytes()]
    assert holding == []
    assert models.TOKEN not in output + errors


@pytest.mark.skipif(sys.platform != "linux", reason="looks at the processes under /proc")
def test_what_a_waiting_run_shows(whole: Any, server: Any, troubles: Any, models: Any) -> None:
    """While a run waits for the server its command line shows no token; then it ends with one problem and code 4."""
    server.trouble["every"] = troubles.silence
    whole.set(models.tables_block({"groups": "group_id\n"}), tries=1, timeout_seconds=2)
    run = _run(whole.folder, "check")
    while not server.asked and run.poll() is None:
        time.sleep(0.05)
    assert models.TOKEN.encode() not in Path(f"/proc/{run.pid}/cmdline").read_bytes()
    output, errors = run.communicate(timeout=60)
    assert run.returncode == 4, output + errors
    assert "REDCap at localhost" in output
    assert "Did not answer within 2 seconds" in output
    assert models.TOKEN not in output + errors
    assert "Traceback" not in errors


def test_a_run_without_the_server_publishes_nothing(whole: Any, server: Any, troubles: Any) -> None:
    """`render` ends with exit code 4 before anything is made, and what was published stays."""
    published = whole.folder / "published" / "2026-fall"
    published.mkdir(parents=True)
    (published / "index.html").write_text("an earlier run's")
    server.trouble["every"] = troubles.status(503)
    whole.set("  tables: {ratings: {forms: ratings}}\n", tries=1)
    run = _run(whole.folder, "render")
    output, errors = run.communicate(timeout=60)
    assert run.returncode == 4, output + errors
    assert "Is out of service for now (HTTP 503)" in errors
    assert [path.name for path in published.rglob("*")] == ["index.html"]
    assert not (whole.folder / "build" / "2026-fall" / "frozen").exists()
