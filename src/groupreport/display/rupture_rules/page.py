"""The page about rating drops, with all rules between its two marks."""

from __future__ import annotations

from groupreport.display.escaping import plain
from groupreport.display.marked_page import with_made_parts
from groupreport.display.rule_words import rule_definition
from groupreport.display.wording import Wording, documentation_wording
from groupreport.measures.ruptures import RULES, Repair, Rule
from groupreport.parameters import RuptureSettings


def with_rules(page: str) -> str:
    """The page with one block a rule.

    To write it: `python -m groupreport.display.rupture_rules docs`.

    Raises:
        ValueError: The page lacks one of the marks.
    """
    words = documentation_wording()
    return with_made_parts(page, "rules", [part for rule in RULES.values() for part in _block(rule, words)])


def _block(rule: Rule, words: Wording) -> tuple[str, str, str]:
    settings = RuptureSettings()
    fewest = rule.fewest_ratings(settings)
    role = "" if rule.for_headline else " For comparison; it leads no report."
    facts = (
        f"*Judged from* {fewest} {'rating' if fewest == 1 else 'ratings'} of a member on.",
        f"*Repaired* when {_repair(rule, settings)}.",
        f"*Source:* {words.word('rule_source', rule.name)}.",
        f"*How sure:* {words.word('certainty', rule.certainty)}",
        f"*Doubt:* {words.word('rule_doubt', rule.name)}",
    )
    return (
        f"### `{rule.name}`",
        f"{plain(rule_definition(rule.name, rule, words))}.{role}",
        "\n".join(f"* {fact}" for fact in facts),
    )


def _repair(rule: Rule, settings: RuptureSettings) -> str:
    repair = Repair.of(rule, settings)
    if rule.kind == "reported":
        return f"the member calls it resolved, at the latest {repair.window} sessions after the last report"
    near = (
        f"{100 * repair.regained:g}% of the drop are regained"
        if repair.within is None
        else f"a rating lies within {100 * repair.within:g}% of the criterion of the level before"
    )
    return f"{near}, at the latest {repair.window} rated sessions after the lowest one"
