"""`groupreport doctor` says what is wrong and what to do, and its bundle names nobody and nothing of the program's."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
import zipfile
from pathlib import Path

import filelock
import pytest

from groupreport.disclosure.ledger import ledger_file
from groupreport.instruments import load_catalog
from groupreport.intake import freeze
from groupreport.parameters import Project, read_parameters

TERM = "2026-fall"
WORDS = {
    "group_id": "zqxgid",
    "group_name": "zqxgname ",
    "program": "zqxprogram ",
    "site": "zqxsite ",
    "leaders": "zqxleader",
    "member_id": "zqxmember",
    "age_band": "zqxage ",
    "gender": "zqxgender ",
    "event_id": "zqxevent",
    "note": "zqxnote ",
}


def told(answer: str) -> dict[str, str]:
    """The state of everything that was looked at; the worst where one was looked at several times."""
    worst: dict[str, str] = {}
    for state, about in re.findall(r"^(ok|note|wrong) +([^:\n]+):", answer, re.MULTILINE):
        if ["ok", "note", "wrong"].index(state) >= ["ok", "note", "wrong"].index(worst.get(about, "ok")):
            worst[about] = state
    return worst


def test_a_sound_project_has_nothing_wrong(small_project, run):
    """Whoever has installed everything and begins is told so."""
    code, answer, _ = run("doctor", "--project", small_project)

    assert code == 0
    assert "wrong" not in told(answer).values()
    assert {"Python", "packages", "pandoc", "Typst and fonts", "clock", "disk", "settings"} <= told(answer).keys()
    assert answer.rstrip().endswith("All is well.")


def test_a_folder_without_a_project_is_no_fault_of_the_machine(tmp_path, run):
    """Before `groupreport init` the machine can be looked at, and what comes next is said."""
    code, answer, _ = run("doctor", "--project", tmp_path)

    assert code == 0
    assert told(answer)["project"] == "note"
    assert "groupreport init" in answer


def damaged_manifest(project: Path) -> None:
    """A manifest that was cut off."""
    folder = project / "published" / TERM
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text('{"format": 1, "pro', encoding="utf-8")


def damaged_ledger(project: Path) -> None:
    """A ledger in which a line is missing."""
    ledger = project / ledger_file("funder")
    ledger.parent.mkdir(exist_ok=True)
    ledger.write_text('{"release": 1}\n', encoding="utf-8")


def wrong_settings(project: Path) -> None:
    """A setting that is not one."""
    file = project / "params" / "program.yml"
    file.write_text(file.read_text(encoding="utf-8") + "\nattendence: {}\n", encoding="utf-8")


def open_build(project: Path) -> None:
    """Members' data that everybody on the machine can read."""
    folder = project / "build" / TERM
    folder.mkdir(parents=True)
    folder.chmod(0o755)


def cut_frozen(project: Path) -> None:
    """A frozen term of which a file is cut off."""
    folder = project / "build" / TERM / "frozen"
    folder.mkdir(parents=True)
    folder.parent.chmod(0o700)
    (folder / "term.json").write_text("{", encoding="utf-8")


@pytest.mark.parametrize(
    ("break_it", "about", "state", "remedy"),
    [
        (damaged_manifest, "published", "wrong", "groupreport render"),
        (damaged_ledger, "ledger of releases", "wrong", "from a backup"),
        (wrong_settings, "settings", "wrong", "groupreport check"),
        pytest.param(
            open_build,
            "rights",
            "wrong",
            "chmod -R go-rwx",
            marks=pytest.mark.skipif(sys.platform == "win32", reason="POSIX rights"),
        ),
        (cut_frozen, "frozen data", "note", "the next run reads the exports again"),
    ],
)
def test_what_is_broken_is_named_with_what_to_do(small_project, run, break_it, about, state, remedy):
    """Each fault has a line of its own and a remedy below it; a fault that stops a run gives exit code 4."""
    break_it(small_project)
    code, answer, _ = run("doctor", "--project", small_project)

    assert told(answer)[about] == state
    assert remedy in answer.split(f"{about}: ")[-1] or remedy in answer
    assert code == (4 if state == "wrong" else 0)


