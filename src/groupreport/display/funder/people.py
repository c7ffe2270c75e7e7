"""Who was served and who stayed, for funders: one table of every category by program."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from groupreport.disclosure.safe import SafeTable
from groupreport.disclosure.unnamed import is_unnamed
from groupreport.disclosure.views import FunderView
from groupreport.display import tables
from groupreport.display.benchmark_words import DROP_OUT, benchmark_facts
from groupreport.display.escaping import Markdown
from groupreport.display.funder.counts import MOST_PROGRAMS, count, known
from groupreport.display.left_out import nothing_told, without_withheld
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.wording import Wording, wording


def show_who_was_served(view: FunderView) -> Shown:
    """People served by program and characteristic, and how many completed, with the benchmark beside drop-out."""
    words = wording(view.language)
    served, stayed = list(served_tables(view).values()), view.tables.get("stayed")
    withheld = [safe for safe in [*served, *([] if stayed is None else [stayed])] if safe.reason]
    passed = [safe for safe in served if not safe.reason]
    return shown(
        paragraph(*_stayed(view, words)),
        _people_table(passed, view, words) if passed else None,
        *(_reason(safe, words) for safe in withheld),
        paragraph(*equity_sentences(view, words), *_left_out(view, words)),
    )


def _left_out(view: FunderView, words: Wording) -> list[Markdown]:
    """Which characteristics no table has, and why."""
    names = [name.replace("_", " ") for name in view.term.left_out]
    return [words.say("funder.nested", names=names)] if names else []


def _stayed(view: FunderView, words: Wording) -> list[Markdown]:
    stayed = view.tables.get("stayed")
    if stayed is None:
        return [words.say("funder.nothing")]
    if _nobody_ended(stayed):
        return [words.say("program.ends_not_recorded")]
    said = [stayed_sentence(stayed, words)]
    # Beside a withheld number readers would compare the benchmark with everybody who did not complete.
    if _dropped_out(stayed) is not None:
        said.append(words.say("funder.benchmark_sentence", benchmark=benchmark_facts(DROP_OUT)))
    return said


def _people_table(given: Sequence[SafeTable], view: FunderView, words: Wording) -> Piece | None:
    """A row everybody, and one a category; a column a program, where they are few, one for all, and who completed.

    A sentence where all of it is withheld.
    """
    programs = [str(name) for name in given[0].table.index]
    named = programs if 1 < len(programs) <= MOST_PROGRAMS else []
    columns = [tables.text(words.text("funder.head_people_who"), 26)]
    columns += [tables.numbers(name, 10) for name in [*named, words.text("funder.all_row")]]
    columns.append(tables.numbers(words.text("funder.head_completed"), 10))
    stayed = view.tables.get("stayed")
    done = [math.nan if stayed is None else float(stayed.column_totals.get("completed", math.nan))]
    rows = [[words.text("funder.everybody"), *_everybody(given, named, words), *(count(one, words) for one in done)]]
    for safe in given:
        completed_of = view.tables.get(f"completed_{safe.columns}")
        for category in _named_once(safe.table.columns):
            cells = [count(float(safe.table[category][program]), words) for program in named]
            label = category_name(safe.columns, str(category), words)
            done_of = math.nan if completed_of is None else float(completed_of.table["completed"][category])
            rows.append([label, *cells, count(safe.column_totals[category], words), count(done_of, words)])
    ended = stayed is None or not _nobody_ended(stayed)
    if not ended:
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    if nothing_told(rows, words):
        return paragraph(words.say("funder.people_withheld"))
    kept = without_withheld(columns, rows, words)
    caption = words.say("funder.people_caption", by_program=bool(named), completed=ended, left_out=kept.note(words))
    return tables.table("people", caption, kept.columns, kept.rows)


def _named_once(categories: Iterable[object]) -> list[str]:
    """The categories with one for all whose names are withheld: nothing is told of any of them."""
    names = [str(category) for category in categories]
    unnamed = [name for name in names if is_unnamed(name)]
    return [name for name in names if name not in unnamed[1:]]


def _everybody(given: Sequence[SafeTable], named: Sequence[str], words: Wording) -> list[str]:
    """Everybody by program and in all, from whichever table shows the number: all are about the same people."""
    found = []
    for program in [*named, None]:
        values = [safe.total if program is None else safe.row_totals[program] for safe in given]
        shown_values = [value for value in values if known(value) is not None]
        found.append(count(shown_values[0] if shown_values else float("nan"), words))
    return found


def category_name(kind: str, category: str, words: Wording) -> str:
    """A category as the data call it, with what it is one of; categories whose names are withheld together."""
    if kind == "people":
        return words.text("funder.everybody")
    if is_unnamed(category):
        return words.text("funder.categories_unnamed", kind=kind.replace("_", " "))
    return words.text("funder.category", kind=kind.replace("_", " "), category=category)


def equity_sentences(view: FunderView, words: Wording) -> list[Markdown]:
    """Who improved by characteristic, of whom it may be told, and of which questionnaires it may not."""
    told: dict[str, list[dict[str, str | int]]] = {}
    for name, safe in view.tables.items():
        if name.startswith("improved_"):
            told.setdefault(safe.about, []).extend(_told(safe))
    said = [words.say("funder.equity_improved", short_name=about, told=rows) for about, rows in told.items() if rows]
    nothing = [about for about, rows in told.items() if not rows]
    return [*said, words.say("funder.equity_none", names=nothing)] if nothing else said


def _told(safe: SafeTable) -> Iterator[dict[str, str | int]]:
    """The categories of a table of who improved of which both the count and the people may be told."""
    for category in safe.table.index:
        better, total = known(float(safe.table["improved_reliably"][category])), known(float(safe.row_totals[category]))
        if better is not None and total:
            kind = safe.rows.replace("_", " ")
            yield {"kind": kind, "category": str(category), "count": better, "total": total}


def _reason(safe: SafeTable, words: Wording) -> Piece | None:
    table = words.text("funder.stayed") if safe.columns == "end" else safe.columns.replace("_", " ")
    return paragraph(words.say("funder.table_reason", table=table, reason=safe.reason))


def _dropped_out(stayed: SafeTable) -> int | None:
    """How many dropped out; None where that, or of how many, is withheld."""
    totals = stayed.column_totals
    dropped = known(totals["dropped_out"]) if "dropped_out" in totals.index else None
    return None if known(stayed.total) is None else dropped


def _nobody_ended(stayed: SafeTable) -> bool:
    """Whether it is told that nobody completed and nobody dropped out: then no such end is on record."""
    return all(known(float(stayed.column_totals.get(end, math.nan))) == 0 for end in ("completed", "dropped_out"))


def completed(view: FunderView) -> tuple[int, int] | None:
    """How many completed of everyone enrolled; None where one of the two is withheld."""
    stayed = view.tables.get("stayed")
    if stayed is None or "completed" not in stayed.column_totals.index or _nobody_ended(stayed):
        return None
    done, total = known(stayed.column_totals["completed"]), known(stayed.total)
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
    columns = {
        "completed": "completed",
        "dropped": "dropped_out",
        "before": "ended_before",
        "enrolled": "still_enrolled",
        "others": "other_ends",
    }
    total = known(stayed.total)
    counts = {
        fact: known(totals[name]) if total is not None and name in totals.index else None
        for fact, name in columns.items()
    }
    return words.say("funder.stayed_sentence", total=total, **counts)
