"""Reads a tagged PDF as a screen reader does: the tree of headings, paragraphs, tables and figures with their text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf

_CHARACTERS = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_RANGE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)


@dataclass
class Element:
    """One element of the structure tree."""

    kind: str
    alternative: str = ""
    parts: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, without any white space: line breaks leave no trace in a PDF."""
        return "".join("".join(part.split()) if isinstance(part, str) else part.text for part in self.parts)

    def all(self, *kinds: str) -> list[Element]:
        """Every element of these kinds inside, in reading order."""
        found = []
        for part in self.parts:
            if isinstance(part, Element):
                found += [part] if part.kind in kinds else []
                found += part.all(*kinds)
        return found


def read_tagged_pdf(path: Path) -> Element:
    """The document's structure tree."""
    with pikepdf.open(path) as pdf:
        texts = {page.objgen: _marked_texts(page) for page in pdf.pages}
        document = Element("Root")
        _add(document, pdf.Root.StructTreeRoot.K, None, texts)
        return document


def _add(parent: Element, node: Any, page: Any, texts: dict[Any, dict[int, str]]) -> None:
    if isinstance(node, pikepdf.Array):
        for child in node:
            _add(parent, child, page, texts)
    elif isinstance(node, pikepdf.Dictionary):
        page = node.get("/Pg", page)
        if "/S" in node:
            element = Element(str(node.S)[1:], str(node.get("/Alt", "")))
            parent.parts.append(element)
            _add(element, node.get("/K", pikepdf.Array()), page, texts)
        elif "/MCID" in node:
            parent.parts.append(texts[page.objgen].get(int(node.MCID), ""))
    else:
        parent.parts.append(texts[page.objgen].get(int(node), ""))


def _marked_texts(page: Any) -> dict[int, str]:
    fonts = {name: _to_unicode(font) for name, font in page.resources.get("/Font", {}).items()}
    texts: dict[int, str] = {}
    marks: list[int | None] = []
    characters: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "BDC":
            given = operands[1]
            marks.append(int(given["/MCID"]) if isinstance(given, pikepdf.Dictionary) and "/MCID" in given else None)
        elif operator == "BMC":
            marks.append(None)
        elif operator == "EMC":
            marks.pop()
        elif operator == "Tf":
            characters = fonts[str(operands[0])]
        elif operator in {"Tj", "TJ"}:
            current = next((mark for mark in reversed(marks) if mark is not None), None)
            strings = operands[0] if operator == "TJ" else [operands[0]]
            shown = "".join(_decode(bytes(one), characters) for one in strings if isinstance(one, pikepdf.String))
            if current is not None:
                texts[current] = texts.get(current, "") + shown
    return texts


def _decode(codes: bytes, characters: dict[int, str]) -> str:
    return "".join(
        characters.get(int.from_bytes(codes[place : place + 2], "big"), "\ufffd") for place in range(0, len(codes), 2)
    )


def _to_unicode(font: Any) -> dict[int, str]:
    characters: dict[int, str] = {}
    for kind, body in _BLOCK.findall(font.ToUnicode.read_bytes()):
        if kind == b"bfchar":
            for code, text in _CHARACTERS.findall(body):
                characters[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
        else:
            for first, last, text in _RANGE.findall(body):
                start = int(text, 16)
                for place, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                    characters[code] = chr(start + place)
    return characters
