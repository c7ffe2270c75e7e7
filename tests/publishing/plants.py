"""Ways to plant a text in a finished page, picture or table where a person may not see it."""

from __future__ import annotations

import base64
import struct
import urllib.parse
import zlib
from pathlib import Path

import pikepdf


def _in_page(content: str, planted: str) -> str:
    assert content.count("</main>") == 1
    return content.replace("</main>", f"{planted}</main>")


def _in_head(content: str, planted: str) -> str:
    assert content.count("</head>") == 1
    return content.replace("</head>", f"{planted}</head>")


def svg(inside: str) -> str:
    """A small picture."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>'


def data_address(kind: str, content: bytes) -> str:
    """The content as a data address."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG picture with these chunks."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", header), *chunks, (b"IDAT", zlib.compress(b"\x00\x00")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, body) for kind, body in parts)


def jpeg(*segments: tuple[int, bytes]) -> bytes:
    """The frame of a JPEG picture with these segments."""
    parts = b"".join(b"\xff" + bytes([kind]) + struct.pack(">H", len(body) + 2) + body for kind, body in segments)
    return b"\xff\xd8" + parts + b"\xff\xda\x00\x02\x12\xff\x00\x34" + b"\xff\xd9"


def _picture(kind: str, content: bytes) -> str:
    return f'<img alt="" src="{data_address(kind, content)}">'


def _svg_picture(inside: str) -> str:
    return _picture("image/svg+xml", svg(inside).encode())


def _escaped(text: str) -> str:
    return "".join(f"\\{ord(letter):06x}" for letter in text)


def _referenced(text: str) -> str:
    return "".join(f"&#{ord(letter)};" for letter in text)


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


