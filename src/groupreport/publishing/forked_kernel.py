"""The kernel in a fork: ipykernel's own, which does not do for each cell what only a debugger or a log would need."""

from __future__ import annotations

import re
import select
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from ipykernel import ipkernel
from ipykernel.iostream import OutStream
from ipykernel.kernelapp import IPKernelApp
from traitlets import default
from traitlets.config.loader import Config, DeferredConfigString

_SETTING = re.compile(r"--([A-Z]\w*)\.(\w+)=(.*)", re.DOTALL)


class PromptStream(OutStream):
    """Asks the thread that sends what is printed once a cell, and again whenever there is something to send.

    ipykernel asks four times a cell and waits each time until the other thread has woken up and answered.
    """

    _asked = False

    def set_parent(self, parent: Any) -> None:  # noqa: ANN401 - a message of Jupyter's protocol
        """What is printed from now on belongs to another cell."""
        super().set_parent(parent)
        # Once is needed: while this thread waits, those that read what programs print can hand it over.
        self._asked = self.name != "stdout"

    def flush(self) -> None:
        """Return when everything that was printed is on its way."""
        if self._asked and not self._flush_pending and not self._was_printed_to():
            return
        self._asked = True
        super().flush()

    def _was_printed_to(self) -> bool:
        """Whether a program, or a library's own code, has printed what nobody has read yet."""
        return bool(self._pipe.poll(0))

    @cached_property
    def _pipe(self) -> select.poll:
        pipe = select.poll()
        if self._fid is not None:
            pipe.register(self._fid, select.POLLIN)
        return pipe


class ForkedKernelApp(IPKernelApp):
    """What makes the kernel's sockets, threads and shell."""

    @default("outstream_class")
    def _prompt_stream(self) -> str:
        return f"{PromptStream.__module__}.{PromptStream.__name__}"

    def parse_command_line(self, argv: Any = None) -> None:  # noqa: ANN401 - traitlets'
        """Take the arguments that every kernel is given; a parser of all that there are takes as long as two cells."""
        given = _settings_in(argv or ())
        if given is None:
            super().parse_command_line(argv)
        else:
            self.cli_config = given
            self.update_config(given)

    def get_default_logging_config(self) -> Any:  # noqa: ANN401 - traitlets'
        """As it is, but what would not be written is not put into words first: that takes half a millisecond a cell."""
        config = super().get_default_logging_config()
        config["loggers"][type(self).__name__]["level"] = config["handlers"]["console"]["level"]
        return config

    def init_kernel(self) -> None:
        """Make the kernel and its shell."""
        with _nothing_to_debug():
            super().init_kernel()


def _settings_in(arguments: Sequence[str]) -> Config | None:
    """`-f FILE` and `--Class.name=value` as settings; None if there is anything else."""
    settings, rest = Config(), iter(arguments)
    for argument in rest:
        setting = _SETTING.fullmatch(argument)
        if argument == "-f":
            settings["IPKernelApp"]["connection_file"] = DeferredConfigString(next(rest, ""))
        elif setting is not None:
            section, name, value = setting.groups()
            settings[section][name] = DeferredConfigString(value)
        else:
            return None
    return settings


class _WithoutModules:
    """`sys`, as if nothing had been imported."""

    modules: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever `sys` has
        return getattr(sys, name)


@contextmanager
def _nothing_to_debug() -> Iterator[None]:
    """A kernel lists the files of all modules for its debugger; looking at each copies two thousand pages."""
    setattr(ipkernel, "sys", _WithoutModules())  # noqa: B010 - nothing that the module offers
    try:
        yield
    finally:
        setattr(ipkernel, "sys", sys)  # noqa: B010
