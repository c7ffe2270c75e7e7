"""Drop-out of a program beside the meta-analytic benchmark, how far people came, and the counts of every group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import pandas as pd

from groupreport.disclosure.views import ProgramView
from groupreport.display import tables
from groupreport.display.benchmark_words import DROP_OUT, benchmark_facts
from groupreport.display.cells import Cells
from groupreport.display.drawing.axes import Axes
from groupreport.display.drawing.picture import Picture
from groupreport.display.escaping import Markdown
from groupreport.display.figures import WIDTH, figure_piece, key_strip
from groupreport.display.left_out import without_withheld
from groupreport.display.program.ends import draw_ends, draw_ends_key, ends_by_program
from groupreport.display.program.retention import depends_sentence
from groupreport.display.program_name import program_name
from groupreport.display.rounding import number, percent
from groupreport.display.row_labels import in_lines
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.style import BLUE, GRID, PALE_BLUE, QUIET_TEXT, WHITE
from groupreport.display.wording import Wording, wording
from groupreport.measures.change import wilson_interval

_ROW = 0.24  # inches


@dataclass(frozen=True)
class ShareOfEnrolled:
    """How many of one program's or all people enrolled, with a Wilson interval; None where withheld or unknown."""

    name: str
    enrolled: int | None
    count: int | None
    low: float | None
    high: float | None

    @property
    def share(self) -> float | None:
        """The count over enrolled."""
        return None if not self.enrolled or self.count is None else self.count / self.enrolled


def shares_of_enrolled(view: ProgramView, field: str, words: Wording) -> list[ShareOfEnrolled]:
    """Who dropped out (or completed) in each program, and in all of them in the last place."""
    cells = Cells(view, "flows", words)
    found = []
    for row in rows_of(view.summary.flows):
        enrolled, count = cells.known(row, "enrolled"), cells.known(row, field)
        name = program_name(row.program, words)
        if not enrolled or count is None:
            found.append(ShareOfEnrolled(name, None if enrolled is None else int(enrolled), None, None, None))
        else:
            low, high = wilson_interval(count, enrolled)
            found.append(ShareOfEnrolled(name, int(enrolled), int(count), low, high))
    return found


def dropped_out(view: ProgramView, words: Wording) -> ShareOfEnrolled:
    """Who dropped out, of all programs together; not known where nobody's end is on record."""
    total = shares_of_enrolled(view, "dropped_out", words)[-1]
    return total if ends_on_record(view, words) else replace(total, count=None, low=None, high=None)


def ends_on_record(view: ProgramView, words: Wording) -> bool:
    """Whether anybody is on record as completed or dropped out: where nobody is, 0 dropped out would be praise."""
    cells, total = Cells(view, "flows", words), list(rows_of(view.summary.flows))[-1]
    return any(cells.known(total, end) != 0 for end in ("completed", "dropped_out"))


def has_started(view: ProgramView) -> bool:
    """True once some group has held a session; before, nobody can have stayed or dropped out."""
    return bool(view.summary.groups["held_sessions"].sum())


def against_benchmark(total: ShareOfEnrolled) -> Literal["above", "below", "alike", "unknown"]:
    """Whether the interval of a drop-out lies wholly above or below the benchmark's, or the two overlap."""
    if total.low is None or total.high is None:
        return "unknown"
    published = benchmark_facts(DROP_OUT)
    if total.low > published["high"]:
        return "above"
    return "below" if total.high < published["low"] else "alike"


def show_program_attendance(view: ProgramView) -> Shown:
    """Drop-out by program against the benchmark, and how far people came."""
    words = wording(view.language)
    started = has_started(view)
    said = [words.say("program.not_started")]
    recorded = ends_on_record(view, words)
    if started and not recorded:
        said = [words.say("program.ends_not_recorded")]
    elif started:
        benchmark = benchmark_facts(DROP_OUT)
        said = [
            words.say("program.dropout_sentence", benchmark=benchmark, **asdict(dropped_out(view, words))),
            *_neither(view, words),
            *_by_every_definition(view, words),
        ]
    return shown(
        paragraph(*said), _figure(view, words) if started and recorded else None, *_flows(view, words, started=started)
    )


