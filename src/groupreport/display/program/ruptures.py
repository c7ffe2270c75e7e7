"""Rating drops and repairs by group and by stage, and what was logged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import pandas as pd

from groupreport.disclosure.views import ProgramView
from groupreport.display import tables
from groupreport.display.benchmark_words import benchmark_facts
from groupreport.display.cells import Cells
from groupreport.display.chance import chance_sentence, repaired_by_chance
from groupreport.display.drawing.axes import Axes
from groupreport.display.drawing.picture import Picture
from groupreport.display.escaping import Markdown
from groupreport.display.event_log_words import (
    cultural_steps_sentence,
    resolved_sentence,
    sessions_in_short,
    steps_table,
)
from groupreport.display.figures import WIDTH, figure_piece, key_strip
from groupreport.display.group.event_log import steps_sentence
from groupreport.display.program.group_dots import MOST_ROWS
from groupreport.display.program.leadership_ruptures import drops_for_leadership, log_for_leadership, some_drop_possible
from groupreport.display.program.repairs import repair_sentence
from groupreport.display.rounding import NOTHING, is_missing
from groupreport.display.row_labels import in_lines
from groupreport.display.rows import rows_of
from groupreport.display.rules_table import (
    carried_over,
    chance_cells,
    other_rules_sentence,
    rule_name,
    rules_side_by_side,
)
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.style import BLUE, GREEN, ORANGE, PINK, QUIET_TEXT, WHITE
from groupreport.display.unavailable import absent_piece
from groupreport.display.wording import Wording, wording
from groupreport.measures.change import wilson_interval
from groupreport.measures.ruptures import STATUSES
from groupreport.summaries.records import EventLog, ProgramSummary, Unavailable

_LOOK = {
    "repaired": (GREEN, ""),
    "partially_repaired": (BLUE, "---"),
    "unrepaired": (ORANGE, "////"),
    "undetermined": (PINK, "xxxx"),
}


@dataclass(frozen=True)
class Bar:
    """What became of the drops of one group or stage; all counts are None as soon as one is withheld or missing.

    A bar of which a part is withheld would give that part away, drawn, in a caption or in an alt text.
    """

    name: str
    total: int | None
    counts: dict[str, int | None]

    @classmethod
    def of(cls, name: str, total: int | None, counts: dict[str, int | None]) -> Self:
        """The bar with these counts, or without any."""
        known = total is not None and all(count is not None for count in counts.values())
        return cls(name, total, counts) if known else cls(name, None, dict.fromkeys(counts))

    @property
    def known(self) -> bool:
        """True where the bar can be drawn."""
        return self.total is not None


def show_program_ruptures(view: ProgramView) -> Shown:
    """Drops by group and stage with what became of them, the log and its repair steps."""
    words, summary = wording(view.language), view.summary
    pieces: list[Piece | None] = []
    if isinstance(summary.rules, Unavailable):
        pieces.append(absent_piece(words, "ruptures", summary.rules))
    else:
        figure = _figure(view, words)
        unsaid = view.audience == "leadership" and figure is None and some_drop_possible(view, words)
        pieces += [paragraph(*_drops(view, words), words.say("leadership.stages_withheld") if unsaid else ""), figure]
        if view.audience == "evaluator":
            others = other_rules_sentence(summary.rules, words)
            pieces.append(paragraph(repair_sentence(summary.repairs, words), others))
    if isinstance(summary.events_by_kind, Unavailable):
        pieces.append(absent_piece(words, "observed", summary.events_by_kind))
    elif view.audience == "leadership":
        pieces.append(paragraph(*log_for_leadership(view, words)))
    else:
        pieces += [_kinds(view, summary.events_by_kind, words), paragraph(*_of_log(summary, words))]
    return shown(*pieces)


def _drops(view: ProgramView, words: Wording) -> list[Markdown | str]:
    """Members and drops; for leadership in plain words, with what the numbers are not for."""
    if view.audience == "leadership":
        return drops_for_leadership(view, headline_counts(view, words), words)
    return [drops_sentence(view, words), _chance(view, words), words.say("ruptures.caution")]


def headline_counts(view: ProgramView, words: Wording) -> dict[str, Any]:
    """The headline rule's drops over all groups, and how many of those that could be followed were repaired."""
    rules = view.summary.rules
    if isinstance(rules, Unavailable):
        return dict.fromkeys(("rule", "judged", "episodes", "repaired", "followed", "unrepaired", "by_chance"))
    cells = Cells(view, "rules", words)
    row = next(row for row in rows_of(rules) if row.headline)
    counts = {name: _whole(cells.known(row, name)) for name in ("episodes", *STATUSES)}
    parts = [counts[name] for name in ("repaired", "partially_repaired", "unrepaired")]
    if "followed" in rules:  # leadership's view has the sum, because a part of it may be withheld
        followed = _whole(cells.known(row, "followed"))
    else:
        followed = None if any(part is None for part in parts) else sum(part for part in parts if part is not None)
    judged, by_chance = _whole(cells.known(row, "members_judged")), repaired_by_chance(row)
    return {"rule": str(row.rule), "judged": judged, "followed": followed, "by_chance": by_chance, **counts}


