"""What is said of a rule, whoever breaks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class Rule:
    """One thing that can be wrong, or is normalized.

    Attributes:
        title: What it means, as the title of a paragraph.
        why: What would go wrong in a report if nobody looked.
        mend: How to mend it.
        severities: What it may be: `error` stops a run, `warning` is worth a look, `info` is a note.
        outside: Whether it is wrong outside of the data and of the parameters, so that the same command may succeed
            later or on another computer.
    """

    title: str
    why: str
    mend: str
    severities: tuple[Severity, ...] = ("error",)
    outside: bool = False


@dataclass(frozen=True)
class Section:
    """Rules of one theme."""

    title: str
    rules: Mapping[str, Rule]


WARNING: tuple[Severity, ...] = ("warning",)
NOTE: tuple[Severity, ...] = ("info",)
ERROR_OR_WARNING: tuple[Severity, ...] = ("error", "warning")
NOTHING = "Nothing needs to be done."
NORMALIZED = "What was read differently from how it is written is told, so that you can object."
NOT_READ = "A column that is not read is counted as not collected."
LINK = "A row whose id is not found belongs to nobody: it would be lost, or counted for somebody else."
