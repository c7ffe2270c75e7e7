"""The one thing to know about a group's term, chosen by fixed rules: the most pressing concern, else a strength."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from groupreport.display.escaping import Markdown
from groupreport.display.group import signals
from groupreport.display.outcome_words import facts_of
from groupreport.display.scale_panels import Panel
from groupreport.display.wording import Wording
from groupreport.summaries.records import GroupSummary


def headline_sentence(summary: GroupSummary, panels: Sequence[Panel], words: Wording) -> Markdown:
    """One sentence.

    Args:
        summary: The group's term.
        panels: Its `signals.whole_panels`.
        words: The wording.
    """
    if not summary.group.held_sessions:
        return words.say("headline.not_started")
    for said in _in_order(summary, panels, words):
        if said is not None:
            return said
    answered = signals.response_rate(summary)
    if answered is None or not answered[0]:
        return words.say("headline.no_ratings")
    known = [panel.trend for panel in panels if panel.trend is not None]
    return words.say("headline.steady" if any(trend.certain is not None for trend in known) else "headline.too_few")


def _in_order(summary: GroupSummary, panels: Sequence[Panel], words: Wording) -> Iterator[Markdown | None]:
    """What each rule says. Concerns come first, in the order of how soon somebody should look; then strengths."""
    yield _logged(summary, words)
    yield _drops(summary, words)
    yield _outcomes_worse(summary, words)
    yield _attendance(summary, words)
    yield _scale_worse(panels, words)
    yield _outcomes_better(summary, words)
    yield _scale_moved(panels, words)


def _logged(summary: GroupSummary, words: Wording) -> Markdown | None:
    """A logged rupture without a full repair on record; cultural ones lead."""
    events = signals.open_events(summary)
    if events.empty:
        return None
    return words.say("headline.logged", count=len(events), cultural=int(events["is_cultural"].sum()))


def _drops(summary: GroupSummary, words: Wording) -> Markdown | None:
    """More members with a rating drop than chance alone would give."""
    found = signals.headline_drops(summary)
    if found is None or found.against != "more":
        return None
    return words.say("headline.drops", members=found.members, judged=found.judged)


def _outcomes_worse(summary: GroupSummary, words: Wording) -> Markdown | None:
    """As many or more members reliably worse than improved, on the first outcome questionnaire."""
    row = signals.first_outcome(summary)
    if row is None:
        return None
    facts = facts_of(row)
    if not facts["deteriorated"] or facts["deteriorated"] < facts["better"]:
        return None
    return words.say("headline.outcomes_worse", **facts)


def _attendance(summary: GroupSummary, words: Wording) -> Markdown | None:
    found = signals.attendances(summary)
    if found is None or not found.fell:
        return None
    return words.say("headline.attendance", early=found.early, late=found.late)


def _scale_worse(panels: Sequence[Panel], words: Wording) -> Markdown | None:
    moved = signals.moved_scales(panels, "worse")
    return words.say("headline.scale", **moved[0].facts, way="worse") if moved else None


def _outcomes_better(summary: GroupSummary, words: Wording) -> Markdown | None:
    """More than half of those with both measurements improved reliably."""
    row = signals.first_outcome(summary)
    if row is None:
        return None
    facts = facts_of(row)
    return words.say("headline.outcomes_better", **facts) if facts["better"] * 2 > facts["pairs"] else None


def _scale_moved(panels: Sequence[Panel], words: Wording) -> Markdown | None:
    moved = [*signals.moved_scales(panels, "better"), *signals.moved_scales(panels, "either")]
    return words.say("headline.scale", **moved[0].facts, way="") if moved else None
