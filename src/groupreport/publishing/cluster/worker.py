"""What happens on a worker: a private folder for each run, a report made in it, and nothing left behind.

These functions are called by Dask, by their names. A worker's kernels are forked from a nursery of their run; it ends
with the run, and so does it if the sender has gone or the worker is killed.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from groupreport.errors import GroupReportError, WorkerError
from groupreport.intake import open_term
from groupreport.parameters import KEY_FILE_VARIABLE, Project
from groupreport.publishing.cluster.parcels import Bundle, Delivery, Parcel, SecretFile, write_files
from groupreport.publishing.kernel_place import KernelPlace, private_folder
from groupreport.publishing.making import Bench
from groupreport.publishing.rendering import choose_renderer

# How long a run's nursery waits for the next report; a sender that was killed asks for no end.
_IDLE_SECONDS = 60.0


class _RunPlace:
    """One run's private folder on this worker, with the program's own files and the nursery."""

    def __init__(self, bundle: Bundle) -> None:
        self._name = bundle.run
        folder = private_folder()
        self.project = folder / "project"
        self.project.mkdir()
        write_files(self.project, bundle.files)
        key_file = folder / "pseudonym.key"
        _write_secret(key_file, bundle.key_file)
        self.kernels = KernelPlace(
            project=self.project, hidden=bundle.hidden, variables={KEY_FILE_VARIABLE: str(key_file)}, folder=folder
        )
        self._at_work = 0
        self._closed = False
        self._timer: threading.Timer | None = None

    def begin(self) -> None:
        self._at_work += 1
        if self._timer is not None:
            self._timer.cancel()

    def end(self) -> None:
        self._at_work -= 1
        if self._closed:  # a notebook that was broken off has been kept where no folder was any more
            shutil.rmtree(self.kernels.folder, ignore_errors=True)
        elif not self._at_work:
            self._timer = threading.Timer(_IDLE_SECONDS, leave_run, (self._name,))
            self._timer.daemon = True
            self._timer.start()

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._closed = True
        self.kernels.close()


_places: dict[str, _RunPlace] = {}
_lock = threading.Lock()


def make_report(bundle: Bundle, parcel: Parcel) -> Delivery:
    """Make one report in a folder of its own."""
    planned = parcel.planned
    try:
        with _at_work(bundle) as place, _own_folder(place) as folder:
            build = folder / "build" / bundle.term
            write_files(build / "frozen", parcel.frozen)
            bench = Bench(
                project=Project(place.project),
                term=open_term(build / "frozen"),
                renderer=choose_renderer(bundle.renderer),
                formats=bundle.formats,
                build=build,
            )
            made = bench.make(planned, place.kernels)
            executed = bench.executed(planned.job)
            return Delivery(
                seconds=made.seconds,
                facts=made.facts,
                pages={name: path.read_bytes() for name, path in made.files.items()},
                executed=executed.read_bytes() if executed.is_file() else None,
                guarantee=made.guarantee,
                layers=made.layers,
                error=made.error,
            )
    except GroupReportError as error:
        return Delivery(seconds=0.0, error=error)
    except Exception as error:  # noqa: BLE001 - its text may quote the data, and Dask would write it into its logs
        reason = f"the worker could not make it: {type(error).__name__}"
        return Delivery(seconds=0.0, error=WorkerError(planned.job.name, reason))


def leave_run(run: str) -> None:
    """End every kernel of a run and take its folder away."""
    with _lock:
        place = _places.pop(run, None)
    if place is not None:
        place.close()


@contextlib.contextmanager
def _at_work(bundle: Bundle) -> Iterator[_RunPlace]:
    with _lock:
        if bundle.run not in _places:
            _places[bundle.run] = _RunPlace(bundle)
        place = _places[bundle.run]
        place.begin()
    try:
        yield place
    finally:
        with _lock:
            place.end()


@contextlib.contextmanager
def _own_folder(place: _RunPlace) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="job-", dir=place.kernels.folder))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write_secret(path: Path, secret: SecretFile | None) -> None:
    if secret is not None:
        write_files(path.parent, {path.name: secret.content})
        path.chmod(secret.mode)
