"""Text from data on its way out, to a terminal or a spreadsheet: nothing in it can be hidden there, or act."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

# What a spreadsheet may take for the begin of a formula, full-width and small variants included.
_FORMULA_STARTS = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?%?")


def visible(text: str) -> str:
    r"""The text with every character that cannot be seen written as an escape.

    That are control characters, which a terminal would obey, marks that reverse the reading direction, and spaces
    and joiners that look like nothing or like a plain space.

    >>> print(visible("M1\x1b[2J\u202eM2"))
    M1\x1b[2J\u202eM2
    """
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else _escape(letter) for letter in text)


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as CSV that is only data to whatever opens it.

    What cannot be seen is written as an escape, and a cell that a spreadsheet would take for a formula has a `'` in
    front; plain numbers are left as they are.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(_harmless(column) for column in columns)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return written.getvalue()


def _harmless(cell: str) -> str:
    begin = cell.strip()[:1] or cell[:1]
    acts = cell[:1] in _FORMULA_STARTS or begin in _FORMULA_STARTS
    return f"'{visible(cell)}" if acts and not _NUMBER.fullmatch(cell) else visible(cell)


def _escape(letter: str) -> str:
    named = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
    code = ord(letter)
    return named.get(letter) or (
        f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
    )
