"""Who was served and who stayed, for funders: one table of every category by program."""

from __future__ import annotations

from collections.abc import Sequence

from groupreport.disclosure.safe import SafeTable
from groupreport.disclosure.views import FunderView
from groupreport.display import tables
from groupreport.display.benchmark_words import DROP_OUT, benchmark_facts
from groupreport.display.escaping import Markdown
from groupreport.display.funder.counts import MOST_PROGRAMS, count, known
from groupreport.display.left_out import without_withheld
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.wording import Wording, wording


def show_who_was_served(view: FunderView) -> Shown:
    """People served by program and characteristic, and how many completed, with the benchmark beside drop-out."""
    words = wording(view.language)
    given = [*served_tables(view).values(), *([view.tables["stayed"]] if "stayed" in view.tables else [])]
    passed = [safe for safe in given if not safe.reason]
    return shown(
        paragraph(*_stayed(view, words)),
        _people_table(passed, words) if passed else None,
        *(_reason(safe, words) for safe in given if safe.reason),
        paragraph(words.say("funder.equity")) if any(name != "served" for name in served_tables(view)) else None,
    )


def _stayed(view: FunderView, words: Wording) -> list[Markdown]:
    stayed = view.tables.get("stayed")
    if stayed is None:
        return [words.say("funder.nothing")]
    said = [stayed_sentence(stayed, words)]
    # Beside a withheld number readers would compare the benchmark with everybody who did not complete.
    if _dropped_out(stayed) is not None:
        said.append(words.say("funder.benchmark_sentence", benchmark=benchmark_facts(DROP_OUT)))
    return said


def _people_table(given: Sequence[SafeTable], words: Wording) -> Piece:
    """A row everybody, and one a category; a column a program, where they are few, and one for all."""
    programs = [str(name) for name in given[0].table.index]
    named = programs if 1 < len(programs) <= MOST_PROGRAMS else []
    columns = [tables.text(words.text("funder.head_people_who"), 26)]
    columns += [tables.numbers(name, 10) for name in [*named, words.text("funder.all_row")]]
    rows = [[words.text("funder.everybody"), *_everybody(given, named, words)]]
    for safe in given:
        for category in safe.table.columns:
            cells = [count(float(safe.table[category][program]), words) for program in named]
            label = words.text("funder.category", columns=safe.columns, category=str(category))
            rows.append([label, *cells, count(safe.column_totals[category], words)])
    kept = without_withheld(columns, rows, words)
    caption = words.say("funder.people_caption", by_program=bool(named), left_out=kept.note(words))
    return tables.table("people", caption, kept.columns, kept.rows)


def _everybody(given: Sequence[SafeTable], named: Sequence[str], words: Wording) -> list[str]:
    """Everybody by program and in all, from whichever table shows the number: all are about the same people."""
    found = []
    for program in [*named, None]:
        values = [safe.total if program is None else safe.row_totals[program] for safe in given]
        shown_values = [value for value in values if known(value) is not None]
        found.append(count(shown_values[0] if shown_values else float("nan"), words))
    return found


def _reason(safe: SafeTable, words: Wording) -> Piece | None:
    return paragraph(words.say("funder.table_reason", title=safe.title, reason=safe.reason))


def _dropped_out(stayed: SafeTable) -> int | None:
    """How many dropped out; None where that, or of how many, is withheld."""
    totals = stayed.column_totals
    dropped = known(totals["Dropped out"]) if "Dropped out" in totals.index else None
    return None if known(stayed.total) is None else dropped


def completed(view: FunderView) -> tuple[int, int] | None:
    """How many completed of everyone enrolled; None where one of the two is withheld."""
    stayed = view.tables.get("stayed")
    if stayed is None or "Completed" not in stayed.column_totals.index:
        return None
    done, total = known(stayed.column_totals["Completed"]), known(stayed.total)
    return None if done is None or not total else (done, total)


def served_tables(view: FunderView) -> dict[str, SafeTable]:
    """The tables of people served, by name."""
    return {name: safe for name, safe in view.tables.items() if name.startswith("served")}


def served_total(view: FunderView) -> int | None:
    """How many people were enrolled; None where that is withheld."""
    totals = (known(safe.total) for safe in served_tables(view).values())
    return next((total for total in totals if total is not None), None)


def stayed_sentence(stayed: SafeTable, words: Wording) -> Markdown:
    """How many completed and dropped out, of everyone enrolled."""
    totals = stayed.column_totals
    columns = {"completed": "Completed", "dropped": "Dropped out", "enrolled": "Still enrolled"}
    total = known(stayed.total)
    counts = {
        fact: known(totals[name]) if total is not None and name in totals.index else None
        for fact, name in columns.items()
    }
    return words.say("funder.stayed_sentence", total=total, **counts)
