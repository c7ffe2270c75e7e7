"""What the terminal says: the only module that prints."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType


def say(line: str) -> None:
    """One line of an answer."""
    print(line, flush=True)


def complain(line: str) -> None:
    """One line about what went wrong, apart from the answer."""
    print(line, file=sys.stderr, flush=True)


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
    print(text, end="", file=stream, flush=True)
