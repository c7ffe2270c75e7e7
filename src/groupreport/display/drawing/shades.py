"""Shades between given colors, for a number between two ends."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shades:
    """Colors evenly apart, as "#rrggbb", from the lowest to the highest value; between two of them every mixture."""

    colors: tuple[str, ...]

    def at(self, share: float) -> str:
        """The color at a share from 0 (the first color) to 1 (the last); beyond the ends it is the end's.

        >>> Shades(("#000000", "#102030")).at(0.5)
        '#081018'
        """
        place = min(max(share, 0.0), 1.0) * (len(self.colors) - 1)
        first = min(int(place), len(self.colors) - 2)
        mixed = (
            round(one + (other - one) * (place - first))
            for one, other in zip(_parts(self.colors[first]), _parts(self.colors[first + 1]), strict=True)
        )
        return "#" + "".join(f"{part:02x}" for part in mixed)


def _parts(color: str) -> tuple[int, ...]:
    return tuple(int(color[place : place + 2], 16) for place in (1, 3, 5))