def _neither(view: ProgramView, words: Wording) -> list[Markdown]:
    """Who neither completed nor dropped out: a share that leaves them out of sight looks better than it is."""
    total = ends_by_program(view, words)[-1]
    if not total.known or not total.others:
        return []
    parts = {name: total.parts.get(name) for name in ("still_enrolled", "ended_otherwise")}
    return [words.say("program.neither", others=total.others, **parts)]


def _by_every_definition(view: ProgramView, words: Wording) -> list[Markdown]:
    """How far definitions of drop-out are apart: for evaluators the counts, for leadership that they differ."""
    found = view.summary.retention
    if view.audience != "evaluator":
        return [words.say("program.other_definitions")]
    return [] if found is None else [depends_sentence(found, words)]


def _flows(view: ProgramView, words: Wording, *, started: bool) -> list[Piece]:
    """The counts by program, where no figure says them: before the first session."""
    return [] if started else [flows_table(view, words)]


def _figure(view: ProgramView, words: Wording) -> Piece | None:
    """Who dropped out beside the benchmark, and what became of everybody: the same programs in both panels."""
    dropped = _drawn(shares_of_enrolled(view, "dropped_out", words))
    ends = ends_by_program(view, words)
    ends = ends if len(dropped) == len(ends) else [replace(ends[-1], name=dropped[-1].name)]
    if all(one.share is None for one in dropped) and not any(one.known for one in ends):
        return None
    bottom = 0.45
    height = 0.18 + _ROW * len(dropped) + bottom
    figure = Picture(WIDTH, height)
    published = benchmark_facts(DROP_OUT)
    left, right = (
        figure.add_axes((start, bottom / height, width, _ROW * len(dropped) / height))
        for start, width in ((0.19, 0.27), (0.5, 0.48))
    )
    _draw_benchmark(left, published, words)
    _draw(left, dropped, words)
    left.set_yticks(range(len(dropped)), [in_lines(one.name, 26) for one in dropped], {"linespacing": 0.9})
    draw_ends(right, ends, words)
    draw_ends_key(key_strip(figure, 0.19, 0.79), ends, words)
    total = dropped[-1]
    caption = words.say("program.attendance_caption", total=total, against=against_benchmark(total))
    alt = words.text(
        "program.attendance_alt",
        programs=[{**asdict(one), "share": one.share} for one in dropped],
        ends=[one.in_words(words) for one in ends],
        benchmark=published,
    )
    return figure_piece("drop-out", caption, alt, figure)


def _drawn(shares: list[ShareOfEnrolled]) -> list[ShareOfEnrolled]:
    """The rows of a panel; where there is one program, all programs together would only repeat it."""
    return shares if len(shares) > 2 else [replace(shares[-1], name=shares[0].name)]


def _draw_benchmark(axes: Axes, published: dict[str, Any], words: Wording) -> None:
    axes.axvspan(published["low"], published["high"], color=PALE_BLUE)
    axes.axvline(published["value"], color=QUIET_TEXT, linewidth=0.8, linestyle="--", zorder=1)
    axes.annotate_edge(
        words.text("program.benchmark", value=published["value"]),
        (published["value"], 1),
        (0, 2),
        ha="center",
        va="bottom",
        fontsize=8,
        color=QUIET_TEXT,
    )


def _draw(axes: Axes, shares: list[ShareOfEnrolled], words: Wording) -> None:
    for place, one in enumerate(shares):
        axes.axhline(place, color=GRID, linewidth=0.5, zorder=0)
        if one.share is None or one.low is None or one.high is None:
            axes.text(0.01, place, words.word("marker", "withheld"), va="center_baseline", fontsize=8, color=QUIET_TEXT)
            continue
        axes.hlines(place, one.low, one.high, color=BLUE, linewidth=1.4)
        axes.plot(one.share, place, marker="o", color=BLUE, markersize=4.8)
        right = one.high < 0.7
        axes.annotate(
            percent(one.share),
            (one.high if right else one.low, place),
            (4 if right else -4, 0),
            ha="left" if right else "right",
            va="center_baseline",
            fontsize=8.5,
            behind=WHITE,
            pad=0.85,
        )
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.5, 1])
    axes.x.write = percent
    axes.set_ylim(len(shares) - 0.5, -0.5)
    axes.y.tick_size = 0
    axes.hide_spines("left")


