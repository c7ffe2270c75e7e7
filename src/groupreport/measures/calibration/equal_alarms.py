"""Rules at the same share of false alarms: what they find then is a matter of the rules, not of their thresholds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from groupreport.measures.calibration.planted import Planted
from groupreport.measures.calibration.recovery import Recovery, recovery
from groupreport.measures.ruptures import RatedSeries, Rule, rated_series, rule_named
from groupreport.parameters import RuptureSettings

_NO_SETTINGS_GIVEN = RuptureSettings()
# A rule that flags more than the share wanted with the largest of these, or less with the smallest, has no such factor.
_SMALLEST, _LARGEST = 0.05, 10.0
_NEAR_ENOUGH = 0.005
_NO_FACTOR = ("western_electric", "step_down")


@dataclass(frozen=True, kw_only=True)
class AtAlarms:
    """One rule, set so that it flags a given share of the members without a planted fall.

    Attributes:
        rule: The rule.
        alarms: The share of false alarms that was asked for.
        factor: The smallest factor, in steps of at most .005, with which the rule flags no more than that; None where
            the rule has no factor or no factor leads there.
        found: What it finds with this factor; None likewise.
    """

    rule: str
    alarms: float
    factor: float | None
    found: Recovery | None


def at_alarms(
    term: Planted,
    rule: str | Rule,
    alarms: float,
    *,
    settings: RuptureSettings = _NO_SETTINGS_GIVEN,
    series: RatedSeries | None = None,
) -> AtAlarms:
    """Vary a rule's factor until it flags a given share of the members without a planted fall.

    A rule that is set lower finds more and flags more. Two rules can be compared by what they find only where they
    flag the same share; else their thresholds are compared.

    Args:
        term: Simulated terms.
        rule: The rule.
        alarms: The share to flag, above 0 and below 1.
        settings: The settings of `find_episodes`; a factor among them is not used.
        series: `rated_series(term.ratings)`, where several rules share it.

    Returns:
        The factor and what is found with it.

    Raises:
        ValueError: alarms is out of its range, there is no such rule, or it needs more than ratings of one scale.

    Examples:
        >>> from groupreport.measures.calibration import Design, planted_term
        >>> term = planted_term(Design(members=2000), seed=1)
        >>> strict, lenient = (at_alarms(term, "own_level", share) for share in (0.05, 0.2))
        >>> strict.factor > lenient.factor, strict.found.recall.count < lenient.found.recall.count
        (True, True)
        >>> at_alarms(term, "change_point", 0.1).factor is None  # it asks for no size
        True
    """
    if not 0 < alarms < 1:
        raise ValueError(f"alarms must be above 0 and below 1, it is {alarms}")
    applied = rule_named(rule, settings)
    if applied.kind in _NO_FACTOR:
        return AtAlarms(rule=applied.name, alarms=alarms, factor=None, found=None)
    rated = rated_series(term.ratings) if series is None else series

    def with_factor(factor: float) -> Recovery:
        return recovery(term, replace(applied, factor=factor), settings=settings, series=rated)

    low, high, found = _SMALLEST, _LARGEST, with_factor(_LARGEST)
    if not found.false_alarms.share <= alarms or not with_factor(low).false_alarms.share > alarms:
        return AtAlarms(rule=applied.name, alarms=alarms, factor=None, found=None)
    while high - low > _NEAR_ENOUGH:
        middle = (low + high) / 2
        tried = with_factor(middle)
        if tried.false_alarms.share > alarms:
            low = middle
        else:
            high, found = middle, tried
    return AtAlarms(rule=applied.name, alarms=alarms, factor=high, found=found)
