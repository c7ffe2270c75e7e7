"""Groups side by side: cohesion, alliance and attendance of every group on the same scale."""

from __future__ import annotations

from typing import Any

import pandas as pd

from groupreport.disclosure.printed import as_printed
from groupreport.disclosure.views import ProgramView
from groupreport.display.cells import Cells
from groupreport.display.escaping import Markdown
from groupreport.display.page_parts import in_equal_parts
from groupreport.display.program.attendance import groups_table, size
from groupreport.display.program.group_dots import MOST_ROWS, Dot, DotPanel, DotRow, dots_figure, scale_panel
from groupreport.display.program.selected_scales import ComparedScale, compared_scales
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.unavailable import sentence
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import Unavailable


def show_groups(view: ProgramView) -> Shown:
    """Every group's cohesion, alliance and attendance beside the others, with intervals and group size."""
    words, scales = wording(view.language), view.summary.scales_by_group
    compared = [] if isinstance(scales, Unavailable) else compared_scales(scales)
    absent = sentence(words, "scales", scales) if isinstance(scales, Unavailable) else ""
    rows = _rows(view, compared, words)
    return shown(
        paragraph(absent, _not_compared(view, compared, words), _attendance_range(view, words)),
        *_figures(view, compared, rows, words),
        groups_table(view, [row.group_id for row in rows if row.group_id is not None], words),
    )


def drawn_scales(compared: list[ComparedScale]) -> list[tuple[str, str]]:
    """Short name and label of the scales that the report sets side by side."""
    return [(scale.short_name, scale.label) for scale in compared]


def _not_compared(view: ProgramView, compared: list[ComparedScale], words: Wording) -> Markdown | str:
    """Why groups are not compared, where they are not; what a comparison found, the figure's caption says."""
    if not compared or any(scale.overall is not None for scale in compared):
        return ""
    return words.say("program.not_compared", groups=len(view.summary.groups), withheld=bool(view.withheld))


def _attendance_range(view: ProgramView, words: Wording) -> Markdown | str:
    cells = Cells(view, "groups", words)
    known = [(cells.known(row, "attendance_rate"), str(row.group_name)) for row in rows_of(view.summary.groups)]
    ordered = sorted((rate, name) for rate, name in known if rate is not None)
    if not ordered:
        return words.say("program.no_attendance")
    (low, lowest), (high, highest) = ordered[0], ordered[-1]
    return words.say(
        "program.attendance_sentence", low=low, lowest=lowest, high=high, highest=highest, groups=len(ordered)
    )


def _figures(view: ProgramView, compared: list[ComparedScale], every: list[DotRow], words: Wording) -> list[Piece]:
    """The dots; where a page cannot hold all groups, several figures of the same panels."""
    panels = [
        *(scale_panel(scale, words, rounded=view.audience == "leadership") for scale in compared),
        _attendance_panel(view, words),
    ]
    if not any(dot.value is not None for panel in panels for dot in panel.dots.values()):
        return []
    lined = any(panel.overall is not None for panel in panels)
    falling = any(dot.falling for panel in panels for dot in panel.dots.values())
    summary = _summary(view, compared, words)
    caption = words.say(
        "program.groups_caption",
        summary=summary,
        small=bool(view.small_groups),
        untold=_untold(view, panels, words),
        lined=lined,
        falling=falling,
        sizes=view.audience == "leadership",
    )
    made = []
    for place, rows in enumerate(_pages(every)):
        alt = words.text("program.groups_alt", panels=[_alt(panel, rows) for panel in panels])
        said = words.say("program.groups_continued") if place else caption
        label = f"groups-{place + 1}" if place else "groups"
        made.append(dots_figure(panels, rows, words, caption=said, alt=alt, label=label))
    return made


def _untold(view: ProgramView, panels: list[DotPanel], words: Wording) -> bool:
    """Whether a number of a group that is not small is withheld."""
    withheld = words.word("marker", "withheld")
    dots = (dot for panel in panels for group_id, dot in panel.dots.items() if group_id not in view.small_groups)
    return any(dot.value is None and dot.word == withheld for dot in dots)


def _pages(rows: list[DotRow]) -> list[list[DotRow]]:
    """The rows in parts that pages can hold; a heading never ends one."""
    pages = in_equal_parts(rows, MOST_ROWS)
    for page, following in zip(pages, pages[1:], strict=False):
        if page[-1].group_id is None:
            following.insert(0, page.pop())
    return pages


def _summary(view: ProgramView, compared: list[ComparedScale], words: Wording) -> Markdown:
    """The finding: how many groups differ from the mean of all groups on any scale."""
    known = [scale for scale in compared if scale.overall is not None]
    if not known:
        return words.say("program.groups_caption_unlined")
    differing = {name for scale in known for name in (*scale.below, *scale.above)}
    return words.say("program.groups_sentence", differing=len(differing), groups=len(view.summary.groups))


def _attendance_panel(view: ProgramView, words: Wording) -> DotPanel:
    cells = Cells(view, "groups", words)
    dots = {}
    for row in rows_of(view.summary.groups):
        rate = cells.known(row, "attendance_rate")
        word = "withheld" if cells.withheld(row, "attendance_rate") else "unknown"
        falling = rate is not None and bool(cells.known(row, "attendance_fell"))
        dots[str(row.group_id)] = Dot(rate, word=words.word("marker", word), falling=falling)
    return DotPanel(words.text("program.axis_rate"), 0.0, 1.0, None, dots, share=True)


def _rows(view: ProgramView, compared: list[ComparedScale], words: Wording) -> list[DotRow]:
    """Programs as headings, where there are several; in each the groups from the highest mean of the first scale down.

    Means that are printed alike leave groups in the order of their names: another order would tell them apart.

    Beside a group's name stands how many came, for leadership how many are enrolled.
    """
    groups, cells = view.summary.groups, Cells(view, "groups", words)
    means = compared[0].rows.set_index("group_id")["mean"] if compared else pd.Series(dtype=float)
    printed = groups["group_id"].map(means).astype(float).map(lambda mean: as_printed(mean, 1))
    ordered = groups.assign(_mean=printed).sort_values(
        ["program", "_mean", "group_name", "group_id"], ascending=[True, False, True, True], kind="stable"
    )
    several = groups["program"].nunique() > 1
    found: list[DotRow] = []
    last = None
    for row in rows_of(ordered):
        if several and row.program != last:
            found.append(DotRow(str(row.program)))
            last = row.program
        people = size(cells, row, words) if view.audience == "leadership" else cells.count(row, "started")
        name = str(row.group_name)
        if any(letter.isdigit() for letter in people):
            name = words.text("program.group_label", name=name, members=people)
        found.append(DotRow(name, str(row.group_id)))
    return found


def _alt(panel: DotPanel, shown_rows: list[DotRow]) -> dict[str, Any]:
    write = panel.written_mean
    rows = []
    for name, group_id in ((row.name, row.group_id) for row in shown_rows if row.group_id is not None):
        dot = panel.dots.get(group_id)
        known = dot is not None and dot.value is not None
        rows.append(
            {
                "name": name,
                "differs": dot is not None and dot.differs,
                "falling": dot is not None and dot.falling,
                "value": write(dot.value) if dot is not None and dot.value is not None else None,
                "low": write(dot.low) if known and dot is not None and dot.low is not None else None,
                "high": write(dot.high) if known and dot is not None and dot.high is not None else None,
            }
        )
    ends = {"minimum": panel.written(panel.minimum), "maximum": panel.written(panel.maximum)}
    return {
        "title": panel.title,
        **ends,
        "overall": None if panel.overall is None else write(panel.overall),
        "rows": rows,
    }
