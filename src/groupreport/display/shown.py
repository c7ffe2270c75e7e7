"""What a `show_` call gives back: pieces of a page that a notebook stores as Markdown and any terminal can read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from groupreport.display.escaping import Markdown, attribute, literal, plain

FEWEST_KEY_FACTS, MOST_KEY_FACTS = 2, 5  # fewer are a sentence, more are a table


@dataclass(frozen=True)
class Piece:
    """A paragraph, list, callout, figure or table: its Markdown, and the same for a reader without a page."""

    markdown: str
    text: str


@dataclass(frozen=True)
class KeyFact:
    """A number that a reader should take away: what it is, the number with its unit, and a short note.

    Each is text (escaped when shown) or Markdown (kept); the note may be empty.
    """

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Shown:
    """A part of a report. Displaying it in a notebook stores `text/markdown` and `text/plain`."""

    pieces: tuple[Piece, ...]
    attachments: dict[str, str] = field(default_factory=dict)  # further formats of the same content, by media type
    attachment_files: dict[str, str] = field(default_factory=dict)  # the file that a media type is published as

    @property
    def markdown(self) -> str:
        """The part as Markdown of the set that both renderers know."""
        return "\n\n".join(piece.markdown for piece in self.pieces)

    def __str__(self) -> str:
        """The part as plain text."""
        return "\n\n".join(piece.text for piece in self.pieces)

    def __repr__(self) -> str:
        """As plain text, because a Python prompt shows this."""
        return str(self)

    def _repr_mimebundle_(
        self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None
    ) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        """What Jupyter stores; `include` and `exclude` are Jupyter's and make no difference here."""
        data = {"text/markdown": self.markdown, "text/plain": str(self), **self.attachments}
        return data, {media_type: {"file": name} for media_type, name in self.attachment_files.items()}


def shown(*pieces: Piece | None) -> Shown:
    """Pieces one below the other; a piece that has nothing to say is None and left out."""
    return Shown(tuple(piece for piece in pieces if piece is not None))


def paragraph(*sentences: str) -> Piece | None:
    """Sentences as one paragraph; empty ones are left out, and no sentence is no paragraph."""
    said = [sentence for sentence in sentences if sentence]
    return Piece(" ".join(said), plain(" ".join(said))) if said else None


def bullets(sentences: Iterable[str]) -> Piece | None:
    """A bullet list, one sentence or two a point."""
    said = [sentence for sentence in sentences if sentence]
    if not said:
        return None
    return Piece(
        "\n".join(f"- {sentence}" for sentence in said), "\n".join(f"- {plain(sentence)}" for sentence in said)
    )


def callout(kind: str, title: str, *pieces: Piece | None) -> Piece:
    """A framed box: `kind` is note, tip, important, warning or caution."""
    inside = [piece for piece in pieces if piece is not None]
    body = "\n\n".join(piece.markdown for piece in inside)
    text = "\n".join(piece.text for piece in inside)
    return Piece(f"::: {{.callout-{kind} title={attribute(title)}}}\n{body}\n:::", f"[{title}]\n{text}")


def headline(sentence: str) -> Piece:
    """The one thing to know, in larger type: a sentence as text (escaped) or Markdown (kept)."""
    said = literal(sentence)
    return Piece(f"::: {{.headline}}\n{said}\n:::", plain(said))


def key_facts(facts: Sequence[KeyFact]) -> Piece:
    """Two to five numbers in large type beside each other, each below its label and above its note.

    Raises:
        ValueError: There are fewer or more, or one lacks its label or value.
    """
    if not FEWEST_KEY_FACTS <= len(facts) <= MOST_KEY_FACTS:
        raise ValueError(f"{len(facts)} key facts; there are {FEWEST_KEY_FACTS} to {MOST_KEY_FACTS}")
    if not all(fact.label.strip() and fact.value.strip() for fact in facts):
        raise ValueError("a key fact lacks its label or value")
    rows = [
        [literal(text) for text in row]
        for row in zip(*((fact.label, fact.value, fact.note) for fact in facts), strict=True)
    ]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|" + ":---|" * len(facts))
    said = [f"{label}: {value}" + (f" ({note})" if note else "") for label, value, note in zip(*rows, strict=True)]
    return Piece("::: {.key-facts}\n" + "\n".join(lines) + "\n:::", plain("\n".join(said)))


def page_break() -> Piece:
    """The next piece starts on a new page in print."""
    return Piece("{{< pagebreak >}}", "")


def markdown_of(text: str) -> Markdown:
    """Marks text written in this package (not data) as Markdown."""
    return Markdown(text)
