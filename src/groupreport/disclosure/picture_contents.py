"""What PNG and JPEG pictures hold beside their pixels: text chunks, EXIF, XMP, comments, profiles."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from groupreport.disclosure.pieces import Piece, UnreadableError

_PNG = b"\x89PNG\r\n\x1a\n"
_PIXELS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"hIST", b"pHYs"}
_PNG_TEXT = {b"tEXt", b"zTXt", b"iTXt", b"iCCP"}
_LONGEST = 20_000_000
_START, _END, _SCAN, _RESTARTS = 0xD8, 0xD9, 0xDA, range(0xD0, 0xD8)
_APPLICATION_OR_COMMENT = {*range(0xE0, 0xF0), 0xFE}
_WORDS = re.compile(rb"[\x09\x20-\x7e\x80-\xff]{4,}")
_WIDE_WORDS = (re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00){4,}"), re.compile(rb"(?:\x00[\x20-\x7e\xa0-\xff]){4,}"))


def pieces_of_png(content: bytes, within: str = "") -> Iterator[Piece]:
    """The text of every chunk that is no pixels.

    Raises:
        UnreadableError: It is no PNG picture, is cut off, or something follows it.
    """
    if not content.startswith(_PNG):
        raise UnreadableError("it holds a PNG picture that is none")
    place, kind = len(_PNG), b""
    while kind != b"IEND":
        if place + 12 > len(content):
            raise UnreadableError("it holds a PNG picture that is cut off")
        length, kind = struct.unpack(">I4s", content[place : place + 8])
        body = content[place + 8 : place + 8 + length]
        where = f"{within}text chunk of a picture"
        if kind in _PNG_TEXT:
            yield Piece(_png_text(kind, body), where, prose=False, written_by_program=True)
        elif kind not in _PIXELS:
            yield from (Piece(text, where, prose=False, written_by_program=True) for text in texts_in_bytes(body))
        place += 12 + length
    if content[place:].strip(b"\x00"):
        raise UnreadableError("something follows the end of a picture in it")


def _png_text(kind: bytes, body: bytes) -> str:
    keyword, _, rest = body.partition(b"\x00")
    if kind in (b"zTXt", b"iCCP"):
        rest = _inflated(rest[1:])
    elif kind == b"iTXt":
        compressed, (language, translated, rest) = rest[:1], (rest[2:].split(b"\x00", 2) + [b"", b""])[:3]
        rest = b" ".join([language, translated, _inflated(rest) if compressed == b"\x01" else rest])
    text = " ".join(texts_in_bytes(rest)) if kind == b"iCCP" else rest.decode("utf-8", "replace")
    return f"{keyword.decode('latin-1')} {text} {rest.decode('latin-1') if kind != b'iCCP' else ''}"


def _inflated(content: bytes) -> bytes:
    try:
        unpacked = zlib.decompressobj().decompress(content, _LONGEST)
    except zlib.error as error:
        raise UnreadableError("it holds a picture with a text that cannot be unpacked") from error
    if len(unpacked) == _LONGEST:
        raise UnreadableError("it holds a picture with a text that is too long")
    return unpacked


def pieces_of_jpeg(content: bytes, within: str = "") -> Iterator[Piece]:
    """The text of every segment of an application (EXIF, XMP, profile) and of every comment.

    Raises:
        UnreadableError: It is no JPEG picture, is cut off, or something follows it.
    """
    if content[:2] != bytes([0xFF, _START]):
        raise UnreadableError("it holds a JPEG picture that is none")
    place, marker = 2, 0
    while marker != _END:
        place = content.find(b"\xff", place)
        if place < 0 or place + 2 > len(content):
            raise UnreadableError("it holds a JPEG picture that is cut off")
        marker = content[place + 1]
        place += 1 if marker == 0xFF else 2
        if marker in (0x00, 0xFF, _END) or marker in _RESTARTS:
            continue
        (length,) = struct.unpack(">H", content[place : place + 2].ljust(2, b"\x00"))
        if marker in _APPLICATION_OR_COMMENT:
            for text in texts_in_bytes(content[place + 2 : place + length]):
                yield Piece(text, f"{within}segment of a picture", prose=False, written_by_program=True)
        place += max(length, 2)
    if content[place:].strip(b"\x00"):
        raise UnreadableError("something follows the end of a picture in it")


def texts_in_bytes(content: bytes) -> Iterator[str]:
    """Runs of four letters and more in bytes of an unknown form, in one-byte and two-byte spelling."""
    for found in _WORDS.findall(content):
        yield found.decode("utf-8", "replace")
    for words, encoding in zip(_WIDE_WORDS, ("utf-16-le", "utf-16-be"), strict=True):
        for found in words.findall(content):
            yield found.decode(encoding, "replace")
