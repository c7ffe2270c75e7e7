"""What changed on the outcome questionnaires, for funders."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pandas as pd

from groupreport.disclosure.safe import SafeScale, SafeTable
from groupreport.disclosure.views import FunderView
from groupreport.display import tables
from groupreport.display.effects_figure import Effect, effects_figure, effects_summary
from groupreport.display.escaping import Markdown
from groupreport.display.funder.counts import MOST_PROGRAMS, count, known
from groupreport.display.funder.outcome_scales import direction, has_no_line
from groupreport.display.funder.people import served_total
from groupreport.display.left_out import nothing_told, without_withheld
from groupreport.display.outcome_words import effect as written_effect
from groupreport.display.program_name import program_name
from groupreport.display.rounding import NOTHING, is_missing
from groupreport.display.shown import Piece, Shown, bullets, paragraph, shown
from groupreport.display.unavailable import absent_piece
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import ALL_PROGRAMS, Unavailable

_CHANGED = "changed_"  # what the name of a table of reliable change begins with


def show_what_changed(view: FunderView) -> Shown:
    """Reliable improvement and recovery with denominators, effect sizes with intervals, criteria with their source."""
    words = wording(view.language)
    changed, enrolled = changed_tables(view), served_total(view)
    pieces: list[Piece | None] = []
    if isinstance(view.scales, Unavailable):
        pieces.append(absent_piece(words, "outcomes", view.scales))
    pieces.append(bullets(changed_sentence(key, safe, enrolled, words) for key, safe in changed.items()))
    sources: list[Markdown] = []
    if not isinstance(view.scales, Unavailable):
        scales = tuple(scale for scale in by_questionnaire(view.scales) if _has_a_row(scale, view))
        programs = {scale.program for scale in scales if scale.program != ALL_PROGRAMS}
        if not 1 < len(programs) <= MOST_PROGRAMS:
            scales = tuple(scale for scale in scales if scale.program == ALL_PROGRAMS)
        pieces += [_figure(scales, words), _scales_table(scales, view, words)]
        sources = _criteria(scales, words)
    return shown(*pieces, paragraph(*sources, words.say("funder.no_benchmark")))


def _has_a_row(scale: SafeScale, view: FunderView) -> bool:
    """Not a program of a questionnaire whose people no table counts: of those, programs are told nothing."""
    return scale.program == ALL_PROGRAMS or f"{_CHANGED}{scale.instrument}" in view.tables


def by_questionnaire(scales: tuple[SafeScale, ...]) -> tuple[SafeScale, ...]:
    """The same rows with each questionnaire's programs together, in the questionnaires' first order."""
    order = list(dict.fromkeys(scale.instrument for scale in scales))
    return tuple(sorted(scales, key=lambda scale: order.index(scale.instrument)))


def changed_tables(view: FunderView) -> dict[str, SafeTable]:
    """The tables of reliable change by what tables call the scale, `SafeScale.instrument`."""
    return {name.removeprefix(_CHANGED): safe for name, safe in view.tables.items() if name.startswith(_CHANGED)}


def improved_and_recovered(cells: pd.Series) -> tuple[float, float]:
    """How many improved reliably (those who recovered among them) and how many recovered; missing where withheld.

    A table that tells too little of four classes has two: then those who recovered are not told apart.
    """
    recovered = float(cells.get("recovered", math.nan))
    if "improved_reliably" in cells.index:
        return float(cells["improved_reliably"]), recovered
    return recovered + float(cells.get("improved", math.nan)), recovered


def changed_sentence(key: str, safe: SafeTable, enrolled: int | None, words: Wording) -> Markdown:
    """How many improved reliably and recovered, of those with both measurements, as far as it may be said."""
    totals, total = safe.column_totals, known(safe.total)
    counts = (*improved_and_recovered(totals), float(totals.get("improved", math.nan)))
    better, recovered, improved = (known(count) if total is not None else None for count in counts)
    facts = {"better": better, "recovered": recovered, "improved": improved, "total": total, "enrolled": enrolled}
    facts["alone"] = known(counts[0]) if total is None else None
    return words.say("funder.changed_sentence", short_name=safe.about, line=not has_no_line(key), **facts)


def _figure(scales: tuple[SafeScale, ...], words: Wording) -> Piece | None:
    published = [scale for scale in scales if not scale.withheld and not is_missing(scale.smcr)]
    published = [scale for scale in published if direction(scale.instrument) != "context"]
    if not published:
        return None
    turned = can_be_turned(published)
    effects = [effect_of(scale, words, turned=turned and direction(scale.instrument) == "worse") for scale in published]
    summary = effects_summary(effects, words, turned=turned)
    rows = [{"name": item.name, "value": item.value, "low": item.low, "high": item.high} for item in effects]
    return effects_figure(
        "change",
        effects,
        words,
        caption=words.say(
            "funder.effects_caption",
            summary=summary,
            turned=turned,
            intervals=any(effect.low is not None for effect in effects),
        ),
        alt=words.text("funder.effects_alt", rows=rows, turned=turned),
        axis=words.text("program.axis_effect") if turned else words.text("program.axis_effect_plain"),
    )


def can_be_turned(scales: Iterable[SafeScale]) -> bool:
    """Whether it is known of every questionnaire which way is better, or that neither is."""
    return all(direction(scale.instrument) is not None for scale in scales)


def effect_of(scale: SafeScale, words: Wording, *, turned: bool) -> Effect:
    """A questionnaire's standardized change in one program or all; `turned` so that positive is better."""
    missing_interval = is_missing(scale.smcr_low) or is_missing(scale.smcr_high)
    low, high = (None, None) if missing_interval else (scale.smcr_low, scale.smcr_high)
    effect = Effect(f"{scale.short_name} ({program_name(scale.program, words)})", scale.smcr, low, high)
    return effect.turned() if turned else effect


