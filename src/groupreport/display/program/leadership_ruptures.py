"""Rating drops and the log in leadership's words: over the whole program, from the numbers that may be shown."""

from __future__ import annotations

from typing import Any

from groupreport.disclosure.views import ProgramView
from groupreport.display.cells import Cells
from groupreport.display.chance import against_chance
from groupreport.display.escaping import Markdown
from groupreport.display.rows import rows_of
from groupreport.display.wording import Wording
from groupreport.summaries.records import Unavailable

_PEOPLE = ("members_judged", "members_with_episode")
_CHANCE = ("expected_members", "expected_low", "expected_high")


def headline_of(view: ProgramView) -> Any:  # noqa: ANN401 - a row of `rows_of`
    """The headline rule's row; None where no rule was applied."""
    rules = view.summary.rules
    return None if isinstance(rules, Unavailable) else next(row for row in rows_of(rules) if row.headline)


def members_against_chance(view: ProgramView, words: Wording) -> dict[str, Any]:
    """Members with a drop of those judged, and what chance gives; None where withheld or not known."""
    cells, row = Cells(view, "rules", words), headline_of(view)
    judged, members = (cells.known(row, name) for name in _PEOPLE)
    expected, low, high = (cells.known(row, name) for name in _CHANCE)
    facts = {"members": None if members is None else int(members), "judged": None if judged is None else int(judged)}
    if members is None or judged is None or expected is None or low is None or high is None:
        return {**facts, "expected": None, "low": None, "high": None, "against": None}
    return {**facts, "expected": expected, "low": low, "high": high, "against": against_chance(members, low, high)}


def some_drop_possible(view: ProgramView, words: Wording) -> bool:
    """Whether there may be drops whose place is withheld: not where nobody could be judged or nobody had one."""
    facts = members_against_chance(view, words)
    return bool(view.withheld) and 0 not in (facts["judged"], facts["members"])


def how_ratings_fell(view: ProgramView, words: Wording) -> Markdown:
    """What the headline rule counts, as the end of a sentence that begins with "Ratings"."""
    return words.say("leadership.fell", rule=str(headline_of(view).rule))


def drops_for_leadership(view: ProgramView, counts: dict[str, Any], words: Wording) -> list[Markdown | str]:
    """How many members' ratings fell, beside chance, what that is for, and what became of the drops."""
    facts = members_against_chance(view, words)
    some = 0 not in (facts["judged"], facts["members"])
    return [
        words.say("leadership.members", fell=how_ratings_fell(view, words), **facts),
        words.say("leadership.drops", **{name: counts[name] for name in ("episodes", "followed", "repaired")})
        if some
        else "",
        words.say("leadership.not_for_comparison") if some else "",
    ]


def log_for_leadership(view: ProgramView, words: Wording) -> list[Markdown | str]:
    """How many ruptures were logged and repaired, and the steps of which both taken and not taken may be shown."""
    if isinstance(view.summary.events_by_kind, Unavailable):
        return []
    cells = Cells(view, "events_by_kind", words)
    row = next(rows_of(view.summary.events_by_kind))
    events, cultural, full = (
        None if value is None else int(value)
        for value in (cells.known(row, name) for name in ("events", "events_cultural", "repaired_full"))
    )
    said = words.say("leadership.log", events=events, cultural=cultural, full=full)
    return [said, _steps(view, words) if events else ""]


def _steps(view: ProgramView, words: Wording) -> Markdown | str:
    if isinstance(view.summary.steps, Unavailable):
        return ""
    cells, steps = Cells(view, "steps", words), []
    for row in rows_of(view.summary.steps):
        taken, not_taken = cells.known(row, "taken"), cells.known(row, "not_taken")
        if taken is not None and not_taken is not None and taken + not_taken > 0:
            steps.append({"step": str(row.step), "taken": int(taken), "known": int(taken + not_taken)})
    return words.say("leadership.steps", steps=steps) if steps else ""
