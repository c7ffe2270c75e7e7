"""Ids beside the rows of a figure: room for the longest, and nothing cut off without a sign."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from groupreport.display.figures import WIDTH

_CHARACTER = 0.068  # inches, the mean width of a capital or digit at 9 points
_LONGEST = 26
_LEAST = 0.115


def fitted(labels: Iterable[object], longest: int = _LONGEST) -> list[str]:
    """The labels, those too long for the page with an ellipsis in place of their middle.

    Long ids begin alike and differ at their end, so most of the end is kept.

    >>> fitted(["client-2026-north-000317", "M0317"], longest=10)
    ['cli\u2026000317', 'M0317']
    """
    begin = (longest - 1) // 3
    return [
        text if len(text) <= longest else f"{text[:begin]}\N{HORIZONTAL ELLIPSIS}{text[begin + 1 - longest :]}"
        for text in map(str, labels)
    ]


def in_lines(text: str, characters: int, most: int = 2) -> str:
    """A name in lines of at most so many characters, broken between words; what does not fit ends in an ellipsis.

    >>> in_lines("Wednesday noon worry skills group (11)", 24).splitlines()
    ['Wednesday noon worry', 'skills group (11)']
    """
    return "\n".join(textwrap.wrap(text, characters, max_lines=most, placeholder="\N{HORIZONTAL ELLIPSIS}"))


def margin(labels: Sequence[str]) -> float:
    """The share of the figure's width that the labels need at its left."""
    longest = max((len(label) for label in labels), default=0)
    return max(_LEAST, (longest * _CHARACTER + 0.12) / WIDTH)
