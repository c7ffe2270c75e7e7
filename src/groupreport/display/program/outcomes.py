"""Outcomes of a program: means, classes, and the size of change by program."""

from __future__ import annotations

from typing import Any

import pandas as pd

from groupreport.disclosure.views import ProgramView
from groupreport.display import tables
from groupreport.display.cells import Cells
from groupreport.display.effects_figure import Effect, effects_figure, effects_summary
from groupreport.display.escaping import Markdown
from groupreport.display.left_out import without_withheld
from groupreport.display.outcome_words import criteria_notes, plain_name, short_criteria
from groupreport.display.outcome_words import effect as written_effect
from groupreport.display.page_parts import in_equal_parts
from groupreport.display.program.costs import costs_piece
from groupreport.display.rounding import NOTHING, is_missing, number
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, Shown, bullets, paragraph, shown
from groupreport.display.unavailable import absent
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import ALL_PROGRAMS, Unavailable

_FRAME = "outcomes.by_instrument"
_MOST_EFFECTS = 30  # rows that a page holds beside a caption


def show_program_outcomes(view: ProgramView) -> Shown:
    """Who improved, with denominators; the size of change by program; criteria, what is missing, and costs."""
    words, outcomes = wording(view.language), view.summary.outcomes
    if isinstance(outcomes, Unavailable):
        return absent(words, "outcomes", outcomes)
    by_instrument = outcomes.by_instrument
    if by_instrument.empty:
        return shown(paragraph(words.say("outcomes.none")))
    details = view.summary.details
    costs = costs_piece(details.costs, words) if details is not None else None
    return shown(
        bullets(outcome_sentence(view, row, words) for row in rows_of(by_instrument)),
        *_figures(view, words),
        _table(view, by_instrument, words),
        paragraph(
            words.say("program.change_caution"),
            short_criteria(by_instrument, words, here=view.audience == "evaluator"),
            *(criteria_notes(by_instrument, words) if view.audience == "evaluator" else []),
        ),
        costs if view.audience == "evaluator" else None,
    )


def outcome_sentence(view: ProgramView, row: Any, words: Wording) -> Markdown:  # noqa: ANN401 - a row of `rows_of`
    """How many improved reliably and got worse, or why that cannot be said."""
    cells = Cells(view, _FRAME, words)
    share, pairs = cells.known(row, "improved_share"), cells.known(row, "pairs")
    worse, enrolled = cells.known(row, "deteriorated"), cells.known(row, "enrolled")
    low, high = (cells.known(row, name) for name in ("improved_low", "improved_high"))
    if share is None or not pairs:
        withheld = any(cells.withheld(row, name) for name in ("improved_share", "pairs"))
        paired = pairs is None or bool(pairs)
        name = plain_name(row, view.summary.term.instruments, words)
        return words.say("program.glance_no_outcome", name=name, withheld=withheld, paired=paired)
    return words.say(
        "program.glance_outcome",
        name=plain_name(row, view.summary.term.instruments, words),
        enrolled=None if enrolled is None else int(enrolled),
        better=round(share * pairs),
        pairs=int(pairs),
        deteriorated=None if worse is None else int(worse),
        low=low,
        high=high,
    )


def effects(view: ProgramView, words: Wording) -> list[Effect]:
    """The size of change, questionnaire by questionnaire: each program, then all together."""
    outcomes, by_program = view.summary.outcomes, view.summary.outcomes_by_program
    if isinstance(outcomes, Unavailable):
        return []
    total_cells, cells = Cells(view, _FRAME, words), Cells(view, "outcomes_by_program", words)
    found = []
    for total in _with_a_better_end(outcomes.by_instrument):
        if isinstance(by_program, pd.DataFrame):
            own = by_program[(by_program["instrument"] == total.instrument) & (by_program["scale"] == total.scale)]
            rows = [row for row in rows_of(own) if row.program != ALL_PROGRAMS]
            if len(rows) > 1:
                found += [_effect(f"{row.short_name} ({row.program})", row, cells) for row in rows]
        found.append(_effect(f"{total.short_name} ({words.word('program', 'all').lower()})", total, total_cells))
    return found


def total_effects(view: ProgramView, words: Wording) -> list[Effect]:
    """The size of change over all programs, by the questionnaires' short names; positive is better."""
    outcomes = view.summary.outcomes
    if isinstance(outcomes, Unavailable):
        return []
    cells = Cells(view, _FRAME, words)
    return [_effect(str(row.short_name), row, cells) for row in _with_a_better_end(outcomes.by_instrument)]


