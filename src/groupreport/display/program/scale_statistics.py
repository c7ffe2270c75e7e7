"""How far groups differ, what goes together at which level, and how reliable scales are: for evaluators."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from groupreport.display import tables
from groupreport.display.escaping import Markdown
from groupreport.display.growth_words import names
from groupreport.display.rounding import NOTHING, is_missing, number
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, bullets, paragraph
from groupreport.display.wording import Wording
from groupreport.summaries.records import ScaleStatistics

FEWEST_PEOPLE = 50
_NESTING = ("icc1", "icc2", "icc1_reml", "icc2_reml", "design_effect")


def nesting_and_reliability(statistics: ScaleStatistics, words: Wording) -> list[Piece | None]:
    """ICCs with the design effect, correlations at two levels, alpha and omega with their intervals."""
    nesting, reliability = statistics.nesting, statistics.reliability
    known = reliability[reliability["alpha"].notna()]
    few = known[known["people"] < FEWEST_PEOPLE]
    return [
        paragraph(_design(nesting, words)),
        _nesting_table(nesting, words),
        *_correlations(statistics.correlations, words),
        paragraph(words.say("agreement.few_people", names=names(few)) if len(few) else ""),
        _reliability_table(reliability, words),
    ]


def nesting_found(nesting: pd.DataFrame, words: Wording) -> Markdown | str:
    """How much of what members answered lies between groups; nothing where that is not known."""
    known = nesting.dropna(subset="icc1")
    if known.empty or (nesting["groups"] < 2).all():
        return ""
    return words.say("agreement.program_found", low=float(known["icc1"].min()), high=float(known["icc1"].max()))


def reliability_found(reliability: pd.DataFrame, words: Wording) -> Markdown | str:
    """Between which values alpha lies; nothing where it is known of no scale."""
    known = reliability.dropna(subset="alpha")
    if known.empty:
        return ""
    return words.say("agreement.reliability_found", low=float(known["alpha"].min()), high=float(known["alpha"].max()))


def _design(nesting: pd.DataFrame, words: Wording) -> Markdown | str:
    if (nesting["groups"] < 2).all():
        return words.say("agreement.one_group")
    known = nesting.dropna(subset="design_effect")
    if known.empty or known["design_effect"].max() <= 1:
        return ""
    row = known.iloc[int(known["design_effect"].to_numpy().argmax())]
    highest = float(row["design_effect"])
    return words.say(
        "agreement.design",
        members=int(row["members"]),
        highest=highest,
        label=f"{row['label']}, {row['short_name']}",
        factor=math.sqrt(highest),
    )


def _nesting_table(nesting: pd.DataFrame, words: Wording) -> Piece:
    columns = [tables.text(words.text("agreement.head_scale"), 18)]
    columns += [tables.numbers(words.text(f"agreement.head_{name}"), 8) for name in ("groups", "members", *_NESTING)]
    rows = [
        [
            f"{row.short_name}: {row.label}",
            number(row.groups, 0),
            number(row.members, 0),
            *(_known(getattr(row, name), 1 if name == "design_effect" else 2) for name in _NESTING),
        ]
        for row in rows_of(nesting)
    ]
    caption = words.say(
        "agreement.nesting_caption", members=int(nesting["members"].max()), groups=int(nesting["groups"].max())
    )
    return tables.table("nesting", caption, columns, rows)


def _correlations(correlations: pd.DataFrame, words: Wording) -> list[Piece | None]:
    known = correlations[correlations["note"] == ""]
    if known.empty:
        return []
    first = known.iloc[0]
    lead = words.say(
        "agreement.correlations_lead",
        first=f"{first['first_label']} ({first['first_short_name']})",
        members=int(known["members"].max()),
        groups=int(known["groups"].max()),
    )
    said = [
        words.say(
            "agreement.correlation",
            label=str(row.second_label),
            short_name=str(row.second_short_name),
            between=None if is_missing(row.between) else float(row.between),
            within=None if is_missing(row.within) else float(row.within),
            raw=float(row.raw),
        )
        for row in rows_of(known)
    ]
    return [paragraph(lead), bullets(said), paragraph(words.say("agreement.fallacy"))]


def _reliability_table(reliability: pd.DataFrame, words: Wording) -> Piece | None:
    known = reliability[reliability["alpha"].notna()]
    if known.empty:
        return None
    columns = [tables.text(words.text("agreement.head_scale"), 18)]
    columns += [tables.numbers(words.text(f"agreement.head_{name}"), 8) for name in ("people", "items")]
    columns += [tables.numbers(words.text(f"agreement.head_{name}"), 18) for name in ("alpha", "omega")]
    rows = [
        [
            f"{row.short_name}: {row.label}",
            number(row.people, 0),
            number(row.items, 0),
            *(_with_interval(row, name, words) for name in ("alpha", "omega")),
        ]
        for row in rows_of(known)
    ]
    caption = words.say(
        "agreement.reliability_caption", fewest=int(known["people"].min()), most=int(known["people"].max())
    )
    return tables.table("reliability", caption, columns, rows)


def _with_interval(row: Any, name: str, words: Wording) -> str:  # noqa: ANN401 - a row of `rows_of`
    value, low, high = (getattr(row, f"{name}{end}") for end in ("", "_low", "_high"))
    if is_missing(value):
        return NOTHING
    if is_missing(low):
        return number(value, 2)
    return words.say("agreement.with_interval", value=float(value), low=float(low), high=float(high))


def _known(value: float, places: int) -> str:
    return NOTHING if is_missing(value) else number(value, places)
