"""What a published file says anywhere: its text, and what its attributes, comments, pictures and metadata hold."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from groupreport.disclosure.markup_contents import pieces_of_markup
from groupreport.disclosure.pdf_contents import pieces_of_pdf
from groupreport.disclosure.picture_contents import pieces_of_jpeg, pieces_of_png
from groupreport.disclosure.pieces import Piece, UnreadableError, decoded


def pieces_of(path: Path) -> Iterator[Piece]:
    """Everything that the file says.

    Raises:
        UnreadableError: The file is of another kind than HTML, PDF, SVG, PNG, JPEG, CSV, JSON or text, cannot be read,
            or holds what cannot be looked into, such as a script.
    """
    yield Piece(path.name, "file name", prose=False, written_by_program=True)
    content = path.read_bytes()
    match path.suffix.lower():
        case ".html" | ".htm" | ".svg":
            yield from pieces_of_markup(decoded(content))
        case ".csv":
            yield from _csv(decoded(content))
        case ".json":
            yield from _json(decoded(content))
        case ".txt" | ".md" | ".css":
            yield Piece(decoded(content), "text")
        case ".pdf":
            yield from pieces_of_pdf(path)
        case ".png":
            yield from pieces_of_png(content)
        case ".jpg" | ".jpeg":
            yield from pieces_of_jpeg(content)
        case suffix:
            raise UnreadableError(f"files of kind '{suffix}' are not looked into")


def _csv(text: str) -> Iterator[Piece]:
    """The text as it stands, and each cell with its column's name in front, which says what a number in it is."""
    yield Piece(text, "text")
    try:
        header, *rows = list(csv.reader(io.StringIO(text, newline=""), strict=True)) or [[]]
    except csv.Error as error:
        raise UnreadableError("it is no readable CSV") from error
    for number, row in enumerate(rows, start=2):
        for place, cell in enumerate(row):
            column = header[place] if place < len(header) else ""
            yield Piece(f"{column} {cell}", f"cell in row {number}, column {place + 1}", prose=False)
    yield from (Piece(column, "header") for column in header)


def _json(text: str) -> Iterator[Piece]:
    yield Piece(text, "text", prose=False, written_by_program=True)
    try:
        value = json.loads(text)
    except ValueError as error:
        raise UnreadableError("it is no readable JSON") from error
    yield from _json_texts(value)


def _json_texts(value: Any) -> Iterator[Piece]:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        for key, one in value.items():
            yield Piece(f"{key} {one}" if isinstance(one, (str, int, float)) else str(key), "text")
            yield from _json_texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _json_texts(one)
    elif isinstance(value, str):
        yield Piece(value, "text")
