"""What waits for the network does so in threads; what follows from it happens one after the other, in the run's own."""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TypeVar

Found = TypeVar("Found")
_MOST_THREADS = 16


class Lines:
    """Use it as a context manager; at its end it waits for its threads."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_MOST_THREADS)
        self._answers: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()

    def ask(self, work: Callable[[], Found], then: Callable[[Found], None]) -> None:
        """Do something in a thread, and the rest with its result in the run's own; so is an exception raised there."""

        def do() -> None:
            try:
                found = work()
            except BaseException as error:  # noqa: BLE001 - raised again in the run's own thread
                self._answers.put(partial(_raise, error))
            else:
                self._answers.put(partial(then, found))

        with contextlib.suppress(RuntimeError):  # the run has ended, and nobody waits for this any more
            self._pool.submit(do)

    def begin(self, work: Callable[[], Found]) -> Future[Found]:
        """Do something in a thread, and nothing afterwards."""
        return self._pool.submit(work)

    def go_on(self, seconds: float) -> None:
        """Wait so long for the next answer, and do what follows from it."""
        with contextlib.suppress(queue.Empty):
            answer = self._answers.get(timeout=seconds)
            answer()


def _raise(error: BaseException) -> None:
    raise error
