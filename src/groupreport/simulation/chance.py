"""Random numbers that are the same on every machine and with every version of numpy."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]


class Chance:
    """A stream of random numbers, made from a seed and a name, so that one part of a term does not shift another.

    Only the raw bits of the PCG64 generator, which numpy promises never to change, and sums of exact fractions are
    used: no logarithm or exponential whose last digit could depend on the machine.
    """

    def __init__(self, seed: int, part: str) -> None:
        self._generator = np.random.PCG64([seed, *part.encode()])

    def uniform(self, *shape: int) -> Numbers:
        """Numbers from 0 up to, but not including, 1."""
        count = math.prod(shape)
        bits = np.asarray(self._generator.random_raw(count), dtype=np.uint64)
        fractions: Numbers = (bits >> np.uint64(11)).astype(np.float64) * 2.0**-53
        return fractions.reshape(shape)

    def normal(self, *shape: int) -> Numbers:
        """Numbers with mean 0 and SD 1 and the bell shape of twelve added uniform numbers (none beyond 6)."""
        total: Numbers = np.full(shape, -6.0)
        for _ in range(12):
            total = total + self.uniform(*shape)
        return total

    def whole(self, lowest: int, highest: int) -> int:
        """A whole number from `lowest` to `highest`, both possible."""
        return lowest + int(self.uniform(1)[0] * (highest - lowest + 1))

    def happens(self, share: float) -> bool:
        """True in `share` of the cases."""
        return bool(self.uniform(1)[0] < share)

    def pick(self, candidates: list[int], count: int) -> list[int]:
        """`count` different candidates (all, if there are fewer), in their order."""
        order = np.argsort(self.uniform(len(candidates)), kind="stable")[:count]
        return [candidates[place] for place in sorted(order)]

    def one_of(self, shares: dict[str, float]) -> str:
        """One of the names, each as often as its share of the whole says."""
        names = list(shares)
        ends = np.cumsum(list(shares.values()))
        return names[int(np.searchsorted(ends, self.uniform(1)[0] * ends[-1], side="right"))]
