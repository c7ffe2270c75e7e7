"""The type of text in every table: pandas' own `str` from pandas 3 on, `object` before; both with missing values.

Asking pandas 2 for "str" would turn a missing value into the word "nan".
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import Literal

import pandas as pd

# By name where the name is enough, so that how texts are kept follows pandas' setting when a frame is made.
TEXT: Literal["str", "object"] = "str" if isinstance(pd.Series(["text"]).dtype, pd.StringDtype) else "object"

_STORAGE = "mode.string_storage"
_lock = threading.Lock()
_inside = 0
_before = ""


@contextlib.contextmanager
def python_text() -> Iterator[None]:
    """Let pandas keep texts, and the names of columns, as Python's own while the block runs.

    A group has a few hundred short ids and a few dozen column names, for which Arrow's way of keeping them takes half
    as long again. It is the same type `str` with the same values either way. What the user has set for pandas is
    restored when the last block ends, also where threads' blocks overlap.
    """
    global _inside, _before
    with _lock:
        if _inside == 0:
            _before = pd.get_option(_STORAGE)
            pd.set_option(_STORAGE, "python")
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _inside == 0:
                pd.set_option(_STORAGE, _before)
