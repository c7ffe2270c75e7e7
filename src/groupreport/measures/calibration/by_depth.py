"""One design with falls of several depths, and the rule that it supports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from groupreport.measures.calibration.design import Design
from groupreport.measures.calibration.grid import calibrate
from groupreport.measures.calibration.recovery import Recovery
from groupreport.measures.calibration.rules_in_reach import why_out_of_reach
from groupreport.measures.calibration.supported_rule import MOST_FALSE_ALARMS, Support, supported_rule
from groupreport.measures.ruptures import RULES, Rule, rule_named
from groupreport.parameters import RuptureSettings

DEPTHS = (1.0, 1.5, 2.0, 3.0)
_DECIDED_AT = 2.0
_NO_SETTINGS_GIVEN = RuptureSettings()


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """What every rule finds of falls of several depths.

    Attributes:
        design: The design; its own depth is the one at which the supported rule is chosen.
        depths: The planted depths in noise SDs, in order.
        found: For each depth one recovery a rule, in the order of the rules.
        out_of_reach: Rules that cannot be tried, and why.
        support: Which rule is supported, with the limit
        most_false_alarms: on the share of members without a planted fall who are flagged.
        headline: The rule that reports lead with, by the settings.
        terms: Simulated terms of each depth.
        seed: The seed.
    """

    design: Design
    depths: tuple[float, ...]
    found: tuple[tuple[Recovery, ...], ...]
    out_of_reach: dict[str, str]
    support: Support
    most_false_alarms: float
    headline: str
    terms: int
    seed: int

    @property
    def decided_on(self) -> tuple[Recovery, ...]:
        """The rules at the design's own depth."""
        return self.found[self.depths.index(self.design.depth)]


def calibrate_depths(
    design: Design,
    *,
    depths: Sequence[float] = DEPTHS,
    rules: Sequence[str | Rule] | None = None,
    terms: int,
    seed: int,
    settings: RuptureSettings = _NO_SETTINGS_GIVEN,
    most_false_alarms: float = MOST_FALSE_ALARMS,
) -> Calibration:
    """Try the rules on terms of one design with falls of several depths, the noise being the same for all of them.

    The supported rule is chosen at the depth nearest to 2 noise SDs, whatever depth the design has.

    Args:
        design: What is simulated.
        depths: In noise SDs.
        rules: Only these; else all there are.
        terms: How many terms.
        seed: The same seed gives the same numbers.
        settings: The settings of `find_episodes`.
        most_false_alarms: As in `supported_rule`.

    Returns:
        Recoveries, and which rule they support.

    Raises:
        ValueError: There is no such rule, no depth is given, or one is negative.

    Examples:
        >>> few = calibrate_depths(Design(members=50), depths=[3, 1], rules=["reliable_change"], terms=1, seed=1)
        >>> few.depths, few.design.depth
        ((1.0, 3.0), 1.0)
        >>> [rules[0].recall.total for rules in few.found]  # the same members have the same fall, but for its depth
        [9, 9]
    """
    ordered = tuple(sorted({float(depth) for depth in depths}))
    if not ordered:
        raise ValueError("give at least one depth")
    decided_at = min(ordered, key=lambda depth: abs(depth - _DECIDED_AT))
    wanted = [rule_named(rule, settings) for rule in (RULES if rules is None else rules)]
    found = tuple(
        calibrate(replace(design, depth=depth), rules=wanted, terms=terms, seed=seed, settings=settings)
        for depth in ordered
    )
    reasons = {rule.name: why_out_of_reach(rule) for rule in wanted}
    return Calibration(
        design=replace(design, depth=decided_at),
        depths=ordered,
        found=found,
        out_of_reach={name: why for name, why in reasons.items() if why is not None},
        support=supported_rule(found[ordered.index(decided_at)], most_false_alarms=most_false_alarms),
        most_false_alarms=most_false_alarms,
        headline=settings.headline,
        terms=terms,
        seed=seed,
    )
