"""Sentences and tables about how scales went over a term, for climate and alliance alike."""

from __future__ import annotations

from collections.abc import Sequence

from groupreport.display import tables
from groupreport.display.escaping import Markdown
from groupreport.display.rounding import NOTHING, is_missing, number, plainly, signed
from groupreport.display.scale_panels import Panel
from groupreport.display.sessions_axis import SessionsAxis
from groupreport.display.shown import Piece
from groupreport.display.wording import Wording


def figure_caption(panels: Sequence[Panel], axis: SessionsAxis, words: Wording) -> Markdown:
    """Which scales rose, fell or stayed, and how to read the picture."""
    return words.say(
        "climate.caption",
        summary=changes_summary(panels, words),
        smallest=min(panel.facts["smallest_n"] for panel in panels),
        largest=max(panel.facts["largest_n"] for panel in panels),
        stages=[words.word("stage", stage).lower() for stage, _, _ in axis.stages],
        canceled=bool(axis.canceled),
    )


def changes_summary(panels: Sequence[Panel], words: Wording) -> Markdown:
    """Which scales rose, which fell, which stayed about the same."""
    names: dict[str, list[str]] = {"rose": [], "fell": [], "same": []}
    for panel in panels:
        if panel.trend is not None:
            unsure = panel.trend.direction != "same" and not panel.trend.certain
            names["same" if unsure else panel.trend.direction].append(panel.title)
    if not any(names.values()):
        return words.say("climate.summary_unknown")
    if not names["rose"] and not names["fell"]:
        return words.say("climate.summary_all_same", names=names["same"])
    return words.say("climate.summary_changes", **names)


def trends_table(label: str, panels: Sequence[Panel], words: Wording) -> Piece:
    """First and last third, change, number of members, spread and agreement of every scale."""
    heads = ("range", "first", "last", "change", "n", "spread", "agreement")
    columns = [tables.text(words.text("climate.head_scale"), 18)]
    columns += [tables.numbers(words.text(f"climate.head_{head}"), 9) for head in heads]
    return tables.table(label, words.say("climate.table_caption"), columns, [_row(panel) for panel in panels])


def _row(panel: Panel) -> list[str]:
    facts, sessions = panel.facts, panel.sessions
    trend = panel.trend
    smallest, largest = facts["smallest_n"], facts["largest_n"]
    spread, agreement = sessions["sd"].median(), sessions["rwg"].median()
    return [
        f"{facts['short_name']}: {panel.title}",
        f"{plainly(facts['minimum'])} to {plainly(facts['maximum'])}",
        number(trend.early) if trend else NOTHING,
        number(trend.late) if trend else NOTHING,
        signed(trend.change) if trend else NOTHING,
        str(largest) if smallest == largest else f"{smallest} to {largest}",
        NOTHING if is_missing(spread) else number(spread),
        NOTHING if is_missing(agreement) else number(agreement, 2),
    ]