# By name: what is put at the end of a page's main part.
IN_PAGE = {
    "paragraph": lambda text: f"<p>Before {text} after</p>",
    "references": lambda text: f"<p>{_referenced(text)}</p>",
    "inline elements": lambda text: f"<p>{text[0]}<b></b><span>{text[1:]}</span></p>",
    "template": lambda text: f"<template><p>{text}</p></template>",
    "table cell": lambda text: f"<table><tr><th>a</th></tr><tr><td>{text}</td></tr></table>",
    "table header": lambda text: f"<table><tr><th>{text}</th></tr></table>",
    "not shown": lambda text: f"<p hidden style='display:none'>{text}</p>",
    "title attribute": lambda text: f'<p title="{text}">x</p>',
    "data attribute": lambda text: f'<p data-x="{text}">x</p>',
    "class": lambda text: f'<p class="{text}">x</p>',
    "geometry of no picture": lambda text: f'<p d="{text}">x</p>',
    "link": lambda text: f'<a href="#{_quoted(text)}">x</a>',
    "comment": lambda text: f"<!-- {text} -->",
    "references in a comment": lambda text: f"<!-- {_referenced(text)} -->",
    "picture in a comment": lambda text: f"<!-- {_svg_picture(f'<desc>{text}</desc>')} -->",
    "section of another kind": lambda text: f"<![CDATA[{text}]]>",
    "processing instruction": lambda text: f"<?x {text}?>",
    "base64 in a text": lambda text: f"<p>{base64.b64encode(f'    {text}    '.encode()).decode()}</p>",
    "hexadecimal in a text": lambda text: f"<p>{text.encode().hex()}</p>",
    "drawn text": lambda text: svg(f"<text>{text}</text>"),
    "description of a drawing": lambda text: svg(f"<desc>{text}</desc>"),
    "metadata of a drawing": lambda text: svg(f"<metadata><x>{text}</x></metadata>"),
    "comment in a drawing": lambda text: svg(f"<!-- {text} -->"),
    "id in a drawing": lambda text: svg(f'<g id="{text}"/>'),
    "picture: text": lambda text: _svg_picture(f"<text>{text}</text>"),
    "picture: title": lambda text: _svg_picture(f"<title>{text}</title>"),
    "picture: comment": lambda text: _svg_picture(f"<!-- {text} -->"),
    "picture: percent signs": lambda text: (
        f'<img alt="" src="data:image/svg+xml,{_quoted(svg(f"<desc>{text}</desc>"))}">'
    ),
    "picture: capitals": lambda text: _svg_picture(f"<desc>{text}</desc>").replace(
        "data:image/svg+xml", "DATA:IMAGE/SVG+XML"
    ),
    "picture: parted lines": lambda text: _svg_picture(f"<desc>{text}</desc>").replace("base64,PHN2", "base64,PH\n N2"),
    "picture: options": lambda text: (
        f'<img alt="" src="data:image/svg+xml;x={urllib.parse.quote(text)},{_quoted(svg(""))}">'
    ),
    "picture in a picture": lambda text: _svg_picture(
        f'<image href="{data_address("image/svg+xml", svg(f"<text>{text}</text>").encode())}"/>'
    ),
    "PNG in a picture": lambda text: _svg_picture(
        f'<image href="{data_address("image/png", png((b"tEXt", b"Author" + bytes(1) + text.encode())))}"/>'
    ),
    "PNG text": lambda text: _picture("image/png", png((b"tEXt", b"Author" + bytes(1) + text.encode()))),
    "PNG keyword": lambda text: _picture("image/png", png((b"tEXt", text.encode() + bytes(1)))),
    "PNG compressed": lambda text: _picture(
        "image/png", png((b"zTXt", b"a" + bytes(2) + zlib.compress(text.encode())))
    ),
    "PNG international": lambda text: _picture("image/png", png((b"iTXt", b"a" + bytes(5) + text.encode()))),
    "PNG international, compressed": lambda text: _picture(
        "image/png", png((b"iTXt", b"a\x00\x01" + bytes(3) + zlib.compress(text.encode())))
    ),
    "PNG EXIF": lambda text: _picture("image/png", png((b"eXIf", b"MM\x00*" + text.encode() + bytes(2)))),
    "PNG private chunk": lambda text: _picture("image/png", png((b"prVt", text.encode("utf-16-le")))),
    "JPEG comment": lambda text: _picture("image/jpeg", jpeg((0xFE, text.encode()))),
    "JPEG EXIF": lambda text: _picture("image/jpeg", jpeg((0xE1, b"Exif\x00\x00MM\x00*" + text.encode() + bytes(1)))),
    "JPEG EXIF, wide": lambda text: _picture(
        "image/jpeg", jpeg((0xE1, b"Exif\x00\x00\x01" + text.encode("utf-16-le")))
    ),
    "JPEG XMP": lambda text: _picture(
        "image/jpeg", jpeg((0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x>" + text.encode() + b"</x>"))
    ),
    "after the end of a PNG": lambda text: _picture("image/png", png() + text.encode()),
    "after the end of a JPEG": lambda text: _picture("image/jpeg", jpeg() + text.encode()),
    "page in an address": lambda text: f'<a href="{data_address("text/html", f"<p>{text}</p>".encode())}">x</a>',
    "text in an address": lambda text: f'<a href="data:,{_quoted(text)}">x</a>',
    "font that is none": lambda text: f'<img alt="" src="{data_address("font/woff2", text.encode())}">',
    "script": lambda text: f"<script>{text}</script>",
    "handler": lambda text: f'<p onclick="{text}">x</p>',
    "page in a page": lambda text: f'<iframe srcdoc="{text}"></iframe>',
}
IN_HEAD = {
    "meta": lambda text: f'<meta name="author" content="{text}">',
    "style": lambda text: f".x::after{{content:'{text}'}}",
    "escapes in a style": lambda text: f".x::after{{content:'{_escaped(text)}'}}",
    "comment in a style": lambda text: f"/* {text} */",
    "picture in a style": lambda text: (
        f"a{{background:url('{data_address('image/svg+xml', svg(f'<desc>{text}</desc>').encode())}')}}"
    ),
}


def plant_in_html(channel: str, text: str, page: Path, target: Path) -> None:
    """Write the page with the text planted."""
    content = page.read_text(encoding="utf-8")
    if channel in IN_PAGE:
        changed = _in_page(content, IN_PAGE[channel](text))
    else:
        planted = IN_HEAD[channel](text)
        changed = _in_head(content, planted if planted.startswith("<meta") else f"<style>{planted}</style>")
    target.write_text(changed, encoding="utf-8")


def _information(document, text):
    document.docinfo["/Keywords"] = text


def _own_information(document, text):
    document.docinfo["/Session"] = text


def _metadata(document, text):
    with document.open_metadata() as metadata:
        metadata["dc:description"] = text


def _metadata_of_a_part(document, text):
    stream = document.make_stream(f"<x><y>{_referenced(text)}</y></x>".encode())
    stream["/Type"], stream["/Subtype"] = pikepdf.Name.Metadata, pikepdf.Name.XML
    document.pages[0]["/Metadata"] = stream


def _structure(key):
    def plant(document, text):
        parts = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/P"]
        parts[0][key] = text

    return plant


def _instead_of_drawn(document, text):
    hexadecimal = text.encode("utf-16-be").hex()
    marked = f"/Span <</ActualText <FEFF{hexadecimal}>>> BDC EMC".encode()
    document.pages[0].contents_add(document.make_stream(marked))


def _outline(document, text):
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(text, 0))


def _page_label(document, text):
    label = pikepdf.Dictionary(P=text)
    document.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, label]))


