"""The rules that say which fall of a member's ratings counts: each with its numbers, its source, how sure we are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Certainty = Literal["exact", "second_hand", "package"]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule, as data; `dataclasses.replace` makes a variant of it.

    Attributes:
        name: How parameters and reports call it.
        definition: The rule in one sentence for a reader of the report.
        kind: decline (a fall of at least the criterion from one rated session to the next, or added up while the
            ratings do not rise), below_limit (under the lower limit of the member's own chart), lasting_shift (a
            sudden loss).
        scale: What the criterion is measured in: points (given by the caller), standard_deviations (the larger of
            the member's own and that of all ratings in the group), chart_sigmas (moving range).
        factor: How many of them.
        cumulative: Whether steps down in a row are added up (declines only). Without it a rule finds less, and less
            by chance: of members who never change, with 12 ratings and errors as large as the scale's reliability
            says, 25 % show a reliable fall in one step, 42 % in one or several.
        inclusive: Whether a fall equal to the criterion counts.
        minimum_ratings: Fewest ratings with which a series can be judged; None leaves it to the program's setting.
        share: Smallest fall as a share of the rating before it (sudden losses only).
        source: Where the rule comes from.
        certainty: exact (numbers read in the source or its code), second_hand (as another paper restates it),
            package (this package's own choice).
        for_headline: False for a rule that is shown for comparison with the literature only.
    """

    name: str
    definition: str
    kind: Literal["decline", "below_limit", "lasting_shift"]
    scale: Literal["points", "standard_deviations", "chart_sigmas"]
    factor: float = 1.0
    cumulative: bool = True
    inclusive: bool = True
    minimum_ratings: int | None = None
    share: float = 0.0
    source: str
    certainty: Certainty
    for_headline: bool = True


_ADDED_UP = "in one step or added up while ratings do not rise"
_LARGER_SD = "the larger of that of the member's own ratings and that of all the group's ratings over the term"

RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule(
            name="reliable_change",
            definition=f"a fall, {_ADDED_UP}, of at least the scale's reliable change criterion",
            kind="decline",
            scale="points",
            minimum_ratings=2,
            source="Jacobson & Truax 1991; session-to-session use: Humer et al. 2021",
            certainty="exact",
        ),
        Rule(
            name="sd_strict",
            definition=f"a fall, {_ADDED_UP}, of more than 2 standard deviations: {_LARGER_SD}",
            kind="decline",
            scale="standard_deviations",
            factor=2.0,
            inclusive=False,
            source="Stiles et al. 2004, with the larger standard deviation of Gumz et al. 2012",
            certainty="second_hand",
        ),
        Rule(
            name="sd_lenient",
            definition=f"a fall, {_ADDED_UP}, of at least 1 standard deviation: {_LARGER_SD}",
            kind="decline",
            scale="standard_deviations",
            factor=1.0,
            source="Strauss et al. 2006, with the larger standard deviation of Gumz et al. 2012",
            certainty="second_hand",
            for_headline=False,
        ),
        Rule(
            name="chart_individuals",
            definition="a rating under the lower 3-sigma limit of the member's own individuals chart",
            kind="below_limit",
            scale="chart_sigmas",
            factor=3.0,
            inclusive=False,
            minimum_ratings=8,
            source="Shewhart chart as in qcc; for alliance: Eubanks-Carter et al. 2012 (their limits not known)",
            certainty="package",
        ),
        Rule(
            name="sudden_loss",
            definition="a sudden loss: at least the criterion, at least 25 %, and lasting in the sessions after",
            kind="lasting_shift",
            scale="points",
            minimum_ratings=4,
            share=0.25,
            source="Tang & DeRubeis 1999, mirrored from gains to losses",
            certainty="package",
        ),
    )
}


def rule_named(rule: str | Rule) -> Rule:
    """The rule itself, or the rule of this name.

    Raises:
        ValueError: There is no rule of this name.

    Examples:
        >>> rule_named("sd_strict").factor
        2.0
    """
    if isinstance(rule, Rule):
        return rule
    if rule not in RULES:
        raise ValueError(f"there is no rule {rule!r}; the rules are {', '.join(RULES)}")
    return RULES[rule]
