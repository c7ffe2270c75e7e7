"""The Papermill engine that runs report notebooks: private kernels, one time limit for the whole notebook."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Any

import nbformat
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines

from groupreport.publishing.kernels import KernelPlace, ReportKernelManager

ENGINE_NAME = "groupreport"
# What a kernel says may quote the data, so it stays in the kept notebook and never reaches a terminal.
_silent = logging.getLogger("groupreport.kernel")
_silent.addHandler(logging.NullHandler())
_silent.propagate = False


class ReportEngine(NBClientEngine):  # type: ignore[misc]
    """Papermill's own engine with other kernels; a notebook that stops half-way is kept."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,  # noqa: ANN401 - Papermill's
        kernel_name: str,
        *,
        place: KernelPlace | None = None,
        time_limit: float | None = None,
        keep: Path | None = None,
        folder: str | None = None,
        start_timeout: int = 60,
        **_: Any,  # noqa: ANN401 - options of other engines
    ) -> Any:  # noqa: ANN401 - a notebook
        """Run every cell in a kernel of its own.

        Args:
            nb_man: Papermill's notebook manager.
            kernel_name: Ignored: the kernel is this interpreter's.
            place: The run's kernels; made for this notebook alone where it is called outside a run.
            time_limit: Seconds for the whole notebook.
            keep: Where the notebook is written if it stops for another reason than an error in a cell.
            folder: The kernel's working folder.
            start_timeout: Seconds until the kernel must have answered.
        """
        own_place = KernelPlace(warm=False) if place is None else None
        kernels = place or own_place
        manager = ReportKernelManager()
        manager.place = kernels  # type: ignore[assignment]
        client = PapermillNotebookClient(
            nb_man,
            km=manager,
            timeout=None,
            startup_timeout=start_timeout,
            kernel_name=kernel_name,
            log=_silent,
            shutdown_kernel="immediate",
            coalesce_streams=True,  # else one print or two depends on timing
            resources={"metadata": {"path": folder or str(kernels.folder)}},  # type: ignore[union-attr]
        )
        client.owns_km = True  # this client made the manager, so it ends the kernel and closes its channels
        watch = _Watch(time_limit, manager)
        try:
            with watch:
                return client.execute()
        except BaseException as error:
            if keep is not None:
                keep.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                nbformat.write(nb_man.nb, keep)
            if watch.ran_out:
                raise TimeoutError(f"it took longer than {time_limit:g} seconds") from error
            raise
        finally:
            if own_place is not None:
                own_place.close()


class _Watch:
    """Kill the kernel after some seconds; the client then notices that it died."""

    def __init__(self, seconds: float | None, manager: ReportKernelManager) -> None:
        self.ran_out = False
        self._manager = manager
        self._timer = threading.Timer(seconds, self._kill) if seconds else None

    def _kill(self) -> None:
        process = getattr(self._manager.provisioner, "process", None)
        if process is not None:
            self.ran_out = True
            process.kill()

    def __enter__(self) -> None:
        if self._timer is not None:
            self._timer.daemon = True
            self._timer.start()

    def __exit__(self, *_: object) -> None:
        if self._timer is not None:
            self._timer.cancel()


papermill_engines.register(ENGINE_NAME, ReportEngine)