def test_a_run_at_work_is_not_disturbed(small_project, run):
    """The lock is looked at and left alone."""
    build = small_project / "build" / TERM
    build.mkdir(parents=True, mode=0o700)
    with filelock.FileLock(build / "lock"):
        _, answer, _ = run("doctor", "--project", small_project)

    assert "a run is at work on 2026-fall" in answer


@pytest.fixture
def planted_project(plant, tmp_path) -> Path:
    """A frozen project in which every name is a canary, with a notebook that stopped in the middle of the data."""
    folder = plant(tmp_path / "zqxfolder", WORDS)
    program = folder / "params" / "program.yml"
    text = program.read_text(encoding="utf-8")
    named = text.replace("  name: ", "  name: zqxcalled ", 1).replace("  contact: ", "  contact: zqxcontact ", 1)
    assert named.count("zqx") == 2
    program.write_text(named, encoding="utf-8")
    term = folder / "params" / "terms" / f"{TERM}.yml"
    term.write_text(
        term.read_text(encoding="utf-8").replace("name: Fall 2026", "name: zqxterm")
        + "overrides: {zqxgidG04: {stages: {commitment: [1, 4]}}}\n",
        encoding="utf-8",
    )
    home = Project(folder)
    freeze(home, read_parameters(home, TERM), load_catalog(home))
    stopped = folder / "build" / TERM / "executed" / "evaluator" / "zqxgidG04.ipynb"
    stopped.parent.mkdir(parents=True)
    error = {"output_type": "error", "ename": "KeyError", "evalue": "zqxmemberM01", "traceback": ["zqxmemberM01"]}
    odd = {"output_type": "error", "ename": "zqxmemberM02", "evalue": "", "traceback": []}
    run = {"status": "failed", "duration": 1.5}
    cell = {"cell_type": "code", "source": "zqxnote", "metadata": {"papermill": run}, "outputs": [error, odd]}
    stopped.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4}), encoding="utf-8")
    return folder


def test_the_bundle_holds_no_name_no_id_and_no_value(planted_project, run, tmp_path):
    """Whoever asks for help sends versions, settings and counts, and nothing of the people or the program."""
    file = tmp_path / "bundle.zip"
    code, answer, _ = run("doctor", "--project", planted_project, "--bundle", file)
    with zipfile.ZipFile(file) as bundle:
        parts = {name: bundle.read(name).decode() for name in bundle.namelist()}
    everything = "\n".join([*parts, *parts.values()])

    assert code == 0, answer
    assert "zqx" not in everything.lower()
    assert not re.search(r"\bM\d{2,}\b|\bG\d{2}\b", everything)
    assert str(tmp_path) not in everything
    assert os.uname().nodename not in everything
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_bundle_helps(planted_project, run, tmp_path):
    """It says which versions, which settings, how many rows, and in which cell with which error a report stopped."""
    file = tmp_path / "bundle.zip"
    run("doctor", "--project", planted_project, "--bundle", file)
    with zipfile.ZipFile(file) as bundle:
        parts = {name: json.loads(bundle.read(name)) for name in bundle.namelist()}
    settings = parts["term-1/settings.json"]

    assert {"python", "pandas", "typst"} <= parts["versions.json"]["tools"].keys()
    assert settings["settings"]["attendance"]["dose_share"] == 0.6
    assert "phq9" in settings["settings"]["instruments"]
    assert settings["settings"]["program"]["name"] == "(text)"
    assert list(settings["term_settings"]["overrides"]) == ["(name 1)"]
    assert parts["term-1/rows.json"]["ratings"] > 1000
    assert parts["term-1/last-run.json"] == [
        {
            "number": 1,
            "audience": "evaluator",
            "cells": [{"kind": "code", "status": "failed", "seconds": 1.5, "errors": ["KeyError", "(text)"]}],
        }
    ]


def test_a_bundle_overwrites_no_file(small_project, run, tmp_path):
    """A name that is taken may be a report or an export."""
    file = tmp_path / "report.zip"
    file.write_text("mine", encoding="utf-8")
    code, _, complaint = run("doctor", "--project", small_project, "--bundle", file)

    assert code == 4
    assert "there is a file" in complaint
    assert file.read_text(encoding="utf-8") == "mine"
