"""What Typst keeps of the documents it has laid out: of use within one document, and a burden after it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import Any

import typst

# Typst keeps what it has laid out for this many compilations, tens of megabytes a document, and no document uses
# another's.
_KEPT_COMPILATIONS = 10
MOST_DOCUMENTS = 4  # laid out before all is forgotten; also how many at once


class LaidOut:
    """Typst's memory, which all threads share, is emptied as soon as none of them lays out a document.

    Typst lays a document out several times and knows most of it from the time before. Were its memory emptied when one
    document is done while another is in work, the other would begin anew: two at once took half as long again.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._in_work = 0
        self._kept = 0

    @contextlib.contextmanager
    def in_use(self, fonts: Any) -> Iterator[None]:  # noqa: ANN401 - Typst's fonts
        """Lay out one document; waits while as many are kept as memory has room for."""
        with self._changed:
            self._changed.wait_for(lambda: self._kept < MOST_DOCUMENTS)
            self._in_work += 1
            self._kept += 1
        try:
            yield
        finally:
            with self._changed:
                self._in_work -= 1
                if self._in_work == 0:
                    self._kept = 0
                    self._changed.notify_all()
                    forget(fonts)


def forget(fonts: Any) -> None:  # noqa: ANN401 - Typst's fonts
    """Empty Typst's memory."""
    nothing = typst.Compiler(font_paths=fonts)
    for _ in range(_KEPT_COMPILATIONS):
        nothing.compile(b"", format="svg")  # an empty page, in a few microseconds


LAID_OUT = LaidOut()