def drops_sentence(view: ProgramView, words: Wording) -> Markdown:
    """How many drops, and how many of those that could be followed were repaired."""
    facts = headline_counts(view, words)
    if facts["repaired"] is None:
        facts["followed"] = None
    return words.say(
        "program.drops_sentence",
        **{name: facts[name] for name in ("rule", "judged", "episodes", "repaired", "followed", "by_chance")},
    )


def published_sentence(rules: pd.DataFrame, words: Wording) -> Markdown | str:
    """How many members had a drop, beside the published share in individual therapy, without comparing them."""
    row = next(row for row in rows_of(rules) if row.headline)
    if is_missing(row.members_with_episode) or is_missing(row.members_judged) or not row.members_judged:
        return ""
    members, judged = int(row.members_with_episode), int(row.members_judged)
    low, high = wilson_interval(members, judged)
    published = benchmark_facts("rupture_any")
    return words.say(
        "program_details.rupture_benchmark", members=members, judged=judged, low=low, high=high, benchmark=published
    )


def at_once_sentence(view: ProgramView, words: Wording) -> Markdown | str:
    """In how many groups drops began at once, and in how many of more members than by chance; evaluators only."""
    found = view.summary.co_ruptures
    if found is None or found.empty:
        return ""
    settings = view.summary.term.parameters.settings.group_ruptures
    return words.say(
        "group_ruptures.program",
        groups=len(found),
        marked=int((found["marked"] > 0).sum()),
        more=int(((found["marked"] > 0) & (found["most"] > found["most_high"])).sum()),
        co_members=settings.co_members,
        co_share=settings.co_share,
    )


def _chance(view: ProgramView, words: Wording) -> Markdown | str:
    """What chance alone would give, only where the count beside it is shown."""
    if isinstance(view.summary.rules, Unavailable):
        return ""
    cells = Cells(view, "rules", words)
    row = next(row for row in rows_of(view.summary.rules) if row.headline)
    return "" if cells.known(row, "members_with_episode") is None else chance_sentence(row, words)


