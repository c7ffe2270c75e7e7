"""Change in other units, by other criteria, and counting those without both measurements, for evaluators."""

from __future__ import annotations

from typing import Any

import pandas as pd

from groupreport.display import tables
from groupreport.display.effects_figure import Effect
from groupreport.display.escaping import Markdown
from groupreport.display.rounding import NOTHING, is_missing, plainly, same_when_printed
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, bullets, paragraph
from groupreport.display.wording import MOST_NAMES, Wording

FEW = 10  # below this many people a comparison says little
_UNITS = ("smcr", "d_z", "d_av")
_CLASSES = ("recovered", "improved", "unchanged", "deteriorated")


def known(value: Any) -> float | None:  # noqa: ANN401 - a cell of a row
    """A cell's number, or None where it is missing."""
    return None if is_missing(value) else float(value)


def effect_sentences(effects: pd.DataFrame, words: Wording) -> list[Markdown]:
    """The mean change and three effect sizes (plus is better), each named with its standardizer, and who crossed.

    Of a scale on which neither end is better it is the mean change alone: no sign of an effect would be better.
    """
    return [
        words.say(
            "outcome_details.effects",
            short_name=str(row.short_name),
            change=float(row.change),
            change_low=known(row.change_low),
            change_high=known(row.change_high),
            effects=[
                {
                    "unit": words.say(f"outcome_details.unit_{unit}"),
                    "value": found.value,
                    "low": found.low,
                    "high": found.high,
                }
                for unit in _UNITS
                if row.higher_is != "context" and (found := _plus_is_better(row, unit)).value is not None
            ],
            harmed=None if is_missing(row.harmed) else int(row.harmed),
        )
        for row in rows_of(effects)
        if not is_missing(row.change)
    ]


def _plus_is_better(row: Any, unit: str) -> Effect:  # noqa: ANN401 - a row of `rows_of`
    found = Effect(unit, *(known(getattr(row, name)) for name in (unit, f"{unit}_low", f"{unit}_high")))
    return found.turned() if row.higher_is == "worse" else found


def effect_pieces(effects: pd.DataFrame, words: Wording) -> list[Piece | None]:
    """The mean change and the effect sizes; nothing where nobody has both measurements."""
    said = effect_sentences(effects, words)
    return [paragraph(words.say("outcome_details.effects_lead")), bullets(said)] if said else []


def choices_found(criteria: pd.DataFrame, words: Wording, *, here: bool = False) -> Markdown | str:
    """On which questionnaires the conclusion depends on the criterion; nothing where none has a choice.

    `here` says that the table of the choices is the place where it is said.
    """
    answers = [
        (str(name), _more_than_half(own))
        for (_, _, name), own in criteria.groupby(["instrument", "scale", "short_name"], sort=False)
        if len(own) > 1 and own["pairs"].iloc[0]
    ]
    depends = [name for name, half in answers if half == "depends"]
    others = [name for name, half in answers if half != "depends"]
    facts = {"depends": depends, "others": others, "here": here}
    return words.say("outcome_details.choices_found", **facts) if answers else ""


def missing_found(missing: pd.DataFrame, words: Wording, *, tabled: bool) -> Markdown | str:
    """Between which numbers the improved of all enrolled lie; nothing where nobody lacks a measurement."""
    rows = [
        facts for facts in map(_missing_facts, rows_of(missing)) if facts["missing"] and facts["improved"] is not None
    ]
    more = max(0, len(rows) - MOST_NAMES)
    return words.say("outcome_details.missing_found", rows=rows[:MOST_NAMES], more=more, tabled=tabled) if rows else ""


def _more_than_half(own: pd.DataFrame) -> str:
    """Whether more than half of those with both measurements improved: more, not, or depends on the choice."""
    holds = (own["recovered"] + own["improved"]) * 2 > own["pairs"]
    return "more" if holds.all() else "depends" if holds.any() else "not"


def choices_table(criteria: pd.DataFrame, words: Wording, label: str = "choices") -> Piece | None:
    """The classes by every published criterion and cut-off, of the questionnaires that have a choice."""
    choices = criteria.groupby(["instrument", "scale"])["pairs"].transform("size")
    offered = criteria[(choices > 1) & (criteria["pairs"] > 0)]
    if offered.empty:
        return None
    columns = [tables.text(words.text("outcomes.head_instrument"), 11)]
    columns += [tables.numbers(words.text(f"outcome_details.head_{head}"), 9) for head in ("criterion", "cutoff")]
    columns += [tables.numbers(words.text(f"outcomes.head_{kind}"), 10) for kind in _CLASSES]
    columns.append(tables.numbers(words.text("outcome_details.head_crossed"), 9))
    rows = [
        [
            str(row.short_name),
            words.say("outcome_details.in_use", criterion=float(row.criterion))
            if row.in_use
            else plainly(row.criterion),
            NOTHING if is_missing(row.cutoff) else plainly(row.cutoff),
            *(_class(row, kind) for kind in _CLASSES),
            NOTHING if is_missing(row.harmed) else str(int(row.harmed)),
        ]
        for row in rows_of(offered)
    ]
    found = choices_found(criteria, words, here=True)
    caption = words.say("outcome_details.choices_caption", found=found, sources=_sources(offered, words))
    return tables.table(label, caption, columns, rows)


