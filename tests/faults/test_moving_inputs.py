"""What a run stands on moves: the exports vanish, and the clock jumps."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

TERM = "2026-fall"
RENDER = ("render", "--term", TERM, "--renderer", "embedded", "--audience", "evaluator")
pytestmark = pytest.mark.kernel


def pages(project: Path, files_of) -> dict[str, str]:
    """The reports' bytes, without what tells the time of the run."""
    return {path: one for path, one in files_of(project / "published" / TERM).items() if "/" in path}


def test_exports_that_vanish_while_reports_are_made_change_nothing(
    project, run, write_notebook, files_of, check_published
):
    """Every report is made from what was frozen; only the next run misses the exports, and leaves what is published."""
    undisturbed = pages(project, files_of)
    data = "pathlib.Path(term_folder).parents[2] / 'data'"
    write_notebook(project, "group.ipynb", f"import shutil; shutil.rmtree({data}, ignore_errors=True)")
    code, said = run(*RENDER, "--project", project)

    assert (code, (project / "data").exists()) == (0, False), said
    check_published(project)
    assert pages(project, files_of) == undisturbed
    code, said = run(*RENDER, "--project", project)
    assert (code, "data-folder-missing" in said) == (2, True)
    assert pages(project, files_of) == undisturbed


def test_no_report_follows_from_the_clock(quick_project, start, files_of, check_published, tmp_path):
    """The hour that does not exist in spring, a leap day, after 32-bit time has ended, and back to the year before.

    With the clock set back, what lies there is younger than now; it counts by its bytes, and nothing is made again.
    """
    made = []
    for moment in ("2027-03-28 02:30:00", "2028-02-29 12:00:00", "2038-01-20 00:00:00"):
        shutil.rmtree(quick_project / "published", ignore_errors=True)
        said = at(moment, start, quick_project, tmp_path)
        assert "Made: 3 reports" in said
        check_published(quick_project)
        manifest = json.loads((quick_project / "published" / TERM / "manifest.json").read_text(encoding="utf-8"))
        assert manifest["finished_at"].startswith(moment[:7])
        made.append(pages(quick_project, files_of))
    before = files_of(quick_project / "published" / TERM)
    said = at("2027-01-15 12:00:00", start, quick_project, tmp_path)

    assert made[0] == made[1] == made[2]
    assert "Made: 0 reports" in said
    assert files_of(quick_project / "published" / TERM) == before


def at(moment: str, start, project: Path, folder: Path) -> str:
    """What a run says that begins at a moment of Berlin's time, in every process that it starts."""
    clock = folder / "clock"
    clock.mkdir(exist_ok=True)
    (clock / "sitecustomize.py").write_text(
        "import datetime, zoneinfo, time_machine\n"
        f"moment = datetime.datetime.fromisoformat({moment!r}).replace(tzinfo=zoneinfo.ZoneInfo('Europe/Berlin'))\n"
        "time_machine.travel(moment, tick=True).start()\n",
        encoding="utf-8",
    )
    path = os.pathsep.join((str(clock), os.environ["PYTHONPATH"]))
    process = start(*RENDER, "--project", project, environment={"PYTHONPATH": path, "TZ": "Europe/Berlin"})
    said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    return "".join(said)