def _scales_table(scales: tuple[SafeScale, ...], view: FunderView, words: Wording) -> Piece | None:
    """Means, effect size and who improved, a row a questionnaire and program; a sentence where all is withheld."""
    several, turned = len({scale.program for scale in scales}) > 1, can_be_turned(scales)
    columns = [tables.text(words.text("funder.head_instrument"), 12)]
    columns += [tables.text(words.text("funder.head_program"), 12)] if several else []
    columns += [tables.numbers(words.text(f"funder.head_{head}"), 9) for head in ("people", "first", "last")]
    columns.append(tables.numbers(words.text("funder.head_effect"), 22))
    columns += [tables.numbers(words.text(f"funder.head_{head}"), 10) for head in ("improved", "recovered")]
    rows = [
        [
            scale.short_name,
            *([program_name(scale.program, words)] if several else []),
            _people(scale, view, words),
            *(_mean(value, scale, words) for value in (scale.mean_pre, scale.mean_post)),
            _written_effect(scale, words, turned=turned),
            *_classes(scale, view, words),
        ]
        for scale in scales
    ]
    labels = 2 if several else 1
    if nothing_told(rows, words, labels=labels):
        names = list(dict.fromkeys(scale.short_name for scale in scales))
        return paragraph(words.say("funder.scales_withheld", names=names)) if names else None
    kept = without_withheld(columns, rows, words, labels=labels)
    rounded = any(_counted(scale, view) is None and not is_missing(scale.people) for scale in scales)
    whole = any(not is_missing(scale.mean_pre) and not scale.decimals for scale in scales)
    caption = words.say("funder.scales_caption", turned=turned, rounded=rounded, whole=whole, left_out=kept.note(words))
    return tables.table("change", caption, kept.columns, kept.rows)


def _people(scale: SafeScale, view: FunderView, words: Wording) -> str:
    """People with both measurements: the count where a table shows it, else rounded down."""
    counted = _counted(scale, view)
    if counted is not None:
        return count(counted, words)
    if is_missing(scale.people):
        return words.word("marker", "withheld")
    return words.say("funder.at_least", people=int(scale.people))


def _counted(scale: SafeScale, view: FunderView) -> int | None:
    """The people with both measurements where a table shows them; None where none does."""
    found = _of_program(scale, view)
    return None if found is None else known(found[1])


def _mean(value: float, scale: SafeScale, words: Wording) -> str:
    return words.word("marker", "withheld") if is_missing(value) else written_mean(value, scale.decimals, words)


def written_mean(value: float, decimals: int, words: Wording) -> Markdown:
    """A mean as finely as it is told: "8.2", or "about 8"."""
    return words.say("funder.mean", value=value, decimals=decimals)


def _written_effect(scale: SafeScale, words: Wording, *, turned: bool) -> str:
    if scale.withheld or is_missing(scale.smcr):
        return words.word("marker", "withheld")
    if direction(scale.instrument) == "context":
        return NOTHING
    effect = effect_of(scale, words, turned=turned and direction(scale.instrument) == "worse")
    return written_effect(effect.value, effect.low, effect.high, words)


def _classes(scale: SafeScale, view: FunderView, words: Wording) -> list[str]:
    """Improved (with recovered) and recovered; a dash where no table counts them."""
    found = _of_program(scale, view)
    if found is None:
        return [NOTHING, NOTHING]
    cells, _ = found
    better, recovered = improved_and_recovered(cells)
    if has_no_line(scale.instrument):
        return [count(better, words), NOTHING]
    told_apart = "recovered" in cells.index
    return [count(better, words), count(recovered, words) if told_apart else words.word("marker", "withheld")]


def _of_program(scale: SafeScale, view: FunderView) -> tuple[pd.Series, float] | None:
    """The classes of one program or of all, and of how many people; None where the questionnaire has no such table."""
    safe = view.tables.get(f"{_CHANGED}{scale.instrument}")
    if safe is None or safe.reason:
        return None
    if scale.program == ALL_PROGRAMS:
        return safe.column_totals, safe.total
    if scale.program not in safe.table.index:
        return None
    return safe.table.T[scale.program], float(safe.row_totals[scale.program])


def _criteria(scales: tuple[SafeScale, ...], words: Wording) -> list[Markdown]:
    sources = {scale.short_name: str(scale.criterion_source).rstrip(".") for scale in scales if scale.criterion_source}
    return [words.say("funder.criterion_note", short_name=name, source=source) for name, source in sources.items()]


def overall_scale(view: FunderView) -> SafeScale | None:
    """The first questionnaire's change over all programs; None where it is withheld or was not collected."""
    if isinstance(view.scales, Unavailable):
        return None
    overall = (scale for scale in view.scales if scale.program == ALL_PROGRAMS and not scale.withheld)
    return next(
        (scale for scale in overall if not any(map(is_missing, (scale.mean_pre, scale.smcr, scale.smcr_low)))), None
    )
