"""What a published file says anywhere: its text, and what its attributes, comments, pictures and metadata hold."""

from __future__ import annotations

import base64
import binascii
import re
import struct
import urllib.parse
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pikepdf
import pypdf

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_TEXT = {b"tEXt", b"zTXt", b"iTXt", b"eXIf"}
# Geometry: a path's "M12 4" is not a member.
GEOMETRY = {"d", "points", "transform", "viewbox", "gradienttransform", "stroke-dasharray"}
# Elements that do not part words; all others do.
INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s"}
    | {"samp", "small", "span", "strong", "sub", "sup", "tspan", "u", "var", "wbr"}
)
DATA_URI = re.compile(r"data:([\w.+-]+/[\w.+-]+)?((?:;[\w=.+-]+)*),([^\"')\s>]*)")
SOFT_HYPHEN = "\u00ad"
HYPHENS = "\u00ad\u2010\u2011-"
FONTS = ("font/", "application/font", "application/x-font", "application/vnd.ms-fontobject")


class UnreadableError(Exception):
    """A file, or a part of it, of a kind that cannot be looked into."""


@dataclass(frozen=True)
class Piece:
    """One piece of decoded content.

    `prose` is what people read (or hear); `written_by_program` is metadata and comments.
    """

    text: str
    where: str
    prose: bool = True
    written_by_program: bool = False


def pieces_of(path: Path) -> Iterator[Piece]:
    """Everything that the file says.

    Raises:
        UnreadableError: The file is of another kind than HTML, PDF, SVG, CSV, JSON or text, or cannot be read.
    """
    yield Piece(path.name, "file name", prose=False)
    content = path.read_bytes()
    suffix = path.suffix.lower()
    if suffix in (".html", ".htm", ".svg"):
        yield from _markup(_decoded(content), "")
    elif suffix in (".csv", ".txt", ".json", ".md", ".css"):
        yield Piece(_decoded(content), "text", prose=suffix != ".json")
    elif suffix == ".pdf":
        yield from _pdf(path)
    elif suffix == ".png":
        yield from _png(content, "")
    else:
        raise UnreadableError(f"files of kind '{suffix}' are not looked into")


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError("it is not UTF-8") from error


class _Markup(HTMLParser):
    """Collects pieces; inline elements do not part words, blocks do."""

    def __init__(self, within: str) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self._within = within
        self._run: list[str] = []
        self._raw = ""

    def add(self, text: str, where: str, *, prose: bool = True, written_by_program: bool = False) -> None:
        if text.strip():
            place = f"{self._within}{where}, line {self.getpos()[0]}"
            self.pieces.append(Piece(text, place, prose=prose, written_by_program=written_by_program))

    def end_run(self) -> None:
        text, self._run = "".join(self._run), []
        self.add(text, "text")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE:
            self.end_run()
        self._raw = tag if tag in ("script", "style") else ""
        for name, value in attrs:
            if value and name not in GEOMETRY:
                self._attribute(tag, name, value)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def _attribute(self, tag: str, name: str, value: str) -> None:
        self.pieces += _embedded(value, f"{self._within}picture or file in {tag} {name}, ")
        spoken = name in ("alt", "title", "aria-label", "content", "placeholder", "summary", "label", "value")
        self.add(DATA_URI.sub(" ", value), f"attribute {name} of {tag}", prose=spoken, written_by_program=not spoken)

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.end_run()
        self._raw = ""

    def handle_data(self, data: str) -> None:
        if self._raw:
            self.pieces += _embedded(data, f"{self._within}file in {self._raw}, ")
            self.add(DATA_URI.sub(" ", data), self._raw, prose=False, written_by_program=True)
        else:
            self._run.append(data)

    def handle_comment(self, data: str) -> None:
        self.add(data, "comment", written_by_program=True)

    def handle_decl(self, decl: str) -> None:
        self.add(decl, "declaration", prose=False, written_by_program=True)

    def handle_pi(self, data: str) -> None:
        self.add(data, "processing instruction", prose=False, written_by_program=True)

    def unknown_decl(self, data: str) -> None:
        self.add(data, "declaration", written_by_program=True)


def _markup(text: str, within: str) -> Iterator[Piece]:
    parser = _Markup(within)
    parser.feed(text)
    parser.close()
    parser.end_run()
    yield from parser.pieces


