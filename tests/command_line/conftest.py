"""Projects for whole runs: the demo, and a small one of three of its groups."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest

from groupreport.command_line import exit_code
from groupreport.simulation import write_demo_project

TERM = "2026-fall"
GROUPS = ("G04", "G06", "G07")


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory) -> Path:
    """The demo project, not rendered; never changed."""
    return write_demo_project(tmp_path_factory.mktemp("demo") / "project")


@pytest.fixture(scope="session")
def small_data(tmp_path_factory, demo_data) -> Path:
    """The demo reduced to three groups without a term to compare with; never changed."""
    folder = tmp_path_factory.mktemp("small") / "project"
    shutil.copytree(demo_data, folder)
    term_file = folder / "params" / "terms" / f"{TERM}.yml"
    text = re.sub(r"(?m)^compare_with:.*$", "", term_file.read_text(encoding="utf-8"))
    text = re.sub(r"(?m)^groups:.*$", f"groups: [{', '.join(GROUPS)}]", text)
    term_file.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def small_project(small_data, tmp_path) -> Path:
    """A copy of the small project that a test may change."""
    folder = tmp_path / "project"
    shutil.copytree(small_data, folder)
    return folder


@pytest.fixture
def run(capfd):
    """Run a command and return its exit code, its answer and its complaints."""

    def run_command(*arguments: object) -> tuple[int, str, str]:
        capfd.readouterr()
        code = exit_code([str(argument) for argument in arguments])
        said = capfd.readouterr()
        return code, said.out, said.err

    return run_command


# Columns that hold what another column names, and those that hold several of it.
SAME = {"member_ids": "member_id", "leader_id": "leaders"}
JOINED = {"leaders", "member_ids"}


@pytest.fixture(scope="session")
def plant(demo_data):
    """Make the demo anew in a folder, with a word of its own in front of every value of the columns that are given."""

    def planted(words, column, value):
        word = words.get(SAME.get(column, column))
        if not word or not value:
            return value
        return ";".join(f"{word}{part}" for part in value.split(";")) if column in JOINED else f"{word}{value}"

    def make(folder: Path, words: dict[str, str]) -> Path:
        shutil.copytree(demo_data, folder)
        for file in (folder / "data").rglob("*.csv"):
            with file.open(encoding="utf-8", newline="") as opened:
                header, *rows = list(csv.reader(opened))
            if file.stem == "events" and "note" not in header:
                header, rows = [*header, "note"], [[*row, "said something in the room"] for row in rows]
            with file.open("w", encoding="utf-8", newline="") as opened:
                changed = [[planted(words, *cell) for cell in zip(header, row, strict=True)] for row in rows]
                csv.writer(opened).writerows([header, *changed])
        return folder

    return make
