"""Sentences and tables about how scales went over a term, for climate and alliance alike."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from groupreport.display import tables
from groupreport.display.escaping import Markdown
from groupreport.display.rounding import NOTHING, is_missing, number, plainly, signed
from groupreport.display.scale_panels import Panel
from groupreport.display.sessions_axis import SessionsAxis
from groupreport.display.shown import Piece
from groupreport.display.trend import Trend
from groupreport.display.wording import Wording


def figure_caption(panels: Sequence[Panel], axis: SessionsAxis, words: Wording) -> Markdown:
    """Which scales rose, fell or stayed, and how to read the picture."""
    return words.say(
        "climate.caption",
        summary=changes_summary(panels, words),
        smallest=min(panel.facts["smallest_n"] for panel in panels),
        largest=max(panel.facts["largest_n"] for panel in panels),
        stages=bool(axis.stages),
        canceled=bool(axis.canceled),
        lower=[panel.title for panel in panels if panel.facts["higher_is"] == "worse"],
        context=[panel.title for panel in panels if panel.facts["higher_is"] == "context"],
    )


def changes_sentence(panels: Sequence[Panel], words: Wording) -> Markdown:
    """The scales that moved beyond their uncertainty, with the means of both thirds, and what cannot be said.

    Empty where there is neither: the caption of the figure says that nothing moved, or that nothing can be said.
    """
    told = [
        {
            "title": panel.title,
            "direction": _direction(panel.trend),
            "early": panel.trend.early,
            "late": panel.trend.late,
        }
        for panel in panels
        if panel.trend is not None
    ]
    moved = [scale for scale in told if scale["direction"] in {"rose", "fell"}]
    unjudged = [scale for scale in told if scale["direction"] == "unjudged"]
    unknown = [panel.title for panel in panels if panel.trend is None] if told else []
    return words.say("climate.changes", moved=moved, unjudged=unjudged, unknown=unknown)


def changes_in_short(panels: Sequence[Panel], words: Wording) -> Markdown:
    """Which scales rose and fell, and how many did not, for the box at the top."""
    names = _by_direction(panels)
    total = sum(len(found) for direction, found in names.items() if direction != "unjudged")
    if not total:
        return words.say("climate.summary_unknown")
    others = len(names["same"]) + len(names["unsure"])
    return words.say("climate.changes_short", rose=names["rose"], fell=names["fell"], others=others, scales=total)


def changes_summary(panels: Sequence[Panel], words: Wording) -> Markdown:
    """Which scales rose, which fell, which did neither beyond their uncertainty."""
    names = _by_direction(panels)
    if not any(found for direction, found in names.items() if direction != "unjudged"):
        return words.say("climate.summary_unknown")
    others = [*names["same"], *names["unsure"]]
    return words.say("climate.summary", rose=names["rose"], fell=names["fell"], others=others)


def _by_direction(panels: Sequence[Panel]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {"rose": [], "fell": [], "same": [], "unsure": [], "unjudged": []}
    for panel in panels:
        if panel.trend is not None:
            names[_direction(panel.trend)].append(panel.title)
    return names


def _direction(trend: Trend) -> str:
    if trend.direction == "same" or trend.certain:
        return trend.direction
    return "unjudged" if trend.certain is None else "unsure"


def scales_table(panels: Sequence[Panel], words: Wording) -> Piece:
    """First and last third, change, number of members, spread and agreement of every scale."""
    heads = ("range", "first", "last", "change", "n", "spread", "agreement")
    columns = [tables.text(words.text("climate.head_scale"), 18)]
    columns += [tables.numbers(words.text(f"climate.head_{head}"), 9) for head in heads]
    return tables.table("scales", words.say("climate.table_caption"), columns, [_row(panel, words) for panel in panels])


def _row(panel: Panel, words: Wording) -> list[str]:
    facts = panel.facts
    trend = panel.trend
    smallest, largest = facts["smallest_n"], facts["largest_n"]
    spread, agreement = (
        [float(getattr(row, name)) for row in panel.sessions if not is_missing(getattr(row, name))]
        for name in ("sd", "rwg")
    )
    return [
        f"{facts['short_name']}: {facts['label']}",
        words.between(plainly(panel.range.low), plainly(panel.range.high)) if panel.range.known else NOTHING,
        number(trend.early) if trend else NOTHING,
        number(trend.late) if trend else NOTHING,
        signed(trend.change) if trend else NOTHING,
        str(largest) if smallest == largest else words.between(str(smallest), str(largest)),
        number(median(spread)) if spread else NOTHING,
        number(median(agreement), 2) if agreement else NOTHING,
    ]
