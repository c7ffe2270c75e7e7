"""Blocks from pandoc's tree to the supported set; anything else is refused with its name and its cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from groupreport.publishing.cells import MarkdownCell
from groupreport.publishing.document import (
    Block,
    BulletList,
    Callout,
    CalloutKind,
    Figure,
    Heading,
    NumberedList,
    PageBreak,
    Paragraph,
    Picture,
    Text,
)
from groupreport.publishing.inlines import REFERENCE, Place, inlines, plain_text
from groupreport.publishing.page_breaks import PAGE_BREAK_CLASS
from groupreport.publishing.supported_openings import HEADLINE_CLASS, KEY_FACTS_CLASS, headline, key_facts
from groupreport.publishing.supported_tables import labelled_table

_CALLOUTS: dict[str, CalloutKind] = {f"callout-{kind}": kind for kind in get_args(CalloutKind)}
_PLAIN_CLASS = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,40}")
_NAMES = {
    "BlockQuote": "a block quote",
    "CodeBlock": "a code block",
    "DefinitionList": "a definition list",
    "HorizontalRule": "a horizontal rule",
    "LineBlock": "a line block",
    "RawBlock": "raw HTML or other raw markup",
    "Table": "a table without a `::: {#tbl-name}` block around it",
}


def supported_blocks(
    read: Sequence[tuple[MarkdownCell, Sequence[Any]]], pictures: Mapping[str, Picture], report: str
) -> tuple[Block, ...]:
    """The content of all cells, in order.

    Args:
        read: Every cell with its blocks, as `pandoc.read_markdown` gives them.
        pictures: The pictures by the name that stands for them.
        report: The report's name, for messages.

    Raises:
        RenderError: A cell holds something outside the supported set.
    """
    left = dict(pictures)
    return tuple(
        _top_block(node, Place(report, cell.number, cell.origin), left) for cell, nodes in read for node in nodes
    )


def _top_block(node: Any, place: Place, pictures: dict[str, Picture]) -> Block:  # noqa: ANN401 - JSON
    match node["t"]:
        case "Header":
            return _heading(node, place)
        case "Figure":
            return _figure(node, place, pictures)
        case "Div":
            return _division(node, place)
        case _:
            return _running_block(node, place)


def _running_block(node: Any, place: Place) -> Block:  # noqa: ANN401 - JSON
    match node["t"]:
        case "Para" | "Plain":
            if [inline["t"] for inline in node["c"]] == ["Image"]:
                raise place.refusal("a figure without a caption is not supported")
            return Paragraph(inlines(node["c"], place))
        case "BulletList":
            return BulletList(tuple(_running_blocks(item, place) for item in node["c"]))
        case "OrderedList":
            (start, style, _), items = node["c"]
            if style["t"] not in {"Decimal", "DefaultStyle"}:
                raise place.refusal("a list numbered with letters or roman numerals is not supported")
            return NumberedList(start, tuple(_running_blocks(item, place) for item in items))
        case "Figure" | "Div" | "Header":
            raise place.refusal("a figure, table, box or heading inside a box or list is not supported")
        case name:
            raise place.refusal(f"{_NAMES.get(name, 'an unknown element')} is not supported")


def _running_blocks(nodes: Sequence[Any], place: Place) -> tuple[Block, ...]:
    return tuple(_running_block(node, place) for node in nodes)


def _heading(node: Any, place: Place) -> Heading:  # noqa: ANN401 - JSON
    level, (identifier, classes, attributes), content = node["c"]
    if place.origin != "prose":
        raise place.refusal("a heading in an output is not supported; headings stand in the notebook's own text")
    if classes or attributes:
        raise place.refusal("a heading with attributes is not supported")
    heading = Heading(level, identifier, inlines(content, place))
    if not plain_text(heading.content).strip():
        raise place.refusal("a heading is empty")
    return heading


def _division(node: Any, place: Place) -> Block:  # noqa: ANN401 - JSON
    (identifier, classes, attributes), content = node["c"]
    if classes == [PAGE_BREAK_CLASS] and not (identifier or attributes or content):
        return PageBreak()
    if REFERENCE.fullmatch(identifier) and identifier.startswith("tbl-") and not (classes or attributes):
        return labelled_table(identifier, content, place)
    if classes == [HEADLINE_CLASS] and not (identifier or attributes):
        return headline(content, place)
    if classes == [KEY_FACTS_CLASS] and not (identifier or attributes):
        return key_facts(content, place)
    if len(classes) == 1 and classes[0] in _CALLOUTS and not identifier:
        return _callout(_CALLOUTS[classes[0]], dict(attributes), content, place)
    shown = ", ".join(f".{name}" for name in classes if _PLAIN_CLASS.fullmatch(name)) or "no class"
    raise place.refusal(f"a block with {shown} is not supported")


def _callout(kind: CalloutKind, attributes: dict[str, str], content: Sequence[Any], place: Place) -> Callout:
    # Quarto's two ways to give a title: an attribute, or a heading at the box's top.
    title = attributes.pop("title", "").strip()
    if not title and content and content[0]["t"] == "Header":
        words = inlines(content[0]["c"][2], place)
        if any(not isinstance(word, Text) for word in words):
            raise place.refusal("a callout's title is plain words, without emphasis or references")
        title, content = plain_text(words).strip(), content[1:]
    if attributes or not title:
        raise place.refusal("a callout needs a title and no other attribute")
    return Callout(kind, title, _running_blocks(content, place))


def _figure(node: Any, place: Place, pictures: dict[str, Picture]) -> Figure:  # noqa: ANN401 - JSON
    (label, _, _), (_, caption), content = node["c"]
    if [block["t"] for block in content] != ["Plain"] or [inline["t"] for inline in content[0]["c"]] != ["Image"]:
        raise place.refusal("a figure that is not one picture is not supported")
    (_, classes, attributes), _, (target, _) = content[0]["c"][0]["c"]
    if not (REFERENCE.fullmatch(label) and label.startswith("fig-")):
        raise place.refusal("a figure without a label like #fig-name is not supported")
    if target not in pictures:
        raise place.refusal(
            f"the picture of {label} is not part of the notebook; only SVG and PNG data URIs are supported"
        )
    given = dict(attributes)
    alternative = given.pop("fig-alt", "").strip()
    if classes or given:
        raise place.refusal(f"{label} has attributes other than a label and fig-alt")
    if not alternative:
        raise place.refusal(f"{label} has no alt text")
    return Figure(label, place.cell, _caption(caption, place), alternative, pictures.pop(target))


def _caption(blocks: Sequence[Any], place: Place) -> Any:  # noqa: ANN401 - a tuple of inlines
    return inlines(blocks[0]["c"], place)
