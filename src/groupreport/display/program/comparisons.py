"""Use of feedback, equity, and change since last term."""

from __future__ import annotations

from typing import Any

from groupreport.disclosure.views import ProgramView
from groupreport.display import tables
from groupreport.display.cells import Cells
from groupreport.display.program.equity_shares import equity_found
from groupreport.display.program.feedback_use import feedback_found
from groupreport.display.program.signals import unread_groups
from groupreport.display.rounding import NOTHING, is_missing, number, percent, signed, signed_percent_points
from groupreport.display.rows import rows_of
from groupreport.display.shown import Shown, paragraph, shown
from groupreport.display.unavailable import absent, absent_piece
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import Unavailable


def show_feedback(view: ProgramView) -> Shown:
    """In how many sessions leaders looked at ratings and discussed them, group by group."""
    words, feedback = wording(view.language), view.summary.feedback
    if isinstance(feedback, Unavailable):
        return absent(words, "feedback", feedback)
    if feedback.empty:
        return shown(paragraph(words.say("program.feedback_none")))
    cells = Cells(view, "feedback", words)
    totals = {
        name: [cells.known(row, name) for row in rows_of(feedback)] for name in ("sessions", "viewed", "discussed")
    }
    whole = not any(value is None for values in totals.values() for value in values)
    counts = {name: int(sum(value or 0 for value in values)) for name, values in totals.items()}
    unread, use = unread_groups(view, words), view.summary.feedback_use
    return shown(
        paragraph(
            words.say("program.feedback_sentence", **counts) if whole and counts["sessions"] else "",
            _unread(unread, whole, words),
        ),
        paragraph(feedback_found(use, words)) if view.audience == "evaluator" and use is not None else None,
    )


def _unread(unread: list[str], whole: bool, words: Wording) -> str:
    """Where ratings were looked at in fewer than half of the sessions; nowhere needs every group's number."""
    if unread:
        return words.say("program.feedback_unread", names=unread)
    return words.say("program.feedback_read" if whole else "program.feedback_withheld")


def show_equity(view: ProgramView) -> Shown:
    """Who completed and who improved, by characteristic."""
    words, equity = wording(view.language), view.summary.equity
    details = view.summary.details if view.audience == "evaluator" else None
    shares = None if details is None else paragraph(equity_found(details.equity, words))
    if isinstance(equity, Unavailable):
        return shown(absent_piece(words, "equity", equity), shares)
    cells = Cells(view, "equity", words)
    names = list(dict.fromkeys(equity["short_name"].dropna()))
    columns = [
        tables.text(words.text("program.head_characteristic"), 14),
        tables.text(words.text("program.head_category"), 14),
    ]
    columns += [tables.numbers(words.text(f"program.head_{head}"), 10) for head in ("enrolled", "completed")]
    columns += [tables.numbers(words.text("program.head_improved", short_name=name), 14) for name in names]
    rows = []
    for (characteristic, category), own in equity.groupby(["characteristic", "category"], sort=False, dropna=False):
        by_name = {row.short_name: row for row in rows_of(own)}
        first = next(iter(by_name.values()))
        rows.append(
            [
                _label(characteristic, words),
                _label(category, words),
                *(cells.count(first, head) for head in ("enrolled", "completed")),
                *(_improved(cells, by_name.get(name), words) for name in names),
            ]
        )
    caption = words.say("program.equity_caption")
    return shown(tables.table("equity", f"{caption} {words.say('program.equity_caution')}", columns, rows), shares)


def _label(value: object, words: Wording) -> str:
    return words.word("marker", "unknown") if is_missing(value) else str(value).replace("_", " ")


def _improved(cells: Cells, row: Any, words: Wording) -> str:  # noqa: ANN401 - a row of `rows_of`
    if row is None:
        return NOTHING
    improved, pairs = cells.known(row, "improved"), cells.known(row, "pairs")
    if improved is None or pairs is None:
        hidden = cells.withheld(row, "improved") or cells.withheld(row, "pairs")
        return words.word("marker", "withheld") if hidden else NOTHING
    return words.say("program.of", count=int(improved), total=int(pairs)) if pairs else NOTHING


def show_comparison(view: ProgramView) -> Shown:
    """This term beside the last one, or why they cannot be compared."""
    words, comparison = wording(view.language), view.summary.comparison
    if isinstance(comparison, Unavailable):
        return absent(words, "comparison", comparison)
    cells = Cells(view, "comparison", words)
    heads = {"previous": 12, "current": 12, "difference": 11}
    columns = [tables.text(words.text("program.head_measure"), 24)]
    columns += [tables.numbers(words.text(f"program.head_{head}"), width) for head, width in heads.items()]
    noted = bool(comparison["note"].fillna("").astype(bool).any())
    if noted:
        columns.append(tables.text(words.text("program.head_note"), 20))
    rows = [
        [
            str(row.label),
            _with_n(cells, row, "previous", words),
            _with_n(cells, row, "current", words),
            _difference(cells, row, words),
            *(["" if is_missing(row.note) else str(row.note)] if noted else []),
        ]
        for row in rows_of(comparison)
    ]
    repaired = bool((comparison["measure"] == "repaired_share").any())
    caption = f"{words.say('program.comparison_caption', repaired=repaired)} {words.say('program.comparison_caution')}"
    return shown(tables.table("comparison", caption, columns, rows))


def _with_n(cells: Cells, row: Any, column: str, words: Wording) -> str:  # noqa: ANN401
    share = str(row.unit).startswith("share")
    value = cells.shown(row, column, percent if share else lambda given: number(given, _places(row.unit)))
    people = cells.known(row, f"{column}_n")
    if cells.known(row, column) is None or people is None or row.unit == "count":
        return value
    return words.say("program.with_n", shown=value, n=int(people))


def _difference(cells: Cells, row: Any, words: Wording) -> str:  # noqa: ANN401
    previous, current = cells.known(row, "previous"), cells.known(row, "current")
    comparable = is_missing(row.note) or not str(row.note)
    if previous is None or current is None or not comparable:
        hidden = cells.withheld(row, "previous") or cells.withheld(row, "current")
        return words.word("marker", "withheld") if hidden else NOTHING
    change = current - previous
    if str(row.unit).startswith("share"):
        shown_change = signed_percent_points(change)
        return words.say("program.points", shown=shown_change, one=shown_change[1:] == "1")
    return signed(change, _places(row.unit))


def _places(unit: object) -> int:
    return 0 if unit in {"count", "people", "groups", "sessions"} else 1
