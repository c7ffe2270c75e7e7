"""A notebook and each of its cells may take only so long, and one thread watches over all of them."""

from __future__ import annotations

import threading
import time

import pytest

from groupreport.publishing.time_limits import TimeLimits

STOPS_WITHIN = 30  # seconds; on a busy machine, too


@pytest.fixture
def stopped():
    """What was stopped for, as it happens."""

    class Stopped(list[str]):
        def __init__(self) -> None:
            super().__init__()
            self.happened = threading.Event()

        def __call__(self, reason: str) -> None:
            self.append(reason)
            self.happened.set()

    return Stopped()


def test_a_block_that_takes_too_long_is_stopped_once(stopped):
    """The reason says what took too long, and for how long it might have gone on."""
    with TimeLimits(stopped).within(0.01, "a cell"):
        assert stopped.happened.wait(STOPS_WITHIN)
        time.sleep(0.05)

    assert stopped == ["a cell took longer than 0.01 seconds"]


def test_a_cell_is_stopped_inside_a_notebook_that_may_take_long(stopped):
    """The watch sleeps until the notebook's limit, and is woken for the cell's."""
    limits = TimeLimits(stopped)
    with limits.within(3600, "it"), limits.within(0.01, "a cell"):
        assert stopped.happened.wait(STOPS_WITHIN)

    assert stopped == ["a cell took longer than 0.01 seconds"]


def test_the_notebook_is_stopped_while_cells_keep_their_limits(stopped):
    """Many cells that are each quick enough may together be too slow."""
    limits = TimeLimits(stopped)
    with limits.within(0.2, "it"):
        until = time.monotonic() + STOPS_WITHIN
        while not stopped and time.monotonic() < until:
            with limits.within(3600, "a cell"):
                time.sleep(0.01)

    assert stopped == ["it took longer than 0.2 seconds"]


def test_blocks_that_keep_their_limits_are_left_alone_and_the_watch_ends(stopped):
    """A limit that was kept does not stop what comes after it, and no thread is left behind."""
    limits, before = TimeLimits(stopped), threading.active_count()
    for _ in range(3):
        with limits.within(0.2, "a cell"):
            pass
    with limits.within(None, "it"):
        time.sleep(0.3)
    until = time.monotonic() + STOPS_WITHIN
    while threading.active_count() > before and time.monotonic() < until:
        time.sleep(0.01)

    assert stopped == []
    assert threading.active_count() == before
