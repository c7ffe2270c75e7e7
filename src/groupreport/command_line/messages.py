"""What the terminal says: the only module that prints."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import RenderableType


class _Debug:
    asked_for = False


_debug = _Debug()


def say(line: str) -> None:
    """One line of an answer."""
    _write(f"{line}\n", sys.stdout)


def complain(line: str) -> None:
    """One line about what went wrong, apart from the answer."""
    _write(f"{line}\n", sys.stderr)


def complain_in_full(error: BaseException) -> None:
    """An error with its traceback, where that was asked for: it may quote the data."""
    if _debug.asked_for:
        import traceback

        _write("".join(traceback.format_exception(error)), sys.stderr)


def ask_for_tracebacks(asked_for: bool) -> None:
    """Whether `complain_in_full` says anything in this run."""
    _debug.asked_for = asked_for


def show(*parts: RenderableType, as_complaint: bool = False) -> None:
    """Parts of an answer or a complaint, as wide as the terminal; in color where it is one and NO_COLOR is not set."""
    from rich.console import Console

    stream = sys.stderr if as_complaint else sys.stdout
    console = Console(file=stream, markup=False, highlight=False, emoji=False)
    with console.capture() as said:
        for part in parts:
            console.print(part)
    # Lines are filled up to the terminal's width; what reads the answer from a pipe need not get that.
    text = said.get() if console.is_terminal else "".join(f"{line.rstrip()}\n" for line in said.get().splitlines())
    _write(text, stream)


def _write(text: str, stream: TextIO) -> None:
    """Write, unless nobody reads any more: a closed pipe or terminal ends the talk, never the work."""
    try:
        print(text, end="", file=stream, flush=True)
    except OSError:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), stream.fileno())  # else what is still held back fails again at the end
