"""What travels: the bundle of a run, once to each worker; a parcel for each report; and the delivery that comes back.

All of it is bytes and plain values, without a path of either machine. None of it is shown by `repr`, because Dask
writes that into the logs of its workers.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from groupreport.errors import GroupReportError
from groupreport.intake.excerpt import Excerpts
from groupreport.intake.hashes import digest
from groupreport.publishing.layers import Layers
from groupreport.publishing.making import Bench
from groupreport.publishing.plan import PlannedReport
from groupreport.publishing.provenance import PublishedFile
from groupreport.publishing.rendering import RendererChoice


@dataclass(frozen=True, kw_only=True, repr=False)
class SecretFile:
    """The file of the pseudonyms' key with its rights, which say whether it has been kept secret."""

    content: bytes
    mode: int


@dataclass(frozen=True, kw_only=True, repr=False)
class Bundle:
    """What all reports of a run have in common."""

    run: str
    term: str
    renderer: RendererChoice
    formats: tuple[str, ...]
    files: Mapping[str, bytes]
    hidden: frozenset[str]
    key_file: SecretFile | None


@dataclass(frozen=True, kw_only=True, repr=False)
class Parcel:
    """One report to make: its plan, and the part of the frozen term that it reads."""

    planned: PlannedReport
    frozen: Mapping[str, bytes]


@dataclass(frozen=True, kw_only=True, repr=False)
class Delivery:
    """What became of one report on a worker: its pages, and its executed notebook even where it stopped."""

    seconds: float
    facts: tuple[PublishedFile, ...] = ()
    pages: Mapping[str, bytes] = field(default_factory=dict)
    executed: bytes | None = None
    guarantee: dict[str, Any] | None = None
    layers: Layers = Layers()
    error: GroupReportError | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every page arrived with the bytes that were checked on the worker."""
        hashes = {name: digest(content) for name, content in self.pages.items()}
        return hashes == {fact.path: fact.sha256 for fact in self.facts}


def bundle_of(bench: Bench, stale: Iterable[PlannedReport], run: str) -> Bundle:
    """The bundle of a run."""
    settings = bench.term.parameters.settings
    evaluator = settings.audiences.evaluator
    needs_key = evaluator.pseudonyms and any(planned.job.audience == "evaluator" for planned in stale)
    return Bundle(
        run=run,
        term=bench.term.parameters.term.id,
        renderer=bench.renderer.name,
        formats=bench.formats,
        files={name: path.read_bytes() for name, path in bench.project.own_files.items()},
        hidden=settings.data.secret_variables,
        key_file=_secret_file(evaluator.key_file) if evaluator.key_file is not None and needs_key else None,
    )


def parcel_of(planned: PlannedReport, excerpts: Excerpts) -> Parcel:
    """The parcel of one report."""
    group_id = planned.job.group_id
    frozen = excerpts.whole() if group_id is None else excerpts.of_group(group_id)
    return Parcel(planned=replace(planned, published=None), frozen=frozen)


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files that only their owner can read below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(content)


def _secret_file(path: Path) -> SecretFile | None:
    if not path.is_absolute() or not path.is_file():
        return None
    return SecretFile(content=path.read_bytes(), mode=stat.S_IMODE(path.stat().st_mode))
