"""The ZIP file that a workbook is: its parts by name, unpacked piece by piece and never beyond a limit."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from groupreport.intake.workbooks.workbook_error import SAVE_AGAIN, WorkbookError, damaged

_CENTRAL_HEADER = b"PK\x01\x02"
_MOST_PARTS = 10_000
_MEGABYTE = 1024 * 1024
# A sheet of the 1,048,576 rows that a spreadsheet can hold and a dozen columns is smaller than this.
_MOST_UNPACKED = 512 * _MEGABYTE
# LibreOffice's files of one and the same answer shrink to a 220th; bombs to a 1,000th.
_MOST_SHRUNK = 400
_SMALL = 16 * _MEGABYTE
_PIECE = 256 * 1024
_ENCRYPTED = 0x1
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class Package:
    """The parts of a ZIP file. Nothing is ever written to the disk, so their names can point nowhere.

    Raises:
        WorkbookError: The file is damaged, or built to exhaust whoever opens it.
    """

    def __init__(self, content: bytes) -> None:
        if content.count(_CENTRAL_HEADER) > _MOST_PARTS:
            raise _bomb(f"consists of more than {_MOST_PARTS:,} parts")
        self._size = len(content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            parts = self._zip.infolist()
        except _FAULTS as error:
            raise damaged("its parts cannot be found, as if it had not been copied to its end") from error
        # Programs differ in the letter case of names, and some on Windows in the slash.
        self._parts = {part.filename.replace("\\", "/").lower(): part for part in parts}
        if len(self._parts) != len(parts):
            raise WorkbookError("workbook-unsafe", "holds two parts of one name", SAVE_AGAIN)

    @property
    def names(self) -> frozenset[str]:
        """The names of all parts, in small letters."""
        return frozenset(self._parts)

    def has(self, name: str) -> bool:
        """Whether there is a part of this name, in any letter case."""
        return name.lower() in self._parts

    def read(self, name: str) -> bytes:
        """A whole part.

        Raises:
            WorkbookError: As for `pieces`.
        """
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part piece by piece.

        Raises:
            WorkbookError: The part is missing, damaged, encrypted, or larger than any real one. What comes out is
                counted, since what the file says of its size may be a lie.
        """
        part = self._parts.get(name.lower())
        if part is None:
            raise damaged(f"its part '{name.rsplit('/', 1)[-1]}' is missing")
        if part.flag_bits & _ENCRYPTED:
            raise WorkbookError("workbook-password", "is protected by a password", "Save it without a password.")
        if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise WorkbookError("file-format", "is packed in a way that spreadsheet programs do not use", SAVE_AGAIN)
        packed = min(part.compress_size, self._size)
        unpacked = 0
        try:
            with self._zip.open(part) as stream:
                while piece := stream.read(_PIECE):
                    unpacked += len(piece)
                    _check_size(unpacked, packed)
                    yield piece
        except _FAULTS as error:
            raise damaged("one of its parts cannot be unpacked") from error


def _check_size(unpacked: int, packed: int) -> None:
    if unpacked > _MOST_UNPACKED:
        raise _bomb(f"is larger than {_MOST_UNPACKED // _MEGABYTE} MB when it is unpacked")
    if unpacked > _SMALL and unpacked > _MOST_SHRUNK * max(packed, 1):
        raise _bomb(f"grows to more than {_MOST_SHRUNK} times its size when it is unpacked")


def _bomb(what: str) -> WorkbookError:
    return WorkbookError("workbook-unsafe", what, "Export the tables as CSV files if this is what they really hold.")
