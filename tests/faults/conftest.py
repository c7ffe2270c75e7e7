"""What the fault tests share: a project whose reports take a second, published once, and the command as a process."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import nbformat
import pytest

from groupreport.command_line import exit_code
from groupreport.simulation import write_demo_project

TERM = "2026-fall"
INJECTION = Path(__file__).with_name("injection.py")
_PARAMETERS = 'term_folder = "not set"\naudience = "not set"\n'
_SAYS = """from IPython.display import Markdown, display
import pathlib
size = sum(path.stat().st_size for path in pathlib.Path(term_folder).rglob("ratings.parquet"))
display(Markdown(f"What {audience} reads, from {size} bytes of ratings."))"""


@pytest.fixture(scope="session")
def injection():
    """The module that injects faults; tests are imported one by one, so it is loaded by its path."""
    if "faults_injection" not in sys.modules:
        spec = importlib.util.spec_from_file_location("faults_injection", INJECTION)
        sys.modules["faults_injection"] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules["faults_injection"]


@pytest.fixture(scope="session")
def write_notebook():
    """Write a report's notebook with the given code in it."""

    def write(project: Path, name: str, code: str = "pass") -> None:
        groups = 'group_id = "not set"\n' if name == "group.ipynb" else ""
        declared = nbformat.v4.new_code_cell(_PARAMETERS + groups)
        declared.metadata["tags"] = ["parameters"]
        book = nbformat.v4.new_notebook(
            cells=[
                declared,
                nbformat.v4.new_markdown_cell("# In short"),
                nbformat.v4.new_code_cell(_SAYS),
                nbformat.v4.new_code_cell(code),
            ]
        )
        for number, cell in enumerate(book.cells):
            cell.id = f"cell-{number}"
        (project / "reports").mkdir(exist_ok=True)
        nbformat.write(book, project / "reports" / name)

    return write


@pytest.fixture(scope="session")
def quick_data(tmp_path_factory, write_notebook) -> Path:
    """The demo reduced to two groups, with notebooks that say one sentence; never changed."""
    folder = write_demo_project(tmp_path_factory.mktemp("quick") / "project")
    shutil.rmtree(folder / "data" / "2026-spring")
    term_file = folder / "params" / "terms" / f"{TERM}.yml"
    text = re.sub(r"(?m)^compare_with:.*\n", "", term_file.read_text(encoding="utf-8"))
    term_file.write_text(re.sub(r"(?m)^groups:.*$", "groups: [G04, G06]", text), encoding="utf-8")
    for name in ("group.ipynb", "program.ipynb", "funder.ipynb"):
        write_notebook(folder, name)
    return folder


@pytest.fixture(scope="session")
def published_data(quick_data, tmp_path_factory) -> Path:
    """The same with the evaluator's reports published; never changed."""
    folder = tmp_path_factory.mktemp("published") / "project"
    shutil.copytree(quick_data, folder)
    assert exit_code([*RENDER, "--project", str(folder)]) == 0
    return folder


RENDER = ("render", "--term", TERM, "--renderer", "embedded", "--audience", "evaluator")


@pytest.fixture
def quick_project(quick_data, tmp_path) -> Path:
    """A copy of the project, nothing published."""
    return Path(shutil.copytree(quick_data, tmp_path / "project"))


@pytest.fixture
def project(published_data, tmp_path) -> Path:
    """A copy of the project with the evaluator's reports published."""
    return Path(shutil.copytree(published_data, tmp_path / "project"))


@pytest.fixture
def run(capfd):
    """Run a command in this process; its exit code and all that it said."""

    def run_command(*arguments: object) -> tuple[int, str]:
        capfd.readouterr()
        code = exit_code([str(argument) for argument in arguments])
        said = capfd.readouterr()
        return code, said.out + said.err

    return run_command


@pytest.fixture
def start():
    """Start a command as a process of its own, with a fault; ended at the end of the test at the latest."""
    started = []

    def start_command(*arguments: object, fault: str | None = None, **options) -> subprocess.Popen:
        environment = {**os.environ, **options.pop("environment", {})}
        if fault is not None:
            environment["GROUPREPORT_FAULT"] = fault
        command = [*options.pop("before", ()), sys.executable, str(INJECTION), *map(str, arguments)]
        given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "start_new_session": True, "text": True}
        started.append(subprocess.Popen(command, env=environment, **{**given, **options}))
        return started[-1]

    yield start_command
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture(scope="session")
def files_of():
    """Every file below a folder, hidden ones included, by its relative path: its bytes' hash."""

    def listed(folder: Path) -> Mapping[str, str]:
        return {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    return listed


@pytest.fixture(scope="session")
def check_published():
    """Hold what a reader sees against the manifest: each file whole, none that it does not list, no link to nowhere."""

    def check(project: Path) -> dict[str, dict]:
        """Returns the reports by name."""
        published = project / "published" / TERM
        assert [path.name for path in published.parent.iterdir()] == [TERM]
        manifest = json.loads((published / "manifest.json").read_text(encoding="utf-8"))
        listed = {file["path"]: file["sha256"] for report in manifest["reports"] for file in report["files"]}
        there = {
            path.relative_to(published).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in published.rglob("*")
            if path.is_file()
        }
        index = (published / "index.html").read_text(encoding="utf-8")
        assert there.pop("index.html") == manifest["index_sha256"]
        assert there.pop("manifest.json")
        assert there.pop("ro-crate-metadata.json")
        assert there == listed
        links = set(re.findall(r'href="([^"#]+\.(?:html|pdf|csv))"', index))
        assert links == set(listed)
        return {report["name"]: report for report in manifest["reports"]}

    return check