def _class(row: Any, kind: str) -> str:  # noqa: ANN401 - a row of `rows_of`
    """A count; a dash for who recovered where no line says so."""
    return NOTHING if kind == "recovered" and is_missing(row.cutoff) else str(int(getattr(row, kind)))


def _sources(offered: pd.DataFrame, words: Wording) -> list[dict[str, Any]]:
    """Each criterion and cut-off that is not in use, once, with its source; those in use are named elsewhere."""
    found: dict[str, dict[str, Any]] = {}
    in_use = {
        (row.instrument, row.scale, what, getattr(row, what))
        for row in rows_of(offered)
        if row.in_use
        for what in ("criterion", "cutoff")
    }
    for row in rows_of(offered):
        for what in ("criterion", "cutoff"):
            value, source = getattr(row, what), str(getattr(row, f"{what}_source"))
            if not is_missing(value) and source and (row.instrument, row.scale, what, value) not in in_use:
                named = words.say(f"outcome_details.what_{what}", short_name=str(row.short_name), value=float(value))
                found.setdefault(named, {"what": named, "source": source.rstrip(".")})
    return list(found.values())


def missing_sentences(missing: pd.DataFrame, words: Wording, *, tabled: bool) -> list[Markdown]:
    """What the missing scores leave possible, and how those without a last score began.

    `tabled` says that `missing_table` stands beside them; a group's report has no room for it, nor enough members for
    the interval of the difference.
    """
    return [words.say("outcome_details.missing", tabled=tabled, **_missing_facts(row)) for row in rows_of(missing)]


def _missing_facts(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of `rows_of`
    difference = known(row.difference)
    classified = not is_missing(row.improved)
    return {
        "short_name": str(row.short_name),
        **{name: int(getattr(row, name)) for name in ("enrolled", "completers", "pairs", "with_n", "without_n")},
        "missing": int(row.enrolled) - int(row.pairs),
        "improved": int(row.improved) if classified else None,
        "completer_improved": int(row.completer_improved) if classified else None,
        "lowest": known(row.lowest_change),
        "highest": known(row.highest_change),
        "difference": difference,
        "distance": None if difference is None else abs(difference),
        "worse": None
        if difference is None or row.higher_is == "context"
        else (difference > 0) == (row.higher_is == "worse"),
        "same": difference is not None and same_when_printed(abs(difference), 0.0),
        "difference_low": known(row.difference_low),
        "difference_high": known(row.difference_high),
        "few": min(int(row.with_n), int(row.without_n)) < FEW,
    }


def missing_table(missing: pd.DataFrame, words: Wording, label: str = "missing-scores") -> Piece | None:
    """The same in numbers with intervals, one row a questionnaire."""
    counted = missing[missing["improved"].notna() & (missing["enrolled"] > 0)]
    if counted.empty:
        return None
    columns = [tables.text(words.text("outcomes.head_instrument"), 11)]
    columns += [
        tables.numbers(words.text(f"outcome_details.head_{head}"), 18)
        for head in ("of_pairs", "of_enrolled", "of_completers")
    ]
    columns += [tables.numbers(words.text(f"outcome_details.head_{head}"), 15) for head in ("bounds", "change_bounds")]
    rows = [
        [
            str(row.short_name),
            count_interval(row.improved, row.pairs, row.of_pairs_low, row.of_pairs_high, words),
            count_interval(row.improved, row.enrolled, row.of_enrolled_low, row.of_enrolled_high, words),
            count_interval(
                row.completer_improved, row.completers, row.of_completers_low, row.of_completers_high, words
            ),
            _bounds("share_bounds", row.worst_share, row.best_share, words),
            _bounds("change_bounds", row.lowest_change, row.highest_change, words),
        ]
        for row in rows_of(counted)
    ]
    return tables.table(label, words.say("outcome_details.missing_caption"), columns, rows)


def count_interval(count: float, total: float, low: float, high: float, words: Wording) -> str:
    """A count of a total with its interval, or a dash where nobody is counted."""
    if is_missing(count) or is_missing(total) or not total:
        return NOTHING
    limits = {"low": known(low), "high": known(high)}
    return words.say("outcome_details.count_interval", count=int(count), total=int(total), **limits)


def mean_interval(value: float, low: float, high: float, words: Wording, places: int = 1) -> str:
    """A mean with its interval where there is one, or a dash."""
    if is_missing(value):
        return NOTHING
    limits = {"low": known(low), "high": known(high)}
    return words.say("outcome_details.mean_interval", value=float(value), places=places, **limits)


def _bounds(statement: str, low: float, high: float, words: Wording) -> str:
    if is_missing(low) or is_missing(high):
        return NOTHING
    return words.say(f"outcome_details.{statement}", low=float(low), high=float(high))
