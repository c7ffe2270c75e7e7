"""A program's logo: a picture that shows itself and does nothing else."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

_PNG = b"\x89PNG\r\n\x1a\n"
_MOST_BYTES = 2_000_000
_SVG = "{http://www.w3.org/2000/svg}"
_ACTING = {"script", "foreignobject", "iframe", "audio", "video", "a", "animate", "animatemotion", "animatetransform"}
_INSIDE = re.compile(r"#|data:image/(?:png|jpeg);base64,")
_ADDRESS = re.compile(r"url\(\s*['\"]?([^)'\"]*)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Logo:
    """The logo's bytes and its alt text."""

    kind: Literal["svg", "png"]
    content: bytes
    alternative: str


def read_logo(path: Path, alternative: str) -> Logo:
    """Read a logo and look into it.

    Raises:
        ValueError: It is missing, no picture of the kind that its name says, or an SVG file that runs something or
            loads something; the message says which.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ValueError(f"the logo cannot be read: {error.strerror}") from error
    if len(content) > _MOST_BYTES:
        raise ValueError("the logo is larger than 2 MB")
    if path.suffix == ".png":
        if not content.startswith(_PNG):
            raise ValueError("the logo is named .png but is no PNG picture")
        return Logo(kind="png", content=content, alternative=alternative)
    wrong = next(_wrong_in_svg(content), None)
    if wrong:
        raise ValueError(wrong)
    return Logo(kind="svg", content=content, alternative=alternative)


def _wrong_in_svg(content: bytes) -> Iterator[str]:
    if b"<!DOCTYPE" in content.upper() or b"<!ENTITY" in content.upper():
        yield "the logo has a document type, which can load and repeat text; save it as plain SVG"
        return
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError):
        yield "the logo is named .svg but is no SVG picture"
        return
    if root.tag != f"{_SVG}svg":
        yield "the logo is named .svg but is no SVG picture"
        return
    if b"<?xml-stylesheet" in content.lower():
        yield "the logo loads a style sheet"
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2].lower()
        if name in _ACTING:
            yield f"the logo holds <{name}>, and a picture may run nothing and lead nowhere"
        texts = [element.text or ""] if name == "style" else []
        for attribute, value in element.attrib.items():
            local = attribute.rpartition("}")[2].lower()
            if local.startswith("on"):
                yield f"the logo holds the attribute {local}, and a picture may run nothing"
            if local in ("href", "src") and not _INSIDE.match(value.strip()):
                yield "the logo loads something from outside itself"
            texts.append(value)
        for text in texts:
            if "@import" in text.lower() or any(not _INSIDE.match(found.strip()) for found in _ADDRESS.findall(text)):
                yield "the logo loads something from outside itself"
