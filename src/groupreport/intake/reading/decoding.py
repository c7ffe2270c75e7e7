"""Bytes to text, with a plain word for every kind of file that only looks like a CSV file."""

from __future__ import annotations

import codecs
import re

from groupreport.intake.findings import Findings
from groupreport.intake.reading.file_kinds import foreign_kind, foreign_text
from groupreport.intake.sources import SourceFile

_OR_SAVE = "(or encoding for its table alone), or save it as 'CSV UTF-8'"
# The longer marks first: UTF-32's begins with UTF-16's.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOKED_AT = 4096
_LOST = "\ufffd"


def _as_windows_letters(first: int, last: int) -> str:
    """The letters that Windows shows for these bytes; five of them have none."""
    letters = (bytes([byte]).decode("cp1252", "replace") for byte in range(first, last + 1))
    return "".join(letter if letter != _LOST else chr(first + place) for place, letter in enumerate(letters))


# UTF-8 that was read as Windows-1252 and saved again; the sharpest signs of it.
_MOJIBAKE = re.compile(f"[ÂÃ][{re.escape(_as_windows_letters(0x80, 0xBF))}]|â€[™œ\u009d“”˜¦]|ï»¿")


def decode(file: SourceFile, encoding: str, findings: Findings) -> str | None:
    """The file's text without byte order mark, or None where a problem was noted."""
    content = file.content
    if not content.strip():
        findings.add("file-empty", file.shown_as, "is empty", "Export it again, with its header.")
        return None
    foreign = foreign_kind(content)
    if foreign:
        kind, remedy = foreign
        findings.add("file-format", file.shown_as, f"is {kind} under the name of a text file", remedy)
        return None
    other = _other_encoding(content, encoding)
    if other:
        message = f"is {other.upper()} text, not {encoding}"
        findings.add("file-encoding", file.shown_as, message, f"{_set(other)}.")
        return None
    text = _decoded(file, encoding, findings)
    return text if text is not None and _is_table_text(text, file.shown_as, findings) else None


def _set(encoding: str) -> str:
    return f"Set data.encoding to {encoding} in params/program.yml {_OR_SAVE}"


def _other_encoding(content: bytes, encoding: str) -> str | None:
    """The encoding that the bytes are certainly in, if it is another one than was declared."""
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    if marked is not None:
        return None if _same_codec(encoding, marked) else marked
    if _is_wide(encoding):
        return None
    start = content[: _LOOKED_AT - _LOOKED_AT % 2]
    if b"\0" in start:
        # Text of our alphabet in UTF-16 has a zero in every second byte.
        for place, name in ((1, "utf-16-le"), (0, "utf-16-be")):
            zeros = start[place::2].count(0)
            if zeros > len(start) / 4 and zeros > 10 * start[1 - place :: 2].count(0):
                return name
    if not _same_codec(encoding, "utf-8") and not content.isascii():
        # Letters of a one-byte encoding hardly ever come out as well-formed UTF-8.
        try:
            content.decode()
        except UnicodeDecodeError:
            return None
        return "utf-8"
    return None


def _decoded(file: SourceFile, encoding: str, findings: Findings) -> str | None:
    try:
        if not _same_codec(encoding, "utf-8"):
            return file.content.decode(encoding).removeprefix("\ufeff")
        if file.content.startswith(codecs.BOM_UTF8):
            message = "begins with a byte order mark, as spreadsheet programs write it"
            findings.add("file-mark", file.shown_as, message, "It was left out.", severity="info")
        return file.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _note_wrong_bytes(file, encoding, error.start, findings)
    except UnicodeError:
        message, remedy = (
            f"is not text written in {encoding}, which is expected here",
            f"{_set('the right one')}.",
        )
        findings.add("file-encoding", file.shown_as, message, remedy)
    return None


def _note_wrong_bytes(file: SourceFile, encoding: str, place: int, findings: Findings) -> None:
    """Tell which letters cannot be read; the word that holds the first of them is the value."""
    content = file.content
    message = f"holds letters that are not written in {encoding}, which is expected here"
    remedy = f"{_set('the right one')}."
    if _same_codec(encoding, "utf-8"):
        read = content.decode("utf-8", "replace")
        lost = read.count(_LOST)
        right = sum(letter > "\x7f" for letter in read) - lost
        if right > lost:
            message = "mixes UTF-8 with bytes of another encoding"
            remedy = "Export it again from one program: parts of two files seem to have been put together."
        elif _is_windows_text(content):
            message = "is not UTF-8 text but probably cp1252, the encoding of Windows"
            remedy = f"{_set('cp1252')}; --show-values shows a word as cp1252 reads it."
    wide = _is_wide(encoding)
    findings.add(
        "file-encoding",
        file.shown_as,
        message,
        remedy,
        line=None if wide else content[:place].count(b"\n") + 1,
        value=None if wide else _word_around(content, place),
    )


def _is_windows_text(content: bytes) -> bool:
    try:
        content.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return True


def _word_around(content: bytes, place: int) -> str:
    before = re.split(rb"[\s,;|\"]", content[max(0, place - 30) : place])[-1]
    after = re.split(rb"[\s,;|\"]", content[place : place + 30])[0]
    return (before + after).decode("cp1252", "replace")


def _is_table_text(text: str, shown_as: str, findings: Findings) -> bool:
    if not text.strip():
        findings.add("file-empty", shown_as, "is empty", "Export it again, with its header.")
        return False
    foreign = foreign_text(text)
    if foreign:
        kind, remedy = foreign
        findings.add("file-format", shown_as, f"is {kind}", remedy)
        return False
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        message, remedy = "holds characters that no text has (NUL bytes)", "Export it again: the file is damaged."
        findings.add("file-nul", shown_as, message, remedy, line=line)
        return False
    if not text.isascii():
        _note_broken_letters(text, shown_as, findings)
    return True


def _note_broken_letters(text: str, shown_as: str, findings: Findings) -> None:
    broken = _MOJIBAKE.search(text)
    for place, message in (
        (broken.start() if broken else -1, "holds letters that were read in the wrong encoding before they were saved"),
        (text.find(_LOST), "holds marks where letters were lost when it was saved"),
    ):
        if place >= 0:
            remedy = "Export it again as UTF-8 if names or notes look wrong."
            line = text[:place].count("\n") + 1
            findings.add("file-mojibake", shown_as, message, remedy, severity="warning", line=line)


def _is_wide(encoding: str) -> bool:
    """Whether a letter takes two bytes or four."""
    return codecs.lookup(encoding).name.startswith(("utf-16", "utf-32"))


def _same_codec(name: str, other: str) -> bool:
    return codecs.lookup(name).name.removesuffix("-sig") == codecs.lookup(other).name
