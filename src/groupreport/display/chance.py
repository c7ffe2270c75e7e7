"""How many members would show a rating drop by chance alone, beside how many do."""

from __future__ import annotations

from typing import Any, Literal

from groupreport.display.escaping import Markdown
from groupreport.display.rounding import NOTHING, is_missing
from groupreport.display.wording import Wording


def against_chance(observed: float, low: float, high: float) -> Literal["as_many", "more", "fewer"]:
    """Whether a count lies inside the middle 95 % of what chance gives, above it or below it."""
    if observed > high:
        return "more"
    return "fewer" if observed < low else "as_many"


def repaired_by_chance(row: Any) -> float | None:  # noqa: ANN401 - a row of `rows_of` of a summary's rules
    """Which share of drops with a known end chance repairs; None where that is not known, or not shown."""
    return None if is_missing(getattr(row, "expected_repaired", None)) else float(row.expected_repaired)


def chance_cell(row: Any, words: Wording) -> str:  # noqa: ANN401 - a row of `rows_of` of a summary's rules
    """The number of members that chance alone would give, with its interval."""
    if is_missing(row.expected_members):
        return NOTHING
    return words.say(
        "ruptures.chance_cell", expected=row.expected_members, low=row.expected_low, high=row.expected_high
    )


def chance_sentence(row: Any, words: Wording) -> Markdown:  # noqa: ANN401
    """One sentence that sets the members with a drop beside the members that chance would give; empty if unknown."""
    if is_missing(row.expected_members) or is_missing(row.members_with_episode):
        return Markdown("")
    return words.say(
        "ruptures.chance",
        observed=int(row.members_with_episode),
        expected=row.expected_members,
        low=row.expected_low,
        high=row.expected_high,
        against=against_chance(row.members_with_episode, row.expected_low, row.expected_high),
    )
