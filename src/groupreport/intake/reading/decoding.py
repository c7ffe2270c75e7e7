"""Bytes to text, with a plain word for every kind of file that only looks like a CSV file."""

from __future__ import annotations

import codecs
import re

from groupreport.intake.findings import Findings
from groupreport.intake.sources import SourceFile

_SPREADSHEET = "Open it in the spreadsheet program and save it as 'CSV UTF-8'."
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "is an Excel workbook or ZIP archive under a .csv name", _SPREADSHEET),
    (b"\xd0\xcf\x11\xe0", "is an old Excel workbook under a .csv name", _SPREADSHEET),
    (b"\x1f\x8b", "is a compressed file under a .csv name", "Unpack it and put the .csv file that is in it there."),
    (b"%PDF", "is a PDF under a .csv name", "Export the table itself as CSV."),
)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# UTF-8 that was read as Windows-1252 and saved again; the sharpest signs of it.
_MOJIBAKE = re.compile("Ã[\u00a0-\u00bf]|â€[\u2122\u0153\u201c\u201d]|ï»¿")


def decode(file: SourceFile, encoding: str, findings: Findings) -> str | None:
    """The file's text without byte order mark, or None where a problem was noted."""
    content = file.content
    if not content.strip():
        findings.add("file-empty", file.shown_as, "is empty", "Export it again, with its header.")
        return None
    for start, message, remedy in _FOREIGN:
        if content.startswith(start):
            findings.add("file-format", file.shown_as, message, remedy)
            return None
    if content.startswith(_UTF16) and not _same_codec(encoding, "utf-16"):
        findings.add(
            "file-encoding",
            file.shown_as,
            f"is UTF-16 text, not {encoding}",
            "Save it as 'CSV UTF-8', or set data.encoding to utf-16 in params/program.yml.",
        )
        return None
    if content.startswith(codecs.BOM_UTF8) and not _same_codec(encoding, "utf-8"):
        findings.add(
            "file-encoding",
            file.shown_as,
            f"is UTF-8 text, not {encoding}",
            "Take data.encoding out of params/program.yml, or save every file in that encoding.",
        )
        return None
    text = _decoded(file, encoding, findings)
    return text if text is not None and _is_table_text(text, file.shown_as, findings) else None


def _decoded(file: SourceFile, encoding: str, findings: Findings) -> str | None:
    try:
        if _same_codec(encoding, "utf-8"):
            return file.content.decode("utf-8-sig")
        return file.content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = file.content[: error.start].count(b"\n") + 1
        findings.add(
            "file-encoding",
            file.shown_as,
            f"holds letters that are not written in {encoding}, which is expected here",
            "Save it as 'CSV UTF-8', or set data.encoding in params/program.yml (often cp1252 for Excel on Windows).",
            line=line,
        )
    except UnicodeError:
        findings.add(
            "file-encoding",
            file.shown_as,
            f"is not text written in {encoding}, which is expected here",
            "Save it as 'CSV UTF-8', or set data.encoding in params/program.yml.",
        )
    return None


def _is_table_text(text: str, shown_as: str, findings: Findings) -> bool:
    if not text.strip():
        findings.add("file-empty", shown_as, "is empty", "Export it again, with its header.")
        return False
    if text.lstrip()[:15].lower().startswith(("<!doctype", "<html", "<?xml", "<table")):
        message = "is a web page under a .csv name, perhaps a log-in page"
        findings.add("file-format", shown_as, message, "Log in and export the table again.")
        return False
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        remedy = "Export it again; if it is UTF-16 on purpose, set data.encoding to utf-16 in params/program.yml."
        findings.add("file-nul", shown_as, "holds characters that no text has (NUL bytes)", remedy, line=line)
        return False
    broken = None if text.isascii() else _MOJIBAKE.search(text)
    if broken:
        findings.add(
            "file-mojibake",
            shown_as,
            "holds letters that were read in the wrong encoding before they were saved",
            "Export it again as UTF-8 if names or notes look wrong.",
            severity="warning",
            line=text[: broken.start()].count("\n") + 1,
        )
    return True


def _same_codec(name: str, other: str) -> bool:
    return codecs.lookup(name).name.removesuffix("-sig") == codecs.lookup(other).name
