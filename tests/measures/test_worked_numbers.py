"""Every public measure shows a worked number."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

import groupreport.measures

ROOM = Path(groupreport.measures.__file__).parent
# How arguments are read, and how text columns are held: no measures.
NOT_MEASURES = {"inputs", "text"}


def public_measures() -> Iterator[tuple[str, Callable[..., object]]]:
    """The functions that packages of the room offer, and those of its single modules."""
    for path in sorted(ROOM.iterdir()):
        if path.is_dir() and (path / "__init__.py").is_file():
            module = importlib.import_module(f"groupreport.measures.{path.name}")
            names = [name for name in module.__all__ if inspect.isfunction(getattr(module, name))]
        elif path.suffix == ".py" and path.stem not in {"__init__", *NOT_MEASURES}:
            module = importlib.import_module(f"groupreport.measures.{path.stem}")
            names = own_functions(module)
        else:
            continue
        yield from ((f"{path.stem}.{name}", getattr(module, name)) for name in names)


def own_functions(module: ModuleType) -> list[str]:
    """The public functions that are written in this module."""
    return [
        name
        for name, found in vars(module).items()
        if inspect.isfunction(inspect.unwrap(found))
        and inspect.unwrap(found).__module__ == module.__name__
        and not name.startswith("_")
    ]


@pytest.mark.parametrize(("name", "measure"), [pytest.param(*one, id=one[0]) for one in public_measures()])
def test_a_measure_shows_a_worked_number(name: str, measure: Callable[..., object]) -> None:
    """Its docstring has an example that runs with the tests, so that a reader can check the definition by hand."""
    assert ">>>" in (inspect.getdoc(measure) or ""), f"{name} has no worked number"
