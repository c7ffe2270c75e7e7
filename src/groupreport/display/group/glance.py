"""The box at the top of a group's report."""

from __future__ import annotations

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.escaping import Markdown
from groupreport.display.group import signals
from groupreport.display.group.alliance import level_panels
from groupreport.display.outcome_words import sentence as outcome_sentence
from groupreport.display.rows import rows_of
from groupreport.display.scale_words import changes_in_short
from groupreport.display.shown import Shown, callout, paragraph, shown
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import GroupSummary, Outcomes, Unavailable

_MOST_FLAGS = 3


def show_group_at_a_glance(view: EvaluatorGroupView) -> Shown:
    """What changed, what needs attention and how sure that is, in a few plain sentences."""
    words, summary = wording(view.language), view.summary
    title = words.word("title", "at_a_glance")
    if not summary.group.held_sessions:
        return shown(callout("note", title, paragraph(words.say("glance.no_sessions"))))
    flags = _flags(summary, words)[:_MOST_FLAGS] or [words.say("glance.nothing_flagged")]
    return shown(
        callout(
            "note",
            title,
            paragraph(words.say("glance.changed"), *_changes(summary, words)),
            paragraph(words.say("glance.attention"), *flags),
            paragraph(words.say("glance.sure"), *_certainty(summary, words)),
        )
    )


def _changes(summary: GroupSummary, words: Wording) -> list[Markdown]:
    attendance = signals.attendances(summary)
    said = [words.say("glance.came", flow=summary.flow, rate=attendance.rate if attendance else None)]
    scales = summary.scales_by_session
    if not isinstance(scales, Unavailable):
        panels = [*signals.climate_panels(summary), *level_panels(scales[scales["domain"] == "alliance"])]
        if panels:
            said.append(changes_in_short(panels, words))
    if isinstance(summary.outcomes, Outcomes) and len(summary.outcomes.by_instrument):
        said.append(outcome_sentence(next(rows_of(summary.outcomes.by_instrument)), words))
    return said if len(said) > 1 else [*said, words.say("glance.nothing_changed")]


def _flags(summary: GroupSummary, words: Wording) -> list[Markdown]:
    """In the order of how soon someone should look."""
    flags = []
    events = signals.open_events(summary)
    if len(events):
        cultural = int(events["is_cultural"].sum())
        flags.append(words.say("glance.unrepaired_log", count=len(events), cultural=cultural))
    drops = signals.unresolved_drops(summary)
    headline = signals.headline_drops(summary)
    against = None if headline is None else headline.against
    if headline is not None and (len(drops) or against == "more"):
        facts = {"members": headline.members, "judged": headline.judged, "against": against}
        flags.append(words.say("glance.unrepaired", count=len(drops), **facts))
    flags += [words.say("glance.worse", short_name=name, count=count) for name, count in signals.worsened(summary)[:1]]
    attendance = signals.attendances(summary)
    if attendance is not None and attendance.fell:
        flags.append(words.say("glance.attendance_fell", early=attendance.early, late=attendance.late))
    if summary.flow.dropped_out:
        flags.append(words.say("glance.dropped_out", count=summary.flow.dropped_out, enrolled=summary.flow.enrolled))
    if not isinstance(summary.participation, Unavailable) and signals.quiet(summary):
        flags.append(words.say("glance.quiet", count=signals.quiet(summary), unit=summary.participation.unit))
    return flags


def _certainty(summary: GroupSummary, words: Wording) -> list[Markdown]:
    said = []
    answered = signals.response_rate(summary)
    if answered is None or not answered[0]:
        said.append(words.say("glance.no_ratings"))
    else:
        said.append(
            words.say("glance.rate", answered=answered[0], expected=answered[1], rate=answered[0] / answered[1])
        )
    said.append(words.say("glance.few", members=summary.flow.enrolled))
    headline = signals.headline_drops(summary)
    if headline is not None and headline.against is None and len(signals.unresolved_drops(summary)):
        said.append(words.say("glance.drops_chance"))
    return said
