"""The rules that a funder release must follow, as data."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Self

from groupreport.parameters.funder_policies import PRESETS
from groupreport.parameters.records import FunderSettings

# Measures that are shares of sessions. Every other share, times its people, is a count of people.
NOT_OF_PEOPLE = frozenset({"attendance_rate", "attendance_rate_on_record"})
# Means and an effect of fewer leave few sets of whole scores, and so tell how many improved.
FEWEST_IN_AN_EFFECT = 20


@dataclass(frozen=True, kw_only=True)
class Policy:
    """How small a count, and how few groups, may be published.

    `near_totals` also protects what is left of a total: with 40 of 45 people in a category, the other 5 are a small
    count too. Counts are shown as multiples of `round_to`. Shares of people below `least_share`, and above what it
    leaves of 1, are not told. `decimals` is how finely means are published, `effect_decimals` effect sizes,
    `share_decimals` shares.
    """

    name: str
    smallest_count: int = 11
    minimum_groups: int = 2
    near_totals: bool = True
    round_to: int = 1
    least_share: float = 0.0
    decimals: int = 1
    effect_decimals: int = 2
    share_decimals: int = 2

    @classmethod
    def from_settings(cls, settings: FunderSettings) -> Self:
        """The policy of a program's settings."""
        preset = PRESETS[settings.policy]
        return cls(
            name=settings.policy,
            smallest_count=settings.smallest_count or preset.smallest_count,
            minimum_groups=settings.minimum_groups,
            near_totals=settings.near_totals,
            round_to=preset.round_to,
            least_share=preset.least_share,
        )

    @property
    def half_a_step(self) -> float:
        """Half the step in which shares are printed: how far what is printed can be from the share."""
        return 0.5 * 10.0**-self.share_decimals

    @property
    def fewest_in_an_effect(self) -> int:
        """Of how many people an effect size is told at the least: their number is rounded down first.

        >>> Policy(name="nces-10", smallest_count=10).fewest_in_an_effect
        27
        """
        step = self.smallest_count - 1
        return math.ceil(FEWEST_IN_AN_EFFECT / step) * step

    def enough(self, people: float, groups: float) -> bool:
        """Whether a number may be published that describes so many people from so many groups."""
        return people >= self.smallest_count and groups >= self.minimum_groups

    def rounded(self, count: float) -> float:
        """The count as it is shown: the nearest multiple of `round_to`, upward from the middle; missing stays missing.

        >>> Policy(name="nhs-5-round-5", smallest_count=5, round_to=5).rounded(12)
        10.0
        """
        return math.nan if math.isnan(count) else float((count + self.round_to // 2) // self.round_to * self.round_to)

    def range_of(self, shown: float) -> tuple[float, float]:
        """The least and the largest count that are shown so. What is shown as 0 is 0: small ones are withheld.

        >>> Policy(name="nhs-5-round-5", smallest_count=5, round_to=5).range_of(10)
        (8.0, 12.0)
        """
        if shown == 0 or self.round_to == 1:
            return float(shown), float(shown)
        below = self.round_to // 2
        return float(max(self.smallest_count, shown - below)), float(shown + self.round_to - 1 - below)

    def tells_share(self, share: float) -> bool:
        """Whether a share is not so near to none or to all that it tells something of nearly everybody."""
        return self.least_share <= share <= 1 - self.least_share

    def at_least(self, people: float) -> float:
        """The number of people rounded down, so that it does not betray how many are missing from a total."""
        step = self.smallest_count - 1
        return float(people // step * step)
