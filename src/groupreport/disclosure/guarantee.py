"""What disclosure control did for one funder release, in facts that can be printed beside the numbers."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from typing import Literal

SolverStatus = Literal["nothing to withhold", "optimal", "heuristic", "everything withheld"]

NO_DETERMINATION = "not an expert determination under 45 CFR 164.514(b)"


@dataclass(frozen=True, kw_only=True)
class Guarantee:
    """The rules of a release and how it stood up to the attack.

    `primary` counts cells that a rule withholds, `complementary` those withheld so that no primary one can be worked
    out. `narrowest_interval` is the least number of values that an attacker is left with for a small count; None
    where none was withheld. `earlier_releases` is how many releases that readers may have were read beside this one.
    `reasons` are codes for why all was withheld (no_pattern, broken, with_earlier).
    """

    policy: str
    smallest_count: int
    minimum_groups: int
    tables: int
    cells: int
    primary: int
    complementary: int
    solver: SolverStatus
    narrowest_interval: float | None
    earlier_releases: int
    reasons: tuple[str, ...]

    def as_json(self) -> str:
        """The facts for the manifest, and that they are no expert determination."""
        facts = asdict(self)
        if self.narrowest_interval is not None and not math.isfinite(self.narrowest_interval):
            facts["narrowest_interval"] = "no upper end"
        return json.dumps({**facts, "statement": NO_DETERMINATION}, sort_keys=True)
