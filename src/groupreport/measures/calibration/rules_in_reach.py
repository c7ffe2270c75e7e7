"""Which rules a simulated term can judge: those that look at the ratings of one scale and at nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from groupreport.measures.ruptures import RULES, Rule, rule_named
from groupreport.parameters import RuptureSettings

_OUT_OF_REACH = {
    "split_alliance": "it compares the ratings of two levels in one session; one level is simulated",
    "reported": "it takes the members' own word, which is not simulated",
    "alert_status": "it needs the cut-offs of a questionnaire's norms, which are the program's own",
    "alert_change": "it needs the alert cut-offs of a questionnaire, which are the program's own",
}


def why_out_of_reach(rule: str | Rule) -> str | None:
    """Why a rule cannot be tried on simulated ratings of one scale; None where it can.

    Raises:
        ValueError: There is no rule of this name.

    Examples:
        >>> why_out_of_reach("reliable_change") is None
        True
    """
    return _OUT_OF_REACH.get(rule_named(rule).name)


def judged_rules(
    rules: Iterable[str | Rule] | None = None, settings: RuptureSettings | None = None
) -> tuple[Rule, ...]:
    """The rules, or all there are, that can be tried, with the numbers that the settings change of those named.

    Raises:
        ValueError: There is no rule of a name.

    Examples:
        >>> [rule.name for rule in judged_rules(["reliable_change"])]
        ['reliable_change']
    """
    wanted = [rule_named(rule, settings) for rule in (RULES if rules is None else rules)]
    return tuple(rule for rule in wanted if why_out_of_reach(rule) is None)
