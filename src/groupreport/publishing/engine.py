"""The Papermill engine that runs report notebooks: private kernels, limits for time and output."""

from __future__ import annotations

import functools
import logging
import time
from pathlib import Path
from typing import Any

import nbformat
import zmq
from nbclient.client import timestamp
from nbclient.exceptions import CellExecutionComplete, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines

from groupreport.publishing.kernel_place import KernelPlace
from groupreport.publishing.kernels import ReportKernelManager
from groupreport.publishing.nursery_process import KernelNotReadyError
from groupreport.publishing.time_limits import TimeLimits

ENGINE_NAME = "groupreport"
MOST_OUTPUT = 64 * 1024 * 1024  # characters; a report of a large program has well under a tenth of it
_LOOKS_EVERY = 1000  # milliseconds without a word, until a look whether the kernel still runs
# What a notebook's file holds of a result.
_SHOWN = {"display_data": ("metadata", "data"), "execute_result": ("metadata", "data", "execution_count")}
# What a kernel says may quote the data, so it stays in the kept notebook and never reaches a terminal.
_silent = logging.getLogger("groupreport.kernel")
_silent.addHandler(logging.NullHandler())
_silent.propagate = False


class NotebookStoppedError(Exception):
    """The notebook was stopped from outside; the message says why and quotes nothing of it."""


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
        cell_limit: float | None = None,
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
            cell_limit: Seconds for any one cell.
            keep: Where the notebook is written if it stops for another reason than an error in a cell.
            folder: The kernel's working folder.
            start_timeout: Seconds until the kernel must have answered.

        Raises:
            NotebookStoppedError: It took too long, put out too much, or its kernel did not start.
        """
        own_place = KernelPlace(warm=False) if place is None else None
        kernels = place or own_place
        manager = ReportKernelManager()
        manager.place = kernels  # type: ignore[assignment]
        client = _LimitedClient(
            nb_man,
            km=manager,
            timeout=None,
            startup_timeout=start_timeout,
            kernel_name=kernel_name,
            log=_silent,
            shutdown_kernel="immediate",
            resources={"metadata": {"path": folder or str(kernels.folder)}},  # type: ignore[union-attr]
        )
        client.owns_km = True  # this client made the manager, so it ends the kernel and closes its channels
        client.cell_limit = cell_limit
        try:
            with client.limits.within(time_limit, "it"):
                return client.execute()
        except BaseException as error:
            if keep is not None:
                keep.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                nbformat.write(nb_man.nb, keep)
            if client.stopped_for or isinstance(error, KernelNotReadyError):
                raise NotebookStoppedError(client.stopped_for or str(error)) from error
            raise
        finally:
            if own_place is not None:
                own_place.close()


class _LimitedClient(PapermillNotebookClient):  # type: ignore[misc]
    """Papermill's client, which kills the kernel when a limit is reached and then notices that it died."""

    cell_limit: float | None = None
    stopped_for = ""
    _put_out = 0

    @functools.cached_property
    def limits(self) -> TimeLimits:
        """The limits of the notebook and of its cells."""
        return TimeLimits(self._stop)

    def execute_cell(self, cell: Any, cell_index: int, **options: Any) -> Any:  # noqa: ANN401 - nbclient's
        """Run one cell within its limit."""
        try:
            with self.limits.within(self.cell_limit, "a cell"):
                return super().execute_cell(cell, cell_index, **options)
        finally:
            if cell.cell_type == "code":
                cell.outputs = _in_one_piece(cell.outputs)

    async def _async_poll_output_msg(self, _: str, __: Any, cell_index: int) -> Any:  # noqa: ANN401 - nbclient's
        return cell_index  # heard together with the answer

    async def _async_poll_for_reply(
        self,
        msg_id: str,
        cell: Any,  # noqa: ANN401
        timeout: float | None,
        task_poll_output_msg: Any,  # noqa: ANN401
        task_poll_kernel_alive: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        task_poll_kernel_alive.cancel()
        return self._heard(msg_id, cell, await task_poll_output_msg)

    def _heard(self, request: str, cell: Any, cell_index: int) -> Any:  # noqa: ANN401 - messages of Jupyter's protocol
        """The answer to a request, once all that the cell put out has been heard.

        nbclient hears each of the two channels, and the kernel's end, in a task of its own; to go from one to the
        other takes as long as what they do. This thread has nothing else to do.
        """
        answers, outputs = self.kc.shell_channel, self.kc.iopub_channel
        channels = zmq.Poller()
        channels.register(answers.socket, zmq.POLLIN)
        channels.register(outputs.socket, zmq.POLLIN)
        answer, is_complete, deadline = None, False, float("inf")
        while answer is None or not is_complete:
            waiting = dict(channels.poll(_LOOKS_EVERY))
            if outputs.socket in waiting:
                message = _received(outputs)
                if message["parent_header"].get("msg_id") == request:
                    try:
                        self.process_message(message, cell, cell_index)
                    except CellExecutionComplete:
                        is_complete = True
            if answers.socket in waiting:
                message = _received(answers)
                if message["parent_header"].get("msg_id") == request:
                    answer, deadline = message, time.monotonic() + self.iopub_timeout
                    if self.record_timing:
                        cell["metadata"]["execution"]["shell.execute_reply"] = timestamp(message)
            if not waiting and not self.kc.is_alive():
                raise DeadKernelError("Kernel died")
            if not is_complete and time.monotonic() > deadline:
                raise CellTimeoutError.error_from_timeout_and_cell(
                    "Timeout waiting for IOPub output", self.iopub_timeout, cell
                )
        return answer

    def output(self, outs: Any, msg: Any, display_id: Any, cell_index: int) -> Any:  # noqa: ANN401 - nbclient's
        """Take what a cell put out; what it only shows is checked with the whole notebook and not by itself before."""
        kind, content = msg["msg_type"], msg["content"]
        is_special = (
            display_id or self.clear_before_next_output or self.output_hook_stack.get(msg["parent_header"]["msg_id"])
        )
        if is_special or kind not in _SHOWN:
            return super().output(outs, msg, display_id, cell_index)
        outs.append(nbformat.from_dict({"output_type": kind, **{name: content[name] for name in _SHOWN[kind]}}))
        return outs[-1]

    def process_message(self, message: Any, *rest: Any, **options: Any) -> Any:  # noqa: ANN401 - nbclient's
        """Take what the kernel puts out, until it is too much: an endless output would fill memory and disk."""
        self._put_out += _length(message["content"])
        if self._put_out > MOST_OUTPUT:
            self._stop(f"it put out more than {MOST_OUTPUT // (1024 * 1024)} MB")
            return None
        return super().process_message(message, *rest, **options)

    def _stop(self, reason: str) -> None:
        process = getattr(getattr(self.km, "provisioner", None), "process", None)
        if process is not None and not self.stopped_for:
            self.stopped_for = reason
            process.kill()


def _received(channel: Any) -> Any:  # noqa: ANN401 - Jupyter's
    _, parts = channel.session.feed_identities(channel.socket.recv_multipart())
    return channel.session.deserialize(parts)


def _in_one_piece(outputs: list[Any]) -> list[Any]:
    """What a cell printed as one output a stream: whether prints come in one message or two depends on timing.

    nbclient can do this as well, but for a long line it takes time that grows with the square of its length.
    """
    streams: dict[str, list[Any]] = {}
    for output in outputs:
        if output["output_type"] == "stream":
            streams.setdefault(output["name"], []).append(output)
    first = {name: {**parts[0], "text": "".join(part["text"] for part in parts)} for name, parts in streams.items()}
    merged = [NotebookNode(first[name]) for name in sorted(first, reverse=True)]  # stdout before stderr
    return merged + [output for output in outputs if output["output_type"] != "stream"]


def _length(content: Any) -> int:  # noqa: ANN401 - a message of Jupyter's protocol
    if isinstance(content, str):
        return len(content)
    if isinstance(content, dict):
        return sum(_length(part) for part in content.values())
    return sum(_length(part) for part in content) if isinstance(content, list) else 0


papermill_engines.register(ENGINE_NAME, ReportEngine)
