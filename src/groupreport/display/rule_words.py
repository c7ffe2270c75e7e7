"""What a rule for rating drops counts, and why it could not judge: in words."""

from __future__ import annotations

from typing import Any

from groupreport.display.escaping import Markdown
from groupreport.display.wording import Wording

_NUMBERS = ("factor", "cumulative", "share", "shortest")


def rule_definition(name: str, numbers: Any, words: Wording) -> Markdown:  # noqa: ANN401 - a rule, or its row
    """The rule in one sentence without a full stop, with the numbers that it goes by."""
    return words.say(f"rules.{name}", **{number: getattr(numbers, number) for number in _NUMBERS})


def why_not_judged(row: Any, words: Wording, *, counted: bool = True) -> list[Markdown]:  # noqa: ANN401 - a row of rules
    """Why the rule could not judge series; if `counted`, each reason with how many where there are several."""
    facts = {"fewest": int(row.minimum_ratings), "max_gap": int(row.max_gap)}
    several = counted and len(row.not_judged) > 1
    return [
        words.say("ruptures.why", reason=reason, count=count if several else None, **facts)
        for reason, count in row.not_judged
    ]