def _annotation(**of):
    def plant(document, text):
        filled = {name: text if value is None else value for name, value in of.items()}
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=[0, 0, 9, 9], **filled)
        page = document.pages[0]
        page["/Annots"] = pikepdf.Array([*page.get("/Annots", []), document.make_indirect(note)])

    return plant


def _link(document, text):
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=f"https://example.org/{_quoted(text)}")
    _annotation(Subtype=pikepdf.Name.Link, A=action)(document, text)


def _form(document, text):
    field = document.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="a", V=text))
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))


def _attachment(document, text):
    document.attachments["rows.csv"] = pikepdf.AttachedFileSpec(document, text.encode())


def _script(document, text):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=text)


def _unplaced(document, text, mode=""):
    """A drawing that can be put on a page, with the text in it."""
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    form = document.make_stream(f"BT /F 9 Tf {mode}<{text.encode('latin-1').hex()}> Tj ET".encode())
    form["/Type"], form["/Subtype"], form["/BBox"] = (
        pikepdf.Name.XObject,
        pikepdf.Name.Form,
        pikepdf.Array([0, 0, 9, 9]),
    )
    form["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    return form


def _drawing(document, text):
    form = _unplaced(document, text, "3 Tr ")
    page = document.pages[0]
    name = page.add_resource(form, pikepdf.Name.XObject)
    page.contents_add(document.make_stream(f"{name} Do".encode()))


def _drawing_that_no_page_shows(document, text):
    document.Root["/PieceInfo"] = pikepdf.Dictionary(X=_unplaced(document, text))


def _picture_in_pdf(document, text):
    picture = document.make_stream(jpeg((0xFE, text.encode())))
    picture["/Type"], picture["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Image
    picture["/Filter"] = pikepdf.Name.DCTDecode
    document.pages[0].add_resource(picture, pikepdf.Name.XObject)


def _name(document, text):
    document.Root["/PieceInfo"] = pikepdf.Dictionary({f"/x {text}": 1})


IN_PDF = {
    "document information": _information,
    "own document information": _own_information,
    "XMP": _metadata,
    "XMP of a page": _metadata_of_a_part,
    "alternative text": _structure("/Alt"),
    "actual text": _structure("/ActualText"),
    "expansion": _structure("/E"),
    "title of an element": _structure("/T"),
    "text in place of what is drawn": _instead_of_drawn,
    "outline": _outline,
    "page label": _page_label,
    "link": _link,
    "note of a link": _annotation(Subtype=pikepdf.Name.Link, Contents=None),
    "note": _annotation(Subtype=pikepdf.Name.Text, Contents=None),
    "form field": _form,
    "attachment": _attachment,
    "script": _script,
    "invisible drawing": _drawing,
    "drawing that no page shows": _drawing_that_no_page_shows,
    "comment in a picture": _picture_in_pdf,
    "name": _name,
}
AROUND_PDF = {
    "comment between objects": lambda content, text: content.replace(b"\nxref", f"\n% {text}\nxref".encode(), 1),
    "after the end": lambda content, text: content + text.encode(),
    "earlier version": lambda content, text: content + f"1 0 obj\n({text})\nendobj\nstartxref\n9\n%%EOF\n".encode(),
}


def plant_in_pdf(channel: str, text: str, page: Path, target: Path) -> None:
    """Write the PDF with the text planted."""
    with pikepdf.open(page) as document:
        if channel in IN_PDF:
            IN_PDF[channel](document, text)
        # Objects that stand for themselves, so that what is between them can be changed.
        document.save(target, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    if channel in AROUND_PDF:
        changed = AROUND_PDF[channel](target.read_bytes(), text)
        assert text.encode() in changed
        target.write_bytes(changed)


IN_CSV = {
    "cell": lambda text: f"term,value\nfall,{text}\n",
    "quoted cell": lambda text: 'term,value\nfall,"{}"\n'.format(text.replace('"', '""')),
    "header": lambda text: f"term,{text}\nfall,1\n",
    "more cells than columns": lambda text: f"term\nfall,{text}\n",
}
