"""The pinned environment belongs to this version of the project, and each file in it is known by its hash."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
PINNED = ROOT / "requirements" / "reproducible.txt"
EXTRAS = ("cluster", "database", "duckdb", "redcap")


def required() -> list[Requirement]:
    """What the package and its extras that reach data or other machines ask for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    return [Requirement(line) for line in [*project["dependencies"], *(one for name in EXTRAS for one in extras[name])]]


@pytest.fixture(scope="module")
def pinned() -> dict[str, Version]:
    """The pinned version of each package."""
    found = re.findall(r"^([\w.\[\],-]+)==([^ \\]+)", PINNED.read_text(encoding="utf-8"), re.MULTILINE)
    return {canonicalize_name(name.partition("[")[0]): Version(version) for name, version in found}


@pytest.mark.parametrize("requirement", required(), ids=lambda one: one.name)
def test_every_dependency_is_pinned_within_its_bounds(requirement, pinned):
    """A dependency that is added or raised is pinned again, else the environment that is promised does not exist."""
    assert pinned[canonicalize_name(requirement.name)] in requirement.specifier


def test_every_file_has_a_hash_and_no_place_to_fetch_it_from_is_named():
    """Wherever a file comes from, it is the one that was pinned."""
    text = PINNED.read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).strip())

    assert "://" not in text
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", block) for block in blocks)
