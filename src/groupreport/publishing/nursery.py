"""A process that has imported everything once and forks a fresh kernel for each report.

A new kernel spends most of its first second importing; a fork of a process that has done so starts at once and is as
isolated as a new one: its memory is its own, and it ends with its report.

The nursery must stay single-threaded, because a fork copies only the thread that forks. It talks over one UNIX socket
connection per kernel, which stays open for the kernel's life::

    request   {"arguments": [...], "folder": "...", "environment": {...}}
    answer    {"process": 4711}          after the fork
    answer    {"exit": 0}                after the kernel has ended

Whoever closes its end kills the kernel; if the nursery's owner dies, the nursery and its kernels die with it, and the
nursery takes the owner's private folder away, in which there may be data of people. With a kernel ends all that it had
started, also what has left its process group: the system gives orphans to the nursery.
"""

from __future__ import annotations

import atexit
import builtins
import contextlib
import ctypes
import gc
import importlib
import json
import os
import selectors
import shutil
import signal
import socket
import sys
import types
from collections.abc import Mapping
from typing import Any

# What a kernel and the reports import on the way to the first output. Never matplotlib_inline: it hooks itself into
# the running shell when it is imported, and imported here, without a shell, every kernel would lose its figures.
PRELOADED = (
    "numpy",
    "pandas",
    "pyarrow.parquet",
    "IPython",
    "IPython.core.completer",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.core.pylabtools",
    "IPython.extensions.storemagic",
    "IPython.utils.wildcard",
    "comm",
    "ipykernel.control",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "ipykernel.subshell_manager",
    "ipykernel.zmqshell",
    "sqlite3",
    "tornado.gen",
    "tornado.locks",
    "tornado.platform.asyncio",
    "tornado.queues",
    "zmq.utils.garbage",
    "pandas.core.methods.to_dict",
    "pandas.core.reshape.reshape",
    "pyarrow.dataset",
    "groupreport.intake.parquet",
    "groupreport.publishing.forked_kernel",
)
# Not there while ipykernel is imported: it takes a tenth of a second, and nobody sets a breakpoint in a report.
_DEBUGGER = "debugpy"
# Called by name: the pages' room knows neither numbers nor words.
WARMING = ("groupreport.display.warming", "fill_caches")
# Helper threads of libraries that restore them after a fork themselves.
FORK_AWARE_THREADS = frozenset({"jemalloc_bg_thd", "mimalloc"})
_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
_TAKE_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER


def preload() -> None:
    """Import everything, looking like a kernel to modules that sniff their surroundings at import (pandas does)."""
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    shell = types.SimpleNamespace(kernel=True, config={"IPKernelApp": {}})
    builtins.get_ipython = lambda: shell  # type: ignore[attr-defined]
    sys.modules[_DEBUGGER] = None  # type: ignore[assignment]
    for module in PRELOADED:
        # A library that moved a module only costs its head start; the report imports what it needs itself.
        with contextlib.suppress(ModuleNotFoundError):
            importlib.import_module(module)
    del sys.modules[_DEBUGGER]
    package = importlib.import_module("groupreport")
    for name in package.__all__:
        getattr(package, name)
    importlib.import_module(WARMING[0])
    del builtins.get_ipython  # type: ignore[attr-defined]
    os.environ.pop("MPLBACKEND", None)


def warm() -> None:
    """Fill the caches that every report would fill anew, from the program's own wording."""
    room, fill = WARMING
    getattr(importlib.import_module(room), fill)()


def unsafe_threads() -> list[str]:
    """The names of threads other than the main one that would be lost in a fork."""
    main, names = os.getpid(), []
    for task in os.listdir("/proc/self/task"):
        if int(task) != main:
            with open(f"/proc/self/task/{task}/comm", encoding="utf-8") as file:
                names.append(file.read().strip())
    return [name for name in names if name not in FORK_AWARE_THREADS]


def _become_kernel(request: Mapping[str, Any], nursery: int) -> None:
    """In the fork: make the process look like a newly started interpreter, then be a kernel until told to stop."""
    os.setsid()
    ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != nursery:
        os._exit(1)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.environ["JPY_PARENT_PID"] = str(nursery)
    os.chdir(request["folder"])
    with open(os.devnull, "r+b", buffering=0) as nothing:
        for stream in (0, 1, 2):
            os.dup2(nothing.fileno(), stream)
    sys.argv = ["ipykernel_launcher", *request["arguments"]]
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()  # else every report would draw the same numbers
    if "matplotlib" in sys.modules:
        backend = os.environ.get("MPLBACKEND") or "module://matplotlib_inline.backend_inline"
        sys.modules["matplotlib"].rcParams._set("backend", backend)
    gc.enable()
    from groupreport.publishing.forked_kernel import ForkedKernelApp

    application = ForkedKernelApp.instance(parent_handle=nursery)
    application.initialize(request["arguments"])
    application.start()


def _run_fork(request: Mapping[str, Any], nursery: int) -> None:
    """Run the kernel and end the process, whatever happens, without returning into the nursery's loop."""
    code = 1
    try:
        _become_kernel(request, nursery)
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    finally:
        with contextlib.suppress(BaseException):
            atexit._run_exitfuncs()
        os._exit(code)


