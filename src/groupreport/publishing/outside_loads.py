"""What an HTML page would load from elsewhere: a page that is passed on must hold all of itself."""

from __future__ import annotations

import html.parser

_LOADING = frozenset({"src", "srcset", "data", "poster", "background", "xlink:href"})
_FOLLOWED = frozenset({"a", "area"})  # a reader goes there; the page does not


class _Elements(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.loading: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        loads = _LOADING if tag in _FOLLOWED else _LOADING | {"href"}
        if any(name in loads and not (value or "").startswith(("data:", "#")) for name, value in attrs):
            self.loading.append(tag)


def loaded_from_outside(page: str) -> list[str]:
    """The names of the elements that ask for a file or an address, in order; links that a reader follows do not."""
    elements = _Elements()
    elements.feed(page)
    elements.close()
    return elements.loading
