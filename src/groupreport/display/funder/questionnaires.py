"""The questionnaires by id, from the catalog: what funders see does not carry them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from groupreport.instruments import Instrument, load_catalog
from groupreport.parameters import PROJECT_VARIABLE, Project


@cache
def questionnaires(project_folder: Path | None = None) -> Mapping[str, Instrument]:
    """All questionnaires of the project; without a folder, of that which the environment names, else the packaged."""
    named = os.environ.get(PROJECT_VARIABLE)
    folder = project_folder or (Path(named) if named else None)
    return load_catalog(Project(folder) if folder else None)
