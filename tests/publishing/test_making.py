"""One report from its notebook to its pages."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from groupreport.publishing import making
from groupreport.publishing.making import Bench


@pytest.fixture
def bench():
    """With a job of no term, which fails as soon as it is to be executed."""
    return Bench(project=None, term=None, renderer=None, formats=(), build=Path("nowhere"))


def test_two_reports_never_import_their_tools_at_once(bench, monkeypatch):
    """Packages that need one another can be seen half imported by a second thread, and its report would fail."""
    at_work, most = 0, 0
    counting = threading.Lock()

    def slowly(name: str) -> None:
        nonlocal at_work, most
        with counting:
            at_work += 1
            most = max(most, at_work)
        time.sleep(0.01)
        with counting:
            at_work -= 1

    monkeypatch.setattr(making, "importlib", SimpleNamespace(import_module=slowly))
    planned = SimpleNamespace(job=SimpleNamespace(name="evaluator/G01"))
    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(lambda _: bench.make(planned, None), range(3)))

    assert most == 1
    assert [report.error.reason for report in made] == ["an unexpected AttributeError; see groupreport --debug"] * 3
