"""Sentences and tables about change on the outcome questionnaires, for groups and programs alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from groupreport.display import tables
from groupreport.display.effects_figure import Effect
from groupreport.display.escaping import Markdown
from groupreport.display.rounding import NOTHING, is_missing, number, signed
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece
from groupreport.display.wording import Wording
from groupreport.instruments.records import Instrument

_CLASSES = ("recovered", "improved", "unchanged", "deteriorated")


def facts_of(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of `rows_of`
    """What a sentence about one questionnaire's change needs, from a row of `Outcomes.by_instrument`."""
    classified = not any(is_missing(getattr(row, kind)) for kind in _CLASSES)
    return {
        "short_name": str(row.short_name),
        "higher_is": str(row.higher_is),
        "minimum": None if is_missing(row.minimum) else float(row.minimum),
        "maximum": None if is_missing(row.maximum) else float(row.maximum),
        "enrolled": int(row.enrolled),
        "with_pre": int(row.with_pre),
        "with_post": int(row.with_post),
        "pairs": int(row.pairs),
        "classified": classified,
        "recovered": int(row.recovered) if classified else None,
        "better": int(row.recovered) + int(row.improved) if classified else None,
        "deteriorated": int(row.deteriorated) if classified else None,
        "cutoff_known": not is_missing(row.cutoff),
        "cutoff": None if is_missing(row.cutoff) else float(row.cutoff),
        "notes": [] if is_missing(row.note) else str(row.note).split(),
    }


def plain_name(row: Any, instruments: Iterable[Instrument], words: Wording) -> Markdown:  # noqa: ANN401 - a row
    """What a questionnaire asks about, and its short name: depression symptoms (PHQ-9)."""
    return words.say("outcomes.plain_name", **names_of_scale(row, instruments))


def explained_name(row: Any, instruments: Iterable[Instrument], words: Wording) -> Markdown:  # noqa: ANN401 - a row
    """A questionnaire's short name, and what it asks about: PHQ-9 (depression symptoms)."""
    return words.say("outcomes.explained_name", **names_of_scale(row, instruments))


def names_of_scale(row: Any, instruments: Iterable[Instrument]) -> dict[str, str]:  # noqa: ANN401 - a row of `rows_of`
    """The questionnaire's short name and what the scale is about, `label`, which is empty where it is not known."""
    for instrument in instruments:
        if instrument.id == row.instrument:
            label = next((scale.label for scale in instrument.scales if scale.scale == row.scale), "")
            return {"short_name": instrument.short_name, "label": label}
    return {"short_name": str(row.short_name), "label": ""}


def reliable_change_table(by_instrument: pd.DataFrame, words: Wording) -> Piece:
    """Means, effect size, and who changed reliably, with intervals: one row a questionnaire."""
    columns = [tables.text(words.text("outcomes.head_instrument"), 13)]
    widths = {"both": 8, "mean_pre": 7, "mean_post": 7, "effect": 20, "better": 19, "of_them": 9, "deteriorated": 6}
    columns += [tables.numbers(words.text(f"outcomes.head_{head}"), width) for head, width in widths.items()]
    rows = [
        [
            str(row.short_name),
            words.say("outcomes.of", count=int(row.pairs), total=int(row.enrolled)),
            NOTHING if is_missing(row.mean_pre) else number(row.mean_pre),
            NOTHING if is_missing(row.mean_post) else number(row.mean_post),
            _plus_is_better(row, words),
            _better(row, words),
            _class(row, "recovered"),
            _class(row, "deteriorated"),
        ]
        for row in rows_of(by_instrument)
    ]
    return tables.table("outcomes", words.say("outcomes.table_caption"), columns, rows)


def _better(row: Any, words: Wording) -> str:  # noqa: ANN401 - a row of `rows_of`
    """The improved, recovered among them, of those with both measurements, and the interval of their share."""
    facts = facts_of(row)
    if not facts["classified"] or not facts["pairs"]:
        return NOTHING
    limits = {
        name: None if is_missing(value) else float(value)
        for name, value in (("low", row.improved_low), ("high", row.improved_high))
    }
    return words.say("outcomes.better", count=facts["better"], total=facts["pairs"], **limits)


def change_table(by_instrument: pd.DataFrame, words: Wording) -> Piece:
    """Means, change and effect size with its interval, one row a questionnaire."""
    columns = [tables.text(words.text("outcomes.head_instrument"), 13)]
    columns += [tables.numbers(words.text(f"outcomes.head_{head}"), 8) for head in ("enrolled", "pairs")]
    columns += [tables.numbers(words.text(f"outcomes.head_{head}"), 11) for head in ("pre", "post")]
    columns += [
        tables.numbers(words.text("outcomes.head_change"), 8),
        tables.numbers(words.text("outcomes.head_effect"), 20),
    ]
    rows = [
        [
            str(row.short_name),
            str(int(row.enrolled)),
            str(int(row.pairs)),
            _mean_sd(row.mean_pre, row.sd_pre, words),
            _mean_sd(row.mean_post, row.sd_post, words),
            NOTHING if is_missing(row.mean_change) else signed(row.mean_change),
            _plus_is_better(row, words),
        ]
        for row in rows_of(by_instrument)
    ]
    return tables.table("change", words.say("outcomes.change_caption"), columns, rows)


