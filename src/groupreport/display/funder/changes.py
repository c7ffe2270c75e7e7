"""What changed on the outcome questionnaires, for funders."""

from __future__ import annotations

from groupreport.disclosure.safe import SafeScale, SafeTable
from groupreport.disclosure.views import FunderView
from groupreport.display import tables
from groupreport.display.effects_figure import Effect, effects_figure, effects_summary
from groupreport.display.escaping import Markdown
from groupreport.display.funder.counts import count, known
from groupreport.display.funder.directions import directions
from groupreport.display.outcome_words import effect as written_effect
from groupreport.display.rounding import NOTHING, is_missing, number, plainly
from groupreport.display.shown import Piece, Shown, bullets, paragraph, shown
from groupreport.display.unavailable import absent_piece
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import Unavailable

ALL_PROGRAMS = "All programs"
_CLASSES = ("Recovered", "Improved", "Unchanged", "Deteriorated")


def show_what_changed(view: FunderView) -> Shown:
    """Reliable improvement and recovery with denominators, effect sizes with intervals, criteria with their source."""
    words = wording(view.language)
    changed = changed_tables(view)
    pieces: list[Piece | None] = []
    if isinstance(view.scales, Unavailable):
        pieces.append(absent_piece(words, "outcomes", view.scales))
    if changed:
        pieces.append(bullets(changed_sentence(name, safe, words) for name, safe in changed.items()))
        pieces.append(_classes_table(changed, words))
    sources: list[Markdown] = []
    if not isinstance(view.scales, Unavailable):
        scales = by_questionnaire(view.scales)
        pieces += [_figure(scales, words), _scales_table(scales, words)]
        sources = _criteria(scales, words)
    return shown(*pieces, paragraph(*sources, words.say("funder.no_causes")))


def by_questionnaire(scales: tuple[SafeScale, ...]) -> tuple[SafeScale, ...]:
    """The same rows with each questionnaire's programs together, in the questionnaires' first order."""
    order = list(dict.fromkeys(scale.instrument for scale in scales))
    return tuple(sorted(scales, key=lambda scale: order.index(scale.instrument)))


def changed_tables(view: FunderView) -> dict[str, SafeTable]:
    """The tables of reliable change by the questionnaire's short name."""
    prefix = "What changed: "
    return {safe.title.removeprefix(prefix): safe for name, safe in view.tables.items() if name.startswith("changed")}


def changed_sentence(name: str, safe: SafeTable, words: Wording) -> Markdown:
    """How many improved reliably and recovered, of those with both measurements, as far as it may be said."""
    totals, total = safe.column_totals, known(safe.total)
    recovered, improved = (known(totals[kind]) if kind in totals.index else None for kind in ("Recovered", "Improved"))
    if total is None:
        recovered, improved = None, None
    better = None if recovered is None or improved is None else recovered + improved
    return words.say(
        "funder.changed_sentence", short_name=name, better=better, recovered=recovered, improved=improved, total=total
    )


def _classes_table(changed: dict[str, SafeTable], words: Wording) -> Piece:
    columns = [tables.text(words.text("funder.head_instrument"), 24)]
    columns += [tables.numbers(kind, 12) for kind in _CLASSES] + [tables.numbers(words.text("funder.head_total"), 8)]
    rows = [
        [
            name,
            *(
                count(safe.column_totals[kind], words) if kind in safe.column_totals.index else NOTHING
                for kind in _CLASSES
            ),
            count(safe.total, words),
        ]
        for name, safe in changed.items()
    ]
    caption = words.say("funder.classes_caption")
    return tables.table("changed", caption, columns, rows)


def _figure(scales: tuple[SafeScale, ...], words: Wording) -> Piece | None:
    published = [scale for scale in scales if not scale.withheld and not is_missing(scale.smcr)]
    if not published:
        return None
    ways = directions()
    turned = all(ways.get(scale.instrument) in {"better", "worse"} for scale in published)
    effects = [_effect(scale, turned=turned and ways[scale.instrument] == "worse") for scale in published]
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


def _effect(scale: SafeScale, *, turned: bool) -> Effect:
    missing_interval = is_missing(scale.smcr_low) or is_missing(scale.smcr_high)
    low, high = (None, None) if missing_interval else (scale.smcr_low, scale.smcr_high)
    effect = Effect(f"{scale.short_name} ({scale.program})", scale.smcr, low, high)
    return effect.turned() if turned else effect


def _scales_table(scales: tuple[SafeScale, ...], words: Wording) -> Piece:
    columns = [
        tables.text(words.text("funder.head_instrument"), 14),
        tables.text(words.text("funder.head_program"), 14),
    ]
    columns += [tables.numbers(words.text(f"funder.head_{head}"), 9) for head in ("people", "first", "last")]
    columns += [
        tables.numbers(words.text("funder.head_effect"), 22),
        tables.numbers(words.text("funder.head_criterion"), 9),
    ]
    withheld = words.word("marker", "withheld")
    rows = []
    for scale in scales:
        people = withheld if is_missing(scale.people) else words.say("funder.at_least", people=int(scale.people))
        if scale.withheld:
            rows.append([scale.short_name, scale.program, people, withheld, withheld, withheld, _criterion(scale)])
            continue
        effect = (
            withheld if is_missing(scale.smcr) else written_effect(scale.smcr, scale.smcr_low, scale.smcr_high, words)
        )
        means = [withheld if is_missing(mean) else number(mean) for mean in (scale.mean_pre, scale.mean_post)]
        rows.append([scale.short_name, scale.program, people, *means, effect, _criterion(scale)])
    return tables.table("effects", words.say("funder.scales_caption"), columns, rows)


def _criterion(scale: SafeScale) -> str:
    return NOTHING if is_missing(scale.criterion) else plainly(scale.criterion)


def _criteria(scales: tuple[SafeScale, ...], words: Wording) -> list[Markdown]:
    sources = {scale.short_name: str(scale.criterion_source).rstrip(".") for scale in scales if scale.criterion_source}
    return [words.say("funder.criterion_note", short_name=name, source=source) for name, source in sources.items()]


def overall_scale(view: FunderView) -> SafeScale | None:
    """The first questionnaire's change over all programs; None where it is withheld or was not collected."""
    if isinstance(view.scales, Unavailable):
        return None
    overall = (scale for scale in view.scales if scale.program == ALL_PROGRAMS and not scale.withheld)
    return next((scale for scale in overall if not is_missing(scale.smcr) and not is_missing(scale.smcr_low)), None)
