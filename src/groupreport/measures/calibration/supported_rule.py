"""Which rule the numbers support as the headline of a design."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from groupreport.measures.calibration.recovery import Recovery
from groupreport.measures.ruptures import rule_named

# Larsson et al. 2018: 25.5 % of 605 treatments had a drop by their criterion. A rule that flags as many members who
# never change could give such a share from noise alone.
MOST_FALSE_ALARMS = 0.25
LEAST_JUDGED = 0.5

Verdict = Literal["supported", "possible", "for_comparison", "few_judged", "false_alarms", "finds_no_more_than_noise"]


@dataclass(frozen=True, kw_only=True)
class Support:
    """Which rule the numbers support.

    Attributes:
        rule: The rule; None where none qualifies.
        verdicts: For each rule, in the order given, whether it is the one, or why not.
        whatever_the_alarms: The rule that would be chosen without the limit on false alarms; None where none would.
    """

    rule: str | None
    verdicts: dict[str, Verdict]
    whatever_the_alarms: str | None


def supported_rule(
    found: Iterable[Recovery], *, most_false_alarms: float = MOST_FALSE_ALARMS, least_judged: float = LEAST_JUDGED
) -> Support:
    """Choose by one stated criterion: the largest recall minus false alarms (Youden's J) among the rules that qualify.

    A rule qualifies if it may be a headline at all (not one shown for comparison with the literature only), can
    judge at least half of the members, flags at most a quarter of the members without a planted fall, and flags more
    of those with one: the lower limit of its recall lies above the upper limit of its false alarms.

    Args:
        found: The rules on the same design.
        most_false_alarms: The largest share of members without a planted fall that a rule may flag.
        least_judged: The smallest share of members that a rule must be able to judge.

    Returns:
        The rule, and a verdict on each.

    Source: Youden 1950. The limits are this package's own: a quarter, because that is the share of treatments with a
        drop that Larsson et al. 2018 report, which noise alone must not reach.

    Examples:
        >>> from groupreport.measures.calibration import Design, planted_term, recovery
        >>> loud = planted_term(Design(members=400, depth=5.0, autocorrelation=0.5), seed=1)
        >>> supported_rule([recovery(loud, name) for name in ("sd_lenient", "reliable_change")]).rule
        'reliable_change'
    """
    listed = list(found)
    verdicts = {one.rule: _verdict(one, most_false_alarms, least_judged) for one in listed}
    best = _best(listed, most_false_alarms, least_judged)
    if best is not None:
        verdicts[best] = "supported"
    return Support(rule=best, verdicts=verdicts, whatever_the_alarms=_best(listed, 1.0, least_judged))


def candidates(found: Iterable[Recovery], *, at_most: int) -> tuple[str, ...]:
    """The rules that come nearest to a headline, whatever their false alarms: by recall minus false alarms.

    Args:
        found: The rules on the same design.
        at_most: So many of them.

    Returns:
        Names, the best first; fewer where fewer may be a headline, judge half of the members and find more than noise.

    Examples:
        >>> from groupreport.measures.calibration import Design, planted_term, recovery
        >>> loud = planted_term(Design(members=400, depth=5.0, autocorrelation=0.5), seed=1)
        >>> candidates([recovery(loud, name) for name in ("sd_strict", "sd_lenient", "own_level")], at_most=2)
        ('own_level', 'sd_strict')
    """
    possible = [one for one in found if _verdict(one, 1.0, LEAST_JUDGED) == "possible"]
    return tuple(one.rule for one in sorted(possible, key=lambda one: -one.youden)[:at_most])


def _best(listed: list[Recovery], most_false_alarms: float, least_judged: float) -> str | None:
    possible = [one for one in listed if _verdict(one, most_false_alarms, least_judged) == "possible"]
    return max(possible, key=lambda one: one.youden).rule if possible else None


def _verdict(one: Recovery, most_false_alarms: float, least_judged: float) -> Verdict:
    if not rule_named(one.rule).for_headline:
        return "for_comparison"
    if not one.judged.share >= least_judged:
        return "few_judged"
    if not one.false_alarms.share <= most_false_alarms:
        return "false_alarms"
    if not one.recall.interval[0] > one.false_alarms.interval[1]:
        return "finds_no_more_than_noise"
    return "possible"
