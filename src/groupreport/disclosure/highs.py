"""The HiGHS solver, kept quiet: it writes lines of its own to the process's standard output now and then."""

from __future__ import annotations

import contextlib
import ctypes
import os
from collections.abc import Iterator

STANDARD_OUTPUT = 1


@contextlib.contextmanager
def quiet_standard_output() -> Iterator[None]:
    """Send what C code writes to standard output nowhere; a notebook's or a command's own output is not touched."""
    try:
        kept = os.dup(STANDARD_OUTPUT)
    except OSError:  # a process without standard output has nothing to keep quiet
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        _flush_c_buffers()
        os.dup2(nowhere, STANDARD_OUTPUT)
        yield
    finally:
        _flush_c_buffers()
        os.dup2(kept, STANDARD_OUTPUT)
        os.close(nowhere)
        os.close(kept)


def _flush_c_buffers() -> None:
    """Write out what the C library holds back, so that it goes to where standard output leads at this moment."""
    if os.name == "posix":
        ctypes.CDLL(None).fflush(None)
