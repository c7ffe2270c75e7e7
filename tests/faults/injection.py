"""Faults at a chosen state change, from outside: the package has no hook for them.

Every change of a file or folder tells the interpreter's audit hooks before it is made. Here it can end the process,
find the disk full, or fail. Run as a program, this is the command line with the fault that GROUPREPORT_FAULT names::

    GROUPREPORT_FAULT='os.mkdir@.next#1:kill' python tests/faults/injection.py render --project ... --term ...

A point is an audit event (`change` stands for all that change something), a part of the path, and which time; an action
is `kill`, `enospc`, `erofs` or `raise`. Without the variable nothing happens.
"""

from __future__ import annotations

import errno
import importlib
import os
import re
import signal
import sys
from collections.abc import Callable

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.chmod"}
EXCHANGE = "exchange"  # of two folders
_POINT = re.compile(r"(?P<event>[a-z.]+)(?:@(?P<part>[^#]+))?(?:#(?P<time>\d+))?:(?P<action>[a-z]+)")


class InjectedError(Exception):
    """Something that nobody has thought of."""


def install(fault: str) -> None:
    """Let the fault happen in this process."""
    point = _POINT.fullmatch(fault)
    assert point, f"no fault: {fault}"
    wanted, part, time, action = point["event"], point["part"] or "", int(point["time"] or 1), point["action"]
    process, seen = os.getpid(), 0

    def hook(name: str, arguments: tuple) -> None:
        nonlocal seen
        event, path = _change(name, arguments)
        if event is None or os.getpid() != process or wanted not in (event, "change") or part not in path:
            return
        seen += 1
        # A full disk stays full.
        if seen == time or (seen > time and action in ("enospc", "erofs") and event not in ("os.remove", "os.rmdir")):
            _act(action)

    sys.addaudithook(hook)


def _change(name: str, arguments: tuple) -> tuple[str | None, str]:
    if name == "ctypes.dlsym" and arguments[1] == "renameat2":
        return EXCHANGE, "published"
    if name == "open" and isinstance(arguments[0], str) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        return ("open", arguments[0]) if not arguments[0].startswith("/dev/") else (None, "")
    if name in CHANGES:
        return name, " ".join(os.fsdecode(each) for each in arguments if isinstance(each, str | bytes | os.PathLike))
    return None, ""


def _act(action: str) -> None:
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if action == "raise":
        raise InjectedError("Maria K. said")  # as a library might quote what it worked on
    number = {"enospc": errno.ENOSPC, "erofs": errno.EROFS}[action]
    raise OSError(number, os.strerror(number))


def in_a_child(work: Callable[[], object], fault: str) -> int:
    """Do some work in a forked process with a fault; its exit code, negative for a signal, 99 for an error."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forks beside threads; the child uses none
        child = os.fork()
    if child == 0:
        code = 99
        try:
            install(fault)
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    if "GROUPREPORT_FAULT" in os.environ:
        importlib.import_module("groupreport.command_line.commands")  # so that only changes of the run count
        install(os.environ.pop("GROUPREPORT_FAULT"))
    from groupreport.command_line import main

    main()