def _followed(view: ProgramView, words: Wording) -> dict[str, int | None]:
    facts = headline_counts(view, words)
    known = {name: facts[name] for name in ("followed", "repaired")}
    return dict.fromkeys(known) if None in known.values() else known


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _bars(view: ProgramView, words: Wording) -> tuple[list[Bar], list[Bar], list[tuple[str, int]]]:
    cells = Cells(view, "groups", words)
    groups = [
        Bar.of(
            str(row.group_name),
            _whole(cells.known(row, "episodes")),
            {status: _whole(cells.known(row, status)) for status in STATUSES},
        )
        for row in rows_of(view.summary.groups)
    ]
    stages: list[Bar] = []
    order: list[tuple[str, int]] = []
    by_stage = view.summary.ruptures_by_stage
    if isinstance(by_stage, pd.DataFrame):
        own = Cells(view, "ruptures_by_stage", words)
        for stage, rows in by_stage.groupby("stage", sort=False):
            counts = {status: _total(own, rows, status) for status in STATUSES}
            total = _total(own, rows, "episodes")
            bar = Bar.of(words.word("stage", stage), total, counts)
            stages.append(bar)
            if bar.total is not None:
                order.append((str(stage), bar.total))
    return groups, stages, order


def _total(cells: Cells, rows: pd.DataFrame, column: str) -> int | None:
    """The sum over levels; None as soon as one of them is withheld, because the sum would give it away or be wrong."""
    known = [cells.known(row, column) for row in rows_of(rows)]
    return None if any(value is None for value in known) else int(sum(value for value in known if value is not None))


def _figure(view: ProgramView, words: Wording) -> Piece | None:
    groups, stages, order = _bars(view, words)
    if sum(bar.known for bar in groups) * 2 < len(groups):
        groups = []  # a column of "withheld" answers no question
    if sum(bar.known for bar in stages) * 2 < len(stages):
        stages, order = [], []
    if not any(bar.known for bar in (*groups, *stages)):
        return None
    every = len(groups)
    if every > MOST_ROWS:
        groups = sorted(groups, key=lambda bar: -(bar.total or 0))[:MOST_ROWS]
    row = 0.23 if any("\n" in _label(bar) for bar in groups) else 0.19
    drawn = max(row * len(groups), 0.24 * max(1, len(stages)))
    height = 0.06 + drawn + 0.52
    figure = Picture(WIDTH, height)
    bottom = 0.52 / height
    if groups:
        left = figure.add_axes((0.36, bottom, 0.24, drawn / height))
        _draw(left, groups, words)
    if stages:
        share = 0.24 * len(stages) / height
        place = (0.73, 0.255) if groups else (0.2, 0.7)
        right = figure.add_axes((place[0], bottom + drawn / height - share, place[1], share))
        _draw(right, stages, words)
    _draw_key(key_strip(figure, 0.2, 0.79), words)
    begun = began_in(order) if len(order) == len(stages) else {"stages": [], "majority": False}
    facts: dict[str, Any] = {
        "by_group": bool(groups),
        "by_stage": bool(stages),
        "groups": len(groups),
        "every": every,
    }
    facts |= _followed(view, words)
    caption = words.say("program.drops_caption", begun=begun, **facts)
    alt = words.text("program.drops_alt", groups=[_said(bar) for bar in groups], stages=[_said(bar) for bar in stages])
    return figure_piece("program-ruptures", caption, alt, figure)


def began_in(order: Sequence[tuple[str, int]]) -> dict[str, Any]:
    """The stage in which most drops began, several in a tie, and whether it was more than half of all of them."""
    highest, whole = max((total for _, total in order), default=0), sum(total for _, total in order)
    if len(order) < 2 or not highest:
        return {"stages": [], "majority": False}
    stages = [stage for stage, total in order if total == highest]
    return {"stages": stages, "majority": highest * 2 > whole, "highest": highest, "whole": whole}


def _said(bar: Bar) -> dict[str, Any]:
    parts = [{"status": status, "count": count} for status, count in bar.counts.items() if count]
    return {"name": bar.name, "total": bar.total, "parts": parts}


