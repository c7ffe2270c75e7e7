"""What a PDF says: the text of its pages, and every text in the objects behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdf

from groupreport.disclosure.markup_contents import pieces_of_markup
from groupreport.disclosure.picture_contents import pieces_of_jpeg
from groupreport.disclosure.pieces import Piece, UnreadableError

_SOFT_HYPHEN = "\u00ad"
_HYPHENS = "\u00ad\u2010\u2011-"
# When a program wrote the file; this is no day of the program's.
_DATES_OF_MAKING = {"/ID", "/CreationDate", "/ModDate", "/M"}
_DATE_ELEMENTS = re.compile(
    r"<xmp:(CreateDate|ModifyDate|MetadataDate)>.*?</xmp:\1>|<xmpMM:(DocumentID|InstanceID)>.*?</xmpMM:\2>"
    r"|xmp:(?:CreateDate|ModifyDate|MetadataDate)=\"[^\"]*\"|xmpMM:(?:DocumentID|InstanceID)=\"[^\"]*\"",
    re.DOTALL,
)
_READ = {"/Alt", "/ActualText", "/E", "/Contents", "/Title"}
# What can say or bring something that no page shows. No report needs any of it.
_ACTING = {"/JavaScript", "/JS", "/XFA", "/AcroForm", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/RichMedia"}
_ACTING |= {"/Collection", "/Launch", "/Movie", "/Sound", "/3D", "/FileAttachment", "/SubmitForm", "/AF"}
_DRAW_TEXT = {"Tj", "TJ", "'", '"'}
_SHORTEST_NAME = 5


def pieces_of_pdf(path: Path) -> Iterator[Piece]:
    """The text of the pages, and every text in the objects behind them.

    Raises:
        UnreadableError: It is no PDF that can be read whole, or it holds files, forms, notes or scripts.
    """
    try:
        yield from _objects(path)
        yield from _around_objects(path.read_bytes())
        for number, page in enumerate(pypdf.PdfReader(path).pages, start=1):
            yield from _page(page.extract_text(), f"page {number}")
    except (pikepdf.PdfError, pikepdf.PasswordError, pypdf.errors.PyPdfError) as error:
        raise UnreadableError("it is no readable PDF") from error


def _around_objects(content: bytes) -> Iterator[Piece]:
    """What stands between the objects: comments; and neither earlier versions nor anything after the end."""
    between = re.sub(rb"stream\r?\n.*?endstream", b" ", content, flags=re.DOTALL)
    if between.count(b"startxref") > 1 and b"/Linearized" not in between:
        raise UnreadableError("it holds an earlier version of itself")
    if between.rpartition(b"%%EOF")[2].strip():
        raise UnreadableError("something follows its end")
    for comment in re.findall(rb"(?m)^[^(<\r\n]*%([^%\r\n].*)$", between):
        yield Piece(comment.decode("latin-1"), "comment", prose=False, written_by_program=True)


def _page(text: str, where: str) -> Iterator[Piece]:
    """The text of a page in each way it can be meant.

    Where words are parted, hyphens of all kinds come out of a PDF as soft hyphens: one at the end of a line may part a
    word or belong to an id, and one within a line may be either as well.
    """
    joined = re.sub(f"[{_HYPHENS}]+\n", "", text)
    kept = re.sub(f"[{_HYPHENS}]+\n", "-", text)
    yield Piece(joined.replace(_SOFT_HYPHEN, "-").replace("\n", " "), where)
    yield Piece(kept.replace(_SOFT_HYPHEN, "-"), where, prose=False)
    yield Piece(joined.replace(_SOFT_HYPHEN, ""), where, prose=False)


def _objects(path: Path) -> Iterator[Piece]:
    with pikepdf.open(path) as document:
        if document.attachments:
            raise UnreadableError("it holds attached files")
        for name, value in document.docinfo.items():
            if not str(name).endswith("Date"):
                yield Piece(f"{name} {value}", f"document information {name}", prose=False, written_by_program=True)
        on_pages = {one.objgen for page in document.pages for one in _drawings(page.get("/Resources"), set())}
        for thing in document.objects:
            yield from _strings(thing)
            if isinstance(thing, pikepdf.Stream):
                yield from _stream(thing, on_page=thing.objgen in on_pages)
            if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
                _refuse_notes(thing)
        for number, page in enumerate(document.pages, start=1):
            yield from _instructions(page, f"page {number}")


def _refuse_notes(thing: Any) -> None:  # noqa: ANN401 - any PDF object
    """An annotation shows a text of its own; a report has only links."""
    kind = thing.get("/Type")
    if kind == "/Annot" and thing.get("/Subtype") != "/Link":
        raise UnreadableError("it holds notes or form fields")
    if kind == "/Font" and thing.get("/Subtype") in ("/Type0", "/Type3") and "/ToUnicode" not in thing:
        raise UnreadableError("it holds a font whose text cannot be read")


def _drawings(resources: Any, met: set[tuple[int, int]]) -> Iterator[pikepdf.Stream]:  # noqa: ANN401 - a PDF object
    """The drawings that a page places, and those that they place; their text is the page's."""
    placed = resources.get("/XObject", {}) if resources is not None else {}
    for drawing in placed.values():
        if drawing.get("/Subtype") == "/Form" and drawing.objgen not in met:
            met.add(drawing.objgen)
            yield drawing
            yield from _drawings(drawing.get("/Resources"), met)


