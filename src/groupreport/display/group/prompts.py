"""What leaders could talk about with the group: two to five offers that follow from fixed rules."""

from __future__ import annotations

from collections.abc import Sequence

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.escaping import Markdown
from groupreport.display.group import signals
from groupreport.display.rounding import is_missing
from groupreport.display.rows import rows_of
from groupreport.display.scale_panels import Panel
from groupreport.display.shown import Shown, bullets, paragraph, shown
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import GroupSummary, Unavailable

_MOST, _FEWEST = 5, 2


def show_prompts(view: EvaluatorGroupView) -> Shown:
    """Two to five prompts for the group; concerns first, strengths where there are few concerns."""
    words = wording(view.language)
    if not view.summary.group.held_sessions:
        return shown(paragraph(words.say("prompts.not_started")))
    panels = signals.whole_panels(view.summary)
    prompts = [*_concerns(view.summary, panels, words), *_strengths(view.summary, panels, words)][:_MOST]
    always = [words.say("prompts.hopes"), words.say("prompts.keep")]
    prompts += always[: max(0, _FEWEST - len(prompts))]
    return shown(paragraph(words.say("prompts.intro")), bullets(prompts))


def _concerns(summary: GroupSummary, panels: Sequence[Panel], words: Wording) -> list[Markdown]:
    found = []
    events = signals.open_events(summary)
    for event in rows_of(events[events["is_cultural"].astype(bool)].head(1)):
        steps = None if is_missing(event.steps_taken) else int(event.steps_taken)
        found.append(words.say("prompts.cultural", session=int(event.session), steps=steps))
        events = events.drop(index=event.Index)
    sessions = sorted({int(session) for session in events["session"]})
    if sessions:
        found.append(words.say("prompts.logged", sessions=[str(session) for session in sessions]))
    if len(signals.unresolved_drops(summary)):
        # Without session and level: members would know their own ratings again, which are confidential.
        found.append(words.say("prompts.unrepaired"))
    lowest = signals.lower_aspect(summary)
    if lowest is not None:
        found.append(words.say("prompts.goal", aspect=lowest))
    if signals.quiet(summary) or signals.silent(summary):
        found.append(words.say("prompts.quiet"))
    found += [words.say("prompts.scale_worse", **panel.facts) for panel in signals.moved_scales(panels, "worse")[:1]]
    attendance = signals.attendances(summary)
    if attendance is not None and attendance.fell:
        found.append(words.say("prompts.attendance"))
    return found + _feedback(summary, words)


def _strengths(summary: GroupSummary, panels: Sequence[Panel], words: Wording) -> list[Markdown]:
    found = []
    if len(signals.repaired_drops(summary)):
        # Noise alone gives drops that are made good: one is worth a question where people saw a repair, or where there
        # are more than chance gives. A session is named only where the log has it, so that it points to no rating.
        logged, headline = signals.repair_seen(summary), signals.headline_drops(summary)
        if logged is not None or (headline is not None and headline.against == "more"):
            found.append(words.say("prompts.strength_repair", session=logged))
    better = signals.moved_scales(panels, "better")[:1]
    return found + [words.say("prompts.scale_better", **panel.facts) for panel in better]


def _feedback(summary: GroupSummary, words: Wording) -> list[Markdown]:
    if isinstance(summary.feedback, Unavailable) or summary.feedback.empty:
        return []
    by_session = summary.feedback.groupby("session")[["viewed", "discussed"]].any()
    sessions, viewed, discussed = len(by_session), int(by_session["viewed"].sum()), int(by_session["discussed"].sum())
    if discussed * 2 >= sessions:
        return []
    facts = {"held": summary.group.held_sessions, "sessions": sessions, "viewed": viewed, "discussed": discussed}
    return [words.say("prompts.feedback", **facts)]