class _Connection:
    """One kernel's connection: bytes of the request so far, then the kernel's process."""

    def __init__(self, channel: socket.socket) -> None:
        self.channel = channel
        self.received = b""
        self.process: int | None = None
        self.abandoned = False

    def answer(self, facts: Mapping[str, int]) -> None:
        with contextlib.suppress(OSError):
            self.channel.sendall(json.dumps(facts).encode() + b"\n")


class Nursery:
    """The loop: accept, fork, reap."""

    def __init__(self, address: str) -> None:
        self.process = os.getpid()
        self.folder = os.path.dirname(address)
        self.kernels: set[int] = set()
        ctypes.CDLL(None).prctl(_TAKE_ORPHANS, 1, 0, 0, 0)
        self.server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.server.bind(address)
        os.chmod(address, 0o600)
        self.server.listen(64)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.server, selectors.EVENT_READ, self._accept)
        self.selector.register(0, selectors.EVENT_READ, self._owner_spoke)

    def serve(self) -> None:
        """Work until the owner closes standard input."""
        while True:
            for key, _ in self.selector.select():
                key.data()

    def _owner_spoke(self) -> None:
        if not os.read(0, 4096):
            for kernel in self.kernels:
                _end_group(kernel)
            self.kernels.clear()
            self._end_orphans()
            shutil.rmtree(self.folder, ignore_errors=True)  # the owner may have been killed
            os._exit(0)

    def _accept(self) -> None:
        channel, _ = self.server.accept()
        connection = _Connection(channel)
        self.selector.register(channel, selectors.EVENT_READ, lambda: self._receive(connection))

    def _receive(self, connection: _Connection) -> None:
        if connection.channel.fileno() < 0:  # its kernel has ended in the same turn
            return
        try:
            received = connection.channel.recv(1 << 20)
        except ConnectionError:
            received = b""
        if not received:
            self.selector.unregister(connection.channel)
            connection.abandoned = True
            if connection.process is None:
                connection.channel.close()
            else:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(connection.process, signal.SIGKILL)
            return
        connection.received += received
        if connection.process is None and connection.received.endswith(b"\n"):
            self._fork(connection)

    def _fork(self, connection: _Connection) -> None:
        request = json.loads(connection.received)
        process = os.fork()
        if process == 0:
            for key in list(self.selector.get_map().values()):
                if key.fileobj != 0:
                    os.close(key.fd)
            self.selector.close()
            _run_fork(request, self.process)
        connection.process = process
        self.kernels.add(process)
        handle = os.pidfd_open(process)
        self.selector.register(handle, selectors.EVENT_READ, lambda: self._reap(connection, handle))
        connection.answer({"process": process})

    def _reap(self, connection: _Connection, handle: int) -> None:
        if connection.process is None:
            return
        _end_group(connection.process)  # as long as the kernel is not waited for, its number is nobody else's
        _, status = os.waitpid(connection.process, 0)
        self.kernels.discard(connection.process)
        self._end_orphans()
        self.selector.unregister(handle)
        os.close(handle)
        connection.process = None
        connection.answer({"exit": os.waitstatus_to_exitcode(status)})
        if not connection.abandoned:
            self.selector.unregister(connection.channel)
        connection.channel.close()

    def _end_orphans(self) -> None:
        """End what ended kernels had started; each may leave orphans of its own."""
        while orphans := _children() - self.kernels:
            for process in orphans:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(process, 0)


def _children() -> set[int]:
    try:
        with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as file:
            return set(map(int, file.read().split()))
    except OSError:  # a system that does not list them
        return set()


def _end_group(kernel: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(kernel, signal.SIGKILL)


def _is_settled() -> bool:
    """Wait until the owner says that the program's files are as it has noted them, or has gone."""
    said = b""
    while not said.endswith(b"\n"):  # read byte by byte: what else the owner says is for the loop
        part = os.read(0, 1)
        if not part:
            return False
        said += part
    return True


def main(address: str) -> None:
    """Preload, warm, say so on standard output, and serve; refuse to serve if a fork would not be safe."""
    # A kernel that is started by itself does not import from the folder that it is started in.
    sys.path[:] = [entry for entry in sys.path if entry and os.path.realpath(entry) != os.getcwd()]
    os.umask(0o077)  # what libraries write into the kernels' folder is nobody else's
    gc.disable()  # what is imported stays: there is nothing to collect until a kernel makes it
    preload()
    if not _is_settled():
        shutil.rmtree(os.path.dirname(address), ignore_errors=True)  # the owner may have been killed
        return
    warm()
    if "matplotlib_inline.backend_inline" in sys.modules:
        sys.exit("a preloaded module imports matplotlib_inline; kernels would lose their figures")
    threads = unsafe_threads()
    if threads:
        sys.exit(f"the threads {threads} would be lost in a fork")
    gc.freeze()  # without a look for what is no longer needed: it takes longer than all kernels together would save
    nursery = Nursery(address)
    sys.stdout.write('{"ready": true}\n')
    sys.stdout.flush()
    nursery.serve()


if __name__ == "__main__":
    main(sys.argv[1])
