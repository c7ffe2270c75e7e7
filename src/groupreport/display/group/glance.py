"""The top of a group's report: the one thing to know, a few numbers, and a box that says what they mean."""

from __future__ import annotations

from collections.abc import Sequence

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.escaping import Markdown
from groupreport.display.group import signals
from groupreport.display.group.headline import headline_sentence
from groupreport.display.group.key_numbers import group_key_facts
from groupreport.display.outcome_words import explained_name, facts_of, plain_name
from groupreport.display.rows import rows_of
from groupreport.display.scale_panels import Panel
from groupreport.display.scale_words import changes_in_short
from groupreport.display.shown import Shown, bullets, callout, headline, paragraph, shown
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import GroupSummary, Outcomes, Unavailable

_MOST_FLAGS = 4


def show_group_at_a_glance(view: EvaluatorGroupView) -> Shown:
    """The headline, the key facts, and what changed, what needs attention and how sure that is."""
    words, summary = wording(view.language), view.summary
    title, panels = words.word("title", "at_a_glance"), signals.whole_panels(summary)
    if not summary.group.held_sessions:
        return shown(
            headline(headline_sentence(summary, panels, words)),
            callout("note", title, paragraph(words.say("glance.no_sessions", enrolled=summary.flow.enrolled))),
        )
    flags = _flags(summary, panels, words)[:_MOST_FLAGS]
    lead = words.say("glance.attention")
    return shown(
        headline(headline_sentence(summary, panels, words)),
        group_key_facts(summary, words),
        callout(
            "note",
            title,
            paragraph(words.say("glance.changed"), *_changes(summary, panels, words)),
            paragraph(lead) if flags else paragraph(lead, words.say("glance.nothing_flagged")),
            bullets(flags),
            paragraph(words.say("glance.sure"), *_certainty(summary, panels, words)),
        ),
    )


def _changes(summary: GroupSummary, panels: Sequence[Panel], words: Wording) -> list[Markdown]:
    said, instruments = [], summary.term.instruments
    if panels:
        said.append(changes_in_short(panels, words))
    if isinstance(summary.outcomes, Outcomes):
        said += [
            words.say("glance.outcome", **facts_of(row) | {"short_name": plain_name(row, instruments, words)})
            for row in rows_of(summary.outcomes.by_instrument.head(1))
        ]
    return said or [words.say("glance.nothing_changed")]


def _flags(summary: GroupSummary, panels: Sequence[Panel], words: Wording) -> list[Markdown]:
    """In the order of how soon someone should look."""
    flags = []
    events = signals.open_events(summary)
    if len(events):
        cultural, sessions = int(events["is_cultural"].sum()), sorted({int(one) for one in events["session"]})
        told = [str(session) for session in sessions]
        flags.append(words.say("glance.unrepaired_log", count=len(events), cultural=cultural, sessions=told))
    drops = signals.unresolved_drops(summary)
    headline_drops = signals.headline_drops(summary)
    against = None if headline_drops is None else headline_drops.against
    if headline_drops is not None and (len(drops) or against == "more"):
        facts = {"members": headline_drops.members, "judged": headline_drops.judged, "against": against}
        flags.append(words.say("glance.unrepaired", count=len(drops), **facts))
    instruments, named = summary.term.instruments, _named_before(summary)
    worse = [
        {
            "name": row.short_name if (row.instrument, row.scale) == named else explained_name(row, instruments, words),
            "count": int(row.deteriorated),
        }
        for row in signals.worsened(summary)
    ]
    flags += [words.say("glance.worse", rows=worse)] if worse else []
    attendance = signals.attendances(summary)
    if attendance is not None and attendance.fell:
        flags.append(words.say("glance.attendance_fell", early=attendance.early, late=attendance.late))
    flags += [words.say("glance.scale_worse", **panel.facts) for panel in signals.moved_scales(panels, "worse")[:1]]
    if summary.flow.dropped_out:
        flags.append(words.say("glance.dropped_out", count=summary.flow.dropped_out, enrolled=summary.flow.enrolled))
    if not isinstance(summary.participation, Unavailable) and signals.quiet(summary):
        flags.append(words.say("glance.quiet", count=signals.quiet(summary), unit=summary.participation.unit))
    return flags


def _named_before(summary: GroupSummary) -> tuple[str, str] | None:
    """The questionnaire that "what changed" has explained; it needs no second explanation."""
    if not isinstance(summary.outcomes, Outcomes):
        return None
    return next(((row.instrument, row.scale) for row in rows_of(summary.outcomes.by_instrument.head(1))), None)


def _certainty(summary: GroupSummary, panels: Sequence[Panel], words: Wording) -> list[Markdown]:
    said = []
    answered = signals.response_rate(summary)
    if answered is None or not answered[0]:
        said.append(words.say("glance.no_ratings"))
    said.append(words.say("glance.few", members=summary.flow.enrolled))
    differing = signals.scales_that_differ(summary, panels)
    if differing is not None:
        said.append(words.say("glance.growth_differs", **differing))
    drops = signals.headline_drops(summary)
    if drops is not None and drops.against is None and len(signals.unresolved_drops(summary)):
        said.append(words.say("glance.drops_chance"))
    return said