def _embedded(text: str, within: str) -> list[Piece]:
    """What the data addresses in a text hold."""
    pieces: list[Piece] = []
    for kind, options, data in DATA_URI.findall(text):
        raw = urllib.parse.unquote_to_bytes(data)
        if "base64" in options:
            try:
                raw = base64.b64decode(raw, validate=False)
            except binascii.Error as error:
                raise UnreadableError("it holds embedded data that cannot be decoded") from error
        pieces += _embedded_file(kind.lower(), raw, within)
    return pieces


def _embedded_file(kind: str, raw: bytes, within: str) -> list[Piece]:
    if kind == "image/svg+xml":
        return list(_markup(_decoded(raw), within))
    if kind == "image/png":
        return list(_png(raw, within))
    if kind.startswith("text/") or kind in ("", "application/json", "application/javascript"):
        return [Piece(_decoded(raw), f"{within}text")]
    if kind.startswith(FONTS):
        return []
    raise UnreadableError(f"it holds embedded data of kind '{kind}', which is not looked into")


def _png(content: bytes, within: str) -> Iterator[Piece]:
    """The text chunks of a PNG picture."""
    if not content.startswith(PNG_SIGNATURE):
        raise UnreadableError("it holds a PNG picture that is none")
    place = len(PNG_SIGNATURE)
    while place + 8 <= len(content):
        length, kind = struct.unpack(">I4s", content[place : place + 8])
        body = content[place + 8 : place + 8 + length]
        if kind in PNG_TEXT:
            yield Piece(_png_text(kind, body), f"{within}text chunk of a picture", prose=False, written_by_program=True)
        place += 12 + length


def _png_text(kind: bytes, body: bytes) -> str:
    keyword, _, rest = body.partition(b"\x00")
    if kind == b"zTXt":
        rest = zlib.decompress(rest[1:])
    elif kind == b"iTXt":
        compressed, rest = rest[0], rest[2:].split(b"\x00", 2)[-1]
        rest = zlib.decompress(rest) if compressed else rest
    return f"{keyword.decode('latin-1')} {rest.decode('utf-8', 'replace')}"


def _pdf(path: Path) -> Iterator[Piece]:
    """The text of the pages, and every text in the objects behind them."""
    try:
        yield from _pdf_objects(path)
        for number, page in enumerate(pypdf.PdfReader(path).pages, start=1):
            yield from _page(page.extract_text(), f"page {number}")
    except (pikepdf.PdfError, pypdf.errors.PyPdfError) as error:
        raise UnreadableError("it is no readable PDF") from error


def _page(text: str, where: str) -> Iterator[Piece]:
    """The text of a page in each way it can be meant.

    Where words are parted, hyphens of all kinds come out of a PDF as soft hyphens: one at the end of a line may part a
    word or belong to an id, and one within a line may be either as well.
    """
    joined = re.sub(f"[{HYPHENS}]+\n", "", text)
    kept = re.sub(f"[{HYPHENS}]+\n", "-", text)
    yield Piece(joined.replace(SOFT_HYPHEN, "-").replace("\n", " "), where)
    yield Piece(kept.replace(SOFT_HYPHEN, "-").replace("\n", " "), where, prose=False)
    yield Piece(joined.replace(SOFT_HYPHEN, "").replace("\n", " "), where, prose=False)


def _pdf_objects(path: Path) -> Iterator[Piece]:
    with pikepdf.open(path) as document:
        for name, value in document.docinfo.items():
            if not str(name).endswith("Date"):
                yield Piece(str(value), f"document information {name}", prose=False, written_by_program=True)
        if "/Metadata" in document.Root:
            xmp = document.Root.Metadata.read_bytes().decode("utf-8", "replace")
            yield Piece(xmp, "document metadata (XMP)", prose=False, written_by_program=True)
        if document.attachments:
            raise UnreadableError("it holds attached files")
        for thing in document.objects:
            yield from _pdf_strings(thing)


def _pdf_strings(thing: Any) -> Iterator[Piece]:  # noqa: ANN401 - any PDF object
    """Alternative texts, titles, links and other strings of one object; objects it refers to come by themselves."""
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, value in thing.items():
            if isinstance(value, pikepdf.String):
                if key not in ("/ID", "/CreationDate", "/ModDate", "/M"):
                    yield Piece(str(value), f"object, {key}", prose=key in ("/Alt", "/ActualText", "/E", "/Contents"))
            elif not getattr(value, "is_indirect", False):
                yield from _pdf_strings(value)
    elif isinstance(thing, pikepdf.Array):
        for value in thing:
            if isinstance(value, pikepdf.String):
                yield Piece(str(value), "object, list", prose=False)
            elif not getattr(value, "is_indirect", False):
                yield from _pdf_strings(value)
