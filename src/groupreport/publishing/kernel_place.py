"""Where one run's kernels live: a private folder, an environment without secrets, and the nursery if there is one."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path

from groupreport.parameters import PROJECT_VARIABLE
from groupreport.publishing.font_list import lend_font_lists
from groupreport.publishing.leftovers import PREFIX
from groupreport.publishing.nursery_process import MATPLOTLIB_FOLDER, NurseryProcess, can_fork

# One thread per library: as many reports as cores run at once, so more threads would only fight.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def private_folder() -> Path:
    """A new folder that nobody else can look into; its path is short, because sockets in it have limited names."""
    return Path(tempfile.mkdtemp(prefix=PREFIX))


class KernelPlace:
    """A private folder for the sockets and settings of one run's kernels, and the nursery that they are forked from.

    Use it as a context manager; at the end every kernel has gone and so has the folder. `project` is the program's
    folder, whose own wording the kernels use. `hidden` are the environment variables that no notebook needs to know:
    those with a token or a password. `variables` are set for the kernels alone. `folder` is a private folder that the
    place takes over; made anew where none is given. Should this process be killed, the nursery removes the folder.
    """

    def __init__(
        self,
        *,
        warm: bool = True,
        project: Path | None = None,
        hidden: Collection[str] = (),
        variables: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        self._project = project
        self._hidden = frozenset({*hidden, "MPLBACKEND"})
        self._variables = dict(variables or {})
        self.folder = folder or private_folder()
        lend_font_lists(self.folder / MATPLOTLIB_FOLDER)
        self.nursery: NurseryProcess | None = None
        self._started: set[int] = set()
        self._numbers = iter(range(1_000_000))
        if warm and can_fork():
            self.nursery = NurseryProcess(self.folder, self.environment())

    def settle(self) -> None:
        """The program's own files are as the run has noted them; the nursery, if there is one, may read them now."""
        if self.nursery is not None:
            self.nursery.settle()

    def __enter__(self) -> KernelPlace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def environment(self) -> dict[str, str]:
        """The kernels' environment: no secrets, nothing of the user's Jupyter settings, one thread, fixed hashes."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "JPY_")) and name not in self._hidden
        }
        project = {PROJECT_VARIABLE: str(self._project.resolve())} if self._project else {}
        return {
            **inherited,
            **project,
            **self._variables,
            **dict.fromkeys(_ONE_THREAD, "1"),
            "PYTHONHASHSEED": "0",
            "PYTHONWARNINGS": "ignore",
            "IPYTHONDIR": str(self.folder / "ipython"),
            "JUPYTER_RUNTIME_DIR": str(self.folder / "runtime"),
            "MPLCONFIGDIR": str(self.folder / MATPLOTLIB_FOLDER),
        }

    def next_address(self) -> str:
        """A socket name that no other kernel of this run has; short, because socket paths are limited."""
        return str(self.folder / f"k{next(self._numbers)}")

    def remember(self, process: int) -> None:
        """Note a kernel's process group so that an interrupted run can end it."""
        self._started.add(process)

    def forget(self, process: int) -> None:
        """The kernel has ended; what it had started ends as well."""
        if self.nursery is None:  # the nursery does that for its own
            _end_group(process)
        self._started.discard(process)

    def close(self) -> None:
        """End the nursery and every kernel that still runs, and remove the folder."""
        for group in list(self._started):
            _end_group(group)
        self._started.clear()
        if self.nursery is not None:
            self.nursery.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _end_group(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL) if hasattr(os, "killpg") else os.kill(group, signal.SIGTERM)
