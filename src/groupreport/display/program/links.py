"""Whether ratings of the alliance go with outcomes, over the term and from session to session: for evaluators."""

from __future__ import annotations

from typing import Any

import pandas as pd

from groupreport.display import tables
from groupreport.display.benchmark_words import benchmark_facts
from groupreport.display.escaping import Markdown
from groupreport.display.rounding import NOTHING, is_missing, number
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, paragraph
from groupreport.display.wording import Wording
from groupreport.summaries.records import ScaleStatistics, Unavailable

_PARTS = ("within_member", "between_members", "between_groups")
_HEADS = ("within", "between", "between_groups")


def link_pieces(statistics: ScaleStatistics, max_gap: int, words: Wording) -> list[Piece | None]:
    """Correlations of mean ratings with outcomes, and links to the next session where there are such outcomes."""
    over_term, by_session = statistics.term_links, statistics.session_links
    if isinstance(over_term, Unavailable) or isinstance(by_session, Unavailable):
        return []
    return [*_over_term(over_term, words), *_by_session(by_session, max_gap, words)]


def links_found(statistics: ScaleStatistics, words: Wording) -> str:
    """How many of the correlations over the term are clear, as associations; nothing where there are none."""
    links = statistics.term_links
    if isinstance(links, Unavailable) or isinstance(statistics.session_links, Unavailable):
        return ""
    told = links[links["note"] == ""]
    if told.empty:
        return ""
    clear = told[(told["low"] > 0) | (told["high"] < 0)]
    return words.say("links.term_finding", clear=list(clear.index), all=len(told))


def _over_term(links: pd.DataFrame, words: Wording) -> list[Piece | None]:
    if links.empty:
        return []
    told = links[links["note"] == ""]
    if told.empty:
        return [paragraph(words.say("links.term_none", reason=str(links["note"].iloc[0])))]
    columns = [tables.text(words.text("links.head_alliance"), 26), tables.text(words.text("links.head_outcome"), 8)]
    columns.append(tables.numbers(words.text("links.head_correlation"), 20))
    columns += [tables.numbers(words.text(f"links.head_{name}"), 8) for name in ("people", "groups")]
    rows = [
        [
            f"{row.short_name}: {row.label}",
            str(row.outcome_short_name),
            words.say("links.cell", value=float(row.correlation), low=float(row.low), high=float(row.high)),
            number(row.people, 0),
            number(row.groups, 0),
        ]
        for row in rows_of(told)
    ]
    return [
        paragraph(
            words.say("links.no_cause"),
            words.say("links.published", **benchmark_facts("alliance_outcome_group")),
        ),
        tables.table("links", words.say("links.term_caption"), columns, rows),
    ]


def _by_session(links: pd.DataFrame, max_gap: int, words: Wording) -> list[Piece | None]:
    if links.empty:
        return []
    told = links[links["note"] == ""]
    if told.empty:
        return [paragraph(words.say("links.session_none", reason=str(links["note"].iloc[0])))]
    columns = [tables.text(words.text("links.head_alliance"), 20), tables.text(words.text("links.head_outcome"), 12)]
    columns += [tables.numbers(words.text(f"links.head_{head}"), 18) for head in _HEADS]
    columns += [tables.numbers(words.text(f"links.head_{name}"), 7) for name in ("pairs", "members", "groups")]
    caption = words.say(
        "links.session_caption",
        gap=max_gap,
        robust=bool((told["model"] == "robust").any()),
        few=bool((told["groups_as"] != "random").any()),
    )
    rows = [_session_row(row, words) for row in rows_of(told)]
    return [tables.table("session-links", caption, columns, rows)]


def _session_row(row: Any, words: Wording) -> list[str]:  # noqa: ANN401 - a row of `rows_of`
    outcome = str(row.outcome_short_name)
    star = "*" if row.model == "robust" else ""
    return [
        f"{row.short_name}: {row.label}{star}",
        words.say("links.held", outcome=outcome) if row.controlled else outcome,
        *(_part(row, part, words) for part in _PARTS),
        *(number(getattr(row, name), 0) for name in ("pairs", "members", "groups")),
    ]


def _part(row: Any, part: str, words: Wording) -> str:  # noqa: ANN401 - a row of `rows_of`
    value, low, high = (getattr(row, f"{part}{end}") for end in ("", "_low", "_high"))
    if is_missing(value):
        return NOTHING
    shown, *interval = words.say("links.cell", value=float(value), low=float(low), high=float(high)).split()
    # Three of them stand side by side: a narrow column breaks before the interval and not within it.
    return Markdown(" ".join([shown, "\N{NO-BREAK SPACE}".join(interval)]))
