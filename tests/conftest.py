"""What tests of several rooms share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
# Kernels and commands that tests start must run the code under test, not another installed copy.
os.environ["PYTHONPATH"] = str(REPOSITORY / "src")


@pytest.fixture(scope="session")
def truth_folder() -> Path:
    """Data with numbers that independent programs gave; kept beside the repository, never in it."""
    folder = Path(os.environ.get("GROUPREPORT_TRUTH", REPOSITORY.parent / "shared" / "truth"))
    if not folder.is_dir():
        pytest.skip(f"the independent numbers are not in {folder}; name their folder with GROUPREPORT_TRUTH")
    return folder


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium."""
    playwright = pytest.importorskip("playwright.sync_api")
    program = os.environ.get("CHROMIUM_PATH", "/usr/bin/chromium")
    if not Path(program).is_file():
        pytest.skip("Chromium is not installed; name it with CHROMIUM_PATH")
    with playwright.sync_playwright() as tools:
        started = tools.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()