def classes_table(by_instrument: pd.DataFrame, words: Wording) -> Piece:
    """Recovered, improved, unchanged and worse with the missing beside them, one row a questionnaire."""
    columns = [tables.text(words.text("outcomes.head_instrument"), 13)]
    heads = ("recovered", "improved", "unchanged", "deteriorated", "missing")
    columns += [tables.numbers(words.text(f"outcomes.head_{head}"), 9) for head in heads]
    columns.append(tables.numbers(words.text("outcomes.head_share"), 12))
    rows = [
        [
            str(row.short_name),
            *(_class(row, kind) for kind in _CLASSES),
            str(int(row.enrolled) - int(row.pairs)),
            share_interval(row.improved_low, row.improved_high, words),
        ]
        for row in rows_of(by_instrument)
    ]
    return tables.table("classes", words.say("outcomes.classes_caption"), columns, rows)


def _class(row: Any, kind: str) -> str:  # noqa: ANN401 - a row of `rows_of`
    """A count of those with both measurements; without them, or recovered without a line, there is nothing to count."""
    missing = is_missing(getattr(row, kind)) or not int(row.pairs) or (kind == "recovered" and is_missing(row.cutoff))
    return NOTHING if missing else str(int(getattr(row, kind)))


def criteria(by_instrument: pd.DataFrame, words: Wording) -> list[Markdown]:
    """Which criterion and cut-off were used, and from whom."""
    return [
        words.say(
            "outcomes.criterion",
            short_name=str(row.short_name),
            criterion=float(row.criterion),
            source=_source(row.criterion_source),
            cutoff_known=not is_missing(row.cutoff),
            cutoff=None if is_missing(row.cutoff) else float(row.cutoff),
            cutoff_source=_source(row.cutoff_source),
        )
        for row in rows_of(by_instrument)
        if not is_missing(row.criterion)
    ]


def criteria_notes(by_instrument: pd.DataFrame, words: Wording) -> list[Markdown]:
    """Why numbers are missing where they are: each reason once, with the questionnaires that it holds for."""
    names: dict[str, list[str]] = {}
    for row in rows_of(by_instrument):
        if not is_missing(row.note) and row.note:
            names.setdefault(str(row.note), []).append(str(row.short_name))
    return [words.say("outcomes.note", names=found, notes=note.split()) for note, found in names.items()]


def short_criteria(by_instrument: pd.DataFrame, words: Wording, *, here: bool) -> Markdown | str:
    """The criteria and cut-offs in one sentence; `here`: their sources stand further down in the same report."""
    known = [
        {
            "short_name": str(row.short_name),
            "criterion": float(row.criterion),
            "cutoff": None if is_missing(row.cutoff) else float(row.cutoff),
        }
        for row in rows_of(by_instrument)
        if not is_missing(row.criterion)
    ]
    return words.say("outcomes.criteria_short", rows=known, here=here) if known else ""


def effect(value: float | None, low: float | None, high: float | None, words: Wording) -> str:
    """An effect size with its interval, or a dash."""
    if value is None or is_missing(value):
        return NOTHING
    if low is None or high is None or is_missing(low) or is_missing(high):
        return number(value, 2)
    return words.say("outcomes.effect", value=float(value), low=float(low), high=float(high))


def _plus_is_better(row: Any, words: Wording) -> str:  # noqa: ANN401 - a row of `rows_of`
    """The standardized change, turned where lower scores are better; a dash where neither end is."""
    if row.higher_is == "context":
        return NOTHING
    value, low, high = (None if is_missing(one) else float(one) for one in (row.smcr, row.smcr_low, row.smcr_high))
    found = Effect(str(row.short_name), value, low, high)
    found = found.turned() if row.higher_is == "worse" else found
    return effect(found.value, found.low, found.high, words)


def share_interval(low: float, high: float, words: Wording) -> str:
    """The 95 % interval of a share, or a dash."""
    if is_missing(low) or is_missing(high):
        return NOTHING
    return words.say("outcomes.share_interval", low=float(low), high=float(high))


def _mean_sd(mean: float, sd: float, words: Wording) -> str:
    if is_missing(mean):
        return NOTHING
    return number(mean) if is_missing(sd) else words.say("outcomes.mean_sd", mean=float(mean), sd=float(sd))


def _source(source: object) -> str:
    return "" if is_missing(source) else str(source).rstrip(".")
