"""Use of feedback, equity, and change since last term."""

from __future__ import annotations

from typing import Any

import pandas as pd

from groupreport.disclosure.views import ProgramView
from groupreport.display import tables
from groupreport.display.cells import Cells
from groupreport.display.escaping import Markdown
from groupreport.display.left_out import without_withheld
from groupreport.display.outcome_detail_words import FEW
from groupreport.display.page_parts import in_equal_parts
from groupreport.display.program import signals
from groupreport.display.program.attendance import ends_on_record
from groupreport.display.program.equity_shares import equity_found
from groupreport.display.rounding import NOTHING, is_missing, number, percent, signed, signed_percent_points
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.term_changes import changes_found
from groupreport.display.trend import SAME_SHARE
from groupreport.display.unavailable import absent, absent_piece
from groupreport.display.wording import Wording, wording
from groupreport.measures.outcomes import outcome_scales
from groupreport.summaries.records import Unavailable

_MOST_QUESTIONNAIRES = 4  # whose columns fit a page beside the categories


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
    unread = signals.unread_groups(view, words)
    return shown(
        paragraph(
            words.say("program.feedback_sentence", **counts) if whole and counts["sessions"] else "",
            _unread(unread, whole, words),
        ),
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
    if isinstance(equity, Unavailable):
        return shown(absent_piece(words, "equity", equity))
    compared, alone = _with_several_categories(equity)
    found = [equity_found(details.equity, words)] if details is not None else []
    # Of a scale without a criterion nobody can be said to have improved: a column of it would look withheld.
    unjudged = [one.short_name for one in outcome_scales(view.summary.term.instruments) if one.missing_criterion]
    names = [name for name in dict.fromkeys(equity["short_name"].dropna()) if name not in unjudged]
    parts = in_equal_parts(names, _MOST_QUESTIONNAIRES) if names else [[]]
    same = words.say("program.one_category", names=[_label(name, words) for name in alone]) if alone else ""
    return shown(
        paragraph(*found, *_range(view, compared, words)),
        paragraph(same),
        *(_equity_table(view, compared, part, place, words) for place, part in enumerate(parts) if len(compared)),
    )


def _with_several_categories(equity: pd.DataFrame) -> tuple[pd.DataFrame, list[Any]]:
    """The rows of characteristics with several categories, and the characteristics with one: nothing to compare."""
    categories = equity.groupby("characteristic", sort=False, dropna=False)["category"].transform(
        "nunique", dropna=False
    )
    alone = equity.loc[categories < 2, "characteristic"]
    return equity[categories >= 2], list(dict.fromkeys(alone))


def _equity_table(view: ProgramView, equity: pd.DataFrame, names: list[str], place: int, words: Wording) -> Piece:
    """Who completed and who improved on these questionnaires; the second table and those after it continue it."""
    cells = Cells(view, "equity", words)
    columns = [tables.text(words.text("program.head_category"), 20)]
    recorded = ends_on_record(view, words)
    people = () if place else ("enrolled", *(("completed",) if recorded else ()))
    columns += [tables.numbers(words.text(f"program.head_{head}"), 11) for head in people]
    columns += [tables.numbers(words.text("program.head_improved", short_name=name), 14) for name in names]
    rows = []
    for (characteristic, category), own in equity.groupby(["characteristic", "category"], sort=False, dropna=False):
        by_name = {row.short_name: row for row in rows_of(own)}
        first = next(iter(by_name.values()))
        of = {"characteristic": _label(characteristic, words), "category": _label(category, words)}
        rows.append(
            [
                words.text("program.category", **of),
                *((cells.count(first, "enrolled"),) if people else ()),
                *((_completed(cells, first, words),) if people and recorded else ()),
                *(_improved(cells, by_name.get(name), words) for name in names),
            ]
        )
    kept = without_withheld(columns, rows, words)
    note, enrolled_alone = kept.note(words), [column.header for column in columns[: len(people)]]
    outcomes = any(column.header not in enrolled_alone for column in kept.columns)
    caption = (
        words.say("program.equity_continued", left_out=note)
        if place
        else words.say("program.equity_caption", left_out=note, outcomes=outcomes)
    )
    return tables.table(f"equity-{place + 1}" if place else "equity", caption, kept.columns, kept.rows)


def _completed(cells: Cells, row: Any, words: Wording) -> str:  # noqa: ANN401 - a row of `rows_of`
    """How many completed, with the percentage where the category is large enough for one to say anything."""
    enrolled, completed = cells.known(row, "enrolled"), cells.known(row, "completed")
    if enrolled is None or completed is None or enrolled < FEW:
        return cells.count(row, "completed")
    return words.say("program.count_percent", count=int(completed), total=int(enrolled))


def _range(view: ProgramView, equity: pd.DataFrame, words: Wording) -> list[Markdown]:
    """The lowest and the highest share that completed, of categories whose counts are shown and are not of few."""
    cells = Cells(view, "equity", words)
    found: dict[str, dict[str, Any]] = {}
    for row in rows_of(equity):
        enrolled, completed = cells.known(row, "enrolled"), cells.known(row, "completed")
        of = {"characteristic": _label(row.characteristic, words), "category": _label(row.category, words)}
        name = words.say("program.category", **of)
        if enrolled is not None and completed is not None and enrolled >= FEW:
            found[name] = {"name": name, "enrolled": int(enrolled), "completed": int(completed)}
    if not ends_on_record(view, words):
        return []
    ordered = sorted(found.values(), key=lambda one: one["completed"] / one["enrolled"])
    return [words.say("program.equity_range", fewest=FEW, low=ordered[0], high=ordered[-1])] if len(ordered) > 1 else []


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
    """This term beside the last one, of the scales those that changed; or why there is no comparison."""
    words, comparison = wording(view.language), view.summary.comparison
    if isinstance(comparison, Unavailable):
        return absent(words, "comparison", comparison)
    chosen = comparison[in_short(view, comparison)]
    steady = _steady_scales(view, chosen, words)
    return shown(
        comparison_table(view, chosen[~steady], "comparison", words, steady=int(steady.sum())),
        paragraph(changes_found(view.summary.term, words)),
    )


def comparison_table(
    view: ProgramView, comparison: pd.DataFrame, label: str, words: Wording, *, steady: int = 0
) -> Piece:
    """A row a measure: last term, this term and the change, or why there is none.

    `steady` scales are left out because they are about the same; the caption says so.
    """
    cells = Cells(view, "comparison", words)
    heads = {"previous": 12, "current": 12, "difference": 11}
    columns = [tables.text(words.text("program.head_measure"), 24)]
    columns += [tables.numbers(words.text(f"program.head_{head}"), width) for head, width in heads.items()]
    noted = bool(comparison["note"].fillna("").astype(bool).any())
    if noted:
        columns.append(tables.text(words.text("program.head_note"), 20))
    rows = [
        [
            compared_name(row, view, words),
            _with_n(cells, row, "previous", words),
            _with_n(cells, row, "current", words),
            _difference(cells, row, words),
            *(["" if is_missing(row.note) or not row.note else words.word("not_compared", row.note)] if noted else []),
        ]
        for row in rows_of(comparison)
    ]
    repaired = bool((comparison["measure"] == "repaired_share").any())
    caption = words.say(
        "program.comparison_caption",
        repaired=repaired,
        attendance=_attendance(view, comparison, words),
        steady=steady,
        same=SAME_SHARE,
        rounded=view.audience == "leadership",
    )
    return tables.table(label, caption, columns, rows)


def compared_name(row: Any, view: ProgramView, words: Wording) -> str:  # noqa: ANN401 - a row of `rows_of`
    """What a row of two terms is about: a scale by its own name, a share in words."""
    measure = str(row.measure)
    if row.unit == "points":
        return str(row.label)
    if measure == "dose_reached":
        settings = view.summary.term.parameters.settings
        return words.say("program.compared_dose", dose_share=settings.attendance.dose_share)
    if measure.startswith("improved."):
        return words.say("program.compared_improved", short_name=str(row.label))
    return words.word("compared", measure)


def _steady_scales(view: ProgramView, comparison: pd.DataFrame, words: Wording) -> pd.Series[bool]:
    """Scales of which both means are known and about the same."""
    cells = Cells(view, "comparison", words)
    spans = {f"{scale.short_name}: {scale.label}": scale.range.span for scale in signals.scales(view)}
    steady = []
    for row in rows_of(comparison):
        previous, current, span = cells.known(row, "previous"), cells.known(row, "current"), spans.get(str(row.label))
        if row.unit != "points" or previous is None or current is None or span is None:
            steady.append(False)
        else:
            steady.append(abs(current - previous) < SAME_SHARE * span)
    return pd.Series(steady, index=comparison.index, dtype=bool)


def in_short(view: ProgramView, comparison: pd.DataFrame) -> pd.Series[bool]:
    """Of the scales, those that the report sets side by side."""
    drawn = {f"{scale.short_name}: {scale.label}" for scale in signals.scales(view)}
    return (comparison["unit"] != "points") | comparison["label"].isin(drawn)


def _attendance(view: ProgramView, comparison: pd.DataFrame, words: Wording) -> dict[str, Any] | None:
    """Attendance in both terms, as a statement; None where one of them is withheld or not known."""
    cells = Cells(view, "comparison", words)
    for row in rows_of(comparison):
        previous, current = cells.known(row, "previous"), cells.known(row, "current")
        if row.measure == "attendance_rate" and previous is not None and current is not None:
            return {"previous": previous, "current": current}
    return None


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
