"""What `import groupreport` offers."""

from __future__ import annotations

import subprocess
import sys

import groupreport


def test_every_promised_name_can_be_used():
    """A name in `__all__` that cannot be imported would fail in the notebook of whoever believes it."""
    assert [name for name in groupreport.__all__ if not callable(getattr(groupreport, name))] == []


def test_measures_are_reached_by_their_room():
    """A statistic is one call away, without knowing which file holds it."""
    code = "import groupreport\nprint(groupreport.measures.agreement.icc1([1, 2, 3, 4], ['a', 'a', 'b', 'b']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    # By hand: the mean squares are 4 between and 0.5 within, two a group, so (4 - 0.5) / (4 + 0.5).
    assert abs(float(done.stdout) - 7 / 9) < 1e-12


def test_importing_costs_nothing():
    """The command line answers at once: no data library is imported before it is needed."""
    code = "import sys, groupreport\nprint(sorted({'pandas', 'numpy', 'matplotlib'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
