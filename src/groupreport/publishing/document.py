"""The supported document: what a report may consist of, whichever format it is written in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CalloutKind = Literal["note", "tip", "important", "warning", "caution"]
Alignment = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Text:
    """Words and spaces, to be printed exactly as they are."""

    text: str


@dataclass(frozen=True)
class Emphasis:
    """Words in italics."""

    content: tuple[Inline, ...]


@dataclass(frozen=True)
class Strong:
    """Words in bold."""

    content: tuple[Inline, ...]


@dataclass(frozen=True)
class Reference:
    """A mention of a figure or table by its label, in the cell with that number."""

    label: str
    cell: int


Inline = Text | Emphasis | Strong | Reference


@dataclass(frozen=True)
class Heading:
    """A heading; the document's highest has level 1."""

    level: int
    identifier: str
    content: tuple[Inline, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    content: tuple[Inline, ...]


@dataclass(frozen=True)
class BulletList:
    """A list of points."""

    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True)
class NumberedList:
    """A numbered list that starts at `start`."""

    start: int
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True)
class Callout:
    """A framed box with a title."""

    kind: CalloutKind
    title: str
    content: tuple[Block, ...]


@dataclass(frozen=True)
class Picture:
    """The bytes of a picture: `svg` or `png`."""

    kind: Literal["svg", "png"]
    encoded: str  # base64


@dataclass(frozen=True)
class Figure:
    """A picture with label, caption and a text for those who do not see it."""

    label: str
    cell: int
    caption: tuple[Inline, ...]
    alternative: str
    picture: Picture


@dataclass(frozen=True)
class Table:
    """A table with label, caption and one header row.

    Attributes:
        label: What references name.
        cell: The number of the notebook's cell.
        caption: The text above it.
        alignments: One a column.
        header: The cells of the header row.
        rows: The other rows.
        widths: Each column's share of the page where the notebook sets them, else nothing.
    """

    label: str
    cell: int
    caption: tuple[Inline, ...]
    alignments: tuple[Alignment, ...]
    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class Headline:
    """The one thing to know, in larger type."""

    content: tuple[Inline, ...]


@dataclass(frozen=True)
class KeyFact:
    """A number in large type, its label and a note, which may be empty."""

    label: tuple[Inline, ...]
    value: tuple[Inline, ...]
    note: tuple[Inline, ...]


@dataclass(frozen=True)
class KeyFacts:
    """A few numbers beside each other."""

    facts: tuple[KeyFact, ...]


@dataclass(frozen=True)
class PageBreak:
    """What follows stands on a new page in print."""


Block = Heading | Paragraph | BulletList | NumberedList | Callout | Figure | Table | Headline | KeyFacts | PageBreak


@dataclass(frozen=True)
class Document:
    """A whole report; every reference in it has its number.

    Attributes:
        blocks: The content in order.
        numbers: `Figure 3`, `Table 2` by label.
        figure: The word before a figure's number.
        table: The word before a table's number.
    """

    blocks: tuple[Block, ...]
    numbers: dict[str, str]
    figure: str
    table: str
