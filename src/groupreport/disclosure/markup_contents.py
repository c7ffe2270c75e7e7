"""What HTML and SVG say: their text, attributes, comments and style, and the files that are embedded in them."""

from __future__ import annotations

import base64
import binascii
import html
import re
import urllib.parse
from collections.abc import Iterator
from html.parser import HTMLParser

from groupreport.disclosure.picture_contents import pieces_of_jpeg, pieces_of_png
from groupreport.disclosure.pieces import Piece, UnreadableError, decoded

# Geometry: a path's "M12 4" is not a member.
_GEOMETRY = {
    **dict.fromkeys(["d"], re.compile(r"(?:[A-Za-z](?![A-Za-z])|[\d\s,.+-])*")),
    **dict.fromkeys(["points", "viewbox", "stroke-dasharray"], re.compile(r"[\d\s,.eE+-]*")),
    **dict.fromkeys(["transform", "gradienttransform"], re.compile(r"(?:\s*[a-zA-Z]+\([\d\s,.eE+-]*\)\s*,?)*")),
}
_DRAWN = {"path", "polygon", "polyline", "g", "svg", "use", "symbol", "marker", "pattern", "clippath", "text", "tspan"}
_DRAWN |= {"rect", "circle", "ellipse", "line", "image", "lineargradient", "radialgradient", "view"}
# Elements that do not part words; all others do.
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s"}
    | {"samp", "small", "span", "strong", "sub", "sup", "tspan", "u", "var", "wbr"}
)
_SPOKEN = frozenset({"alt", "title", "aria-label", "content", "placeholder", "summary", "label", "value"})
# What can say something that stands nowhere in the file.
_ACTING = frozenset({"script", "iframe", "frame", "object", "embed", "applet", "portal", "fencedframe"})
_DATA_ADDRESS = re.compile(r"data:\s*([\w.+-]+/[\w.+-]+)?((?:;[^,;]*)*),([^\"'()<>]*)", re.IGNORECASE)
_FONTS = ("font/", "application/font", "application/x-font", "application/vnd.ms-fontobject")
_FONT_SIGNATURES = (b"wOFF", b"wOF2", b"OTTO", b"true", b"\x00\x01\x00\x00")
_DEEPEST = 5


def pieces_of_markup(text: str, within: str = "", depth: int = 0) -> Iterator[Piece]:
    """Every piece of a page or a picture in SVG.

    Raises:
        UnreadableError: It runs a script, or something embedded in it cannot be looked into.
    """
    if depth > _DEEPEST:
        raise UnreadableError("files are embedded in it too deeply")
    parser = _Markup(within, depth)
    parser.feed(text)
    parser.close()
    parser.end_run()
    yield from parser.pieces


class _Markup(HTMLParser):
    """Collects pieces; inline elements do not part words, blocks do."""

    def __init__(self, within: str, depth: int) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self._within = within
        self._depth = depth
        self._run: list[str] = []
        self._in_style = False
        self._headings: list[str] = []
        self._column = -1
        self._cell = ""

    def add(self, text: str, where: str, *, prose: bool = True, written_by_program: bool = False) -> None:
        if text.strip():
            place = f"{self._within}{where}, line {self.getpos()[0]}"
            self.pieces.append(Piece(text, place, prose=prose, written_by_program=written_by_program))

    def end_run(self) -> None:
        text, self._run = "".join(self._run), []
        self.add(text, "text")
        if self._cell == "th":
            self._headings[self._column :] = [text]
        elif self._cell == "td" and self._column < len(self._headings):
            self.add(f"{self._headings[self._column]} {text}", "text", prose=False)  # what a number in the cell is

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ACTING:
            raise UnreadableError(f"it holds <{tag}>, which can say what stands nowhere in the file")
        if tag not in _INLINE:
            self.end_run()
        self._in_style = tag == "style"
        self._follow_table(tag)
        self.add(tag, "element", prose=False, written_by_program=True)
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def _follow_table(self, tag: str) -> None:
        if tag == "table":
            self._headings = []
        if tag == "tr":
            self._column = -1
        if tag in ("td", "th"):
            self._column += 1
            self._cell = tag

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on") or name == "srcdoc" or re.match(r"\W*(?:java|vb)script\W*:", value, re.IGNORECASE):
            raise UnreadableError(f"{tag} {name} runs a script")
        geometry = _GEOMETRY.get(name)
        if geometry and tag in _DRAWN and geometry.fullmatch(value) and len(value.split()) != 1:
            return
        rest = self._without_embedded(value, f"{tag} {name}")
        where = f"attribute {name} of {tag}"
        if name in _SPOKEN:
            self.add(rest, where)
        else:
            self.add(f"{name} {rest}", where, prose=False, written_by_program=True)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.end_run()
        if tag in ("td", "th", "table"):
            self._cell = ""
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            rest = self._without_embedded(data, "style")
            self.add(rest, "style", prose=False, written_by_program=True)
            self.add(re.sub(r"/\*.*?\*/", "", rest, flags=re.DOTALL), "style", prose=False, written_by_program=True)
        else:
            self._run.append(data)

    def handle_comment(self, data: str) -> None:
        self.add(
            self._without_embedded(html.unescape(data), "comment"), "comment", prose=False, written_by_program=True
        )

    def handle_decl(self, decl: str) -> None:
        self.add(decl, "declaration", prose=False, written_by_program=True)

    def handle_pi(self, data: str) -> None:
        self.add(data, "processing instruction", prose=False, written_by_program=True)

    def unknown_decl(self, data: str) -> None:
        self.add(data, "declaration", prose=False, written_by_program=True)

    def _without_embedded(self, text: str, place: str) -> str:
        """The text without the data addresses in it, whose files are looked into."""
        for kind, options, data in _DATA_ADDRESS.findall(text):
            within = f"{self._within}picture or file in {place}, "
            self.pieces += _embedded_file(kind.lower(), _embedded_bytes(options, data), within, self._depth + 1)
            self.add(options, f"data address in {place}", prose=False, written_by_program=True)
        return _DATA_ADDRESS.sub(" ", text)


def _embedded_bytes(options: str, data: str) -> bytes:
    raw = urllib.parse.unquote_to_bytes(data)
    if "base64" not in options.lower():
        return raw
    try:
        return base64.b64decode(b"".join(raw.split()), validate=True)
    except binascii.Error as error:
        raise UnreadableError("it holds embedded data that cannot be decoded") from error


def _embedded_file(kind: str, raw: bytes, within: str, depth: int) -> list[Piece]:
    if kind in ("image/svg+xml", "text/html", "application/xhtml+xml", "text/xml", "application/xml"):
        return list(pieces_of_markup(decoded(raw), within, depth))
    if kind == "image/png":
        return list(pieces_of_png(raw, within))
    if kind in ("image/jpeg", "image/jpg"):
        return list(pieces_of_jpeg(raw, within))
    if kind in ("", "text/plain", "text/css", "text/csv"):
        return list(pieces_of_markup(decoded(raw), within, depth))
    if kind.startswith(_FONTS) and raw.startswith(_FONT_SIGNATURES):
        return []
    raise UnreadableError(f"it holds embedded data of kind '{kind}', which is not looked into")
