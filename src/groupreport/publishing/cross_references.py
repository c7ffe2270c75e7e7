"""Labels and numbers: every figure and table is numbered in order, and every reference finds its number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from groupreport.errors import RenderError
from groupreport.parameters import PageWords
from groupreport.publishing.document import (
    Block,
    BulletList,
    Callout,
    Document,
    Emphasis,
    Figure,
    Heading,
    Headline,
    Inline,
    KeyFacts,
    NumberedList,
    Paragraph,
    Reference,
    Strong,
    Table,
)


def number_document(blocks: Sequence[Block], report: str, words: PageWords) -> Document:
    """Number figures and tables as Quarto does, `Figure 1` and `Table 1` onward, and check the outline.

    Raises:
        RenderError: A label stands twice, a reference leads nowhere, or a heading level is skipped.
    """
    numbers: dict[str, str] = {}
    counts = {words.figure: 0, words.table: 0}
    for block in blocks:
        if isinstance(block, Figure | Table):
            if block.label in numbers:
                raise RenderError(report, f"cell {block.cell}: the label {block.label} stands twice")
            name = words.figure if isinstance(block, Figure) else words.table
            counts[name] += 1
            numbers[block.label] = f"{name}\u00a0{counts[name]}"
    for reference in _references(blocks):
        if reference.label not in numbers:
            raise RenderError(report, f"cell {reference.cell}: the reference @{reference.label} leads nowhere")
    return Document(tuple(_outline(blocks, set(numbers), report)), numbers, words.figure, words.table)


def _outline(blocks: Sequence[Block], taken: set[str], report: str) -> Iterator[Block]:
    # A notebook may start its sections with # or, as is usual beside a title, with ##.
    top = min((block.level for block in blocks if isinstance(block, Heading)), default=1)
    before = top - 1
    for block in blocks:
        if not isinstance(block, Heading):
            yield block
            continue
        if block.level > before + 1:
            raise RenderError(
                report, f"a heading of level {block.level} follows one of level {before}; none may be skipped"
            )
        before = block.level
        identifier = _free(block.identifier or "section", taken)
        taken.add(identifier)
        yield replace(block, level=block.level - top + 1, identifier=identifier)


def _free(identifier: str, taken: set[str]) -> str:
    number, free = 0, identifier
    while free in taken:
        number += 1
        free = f"{identifier}-{number}"
    return free


def _references(blocks: Sequence[Block]) -> Iterator[Reference]:
    for block in blocks:
        match block:
            case Heading() | Paragraph() | Headline():
                yield from _in_line(block.content)
            case Figure():
                yield from _in_line(block.caption)
            case Table():
                for cell in (block.caption, *block.header, *(cell for row in block.rows for cell in row)):
                    yield from _in_line(cell)
            case KeyFacts():
                for fact in block.facts:
                    for part in (fact.label, fact.value, fact.note):
                        yield from _in_line(part)
            case Callout():
                yield from _references(block.content)
            case BulletList() | NumberedList():
                for item in block.items:
                    yield from _references(item)
            case _:
                pass


def _in_line(content: Sequence[Inline]) -> Iterator[Reference]:
    for inline in content:
        if isinstance(inline, Reference):
            yield inline
        elif isinstance(inline, Emphasis | Strong):
            yield from _in_line(inline.content)
