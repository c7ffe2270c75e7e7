"""Words in a line, from pandoc's tree to the supported set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from groupreport.errors import RenderError
from groupreport.publishing.document import Emphasis, Inline, Reference, Strong, Text

REFERENCE = re.compile(r"(?:fig|tbl)-[a-z0-9]+(?:-[a-z0-9]+)*")
_QUOTES = {"SingleQuote": ("\u2018", "\u2019"), "DoubleQuote": ("\u201c", "\u201d")}
_NAMES = {
    "Cite": "a citation",
    "Code": "code",
    "Image": "a picture inside a line",
    "LineBreak": "a forced line break",
    "Link": "a link",
    "Math": "math",
    "Note": "a footnote",
    "RawInline": "raw HTML or other raw markup",
    "SmallCaps": "small capitals",
    "Span": "a span with attributes",
    "Strikeout": "struck-out text",
    "Subscript": "a subscript",
    "Superscript": "a superscript",
    "Underline": "underlined text",
}


@dataclass(frozen=True)
class Place:
    """Where in the notebook something stands, for messages."""

    report: str
    cell: int
    origin: str

    def refusal(self, what: str) -> RenderError:
        """The error that names something both formats cannot show alike; it quotes no text of the notebook."""
        return RenderError(self.report, f"cell {self.cell}: {what}")


def inlines(nodes: Sequence[Any], place: Place) -> tuple[Inline, ...]:
    """Words, emphasis and references; neighboring words become one text.

    Raises:
        RenderError: Something else stands in the line.
    """
    content: list[Inline] = []
    words: list[str] = []
    for part in _parts(nodes, place):
        if isinstance(part, str):
            words.append(part)
            continue
        if words:
            content.append(Text("".join(words)))
            words.clear()
        content.append(part)
    if words:
        content.append(Text("".join(words)))
    return tuple(content)


def plain_text(content: Sequence[Inline]) -> str:
    """The words without their emphasis; a reference counts as its label."""
    words = (
        inline.text
        if isinstance(inline, Text)
        else inline.label
        if isinstance(inline, Reference)
        else plain_text(inline.content)
        for inline in content
    )
    return "".join(words)


def _parts(nodes: Sequence[Any], place: Place) -> Iterator[str | Inline]:
    """Words one by one, and what stands between them."""
    for node in nodes:
        match node["t"]:
            case "Str":
                yield node["c"]
            case "Space" | "SoftBreak":
                yield " "
            case "Emph":
                yield Emphasis(inlines(node["c"], place))
            case "Strong":
                yield Strong(inlines(node["c"], place))
            case "Quoted":
                opening, closing = _QUOTES[node["c"][0]["t"]]
                yield opening
                yield from _parts(node["c"][1], place)
                yield closing
            case "Cite":
                yield _reference(node, place)
            case name:
                raise place.refusal(f"{_NAMES.get(name, 'an unknown element')} is not supported")


def _reference(node: Any, place: Place) -> Reference:  # noqa: ANN401 - JSON
    citations = node["c"][0]
    label = str(citations[0]["citationId"])
    alone = len(citations) == 1 and citations[0]["citationMode"]["t"] == "AuthorInText"
    if not (alone and REFERENCE.fullmatch(label) and not citations[0]["citationSuffix"]):
        raise place.refusal("a citation is not supported; a reference reads @fig-name or @tbl-name")
    return Reference(label, place.cell)
