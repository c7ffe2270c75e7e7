"""Drop-out of a program beside the meta-analytic benchmark, and how far people came."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

import pandas as pd
from matplotlib.axes import Axes

from groupreport.disclosure.views import ProgramView
from groupreport.display import tables
from groupreport.display.benchmark_words import DROP_OUT, benchmark_facts
from groupreport.display.cells import Cells
from groupreport.display.figures import drawing, figure_piece
from groupreport.display.program.retention import depends_sentence, retention_pieces
from groupreport.display.rounding import percent
from groupreport.display.row_labels import in_lines
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.style import BLUE, GRID, PALE_BLUE, QUIET_TEXT
from groupreport.display.wording import Wording, wording
from groupreport.measures.change import wilson_interval

ALL_PROGRAMS = "All programs"


@dataclass(frozen=True)
class DropOut:
    """Drop-out of one program or all: of those enrolled, with a Wilson interval; None where withheld or unknown."""

    name: str
    enrolled: int | None
    dropped: int | None
    low: float | None
    high: float | None

    @property
    def share(self) -> float | None:
        """Dropped out over enrolled."""
        return None if not self.enrolled or self.dropped is None else self.dropped / self.enrolled


def drop_outs(view: ProgramView, words: Wording) -> list[DropOut]:
    """Drop-out of each program, and of all of them in the last place."""
    cells = Cells(view, "flows", words)
    found = []
    for row in rows_of(view.summary.flows):
        enrolled, dropped = cells.known(row, "enrolled"), cells.known(row, "dropped_out")
        name = words.word("program", "all") if row.program == ALL_PROGRAMS else str(row.program)
        if not enrolled or dropped is None:
            found.append(DropOut(name, None if enrolled is None else int(enrolled), None, None, None))
        else:
            low, high = wilson_interval(dropped, enrolled)
            found.append(DropOut(name, int(enrolled), int(dropped), low, high))
    return found


def has_started(view: ProgramView) -> bool:
    """True once some group has held a session; before, nobody can have stayed or dropped out."""
    return bool(view.summary.groups["held_sessions"].sum())


def against_benchmark(total: DropOut) -> Literal["above", "below", "alike", "unknown"]:
    """Whether the interval of a drop-out lies wholly above or below the benchmark's, or the two overlap."""
    if total.low is None or total.high is None:
        return "unknown"
    published = benchmark_facts(DROP_OUT)
    if total.low > published["high"]:
        return "above"
    return "below" if total.high < published["low"] else "alike"


def show_program_attendance(view: ProgramView) -> Shown:
    """How far people came, drop-out by program against the benchmark, and every group's counts."""
    words = wording(view.language)
    dropped = drop_outs(view, words)
    started = has_started(view)
    said = words.say("program.not_started")
    if started:
        said = words.say("program.dropout_sentence", benchmark=benchmark_facts(DROP_OUT), **asdict(dropped[-1]))
    return shown(
        paragraph(said),
        _flows_table(view, words),
        _figure(dropped, words) if started else None,
        _groups_table(view, words),
        *_by_every_definition(view, words),
    )


def _by_every_definition(view: ProgramView, words: Wording) -> list[Piece | None]:
    """For evaluators, once there is something to tell: how far definitions of drop-out are apart."""
    found = view.summary.retention
    if view.audience != "evaluator" or found is None or not has_started(view):
        return []
    return [paragraph(depends_sentence(found, words))]


def staying_pieces(view: ProgramView, words: Wording) -> list[Piece | None]:
    """Drop-out by every definition, the way from enrollment on, and time to the last session."""
    found = view.summary.retention
    if found is None or not has_started(view):
        return []
    return retention_pieces(found, float(view.summary.flows["dose_share"].iloc[0]), words)


def _figure(dropped: list[DropOut], words: Wording) -> Piece | None:
    if all(program.share is None for program in dropped):
        return None
    height = 0.2 + 0.24 * len(dropped) + 0.42
    with drawing(height) as figure:
        axes = figure.add_axes((0.2, 0.42 / height, 0.72, 0.24 * len(dropped) / height))
        _draw(axes, dropped, words)
        total = dropped[-1]
        published = benchmark_facts(DROP_OUT)
        caption = words.say(
            "program.attendance_caption", total=total, against=against_benchmark(total), benchmark=published
        )
        alt = words.text(
            "program.attendance_alt",
            programs=[{**asdict(program), "share": program.share} for program in dropped],
            benchmark=published,
        )
        return figure_piece("drop-out", caption, alt, figure)