def flows_table(view: ProgramView, words: Wording) -> Piece:
    """From enrollment on, by program."""
    cells, flows = Cells(view, "flows", words), view.summary.flows
    fields = ("enrolled", "started", "attended_two_or_more", "dose_reached", "completed", "dropped_out")
    heads = ("enrolled", "started", "two", "dose", "completed", "dropped")
    columns = [
        tables.text(words.text("program.head_program"), 14),
        tables.numbers(words.text("program.head_groups"), 7),
    ]
    share = float(flows["dose_share"].iloc[0])
    columns += [tables.numbers(words.text(f"program.head_{head}", share=share), 9) for head in heads]
    rows = [
        [
            program_name(row.program, words),
            cells.count(row, "groups"),
            *(cells.count(row, field) for field in fields),
        ]
        for row in rows_of(flows)
    ]
    kept = without_withheld(columns, rows, words)
    caption = words.say("program.flows_caption", left_out=kept.note(words), **withheld_facts(view, words))
    return tables.table("flow", caption, kept.columns, kept.rows)


_NAME_AND_SESSIONS = 2  # columns that no count of people is in


def groups_table(view: ProgramView, order: Sequence[str], words: Wording) -> Piece | None:
    """Counts by group; the use of feedback stands here too, so that a group is looked up in one place.

    Where everything but the number of sessions is withheld, a sentence says so.

    Args:
        view: The program's term.
        order: The ids of all groups, as the figure beside it has them.
        words: The wording.
    """
    groups, cells = view.summary.groups, Cells(view, "groups", words)
    feedback = view.summary.feedback
    used = feedback if isinstance(feedback, pd.DataFrame) else None
    sizes = view.audience == "leadership"
    fields = ("held_sessions",) if sizes else ("held_sessions", "enrolled", "started", "completed", "dropped_out")
    counted = ["enrolled"] if sizes else ["enrolled", "started", "completed", "dropped"]
    heads = ["sessions", *counted, *(["viewed", "discussed"] if used is not None else [])]
    columns = [tables.text(words.text("program.head_group"), 42)]
    columns += [tables.numbers(words.text(f"program.head_{head}"), 8) for head in heads]
    use = {} if used is None else {row.group_id: row for row in rows_of(used)}
    rows = []
    place = {group_id: number for number, group_id in enumerate(order)}
    for row in sorted(rows_of(groups), key=lambda row: place[str(row.group_id)]):
        own = [cells.count(row, field) for field in fields] + ([size(cells, row, words)] if sizes else [])
        rows.append(
            [str(row.group_name), *own, *(_use(view, use.get(row.group_id), words) if used is not None else [])]
        )
    kept = without_withheld(columns, rows, words)
    if len(kept.columns) <= _NAME_AND_SESSIONS:
        return paragraph(words.say("program.groups_withheld"))
    caption = words.say(
        "program.groups_table_caption",
        feedback=used is not None,
        sizes=sizes,
        ranges=sizes and bool((groups["size_from"] < groups["size_to"]).any()),
        left_out=kept.note(words),
    )
    return tables.table("groups", caption, kept.columns, kept.rows)


def size(cells: Cells, row: Any, words: Wording) -> str:  # noqa: ANN401 - a row of `rows_of`
    """How many are enrolled in a group, as leadership reads it: a number, or a range."""
    low, high = cells.known(row, "size_from"), cells.known(row, "size_to")
    if low is None or high is None:
        return words.word("marker", "withheld")
    return number(low, 0) if low == high else words.between(number(low, 0), number(high, 0))


def _use(view: ProgramView, row: Any, words: Wording) -> list[str]:  # noqa: ANN401 - a row of `rows_of`, or None
    if row is None:
        return [words.word("marker", "none_short")] * 2
    cells = Cells(view, "feedback", words)
    return [cells.count(row, field) for field in ("viewed", "discussed")]


def withheld_facts(view: ProgramView, words: Wording) -> dict[str, Any]:
    """What a caption needs to explain withheld numbers."""
    note = words.say("program.withheld_note", smallest=view.smallest_count) if view.smallest_count else ""
    return {"withheld": bool(view.withheld) and view.smallest_count is not None, "withheld_note": note}
