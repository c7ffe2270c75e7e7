"""One thing that was looked at, whether it is as it should be, and what to do where it is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "note", "wrong"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What was found.

    Attributes:
        about: What was looked at, in one or two words that never name anything of the program's.
        state: `ok`; `note`, which stops nothing; or `wrong`, with which reports fail or are not safe.
        message: What is so. It may name terms and files of the program, so it stays on the screen.
        remedy: What to do; empty where there is nothing to do.
    """

    about: str
    state: State
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        """One line, and a second one for what to do."""
        line = f"{self.state:<6} {self.about}: {self.message}"
        return f"{line}\n       -> {self.remedy}" if self.remedy else line