def _draw(axes: Axes, dropped: list[DropOut], words: Wording) -> None:
    published = benchmark_facts(DROP_OUT)
    axes.axvspan(published["low"], published["high"], color=PALE_BLUE, zorder=0, linewidth=0)
    axes.axvline(published["value"], color=QUIET_TEXT, linewidth=0.8, linestyle="--", zorder=1)
    axes.annotate(
        words.text("program.benchmark"),
        (published["value"], 1),
        xycoords=("data", "axes fraction"),
        xytext=(0, 2),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=8,
        color=QUIET_TEXT,
    )
    limit = 0.3
    for place, program in enumerate(dropped):
        axes.axhline(place, color=GRID, linewidth=0.5, zorder=0)
        if program.share is None or program.low is None or program.high is None:
            axes.text(
                0.005, place, words.word("marker", "withheld"), va="center_baseline", fontsize=8, color=QUIET_TEXT
            )
            continue
        limit = max(limit, program.high)
        axes.hlines(place, program.low, program.high, color=BLUE, linewidth=1.4)
        axes.plot(program.share, place, marker="o", color=BLUE, markersize=4.8)
        axes.annotate(
            words.text("program.of", count=program.dropped, total=program.enrolled),
            (program.high, place),
            xytext=(5, 0),
            textcoords="offset points",
            va="center_baseline",
            fontsize=8.5,
        )
    axes.set_xlim(0, min(1.0, limit * 1.15))
    axes.xaxis.set_major_formatter(lambda value, _: percent(value))
    axes.set_yticks(range(len(dropped)), [in_lines(program.name, 26) for program in dropped], linespacing=0.9)
    axes.set_ylim(len(dropped) - 0.5, -0.5)
    axes.set_xlabel(words.text("program.axis_dropout"))
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _flows_table(view: ProgramView, words: Wording) -> Piece:
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
            words.word("program", "all") if row.program == ALL_PROGRAMS else str(row.program),
            cells.count(row, "groups"),
            *(cells.count(row, field) for field in fields),
        ]
        for row in rows_of(flows)
    ]
    return tables.table("flow", words.say("program.flows_caption", **withheld_facts(view, words)), columns, rows)


def _groups_table(view: ProgramView, words: Wording) -> Piece:
    """Counts by group; the use of feedback stands here too, so that a group is looked up in one place."""
    groups, cells = view.summary.groups, Cells(view, "groups", words)
    feedback = view.summary.feedback
    used = feedback if isinstance(feedback, pd.DataFrame) else None
    fields = ("held_sessions", "enrolled", "started", "completed", "dropped_out")
    heads = ["sessions", "enrolled", "started", "completed", "dropped"] + (
        ["viewed", "discussed"] if used is not None else []
    )
    columns = [tables.text(words.text("program.head_group"), 42)]
    columns += [tables.numbers(words.text(f"program.head_{head}"), 8) for head in heads]
    use = {} if used is None else {row.group_id: row for row in rows_of(used)}
    rows = []
    for row in rows_of(groups.sort_values(["program", "group_id"], kind="stable")):
        own = [cells.count(row, field) for field in fields]
        rows.append(
            [str(row.group_name), *own, *(_use(view, use.get(row.group_id), words) if used is not None else [])]
        )
    return tables.table("groups", words.say("program.groups_table_caption", feedback=used is not None), columns, rows)


def _use(view: ProgramView, row: Any, words: Wording) -> list[str]:  # noqa: ANN401 - a row of `rows_of`, or None
    if row is None:
        return [words.word("marker", "none_short")] * 2
    cells = Cells(view, "feedback", words)
    return [cells.count(row, field) for field in ("viewed", "discussed")]


def withheld_facts(view: ProgramView, words: Wording) -> dict[str, Any]:
    """What a caption needs to explain withheld numbers."""
    note = words.say("program.withheld_note", smallest=view.smallest_count) if view.smallest_count else ""
    return {"withheld": bool(view.withheld) and view.smallest_count is not None, "withheld_note": note}
