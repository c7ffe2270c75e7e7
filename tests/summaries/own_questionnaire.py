"""The demo with a questionnaire of one's own in place of one of the catalog's."""

from __future__ import annotations

from pathlib import Path

from groupreport.parameters import Project
from groupreport.simulation import write_demo_project


def demo_with_own_phq9(folder: Path, entry: str) -> Project:
    """The demo's project in this folder, its PHQ-9 forms read by an entry of the program's own."""
    project = Project(folder)
    write_demo_project(folder)
    own = folder / "params" / "instruments"
    own.mkdir(exist_ok=True)
    (own / "phq9.yml").write_text(entry, encoding="utf-8")
    return project
