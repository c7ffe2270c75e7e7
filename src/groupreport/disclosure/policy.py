"""The rules that a funder release must follow, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from groupreport.parameters.records import FunderSettings

# Measures that are shares of sessions and of rating drops. Every other share, times its people, is a count of people.
NOT_OF_PEOPLE = frozenset({"attendance_rate", "repaired_share"})


@dataclass(frozen=True, kw_only=True)
class Policy:
    """How small a count, and how few groups, may be published.

    `near_totals` also protects what is left of a total: with 40 of 45 people in a category, the other 5 are a small
    count too. `decimals` is how finely means and effect sizes are published, `share_decimals` how finely shares are.
    """

    name: str
    smallest_count: int = 11
    minimum_groups: int = 2
    near_totals: bool = True
    decimals: int = 1
    effect_decimals: int = 2
    share_decimals: int = 2

    @classmethod
    def from_settings(cls, settings: FunderSettings) -> Self:
        """The policy of a program's settings."""
        return cls(
            name=settings.policy,
            smallest_count=settings.smallest_count,
            minimum_groups=settings.minimum_groups,
            near_totals=settings.near_totals,
        )

    def enough(self, people: float, groups: float) -> bool:
        """Whether a number may be published that describes so many people from so many groups."""
        return people >= self.smallest_count and groups >= self.minimum_groups

    def at_least(self, people: float) -> float:
        """The number of people rounded down, so that it does not betray how many are missing from a total."""
        step = self.smallest_count - 1
        return float(people // step * step)
