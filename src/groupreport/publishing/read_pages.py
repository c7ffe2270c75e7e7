"""What a reader gets from an HTML page: its text, its tables and the alternative texts of its pictures, in order."""

from __future__ import annotations

import html.parser
from pathlib import Path

_UNREAD = frozenset({"script", "style", "head"})
_ATTRIBUTES = ("alt", "aria-label", "href", "src")


class _Reading(html.parser.HTMLParser):
    """Words and elements in order; the order of an element's attributes, and those that nobody reads, are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[tuple[str, ...]] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in _UNREAD
        if not self._unread:
            given = dict(attrs)
            self.read.append((tag, *(f"{name}={given[name]}" for name in _ATTRIBUTES if name in given)))

    def handle_endtag(self, tag: str) -> None:
        if not self._unread:
            self.read.append((f"/{tag}",))
        self._unread -= tag in _UNREAD and self._unread > 0

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if words and not self._unread:
            self.read.append(("", words))


def read_the_same(one: Path, other: Path) -> bool:
    """Whether two HTML pages say the same to a reader: words, tables, links, pictures and their alternative texts."""
    return one.suffix == other.suffix == ".html" and _reading(one) == _reading(other)


def _reading(page: Path) -> list[tuple[str, ...]]:
    parser = _Reading()
    parser.feed(page.read_text(encoding="utf-8"))
    parser.close()
    return parser.read