def _stream(stream: pikepdf.Stream, *, on_page: bool) -> Iterator[Piece]:
    """Metadata, pictures, and drawings such as patterns, wherever they hang."""
    if stream.get("/Type") == "/Metadata" or stream.get("/Subtype") == "/XML":
        xmp = _DATE_ELEMENTS.sub(" ", stream.read_bytes().decode("utf-8", "replace"))
        for piece in pieces_of_markup(re.sub(r"<\?x?packet.*?\?>", " ", xmp)):
            yield Piece(piece.text, "document metadata (XMP)", prose=False, written_by_program=True)
    elif stream.get("/Subtype") == "/Image":
        if stream.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
            yield from pieces_of_jpeg(stream.read_raw_bytes(), "picture, ")
        if stream.get("/Filter") == "/JPXDecode":
            raise UnreadableError("it holds a JPEG 2000 picture, which is not looked into")
    elif stream.get("/Subtype") == "/Form" or "/PatternType" in stream:
        yield from _instructions(stream, "drawing", read=on_page)


def _instructions(drawn: Any, where: str, *, read: bool = True) -> Iterator[Piece]:  # noqa: ANN401 - a page or a stream
    """Texts that stand in a page's instructions: what a screen reader reads in place of what is drawn.

    `read` says whether the text that is drawn is read with a page's.
    """
    for instruction in pikepdf.parse_content_stream(drawn):
        operator = str(instruction.operator)
        if not read and operator in _DRAW_TEXT:
            raise UnreadableError("it holds a drawing with text that is on no page")
        if operator in ("BDC", "DP"):
            for operand in instruction.operands:
                for piece in _strings(operand):
                    yield Piece(piece.text, f"{where}, {piece.where}", prose=piece.prose)


def _strings(thing: Any) -> Iterator[Piece]:  # noqa: ANN401 - any PDF object
    """Alternative texts, titles, links and other strings of one object; objects it refers to come by themselves."""
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, value in thing.items():
            if key in _ACTING or (isinstance(value, pikepdf.Name) and str(value) in _ACTING):
                raise UnreadableError("it holds files, forms or scripts")
            yield from _name(key)
            if key not in _DATES_OF_MAKING:
                yield from _value(value, f"object, {key}", key)
    elif isinstance(thing, pikepdf.Array):
        for value in thing:
            yield from _value(value, "object, list", "")
    elif isinstance(thing, pikepdf.String):
        yield from _value(thing, "object", "")


def _value(value: Any, where: str, key: str) -> Iterator[Piece]:  # noqa: ANN401 - any PDF object
    if isinstance(value, pikepdf.String):
        yield Piece(str(value), where, prose=key in _READ, written_by_program=key not in _READ)
    elif isinstance(value, pikepdf.Name):
        yield from _name(str(value))
    elif not getattr(value, "is_indirect", False):
        yield from _strings(value)


def _name(name: str) -> Iterator[Piece]:
    """A name in the file's structure; those of fonts and pictures are short and say nothing."""
    if len(name) > _SHORTEST_NAME:
        yield Piece(name.removeprefix("/"), "object, name", prose=False, written_by_program=True)
