"""The sets of rules for funder releases that a program can name, with the numbers of the bodies behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

FunderPolicy = Literal["default", "cms-11", "nhs-5-round-5", "opensafely-8-round-5", "nces-10"]


@dataclass(frozen=True, kw_only=True)
class Preset:
    """The numbers of a set of rules.

    Attributes:
        smallest_count: The smallest count of people that is shown.
        round_to: Counts are shown as multiples of this; 1 shows them as they are.
        least_share: Shares of people below this, and above 1 less this, are not told.
    """

    smallest_count: int
    round_to: int = 1
    least_share: float = 0.0


# cms-11: no cell of 1 to 10 and nothing from which one follows (CMS cell size suppression policy, as quoted in data
# use agreements). nhs-5-round-5: NHS England's Talking Therapies publication withholds under 5 and rounds to 5.
# opensafely-8-round-5: OpenSAFELY redacts 7 or fewer, then rounds to 5. nces-10: the smallest number that most US
# states publish on students, with shares at the ends not told (NCES 2011-603).
PRESETS: Mapping[FunderPolicy, Preset] = {
    "default": Preset(smallest_count=11),
    "cms-11": Preset(smallest_count=11),
    "nhs-5-round-5": Preset(smallest_count=5, round_to=5),
    "opensafely-8-round-5": Preset(smallest_count=8, round_to=5),
    "nces-10": Preset(smallest_count=10, least_share=0.05),
}
