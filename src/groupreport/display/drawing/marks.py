"""Signs at points and the patterns of lines and areas, in the shapes that readers of plots know."""

from __future__ import annotations

import math

Dashes = str | tuple[int, tuple[float, ...]]

_NAMED_DASHES: dict[str, tuple[float, ...]] = {"-": (), "--": (3.7, 1.6), "-.": (6.4, 1.6, 1.0, 1.6), ":": (1.0, 1.65)}
_CORNERS: dict[str, tuple[tuple[float, float], ...]] = {
    "s": ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)),
    "D": ((0.0, -0.7071), (0.7071, 0.0), (0.0, 0.7071), (-0.7071, 0.0)),
    "^": ((0.0, 0.5), (-0.5, -0.5), (0.5, -0.5)),
    "v": ((0.0, -0.5), (-0.5, 0.5), (0.5, 0.5)),
    ">": ((0.5, 0.0), (-0.5, 0.5), (-0.5, -0.5)),
    "X": tuple(
        (x / 4, y / 4)
        for x, y in (
            (-1, -2), (0, -1), (1, -2), (2, -1), (1, 0), (2, 1), (1, 2), (0, 1), (-1, 2), (-2, 1), (-1, 0), (-2, -1),
        )
    ),
}  # fmt: skip
_ROUND = {"o": 0.5, ".": 0.25}  # the radius
HATCH_SIZE = 72


def mark_shape(marker: str, size: float) -> str:
    """A sign around the origin, `size` points large, without its colors.

    Args:
        marker: o, . (half as large), s, D, ^, v, >, X or | (a line).
        size: Points.
    """
    if marker in _ROUND:
        return f'<circle r="{short(_ROUND[marker] * size)}"/>'
    if marker == "|":
        return f'<path d="M0 {short(-size / 2)}V{short(size / 2)}"/>'
    corners = "L".join(f"{short(x * size)} {short(-y * size)}" for x, y in _CORNERS[marker])
    return f'<path d="M{corners}z" stroke-linejoin="miter"/>'


def dash_lengths(linestyle: Dashes, linewidth: float) -> tuple[float, ...]:
    """Lengths of strokes and gaps in points; they grow with the line's width. None for a solid line."""
    lengths = _NAMED_DASHES[linestyle] if isinstance(linestyle, str) else linestyle[1]
    return tuple(length * linewidth for length in lengths)


def hatch_lines(hatch: str) -> str:
    """Lines of a hatching in a square of 72 points: slanted (/), crossed (x) or level (-); more signs are denser."""
    many = 6 * len(hatch)
    drawn = []
    for place in range(many + 1) if hatch[0] in "/x" else ():
        at = HATCH_SIZE * (place / many - 0.5)
        drawn.append(f"M{short(at)} {short(HATCH_SIZE + at)}L{short(HATCH_SIZE + at)} {short(at)}")
        if hatch[0] == "x":
            drawn.append(f"M{short(at)} {short(-at)}L{short(HATCH_SIZE + at)} {short(HATCH_SIZE - at)}")
    for place in range(many) if hatch[0] == "-" else ():
        drawn.append(f"M0 {short(HATCH_SIZE * (place + 0.5) / many)}H{HATCH_SIZE}")
    return "".join(drawn)


def short(value: float) -> str:
    """A length to a hundredth of a point, which is finer than any printer.

    Raises:
        ValueError: It is missing or infinite: what is not known has no place in a picture.
    """
    if not math.isfinite(value):
        raise ValueError(f"cannot draw at {value!r}; leave out what is not known")
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written