def _draw(axes: Axes, bars: Sequence[Bar], words: Wording) -> None:
    for place, bar in enumerate(bars):
        if not bar.known:
            axes.text(0.1, place, words.word("marker", "withheld"), va="center_baseline", fontsize=8, color=QUIET_TEXT)
            continue
        start = 0
        for status, count in bar.counts.items():
            color, hatch = _LOOK[status]
            box = (start, place - 0.34, count or 0, 0.68)
            axes.rectangle(*box, color=color, hatch=hatch, edgecolor=WHITE, linewidth=0.6)
            start += count or 0
        axes.annotate(
            str(bar.total),
            (start, place),
            (3, 0),
            va="center_baseline",
            fontsize=8.5,
        )
    most = max([bar.total or 0 for bar in bars], default=0)
    axes.set_xlim(0, max(1.0, most * 1.12))
    axes.set_xticks([])
    axes.set_yticks(range(len(bars)), [_label(bar) for bar in bars], {"fontsize": 8, "linespacing": 0.95})
    axes.set_ylim(len(bars) - 0.5, -0.5)
    axes.set_xlabel(words.text("program.axis_drops"))
    axes.x.tick_size = axes.y.tick_size = 0
    axes.hide_spines("left", "bottom")


def _label(bar: Bar) -> str:
    return in_lines(bar.name, 44)


def _draw_key(key: Axes, words: Wording) -> None:
    place = 0.0
    for status, (color, hatch) in _LOOK.items():
        key.rectangle(place, 0.1, 4, 0.8, color=color, hatch=hatch, edgecolor=WHITE, linewidth=0.6)
        name = words.word("status", status)
        key.text(place + 5, 0.5, name, va="center_baseline", fontsize=8.5)
        place += 7.5 + 1.3 * len(name)


def rules_table(view: ProgramView, rules: pd.DataFrame, words: Wording) -> Piece:
    """Every rule side by side."""
    cells = Cells(view, "rules", words)
    rows = [
        [
            rule_name(row, words),
            *(cells.count(row, field) for field in ("members_judged", "members_with_episode")),
            # Only beside a count that is shown.
            *([NOTHING, NOTHING] if cells.withheld(row, "members_with_episode") else chance_cells(row, words)),
            *(cells.count(row, field) for field in ("episodes", *STATUSES)),
        ]
        for row in rows_of(rules)
    ]
    return rules_side_by_side(words.say("program.rules_caption", carried=carried_over(rules)), rows, words)


def _kinds(view: ProgramView, kinds: pd.DataFrame, words: Wording) -> Piece | None:
    """Logged ruptures by level; kinds are added up, because most of them were logged once."""
    if kinds.empty:
        return paragraph(words.say("program.no_kinds"))
    cells = Cells(view, "events_by_kind", words)
    columns = [tables.text(words.text("program.head_level"), 26)]
    columns += [tables.numbers(words.text(f"program.head_{head}"), 12) for head in ("logged", "cultural", "fully")]
    cultural = kinds["cultural"].map(lambda value: not is_missing(value) and bool(value)).astype(bool)
    rows = []
    for level, own in kinds.groupby("level", sort=True):
        totals = (
            _total(cells, own, "events"),
            _total(cells, own[cultural[own.index]], "events"),
            _total(cells, own, "repaired_full"),
        )
        withheld = words.word("marker", "withheld")
        rows.append([words.word("level", level), *(withheld if total is None else str(total) for total in totals)])
    counts = {"events": _total(cells, kinds, "events"), "full": _total(cells, kinds, "repaired_full")}
    return tables.table("kinds", words.say("program.kinds_caption", **counts), columns, rows)


def _of_log(summary: ProgramSummary, words: Wording) -> list[str]:
    """The log beside ratings and its cultural steps in short; without what was found of it, the steps alone."""
    events, steps, found = summary.events_by_kind, summary.steps, summary.event_log
    if isinstance(events, Unavailable) or events.empty or isinstance(steps, Unavailable) or steps.empty:
        return []
    if not isinstance(found, EventLog):
        return [steps_sentence(steps, words)]
    return [
        sessions_in_short(found, words),
        resolved_sentence(found, words),
        cultural_steps_sentence(found, words),
        words.say("event_log.see", steps=steps_table(found, words) is not None),
    ]
