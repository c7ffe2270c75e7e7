"""What the fixed rules see in a program's term, for the headline, the box at the top and what to decide."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal

from groupreport.disclosure.views import ProgramView
from groupreport.display.cells import Cells
from groupreport.display.effects_figure import Effect
from groupreport.display.escaping import Markdown
from groupreport.display.outcome_words import plain_name
from groupreport.display.program.attendance import against_benchmark, dropped_out, has_started
from groupreport.display.program.leadership_ruptures import headline_of, members_against_chance
from groupreport.display.program.outcomes import total_effects
from groupreport.display.program.ruptures import headline_counts
from groupreport.display.program.selected_scales import ComparedScale, compared_scales
from groupreport.display.rows import rows_of
from groupreport.display.wording import Wording
from groupreport.summaries.records import Unavailable

# Below this share of answered questionnaires, those who did not answer could change the picture.
FEW_RESPONSES = 0.80


@dataclass(frozen=True)
class Missing:
    """People without both measurements of an outcome questionnaire, of those enrolled.

    `names` has the questionnaires of which this is so.

    How many of them lack a first and a last measurement is None for leadership: from the two, those who lack both
    could be worked out.
    """

    names: list[Markdown]
    missing: int
    enrolled: int
    without_first: int | None
    without_last: int | None

    @property
    def many(self) -> bool:
        """True where it is more than one in five."""
        return self.missing * 5 > self.enrolled


@dataclass(frozen=True)
class Worse:
    """Who got reliably worse: the questionnaires with somebody and the count, and whether a count is withheld."""

    counts: list[dict[str, Any]]
    withheld: bool


def dropout_side(view: ProgramView, words: Wording) -> str:
    """Where drop-out over all programs lies against the benchmark: above, below, alike or unknown."""
    return against_benchmark(dropped_out(view, words)) if has_started(view) else "unknown"


def change_direction(view: ProgramView, words: Wording) -> str:
    """Which way people with both measurements changed on average over all programs, beyond the mean's uncertainty.

    Returns:
        improved (on every questionnaire whose interval is known), partly (on some), worse (on any), unclear (the
        intervals hold no change) or unknown (no interval is known).
    """
    known = [effect for effect in total_effects(view, words) if effect.low is not None and effect.high is not None]
    better, worse = (clear_changes(view, words, better=way) for way in (True, False))
    if not known:
        return "unknown"
    if worse:
        return "worse"
    if not better:
        return "unclear"
    return "improved" if len(better) == len(known) else "partly"


def clear_changes(view: ProgramView, words: Wording, *, better: bool) -> list[Effect]:
    """The questionnaires on which people improved (or got worse) on average, beyond the uncertainty of the mean."""
    known = [effect for effect in total_effects(view, words) if effect.low is not None and effect.high is not None]
    if better:
        return [effect for effect in known if effect.low is not None and effect.low > 0]
    return [effect for effect in known if effect.high is not None and effect.high < 0]


def scales(view: ProgramView) -> list[ComparedScale]:
    """The scales that groups are compared on."""
    given = view.summary.scales_by_group
    return [] if isinstance(given, Unavailable) else compared_scales(given)


def outside(view: ProgramView, side: Literal["below", "above"]) -> dict[str, int]:
    """The groups that lie below (or above) the mean of all groups beyond their uncertainty, and on how many scales."""
    return dict(Counter(name for scale in scales(view) for name in getattr(scale, side)))


def attendance_falls(view: ProgramView, words: Wording) -> list[dict[str, Any]]:
    """Groups in which attendance fell by ten points or more, the largest fall first, with its numbers for evaluators.

    For leadership the shares of the thirds of the sessions are not in the view: they are None, and the groups stand in
    the term's order.
    """
    cells = Cells(view, "groups", words)
    found = [
        {
            "name": str(row.group_name),
            "early": cells.known(row, "attendance_early") if view.audience == "evaluator" else None,
            "late": cells.known(row, "attendance_late") if view.audience == "evaluator" else None,
        }
        for row in rows_of(view.summary.groups)
        if cells.known(row, "attendance_fell")
    ]
    return sorted(found, key=lambda group: (group["late"] or 0) - (group["early"] or 0))


def below_on_several(view: ProgramView) -> list[str]:
    """Groups below the mean of all groups on two or more scales: on one of many, some are by chance alone."""
    return [name for name, count in outside(view, "below").items() if count >= 2]


def comparisons(view: ProgramView) -> int:
    """How many intervals are set beside the mean of all groups."""
    return sum(int(scale.rows["low"].notna().sum()) for scale in scales(view) if scale.overall is not None)


def unrepaired(view: ProgramView, words: Wording) -> int:
    """Drops of the headline rule that were followed and not repaired, where more members have one than by chance.

    0 also where the number is withheld, and where chance gives as many members or is not known: drops in ratings made
    by chance are no concern, and some of those are not repaired either.
    """
    if headline_of(view) is None or members_against_chance(view, words)["against"] != "more":
        return 0
    return headline_counts(view, words)["unrepaired"] or 0


def unread_groups(view: ProgramView, words: Wording) -> list[str]:
    """Groups whose leaders looked at ratings in fewer than half of the recorded sessions."""
    feedback = view.summary.feedback
    if isinstance(feedback, Unavailable):
        return []
    cells = Cells(view, "feedback", words)
    names = []
    for row in rows_of(feedback):
        viewed, sessions = cells.known(row, "viewed"), cells.known(row, "sessions")
        if viewed is not None and sessions and viewed * 2 < sessions:
            names.append(str(row.group_name))
    return names


def without_pairs(view: ProgramView, words: Wording) -> list[Missing]:
    """People without both measurements, questionnaire by questionnaire, those of which it is known.

    Questionnaires that are given together mostly lack the same people: they are named together where numbers agree.
    """
    outcomes = view.summary.outcomes
    if isinstance(outcomes, Unavailable):
        return []
    cells = Cells(view, "outcomes.by_instrument", words)
    open_to_all = view.audience == "evaluator"
    found: dict[tuple[int | None, ...], Missing] = {}
    for row in rows_of(outcomes.by_instrument):
        enrolled, pairs = cells.known(row, "enrolled"), cells.known(row, "pairs")
        if not enrolled or pairs is None:
            continue
        of_each = (row.with_pre, row.with_post) if open_to_all else (None, None)
        first, last = (None if count is None else int(enrolled - count) for count in of_each)
        numbers = (int(enrolled - pairs), int(enrolled), first, last)
        found.setdefault(numbers, Missing([], *numbers)).names.append(
            plain_name(row, view.summary.term.instruments, words)
        )
    return list(found.values())


def reliably_worse(view: ProgramView, words: Wording) -> Worse:
    """On which outcome questionnaires people got reliably worse, and whether it is withheld of any how many did.

    Of a withheld count nothing is said, not even that it is small: others may be withheld only to protect a small one.
    """
    outcomes = view.summary.outcomes
    if isinstance(outcomes, Unavailable):
        return Worse([], withheld=False)
    cells, rows = Cells(view, "outcomes.by_instrument", words), list(rows_of(outcomes.by_instrument))
    instruments = view.summary.term.instruments
    known = [(plain_name(row, instruments, words), cells.known(row, "deteriorated")) for row in rows]
    return Worse(
        [{"name": name, "count": int(count)} for name, count in known if count],
        withheld=any(cells.withheld(row, "deteriorated") for row in rows),
    )


def responses(view: ProgramView, words: Wording) -> tuple[int, int] | None:
    """Answered and expected session questionnaires; None where none was expected, and for leadership."""
    rates = view.summary.response_rates
    if isinstance(rates, Unavailable) or "answered" not in rates:
        return None
    cells = Cells(view, "response_rates", words)
    known = [(cells.known(row, "answered"), cells.known(row, "expected")) for row in rows_of(rates)]
    if not known or any(answered is None or expected is None for answered, expected in known):
        return None
    expected_sum = int(sum(expected or 0 for _, expected in known))
    return (int(sum(answered or 0 for answered, _ in known)), expected_sum) if expected_sum else None


def response_shares(view: ProgramView, words: Wording) -> tuple[float, float] | None:
    """The lowest and the highest share of answered forms of any questionnaire; None where one is not told."""
    rates = view.summary.response_rates
    if isinstance(rates, Unavailable):
        return None
    cells = Cells(view, "response_rates", words)
    known = [rate for row in rows_of(rates) if (rate := cells.known(row, "rate")) is not None]
    return (min(known), max(known)) if known and len(known) == len(rates) else None
