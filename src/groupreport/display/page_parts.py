"""Rows or panels that no page holds together: in as few parts as pages can hold, and these alike in length."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


def in_equal_parts(items: Sequence[Item], most: int) -> list[list[Item]]:
    """The items in as few parts of at most so many as possible, these alike in length.

    >>> in_equal_parts("abcdefg", 3)
    [['a', 'b', 'c'], ['d', 'e', 'f'], ['g']]
    >>> in_equal_parts("abcdefgh", 6)
    [['a', 'b', 'c', 'd'], ['e', 'f', 'g', 'h']]
    """
    parts = -(-len(items) // most)
    size = -(-len(items) // parts) if parts else 1
    return [list(items[first : first + size]) for first in range(0, len(items), size)]
