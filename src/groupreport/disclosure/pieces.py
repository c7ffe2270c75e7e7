"""Pieces of decoded content, and the refusal of what cannot be decoded."""

from __future__ import annotations

from dataclasses import dataclass


class UnreadableError(Exception):
    """A file, or a part of it, of a kind that cannot be looked into."""


@dataclass(frozen=True)
class Piece:
    """One piece of decoded content.

    `prose` is what people read (or hear); `written_by_program` is metadata, attributes and comments.
    """

    text: str
    where: str
    prose: bool = True
    written_by_program: bool = False


def decoded(content: bytes) -> str:
    """UTF-8 text.

    Raises:
        UnreadableError: It is not.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError("it is not UTF-8") from error
