"""What must be the same on two machines for their reports to be the same, byte by byte."""

from __future__ import annotations

import functools
import importlib.metadata
import platform
from collections.abc import Mapping

from groupreport.errors import SetupError
from groupreport.parameters import packaged_folder
from groupreport.publishing.keys import digest, file_digest, package_digest, tool_versions
from groupreport.publishing.rendering import RendererChoice, choose_renderer

_FILES = "groupreport's own files"
_RENDERER = "renderer"
_MACHINE = "machine"
_PYTHON = "python"


def versions_here(renderer: RendererChoice) -> dict[str, str]:
    """By name what a report's bytes depend on beside its job; and the version of Dask, which must understand itself."""
    try:
        pages = str(choose_renderer(renderer))
    except SetupError:
        pages = "not installed"
    return {
        _PYTHON: platform.python_version(),
        **tool_versions(),
        "distributed": importlib.metadata.version("distributed"),
        _RENDERER: pages,
        _FILES: _own_files(),
        _MACHINE: f"{platform.system()} {platform.machine()}",
    }


def differences(here: Mapping[str, str], there: Mapping[str, str]) -> tuple[str, ...]:
    """What another machine has otherwise: `pandas 2.2.3 instead of 3.1.1`."""
    return tuple(
        f"{name} {there.get(name, 'missing')} instead of {version}"
        for name, version in here.items()
        if there.get(name) != version
    )


def remedy(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """What to install on the other machine."""
    other = [name for name, version in here.items() if there.get(name) != version]
    packages = [f"'{name}=={here[name]}'" for name in other if name not in {_PYTHON, _RENDERER, _FILES, _MACHINE}]
    steps = [f"install Python {here[_PYTHON]}"] if _PYTHON in other else []
    steps += [f"pip install {' '.join(packages)}"] if packages else []
    steps += [f"install the renderer {here[_RENDERER]}"] if _RENDERER in other else []
    steps += ["install the very groupreport that is installed here"] if _FILES in other else []
    steps += [f"take a machine of the kind {here[_MACHINE]}"] if _MACHINE in other else []
    return "; ".join(steps)


@functools.cache
def _own_files() -> str:
    home = packaged_folder()
    files = [home / "_quarto.yml", *(path for name in ("templates", "reports") for path in (home / name).rglob("*"))]
    packaged = {path.relative_to(home).as_posix(): file_digest(path) for path in files if path.is_file()}
    return digest([package_digest(), packaged])[:12]
