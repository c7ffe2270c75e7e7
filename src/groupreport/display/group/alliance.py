"""Alliance in one group: with leaders, among members, with the group; goals, tasks and bond."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.group.alliance_members import alliance_members
from groupreport.display.rounding import is_missing
from groupreport.display.scale_panels import Panel, panels_figures, panels_of
from groupreport.display.scale_words import changes_sentence, changes_summary
from groupreport.display.sessions_axis import SessionsAxis
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.trend import SAME_SHARE
from groupreport.display.unavailable import absent
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import Unavailable

_LEVELS = ("member_leader", "member_member", "member_group")
_ASPECTS = ("goal", "task", "bond")


def show_alliance(view: EvaluatorGroupView) -> Shown:
    """Alliance by level, by goals, tasks and bond where asked, and every member's ratings."""
    words, scales = wording(view.language), view.summary.scales_by_session
    if isinstance(scales, Unavailable):
        return absent(words, "scales", scales)
    alliance = scales[scales["domain"] == "alliance"]
    levels = level_panels(alliance)
    aspects = panels_of(alliance[alliance["aspect"].isin(_ASPECTS)])
    if not levels and not aspects:
        return shown(paragraph(words.say("alliance.none_scored")))
    axis = SessionsAxis.of(view.summary.sessions)
    return shown(
        paragraph(changes_sentence(levels, words), _lowest_level(levels, words), lowest_aspect(aspects, words)),
        *_figures([*_drawn_levels(levels), *aspects], axis, words),
        alliance_members(view.summary, words),
    )


def level_panels(alliance: pd.DataFrame) -> list[Panel]:
    """The scales that stand for a whole level (not for goals, tasks or bond alone): leaders first, group last."""
    order = {level: place for place, level in enumerate(_LEVELS)}
    whole = panels_of(alliance[~alliance["aspect"].isin(_ASPECTS)])
    return sorted(whole, key=lambda panel: order.get(panel.sessions[0].level, len(_LEVELS)))


def _drawn_levels(levels: list[Panel]) -> list[Panel]:
    # A total of goals, tasks and bond stands in the table; beside a questionnaire of all three levels it would only
    # repeat one of them on another scale.
    plain_ratings = [panel for panel in levels if all(is_missing(row.aspect) for row in panel.sessions)]
    return plain_ratings if len(plain_ratings) >= len(_LEVELS) else levels


def lowest_aspect(aspects: Sequence[Panel], words: Wording) -> str:
    """Which of goals, tasks and bond was lowest at the end; nothing where two are equally low or one is not known."""
    known = [(panel.trend.late, panel) for panel in aspects if panel.trend is not None]
    if len(aspects) > len(_ASPECTS) or len(known) < len(_ASPECTS):  # of several questionnaires or levels, of none
        return ""
    ordered = sorted(known, key=lambda pair: pair[0])
    late, panel = ordered[0]
    facts = panel.facts
    if ordered[1][0] - late < SAME_SHARE * panel.range.span:
        return ""
    aspect = words.word("aspect", panel.sessions[0].aspect)
    return words.say(
        "alliance.lowest_aspect", aspect=aspect, late=late, minimum=facts["minimum"], maximum=facts["maximum"]
    )


def _lowest_level(levels: Sequence[Panel], words: Wording) -> str:
    # Levels can be compared only where one questionnaire asks all of them on one scale.
    by_instrument: dict[str, list[tuple[float, Panel]]] = {}
    for panel in levels:
        if panel.trend is not None and panel.sessions[0].higher_is == "better":
            by_instrument.setdefault(str(panel.sessions[0].instrument), []).append((panel.trend.late, panel))
    every_level = sorted(_LEVELS)
    compared = next(
        (own for own in by_instrument.values() if sorted(str(one.sessions[0].level) for _, one in own) == every_level),
        [],
    )
    if not compared:
        return ""
    ordered = sorted(compared, key=lambda pair: pair[0])
    (late, low), (highest, high) = ordered[0], ordered[-1]
    if highest - late < SAME_SHARE * low.range.span:
        return ""
    return words.say(
        "alliance.lowest_level",
        level=words.word("with", low.sessions[0].level),
        late=late,
        maximum=low.facts["maximum"],
        highest_level=words.word("with", high.sessions[0].level),
        highest=highest,
    )


def _figures(panels: Sequence[Panel], axis: SessionsAxis, words: Wording) -> list[Piece]:
    caption = words.say("alliance.caption", summary=changes_summary(panels, words))
    return panels_figures("alliance", panels, axis, words, caption=caption)
