"""What a program, or all of them together, is called on a page."""

from __future__ import annotations

from groupreport.display.wording import Wording
from groupreport.summaries.records import ALL_PROGRAMS


def program_name(program: object, words: Wording) -> str:
    """The program's own name, or the word for all of them."""
    return words.word("program", "all") if program == ALL_PROGRAMS else str(program)
