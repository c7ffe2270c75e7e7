"""A vector picture as dots, for programs that take no SVG."""

from __future__ import annotations

import typst

_PAGE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.picture), format: "svg")"""


def png_of(picture: str, dots_per_inch: float) -> bytes:
    """An SVG picture as PNG, in the size that it has."""
    return bytes(typst.compile(_PAGE, format="png", ppi=dots_per_inch, sys_inputs={"picture": picture}))
