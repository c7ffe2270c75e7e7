"""What leaders could talk about with the group: two to four offers that follow from fixed rules."""

from __future__ import annotations

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.escaping import Markdown
from groupreport.display.group import signals
from groupreport.display.rounding import is_missing
from groupreport.display.rows import rows_of
from groupreport.display.scale_panels import Panel, panels_of
from groupreport.display.scale_range import range_of
from groupreport.display.shown import Shown, bullets, paragraph, shown
from groupreport.display.trend import SAME_SHARE
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import GroupSummary, Unavailable

_MOST, _FEWEST = 4, 2


def show_prompts(view: EvaluatorGroupView) -> Shown:
    """Two to four prompts for the group; concerns first, strengths where there are few concerns."""
    words = wording(view.language)
    if not view.summary.group.held_sessions:
        return shown(paragraph(words.say("prompts.not_started")))
    prompts = [*_concerns(view.summary, words), *_strengths(view.summary, words)][:_MOST]
    always = [words.say("prompts.hopes"), words.say("prompts.keep")]
    prompts += always[: max(0, _FEWEST - len(prompts))]
    return shown(paragraph(words.say("prompts.intro")), bullets(prompts))


def _concerns(summary: GroupSummary, words: Wording) -> list[Markdown]:
    found = []
    for event in rows_of(signals.open_events(summary).head(1)):
        if event.is_cultural:
            steps = None if is_missing(event.steps_taken) else int(event.steps_taken)
            found.append(words.say("prompts.cultural", session=int(event.session), steps=steps))
        else:
            found.append(words.say("prompts.logged", session=int(event.session)))
    if len(signals.unresolved_drops(summary)):
        # Without session and level: members would know their own ratings again, which are confidential.
        found.append(words.say("prompts.unrepaired"))
    lowest = _lower_aspect(summary)
    if lowest is not None:
        found.append(words.say("prompts.goal", aspect=words.word("aspect", lowest)))
    if signals.quiet(summary):
        found.append(words.say("prompts.quiet"))
    for panel in signals.climate_panels(summary):
        if _went(panel, "fell"):
            found.append(words.say("prompts.cohesion_fell", label=panel.title))
            break
    attendance = signals.attendances(summary)
    if attendance is not None and attendance.fell:
        found.append(words.say("prompts.attendance"))
    return found + _feedback(summary, words)


def _strengths(summary: GroupSummary, words: Wording) -> list[Markdown]:
    found = []
    if len(signals.repaired_drops(summary)):
        # Noise alone gives drops that are made good: one is worth a question where people saw a repair, or where there
        # are more than chance gives. A session is named only where the log has it, so that it points to no rating.
        logged, headline = signals.repair_seen(summary), signals.headline_drops(summary)
        if logged is not None or (headline is not None and headline.against == "more"):
            found.append(words.say("prompts.strength_repair", session=logged))
    for panel in signals.climate_panels(summary):
        if _went(panel, "rose"):
            found.append(words.say("prompts.strength_rose", label=panel.title))
            break
    return found


def _went(panel: Panel, direction: str) -> bool:
    trend = panel.trend
    return (
        panel.facts["higher_is"] == "better"
        and trend is not None
        and trend.certain is True
        and trend.direction == direction
    )


def _lower_aspect(summary: GroupSummary) -> str | None:
    """Which of goals, tasks and bond stands below the other two in the last third of the sessions."""
    if isinstance(summary.scales_by_session, Unavailable):
        return None
    scales = summary.scales_by_session
    for _, asked in scales[scales["aspect"].isin(["goal", "task", "bond"])].groupby("instrument", sort=False):
        late = {str(panel.sessions["aspect"].iloc[0]): panel.trend for panel in panels_of(asked)}
        known = {aspect: trend.late for aspect, trend in late.items() if trend is not None}
        if len(known) == 3:
            lowest = min(known, key=lambda aspect: known[aspect])
            others = [value for aspect, value in known.items() if aspect != lowest]
            if sum(others) / 2 - known[lowest] >= SAME_SHARE * range_of(asked, ["mean", "low", "high"]).span:
                return lowest
    return None


def _feedback(summary: GroupSummary, words: Wording) -> list[Markdown]:
    if isinstance(summary.feedback, Unavailable) or summary.feedback.empty:
        return []
    by_session = summary.feedback.groupby("session")[["viewed", "discussed"]].any()
    sessions, viewed, discussed = len(by_session), int(by_session["viewed"].sum()), int(by_session["discussed"].sum())
    if discussed * 2 >= sessions:
        return []
    return [words.say("prompts.feedback", sessions=sessions, viewed=viewed, discussed=discussed)]
