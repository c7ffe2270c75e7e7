"""The line to a Dask scheduler: every call that may fail because it has gone says so in words."""

from __future__ import annotations

import contextlib
import logging
import socket
from collections.abc import Callable, Iterator
from typing import Any

from groupreport.errors import SetupError
from groupreport.publishing.cluster.scheduler import Scheduler, host_and_port

# Whether a worker can be reached without the scheduler in between is found out by trying for so long.
_REACH_SECONDS = 3.0
_TALKATIVE = ("distributed", "distributed.client", "distributed.core", "tornado.application", "asyncio")


class Connection:
    """A connected client of Dask."""

    def __init__(self, scheduler: Scheduler, client: Any) -> None:  # noqa: ANN401 - Dask is an optional dependency
        self.scheduler = scheduler
        self._client = client

    @property
    def is_alive(self) -> bool:
        """Whether the scheduler is there."""
        return bool(self._client.status == "running")

    def threads(self) -> dict[str, int]:
        """How many reports each worker of the cluster makes at once, by its address.

        Raises:
            SetupError: The scheduler is lost.
        """
        try:
            if self.is_alive:
                return dict(self._client.nthreads())
        except (OSError, TimeoutError) as error:
            raise self._lost() from error
        raise self._lost()

    def ask(self, address: str, function: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401 - an answer
        """What a function returns on a worker, or the exception that it or the way there raised."""
        try:
            return self._client.run(function, *arguments, workers=[address], on_error="return").get(address)
        except Exception as error:  # noqa: BLE001 - the caller says what is wrong with this worker
            return error

    def send(self, address: str, load: object, *, straight: bool) -> Any:  # noqa: ANN401 - a future of Dask
        """Bring something into a worker's memory; `straight` means that it does not pass through the scheduler."""
        return self._client.scatter(load, workers=[address], direct=straight, hash=False)

    def start(self, address: str, key: str, function: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401
        """Have a worker, and no other, call a function with what was sent to it."""
        return self._client.submit(
            function, *arguments, workers=[address], allow_other_workers=False, key=key, pure=False
        )

    def fetch(self, future: Any, *, straight: bool) -> Any:  # noqa: ANN401 - what the function returned
        """Wait for what the function returns and take it from the worker's memory."""
        return self._client.gather(future, direct=straight)

    def cancel(self, futures: list[Any]) -> None:
        """Forget calls: those that have not begun never will."""
        with contextlib.suppress(OSError, TimeoutError):
            self._client.cancel(futures, force=True)

    def _lost(self) -> SetupError:
        return SetupError(
            f"the Dask scheduler at {self.scheduler.address} was lost; nothing was published. "
            "Look whether it still runs, and run the same command again."
        )


@contextlib.contextmanager
def connected(scheduler: Scheduler) -> Iterator[Connection]:
    """A connection for the time of a run.

    Certificates are those of Dask's own configuration.

    Raises:
        SetupError: Dask is not installed, or the scheduler cannot be reached.
    """
    try:
        import distributed
    except ImportError as error:
        raise SetupError("--scheduler needs Dask: pip install 'groupreport[cluster]'.") from error
    # What Dask has to say of machines that come and go is said by the run, in words of its own.
    for logger in _TALKATIVE:
        logging.getLogger(logger).setLevel(logging.CRITICAL)
    try:
        client = distributed.Client(scheduler.address, set_as_default=False)
    except (OSError, TimeoutError, TypeError, ValueError, RuntimeError) as error:
        raise SetupError(_unreachable(scheduler, error)) from error
    try:
        yield Connection(scheduler, client)
    finally:
        client.close(timeout=5)


def can_be_reached(address: str) -> bool:
    """Whether this machine can speak to a worker without the scheduler in between."""
    try:
        with socket.create_connection(host_and_port(address), timeout=_REACH_SECONDS):
            return True
    except OSError:
        return False


def _unreachable(scheduler: Scheduler, error: Exception) -> str:
    hint = (
        "Look at the address, and whether the scheduler runs and was started with TLS; the certificates are named in "
        "Dask's configuration (distributed.comm.tls)."
        if scheduler.address.startswith("tls://")
        else "Look at the address, and whether the scheduler runs; one with TLS has an address that begins with tls://."
    )
    return f"the Dask scheduler at {scheduler.address} cannot be reached ({type(error).__name__}). {hint}"
