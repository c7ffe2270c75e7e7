"""Attendance and drop-out of a program's groups, beside the meta-analytic benchmark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from matplotlib.axes import Axes

from groupreport.disclosure.views import ProgramView
from groupreport.display import tables
from groupreport.display.cells import Cells
from groupreport.display.figures import drawing, figure_piece
from groupreport.display.rounding import percent
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.style import BLUE, GRID, PALE_BLUE, QUIET_TEXT
from groupreport.display.wording import Wording, wording
from groupreport.measures.change import wilson_interval

# Swift & Greenberg 2012: 669 studies, 83,834 clients; individual and group treatment did not differ.
BENCHMARK, BENCHMARK_LOW, BENCHMARK_HIGH = 0.197, 0.187, 0.207
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


def against_benchmark(total: DropOut) -> Literal["above", "below", "alike", "unknown"]:
    """Whether the interval of a drop-out lies wholly above or below the benchmark's, or the two overlap."""
    if total.low is None or total.high is None:
        return "unknown"
    if total.low > BENCHMARK_HIGH:
        return "above"
    return "below" if total.high < BENCHMARK_LOW else "alike"


def show_program_attendance(view: ProgramView) -> Shown:
    """Attendance by group, drop-out by program against the benchmark, and how far people came."""
    words = wording()
    dropped = drop_outs(view, words)
    total = dropped[-1]
    rates = [row for row in rows_of(view.summary.groups) if _rate(view, row, words) is not None]
    ends = sorted(rates, key=lambda row: float(row.attendance_rate))
    named = [{"rate": float(row.attendance_rate), "name": str(row.group_name)} for row in ends]
    return shown(
        paragraph(
            words.say(
                "program.attendance_sentence",
                lowest=named[0] if named else None,
                highest=named[-1] if named else None,
            ),
            words.say(
                "program.dropout_sentence",
                dropped=total.dropped,
                enrolled=total.enrolled,
                low=total.low,
                high=total.high,
            ),
        ),
        _figure(view, dropped, words),
        _flows_table(view, words),
        _groups_table(view, words),
    )


def _rate(view: ProgramView, row: Any, words: Wording) -> float | None:  # noqa: ANN401 - a row of `rows_of`
    return Cells(view, "groups", words).known(row, "attendance_rate")


def _figure(view: ProgramView, dropped: list[DropOut], words: Wording) -> Piece:
    groups = view.summary.groups.sort_values(["attendance_rate", "group_id"], ascending=[False, True], kind="stable")
    row = min(0.22, 7.5 / max(1, len(groups)))
    drawn = max(row * len(groups), 0.24 * len(dropped))
    height = 0.2 + drawn + 0.42
    with drawing(height) as figure:
        bottom, top = 0.42 / height, drawn / height
        left = figure.add_axes((0.21, bottom, 0.33, top))
        share = 0.24 * len(dropped) / height
        right = figure.add_axes((0.69, bottom + top - share, 0.295, share))
        _draw_rates(left, view, list(rows_of(groups)), words)
        _draw_drop_out(right, dropped, words)
        alt = words.text(
            "program.attendance_alt",
            groups=[{"name": str(g.group_name), "rate": _rate(view, g, words)} for g in rows_of(groups)],
            programs=[
                {
                    "name": d.name,
                    "share": d.share,
                    "dropped": d.dropped,
                    "enrolled": d.enrolled,
                    "low": d.low,
                    "high": d.high,
                }
                for d in dropped
            ],
        )
        return figure_piece(
            "program-attendance",
            words.say("program.attendance_caption", total=dropped[-1], against=against_benchmark(dropped[-1])),
            alt,
            figure,
        )


def _draw_rates(axes: Axes, view: ProgramView, groups: list[Any], words: Wording) -> None:
    for place, group in enumerate(groups):
        axes.axhline(place, color=GRID, linewidth=0.5, zorder=0)
        rate = _rate(view, group, words)
        if rate is None:
            axes.text(0.02, place, words.word("marker", "withheld"), va="center_baseline", fontsize=8, color=QUIET_TEXT)
        else:
            axes.plot(rate, place, marker="o", color=BLUE, markersize=4.6)
            axes.annotate(
                percent(rate),
                (rate, place),
                xytext=(6, 0),
                textcoords="offset points",
                va="center_baseline",
                fontsize=8.5,
            )
    axes.set_xlim(0, 1.12)
    axes.set_xticks([0, 0.5, 1], ["0%", "50%", "100%"])
    axes.set_yticks(range(len(groups)), [str(group.group_name)[:24] for group in groups])
    axes.set_ylim(len(groups) - 0.5, -0.5)
    axes.set_xlabel(words.text("program.axis_rate"))
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _draw_drop_out(axes: Axes, dropped: list[DropOut], words: Wording) -> None:
    axes.axvspan(BENCHMARK_LOW, BENCHMARK_HIGH, color=PALE_BLUE, zorder=0, linewidth=0)
    axes.axvline(BENCHMARK, color=QUIET_TEXT, linewidth=0.8, linestyle="--", zorder=1)
    axes.annotate(
        words.text("program.benchmark"),
        (BENCHMARK, 1),
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
        if program.share is None or program.low is None or program.high is None:
            axes.text(
                0.005, place, words.word("marker", "withheld"), va="center_baseline", fontsize=8, color=QUIET_TEXT
            )
            continue
        limit = max(limit, program.high)
        axes.hlines(place, program.low, program.high, color=BLUE, linewidth=1.4)
        axes.plot(program.share, place, marker="o", color=BLUE, markersize=4.6)
    axes.set_xlim(0, min(1.0, limit * 1.1))
    axes.xaxis.set_major_formatter(lambda value, _: percent(value))
    axes.set_yticks(range(len(dropped)), [program.name[:22] for program in dropped])
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
    cells = Cells(view, "groups", words)
    fields = ("held_sessions", "enrolled", "started", "completed", "dropped_out")
    heads = ("sessions", "enrolled", "started", "completed", "dropped", "attendance")
    columns = [tables.text(words.text("program.head_group"), 18), tables.text(words.text("program.head_program"), 10)]
    columns += [tables.numbers(words.text(f"program.head_{head}"), 9) for head in heads]
    rows = [
        [
            str(row.group_name),
            str(row.program),
            *(cells.count(row, field) for field in fields),
            cells.shown(row, "attendance_rate", percent),
        ]
        for row in rows_of(view.summary.groups)
    ]
    return tables.table(
        "groups", words.say("program.groups_table_caption", **withheld_facts(view, words)), columns, rows
    )


def withheld_facts(view: ProgramView, words: Wording) -> dict[str, Any]:
    """What a caption needs to explain withheld numbers."""
    note = words.say("program.withheld_note", smallest=view.smallest_count) if view.smallest_count else ""
    return {"withheld": bool(view.withheld) and view.smallest_count is not None, "withheld_note": note}
