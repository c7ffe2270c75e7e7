"""Whether a project's folders are as they should be: room, rights, lock, ledger, frozen and published files."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import filelock

from groupreport.disclosure.ledger import read_ledger
from groupreport.doctor.finding import Finding
from groupreport.errors import GroupReportError
from groupreport.intake import open_term
from groupreport.parameters import PROGRAM_FILE, Project, read_parameters
from groupreport.publishing.provenance import PublishedFile, read_manifest
from groupreport.publishing.publication import intact

_LEAST_ROOM = 1_000_000_000  # bytes; a term of forty groups takes a few hundred million on its way
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def look_at_project(project: Project) -> list[Finding]:
    """Everything about the project's folder that can stop a run or let the wrong people read."""
    if not project.program_file.is_file():
        remedy = "Name the program's folder with --project, or make one: groupreport init FOLDER."
        return [Finding(about="project", state="note", message=f"no {PROGRAM_FILE} here", remedy=remedy)]
    found = [*_settings(project), _room(project), _ledger(project)]
    for term in project.terms:
        found += _rights(project, term)
        found += _lock(project, term)
        found += _frozen(project, term)
        found += _published(project, term)
    return found


def _settings(project: Project) -> Iterator[Finding]:
    remedy = "Run groupreport check, which says in which line."
    if not project.terms:
        message, hint = "no term has a file in params/terms/", "Write one, such as params/terms/2026-fall.yml."
        yield Finding(about="settings", state="wrong", message=message, remedy=hint)
    for term in project.terms:
        try:
            read_parameters(project, term)
        except GroupReportError:
            yield Finding(about="settings", state="wrong", message=f"{term} cannot be read", remedy=remedy)
        else:
            yield Finding(about="settings", state="ok", message=f"{term} can be read")


def _room(project: Project) -> Finding:
    free = shutil.disk_usage(project.folder).free
    message = f"{free / 1e9:.1f} GB are free"
    if free < _LEAST_ROOM:
        remedy = "Make room, or take away what runs have left: groupreport purge."
        return Finding(about="disk", state="wrong", message=message, remedy=remedy)
    return Finding(about="disk", state="ok", message=message)


def _ledger(project: Project) -> Finding:
    try:
        releases = [*read_ledger(project.folder), *read_ledger(project.folder, "leadership")]
    except (GroupReportError, OSError, ValueError, KeyError):
        remedy = "Put it back from a backup. Without it nothing protects new numbers against earlier ones."
        return Finding(about="ledger of releases", state="wrong", message="it is not whole", remedy=remedy)
    return Finding(about="ledger of releases", state="ok", message=f"whole ({len(releases)})")


def _rights(project: Project, term: str) -> Iterator[Finding]:
    """Data of members may be read by their owner alone; who shares a folder of exports knows that better than we."""
    for folder, state in ((project.build_folder(term), "wrong"), (project.folder / "data" / term, "note")):
        if not folder.is_dir():
            continue
        if not os.access(folder, os.R_OK | os.X_OK) or (state == "wrong" and not os.access(folder, os.W_OK)):
            remedy = "Give yourself the right to it, or ask whoever owns it."
            yield Finding(
                about="rights", state="wrong", message=f"{folder.parent.name}/{term} is closed", remedy=remedy
            )
        elif sys.platform != "win32" and folder.stat().st_mode & _OTHERS:
            message = f"others on this machine can look into {folder.parent.name}/{term}"
            yield Finding(
                about="rights",
                state="wrong" if state == "wrong" else "note",
                message=message,
                remedy=f"chmod -R go-rwx {folder.parent.name}/{term}, unless they may see members' data.",
            )
    private = project.published_folder(term) / "evaluator"
    if sys.platform != "win32" and private.is_dir() and private.stat().st_mode & _OTHERS:
        message = f"others on this machine can look into published/{term}/evaluator"
        remedy = "chmod -R go-rwx that folder, unless they may see members' data."
        yield Finding(about="rights", state="note", message=message, remedy=remedy)


def _lock(project: Project, term: str) -> Iterator[Finding]:
    build = project.build_folder(term)
    if not (build / "lock").is_file() or not os.access(build, os.W_OK):
        return
    try:
        with filelock.FileLock(build / "lock", timeout=0, mode=0o600):
            left_over = (build / "staging").exists()
    except filelock.Timeout:
        yield Finding(about="lock", state="note", message=f"a run is at work on {term}", remedy="Wait for it to end.")
        return
    except OSError as error:
        remedy = "Keep the project on a disk of this machine: a lock cannot be held on this one."
        yield Finding(about="lock", state="wrong", message=f"{term}: {error.strerror}", remedy=remedy)
        return
    if left_over:
        message, remedy = f"a run on {term} was broken off", "Run groupreport render again; it goes on from there."
        yield Finding(about="lock", state="note", message=message, remedy=remedy)


def _frozen(project: Project, term: str) -> Iterator[Finding]:
    folder = project.build_folder(term) / "frozen"
    if not folder.is_dir():
        return
    try:
        open_term(folder)
    except GroupReportError:
        message, remedy = f"{term} is not whole", "Nothing to do: the next run reads the exports again."
        yield Finding(about="frozen data", state="note", message=message, remedy=remedy)
    else:
        yield Finding(about="frozen data", state="ok", message=f"{term} is whole")


def _published(project: Project, term: str) -> Iterator[Finding]:
    folder = project.published_folder(term)
    if not (folder / "manifest.json").is_file():
        return
    manifest = read_manifest(folder)
    if manifest is None:
        remedy = "Run groupreport render without --group, --audience and --to: it makes all reports again."
        yield Finding(about="published", state="wrong", message=f"{term}: manifest.json is damaged", remedy=remedy)
        return
    changed = [entry.name for entry in manifest.reports if not _whole(entry.files, folder)]
    failed = sum(entry.status != "published" for entry in manifest.reports)
    if changed:
        message = f"{term}: {len(changed)} reports were changed or removed by hand"
        remedy = "Run groupreport render, which makes them again; groupreport status names them."
        yield Finding(about="published", state="wrong", message=message, remedy=remedy)
    elif failed:
        message, remedy = f"{term}: {failed} reports were not made", "groupreport status says which and why."
        yield Finding(about="published", state="note", message=message, remedy=remedy)
    else:
        yield Finding(about="published", state="ok", message=f"{term}: {len(manifest.reports)} reports, whole")


def _whole(files: Iterable[PublishedFile], folder: Path) -> bool:
    try:
        return intact(files, folder)
    except OSError:
        return False
