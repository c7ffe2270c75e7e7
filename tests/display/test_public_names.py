"""`import groupreport` costs nothing and offers what notebooks call."""

from __future__ import annotations

import subprocess
import sys

import pytest

import groupreport


def test_importing_the_package_imports_nothing_heavy():
    """A command that only lists reports must not wait for pandas and matplotlib."""
    heavy = ("pandas", "numpy", "matplotlib", "seaborn", "scipy", "highspy", "pydantic")
    code = f"import sys, groupreport; print([name for name in {heavy} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)

    assert answer.stdout.strip() == "[]"


@pytest.mark.parametrize("name", groupreport.__all__)
def test_every_public_name_is_there_and_explained(name):
    """Each is a function with a docstring."""
    found = getattr(groupreport, name)

    assert callable(found)
    assert found.__name__ == name
    assert found.__doc__


def test_a_name_that_is_not_public_is_refused():
    """The message lists what there is."""
    with pytest.raises(AttributeError, match="show_cohesion"):
        _ = groupreport.show_coherence
