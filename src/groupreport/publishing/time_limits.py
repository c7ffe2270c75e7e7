"""Limits of time, one inside the other, that a single thread watches over."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator


class TimeLimits:
    """Calls `stop` with a reason once, as soon as a block has taken longer than it may.

    A notebook has a limit, and so has each of its cells. A timer for each of them would be a thread for each, and to
    start one takes as long as many a cell.
    """

    def __init__(self, stop: Callable[[str], None]) -> None:
        self._stop = stop
        self._due: list[tuple[float, str]] = []
        self._changed = threading.Condition()
        self._looks_again = 0.0
        self._watches = False

    @contextlib.contextmanager
    def within(self, seconds: float | None, what: str) -> Iterator[None]:
        """Stop if the block takes longer; without a number it may take as long as it likes."""
        if seconds is None:
            yield
            return
        limit = (time.monotonic() + seconds, f"{what} took longer than {seconds:g} seconds")
        self._add(limit)
        try:
            yield
        finally:
            with self._changed:
                self._due.remove(limit)
                if not self._due:
                    self._changed.notify()

    def _add(self, limit: tuple[float, str]) -> None:
        with self._changed:
            self._due.append(limit)
            if not self._watches:
                self._watches = True
                threading.Thread(target=self._watch, daemon=True).start()
            elif limit[0] < self._looks_again:
                self._changed.notify()

    def _watch(self) -> None:
        """Sleep until the earliest limit that is known; one that was kept meanwhile only wakes it for nothing."""
        with self._changed:
            while self._due:
                self._looks_again, reason = min(self._due)
                left = self._looks_again - time.monotonic()
                if left <= 0:
                    self._stop(reason)
                    break
                self._changed.wait(min(left, threading.TIMEOUT_MAX))
            self._watches = False
