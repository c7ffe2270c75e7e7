"""A limit on the wait for a database, for those that know none of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Wait:
    """One wait for an answer, and whether it was ended because it took too long."""

    ended: bool = False


@contextmanager
def limited(seconds: float, stop: Callable[[], None]) -> Iterator[Wait]:
    """Call `stop` from another thread if what is inside takes longer; it must make the waiting call raise."""
    wait = Wait()

    def end() -> None:
        wait.ended = True
        stop()

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield wait
    finally:
        timer.cancel()
