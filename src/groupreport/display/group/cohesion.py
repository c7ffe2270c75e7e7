"""Climate and cohesion of one group over its sessions."""

from __future__ import annotations

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.group.agreement import apart_in_points
from groupreport.display.group.signs import apart_sentence
from groupreport.display.scale_panels import panels_figures, panels_of
from groupreport.display.scale_words import changes_sentence, figure_caption
from groupreport.display.sessions_axis import SessionsAxis
from groupreport.display.shown import Shown, paragraph, shown
from groupreport.display.unavailable import absent
from groupreport.display.wording import wording
from groupreport.summaries.records import Unavailable


def show_cohesion(view: EvaluatorGroupView) -> Shown:
    """How cohesion and climate went, scale by scale, with stages and intervals."""
    words, scales = wording(view.language), view.summary.scales_by_session
    if isinstance(scales, Unavailable):
        return absent(words, "scales", scales)
    panels = panels_of(scales[scales["domain"].isin(["cohesion", "climate"])])
    if not panels:
        return shown(paragraph(words.say("climate.none_scored")))
    axis = SessionsAxis.of(view.summary.sessions)
    return shown(
        paragraph(
            changes_sentence(panels, words),
            apart_in_points(view.summary.agreement, words),
            apart_sentence(view.summary.subgroup_signs, words),
        ),
        *panels_figures("climate", panels, axis, words, caption=figure_caption(panels, axis, words)),
    )
