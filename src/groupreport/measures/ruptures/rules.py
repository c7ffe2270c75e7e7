"""The rules, side by side: which fall of a member's ratings counts, by whom, and how sure that is."""

from __future__ import annotations

from dataclasses import replace

from groupreport.measures.ruptures.rule import Rule
from groupreport.parameters import RuptureSettings

RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule(
            name="reliable_change",
            kind="decline",
            unit="points",
            basis="reliable_change",
            minimum_ratings=2,
            certainty="formula_read",
        ),
        Rule(
            name="reliable_cumulated",
            kind="decline",
            unit="points",
            basis="reliable_change",
            cumulative=True,
            minimum_ratings=2,
            certainty="package",
        ),
        Rule(
            name="own_level",
            kind="below_own_past",
            unit="within_members",
            factor=1.96,
            certainty="package",
        ),
        Rule(
            name="sd_strict",
            kind="decline",
            unit="standard_deviations",
            factor=2.0,
            inclusive=False,
            certainty="inferred",
        ),
        Rule(
            name="sd_lenient",
            kind="decline",
            unit="standard_deviations",
            factor=1.0,
            certainty="inferred",
            for_headline=False,
        ),
        Rule(
            name="sd_cumulated",
            kind="decline",
            unit="standard_deviations",
            factor=2.0,
            cumulative=True,
            inclusive=False,
            certainty="read_in_part",
        ),
        Rule(
            name="fixed_points",
            kind="decline",
            unit="points",
            basis="answer_range",
            minimum_ratings=2,
            within=0.25,
            repair_window=5,
            certainty="memory",
            for_headline=False,
        ),
        Rule(
            name="sudden_loss",
            kind="lasting_shift",
            unit="points",
            basis="reliable_change",
            minimum_ratings=4,
            share=0.25,
            regained=0.5,
            certainty="package",
        ),
        Rule(
            name="chart_individuals",
            kind="below_limit",
            unit="chart_sigmas",
            factor=3.0,
            inclusive=False,
            minimum_ratings=8,
            certainty="package",
        ),
        Rule(
            name="chart_western_electric",
            kind="western_electric",
            unit="chart_sigmas",
            minimum_ratings=8,
            certainty="package",
        ),
        Rule(
            name="change_point",
            kind="step_down",
            unit="none",
            minimum_ratings=8,
            certainty="package",
        ),
        Rule(
            name="person_centered",
            kind="below_own_mean",
            unit="within_members",
            factor=2.0,
            certainty="package",
        ),
        Rule(
            name="split_alliance",
            kind="split_levels",
            unit="level_deviations",
            factor=2.0,
            certainty="package",
            for_headline=False,
            by_chance=False,
        ),
        Rule(
            name="reported",
            kind="reported",
            unit="points",
            basis="intensity",
            minimum_ratings=1,
            certainty="package",
            for_headline=False,
            by_chance=False,
        ),
        Rule(
            name="alert_status",
            kind="crossing",
            unit="points",
            basis="status_cutoff",
            minimum_ratings=2,
            certainty="package",
            for_headline=False,
        ),
        Rule(
            name="alert_change",
            kind="decline",
            unit="points",
            basis="change_cutoff",
            minimum_ratings=2,
            certainty="package",
            for_headline=False,
        ),
    )
}


def rule_named(rule: str | Rule, settings: RuptureSettings | None = None) -> Rule:
    """The rule itself, or the rule of this name with the numbers that the program sets for it.

    Raises:
        ValueError: There is no rule of this name.

    Examples:
        >>> rule_named("sd_strict").factor
        2.0
        >>> rule_named("sd_strict", RuptureSettings(numbers={"sd_strict": {"factor": 2.5}})).factor
        2.5
    """
    if isinstance(rule, Rule):
        return rule
    if rule not in RULES:
        raise ValueError(f"there is no rule {rule!r}; the rules are {', '.join(RULES)}")
    numbers = settings.numbers.get(rule) if settings is not None else None  # type: ignore[call-overload]
    return replace(RULES[rule], **numbers.model_dump(exclude_none=True)) if numbers is not None else RULES[rule]
