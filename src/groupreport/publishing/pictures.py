"""Pictures are taken out of the Markdown before it is read: megabytes of base64 would only slow pandoc down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from groupreport.errors import RenderError
from groupreport.publishing.cells import MarkdownCell
from groupreport.publishing.document import Picture

# Only as the target of an image: in any other place a data URI stays, and is refused with what it stands in.
_TARGET = re.compile(r"\]\(data:image/(svg\+xml|png);base64,([A-Za-z0-9+/=\s]*)\)")
_KINDS: dict[str, Literal["svg", "png"]] = {"svg+xml": "svg", "png": "png"}


def take_pictures(
    cells: Sequence[MarkdownCell], report: str, name: str = "groupreport"
) -> tuple[tuple[MarkdownCell, ...], dict[str, Picture]]:
    """The cells with a short name in place of each picture, `groupreport-picture-1.svg`, and the pictures by that name.

    Raises:
        RenderError: A picture is empty.
    """
    pictures: dict[str, Picture] = {}
    taken = tuple(replace(cell, markdown=_take(cell, pictures, report, name)) for cell in cells)
    return taken, pictures


def _take(cell: MarkdownCell, pictures: dict[str, Picture], report: str, name: str) -> str:
    def named(match: re.Match[str]) -> str:
        encoded = "".join(match[2].split())
        if not encoded:
            raise RenderError(report, f"cell {cell.number}: a picture is empty")
        picture = Picture(_KINDS[match[1]], encoded)
        target = f"{name}-picture-{len(pictures) + 1}.{picture.kind}"
        pictures[target] = picture
        return f"]({target})"

    return _TARGET.sub(named, cell.markdown)
