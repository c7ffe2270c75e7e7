"""Which way a questionnaire counts, from the catalog: what funders see does not carry it."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from groupreport.instruments import load_catalog
from groupreport.instruments.records import HigherIs
from groupreport.parameters import PROJECT_VARIABLE, Project


@cache
def directions(project_folder: Path | None = None) -> dict[str, HigherIs]:
    """By questionnaire: whether high outcome scores are better or worse; left out where its scales differ."""
    named = os.environ.get(PROJECT_VARIABLE)
    folder = project_folder or (Path(named) if named else None)
    found: dict[str, HigherIs] = {}
    for name, instrument in load_catalog(Project(folder) if folder else None).items():
        ways = {scale.higher_is for scale in instrument.scales if scale.domain == "outcome"}
        if len(ways) == 1:
            found[name] = ways.pop()
    return found