def _with_a_better_end(by_instrument: pd.DataFrame) -> list[Any]:
    """The rows of scales of which one end is better: of the others no change is one for the better."""
    return [row for row in rows_of(by_instrument) if row.higher_is in {"better", "worse"}]


def _effect(name: str, row: Any, cells: Cells) -> Effect:  # noqa: ANN401 - a row of `rows_of`
    value, low, high = (cells.known(row, field) for field in ("smcr", "smcr_low", "smcr_high"))
    effect = Effect(name, value, low, high)
    return effect.turned() if row.higher_is == "worse" else effect


def _figures(view: ProgramView, words: Wording) -> list[Piece]:
    """The effects; where a page cannot hold them, several figures on the same scale."""
    found = effects(view, words)
    if not any(item.value is not None for item in found):
        return []
    made = []
    for place, part in enumerate(in_equal_parts(found, _MOST_EFFECTS)):
        said = (
            words.say("program.effects_continued")
            if place
            else words.say("program.effects_caption", summary=effects_summary(found, words))
        )
        rows = [{"name": item.name, "value": item.value, "low": item.low, "high": item.high} for item in part]
        made.append(
            effects_figure(
                f"effects-{place + 1}" if place else "effects",
                part,
                words,
                caption=said,
                alt=words.text("program.effects_alt", rows=rows),
                axis=words.text("program.axis_effect"),
                beside=found,
            )
        )
    return made


def _table(view: ProgramView, by_instrument: pd.DataFrame, words: Wording) -> Piece:
    """Means, effect size and who improved of all programs together, one row a questionnaire."""
    cells = Cells(view, _FRAME, words)
    columns = [
        tables.text(words.text("outcomes.head_instrument"), 11),
        tables.numbers(words.text("program.head_pairs"), 10),
    ]
    columns += [tables.numbers(words.text(f"outcomes.head_{head}"), 11) for head in ("pre", "post")]
    columns.append(tables.numbers(words.text("outcomes.head_effect"), 23))
    columns += [tables.numbers(words.text(f"program.head_{head}"), 10) for head in ("better", "of_these", "worse")]
    rows = [
        [
            str(row.short_name),
            _pairs(cells, row, words),
            _mean_sd(cells, row, "pre", words),
            _mean_sd(cells, row, "post", words),
            _effect_cell(cells, row, words),
            _better(cells, row, words),
            NOTHING if is_missing(row.cutoff) else cells.count(row, "recovered"),
            cells.count(row, "deteriorated"),
        ]
        for row in rows_of(by_instrument)
    ]
    kept = without_withheld(columns, rows, words)
    caption = words.say("program.outcomes_caption", left_out=kept.note(words))
    return tables.table("outcomes", caption, kept.columns, kept.rows)


def _pairs(cells: Cells, row: Any, words: Wording) -> str:  # noqa: ANN401 - a row of `rows_of`
    pairs, enrolled = cells.known(row, "pairs"), cells.known(row, "enrolled")
    if pairs is None or enrolled is None:
        return cells.count(row, "pairs")
    return words.say("program.of_enrolled", pairs=int(pairs), enrolled=int(enrolled))


def _better(cells: Cells, row: Any, words: Wording) -> str:  # noqa: ANN401 - a row of `rows_of`
    """Improved or recovered; withheld as soon as one of the two is."""
    parts = ("recovered", "improved")
    if any(cells.withheld(row, name) for name in parts):
        return words.word("marker", "withheld")
    known = [cells.known(row, name) for name in parts]
    return NOTHING if any(count is None for count in known) else number(sum(count or 0 for count in known), 0)


def _effect_cell(cells: Cells, row: Any, words: Wording) -> str:  # noqa: ANN401 - a row of `rows_of`
    """As in the figure: turned so that plus is better; a dash where neither end is."""
    if row.higher_is == "context":
        return NOTHING
    if cells.withheld(row, "smcr"):
        return words.word("marker", "withheld")
    found = _effect(str(row.short_name), row, cells)
    return written_effect(found.value, found.low, found.high, words)


def _mean_sd(cells: Cells, row: Any, when: str, words: Wording) -> str:  # noqa: ANN401 - a row of `rows_of`
    sd = cells.known(row, f"sd_{when}")
    return cells.shown(
        row,
        f"mean_{when}",
        lambda mean: number(mean) if sd is None else words.say("outcomes.mean_sd", mean=float(mean), sd=sd),
    )
