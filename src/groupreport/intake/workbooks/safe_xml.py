"""XML read piece by piece: no document types, hence no entities to expand and no files to fetch."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from groupreport.intake.workbooks.workbook_error import SAVE_AGAIN, WorkbookError, damaged

Attributes = dict[str, str]
_BUFFER = 64 * 1024


def parse(
    pieces: Iterable[bytes | memoryview],
    *,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
    is_whole: bool = True,
) -> None:
    """Call the functions for what begins, what ends, and the text between.

    Names are given as they are written, with their prefix. A document that is not whole may end anywhere.

    Raises:
        WorkbookError: The XML is damaged, or declares a document type.
    """
    feed(new_parser(start=start, end=end, text=text), pieces, is_whole=is_whole)


def feed(parser: expat.XMLParserType, pieces: Iterable[bytes | memoryview], *, is_whole: bool = True) -> None:
    """Let a parser read the pieces.

    Raises:
        WorkbookError: As for `parse`.
    """
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        if is_whole:
            parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        # The last two come where the XML says that it is in an encoding which Python or expat do not know.
        raise damaged("the XML in it is not well-formed") from error


def new_parser(
    *,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> expat.XMLParserType:
    """A parser that refuses document types."""
    # Without namespaces a sheet is read in two thirds of the time; who needs them looks at the root's attributes.
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = _BUFFER
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    return parser


def own_name(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def _refuse(*_: object) -> None:
    message = "declares a document type, which spreadsheet programs never do and by which files can be smuggled in"
    raise WorkbookError("workbook-unsafe", message, SAVE_AGAIN)
