"""How each scale of one group went from session to session, by a model of its members' lines."""

from __future__ import annotations

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.growth_words import direction, model_remarks
from groupreport.display.rows import rows_of
from groupreport.display.shown import Shown, bullets, paragraph, shown
from groupreport.display.wording import wording
from groupreport.summaries.records import Unavailable

_ASPECTS = ("goal", "task", "bond")


def show_growth(view: EvaluatorGroupView) -> Shown:
    """A sentence a scale (goals, tasks and bond stand in their total), and where the model had to be simpler."""
    words, growth = wording(), view.summary.growth
    if growth is None or isinstance(growth, Unavailable):
        return shown()  # the section before has said why
    whole = growth[~growth["aspect"].isin(_ASPECTS)]
    told = whole[whole["reason"] == ""]
    # Where all scales have the same numbers of members and sessions, they are said once.
    alike = len(told[["members", "sessions"]].drop_duplicates()) == 1
    counts = {name: int(told[name].iloc[0]) if alike else None for name in ("members", "sessions")}
    said = [
        words.say(
            "growth.slope",
            label=str(row.label),
            short_name=str(row.short_name),
            slope=float(row.slope),
            low=float(row.low),
            high=float(row.high),
            direction=direction(row.low, row.high),
            members=None if alike else int(row.members),
            sessions=None if alike else int(row.sessions),
        )
        for row in rows_of(told)
    ]
    return shown(
        paragraph(words.say("growth.lead", **counts)) if said else None,
        bullets(said),
        paragraph(*model_remarks(whole, words), words.say("growth.one_group") if said else ""),
    )
