"""A file's bytes, read once: regular files only, within the limits, and not while they change."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from groupreport.intake.findings import Findings
from groupreport.intake.sources.gathered import FileKind, SourceFile
from groupreport.parameters import Limits, Project

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
_OPENED_AS_WORKBOOKS = WORKBOOKS | {".numbers"}
_MEGABYTE = 1024 * 1024


def read_file(path: Path, shown_as: str, limits: Limits, findings: Findings) -> SourceFile | None:
    """Read one file, or note why it cannot be read."""
    try:
        # Opening a pipe would wait for somebody to write into it.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        message, remedy = _why_not_opened(path, error)
        findings.add("file-unreadable", shown_as, message, remedy)
        return None
    before = os.fstat(descriptor)
    if not stat.S_ISREG(before.st_mode):
        os.close(descriptor)
        message = f"is {_kind_of_place(before.st_mode)}, not a file"
        findings.add("file-unreadable", shown_as, message, "Put the exported file there.")
        return None
    with os.fdopen(descriptor, "rb") as file:
        if before.st_size > limits.file_megabytes * _MEGABYTE:
            message = f"is larger than {limits.file_megabytes} MB"
            remedy = "Export one term alone, or raise data.limits.file_megabytes in params/program.yml."
            findings.add("file-too-large", shown_as, message, remedy)
            return None
        try:
            content = file.read(before.st_size + 1)
        except OSError as error:
            message = f"cannot be read: {error.strerror}"
            findings.add("file-unreadable", shown_as, message, "Put a file there that can be read to its end.")
            return None
        after = os.fstat(descriptor)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(content) != after.st_size:
        findings.add("file-changed", shown_as, "changed while it was read", "Wait until the export has ended.")
        return None
    return SourceFile.of(shown_as, content, kind_of(path))


def _why_not_opened(path: Path, error: OSError) -> tuple[str, str]:
    """What is wrong with a place that cannot be opened, and what to do about it."""
    if error.errno == errno.ELOOP:
        return "is a link that leads back to itself", "Put the exported file there instead of the link."
    if error.errno == errno.ENOENT and path.is_symlink():
        return "is a link to a file that is not there", "Put the exported file there instead of the link."
    if error.errno in {errno.EACCES, errno.EPERM}:
        return "cannot be read, as you have no right to", "Ask for the right to read it, or export it again yourself."
    return f"cannot be read: {error.strerror}", "Close it in other programs, or export it again."


def _kind_of_place(mode: int) -> str:
    kinds = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
    return next((word for is_kind, word in kinds if is_kind(mode)), "a device")


def kind_of(path: Path) -> FileKind:
    """How a file of this name is written."""
    return "workbook" if path.suffix.lower() in _OPENED_AS_WORKBOOKS else "delimited"


def shown_path(project: Project, path: Path) -> str:
    """A path as it stands in messages: from the project's folder, or its last part where it lies elsewhere."""
    try:
        return path.resolve().relative_to(project.folder.resolve()).as_posix()
    except (ValueError, OSError, RuntimeError):  # a loop of links cannot be resolved
        return path.name
