"""Who makes a term's reports on this machine."""

from __future__ import annotations

import gc
import time
from types import SimpleNamespace

import pytest

from groupreport.publishing import workshop
from groupreport.publishing.workshop import Workshop

WITHIN = 30  # seconds; on a busy machine, too


class Place:
    """A place for kernels that nobody asks for."""

    def __init__(self, **_: object) -> None:
        self.folder = None

    def settle(self) -> None: ...

    def close(self) -> None: ...


class Quiet:
    """A watcher that shows nothing."""

    def began(self, job: object, where: str) -> None: ...

    def ended(self, made: object) -> None: ...


class Bench:
    """Makes nothing; notes the order, and how much Python leaves alone: of the second report, once there is any."""

    def __init__(self, *, fails: bool) -> None:
        self.fails, self.left_alone, self.begun = fails, [], []

    def clear(self) -> None: ...

    def make(self, planned: SimpleNamespace, _: Place) -> SimpleNamespace:
        self.begun.append(planned.job.name)
        patience = time.monotonic() + WITHIN
        while self.left_alone and not gc.get_freeze_count() and time.monotonic() < patience:
            time.sleep(0.01)
        self.left_alone.append(gc.get_freeze_count())
        if self.fails:
            raise OSError("the disk is broken")
        return SimpleNamespace(planned=planned)


@pytest.fixture
def make(monkeypatch, tmp_path):
    monkeypatch.setattr(workshop, "KernelPlace", Place)
    monkeypatch.setattr(workshop, "note_folder", lambda build, folder: None)
    settings = SimpleNamespace(data=SimpleNamespace(secret_variables=()))

    def made(bench: Bench, names: str) -> list[str]:
        stale = [
            SimpleNamespace(job=SimpleNamespace(name=name, group_id=name if name.islower() else None)) for name in names
        ]
        project, parameters = SimpleNamespace(folder=tmp_path), SimpleNamespace(settings=settings)
        with Workshop(project, parameters, build=tmp_path, workers=1) as entered:
            return [report.planned.job.name for report in entered.make(bench, stale, Quiet())]

    return made


def test_what_takes_longest_is_begun_first_and_reported_in_its_place(make):
    """Totals take as long as several groups: begun last, they would be made while other cores have nothing to do."""
    bench = Bench(fails=False)
    assert make(bench, "abPF") == ["a", "b", "P", "F"]
    assert bench.begun == ["P", "F", "a", "b"]


def test_after_the_run_nothing_is_left_alone_any_more(make):
    """What stands after the first report is not looked through until the last is made; then Python does as before."""
    bench = Bench(fails=False)
    assert make(bench, "ab") == ["a", "b"]
    first, second = bench.left_alone
    assert first == 0
    assert second > 10_000
    assert gc.get_freeze_count() == 0


def test_after_a_run_that_ended_early_nothing_is_left_alone_either(make):
    """A machine that refuses a file ends the run, and Python does as before."""
    with pytest.raises(OSError, match="broken"):
        make(Bench(fails=True), "a")
    assert gc.get_freeze_count() == 0
