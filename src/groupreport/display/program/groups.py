"""Groups side by side: cohesion and alliance of every group with its interval, on the same scale."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from groupreport.disclosure.views import ProgramView
from groupreport.display.cells import Cells
from groupreport.display.escaping import Markdown
from groupreport.display.figures import drawing, figure_piece
from groupreport.display.program.selected_scales import ComparedScale, compared_scales
from groupreport.display.rounding import is_missing
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, Shown, bullets, paragraph, shown
from groupreport.display.style import BLUE, GRID, LINE, ORANGE, QUIET_TEXT
from groupreport.display.unavailable import absent
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import Unavailable


def show_groups(view: ProgramView) -> Shown:
    """Every group's cohesion and alliance beside the others, with intervals and group size."""
    words, scales = wording(), view.summary.scales_by_group
    if isinstance(scales, Unavailable):
        return absent(words, "scales", scales)
    compared = compared_scales(scales)
    if not compared:
        return shown(paragraph(words.say("climate.none_scored")))
    return shown(
        bullets(_sentence(scale, words) for scale in compared),
        paragraph(words.say("program.see_groups")),
        _figure(view, compared, words),
        paragraph(*_agreement(view.summary.agreement, compared, words)),
    )


def _sentence(scale: ComparedScale, words: Wording) -> Markdown:
    return words.say("program.groups_sentence", label=scale.label, below=scale.below, above=scale.above)


def _agreement(agreement: pd.DataFrame | Unavailable, compared: list[ComparedScale], words: Wording) -> list[Markdown]:
    if isinstance(agreement, Unavailable):
        return []
    drawn = {(scale.short_name, scale.label) for scale in compared}
    return [
        words.say(
            "program.agreement",
            label=str(row.label),
            short_name=str(row.short_name),
            icc1=None if is_missing(row.icc1) else max(0.0, float(row.icc1)),
            icc2=None if is_missing(row.icc2) else max(0.0, float(row.icc2)),
        )
        for row in rows_of(agreement)
        if (row.short_name, row.label) in drawn and not is_missing(row.icc1)
    ][:1]


def _figure(view: ProgramView, compared: list[ComparedScale], words: Wording) -> Piece:
    groups = view.summary.groups
    means = compared[0].rows.set_index("group_id")["mean"]
    ordered = groups.assign(_mean=groups["group_id"].map(means)).sort_values(
        ["program", "_mean", "group_id"], ascending=[True, False, True], kind="stable"
    )
    row = min(0.22, 7.5 / max(1, len(ordered)))
    height = 0.5 + row * len(ordered) + 0.38
    with drawing(height) as figure:
        grid = figure.subplots(1, len(compared), squeeze=False, sharey=True)
        figure.subplots_adjust(left=0.24, right=0.985, top=1 - 0.5 / height, bottom=0.38 / height, wspace=0.14)
        for axes, scale in zip(grid[0], compared, strict=True):
            _draw(axes, scale, ordered, words)
        _name_rows(grid[0][0], view, ordered, words)
        caption = words.say(
            "program.groups_caption", summary=_sentence(compared[0], words), withheld=bool(view.small_groups)
        )
        alt = words.text("program.groups_alt", panels=[_alt(scale, ordered) for scale in compared])
        return figure_piece("groups", caption, alt, figure)


def _draw(axes: Axes, scale: ComparedScale, ordered: pd.DataFrame, words: Wording) -> None:
    rows = scale.rows.set_index("group_id")
    outlying = {*scale.below, *scale.above}
    for place, group in enumerate(rows_of(ordered)):
        axes.axhline(place, color=GRID, linewidth=0.5, zorder=0)
        if group.group_id not in rows.index or is_missing(rows.loc[group.group_id, "mean"]):
            axes.text(
                scale.minimum,
                place,
                words.word("marker", "withheld" if group.group_id in rows.index else "none"),
                va="center_baseline",
                fontsize=8,
                color=QUIET_TEXT,
            )
            continue
        own = rows.loc[group.group_id]
        differs = own["group_name"] in outlying
        color, marker = (ORANGE, "D") if differs else (BLUE, "o")
        if not is_missing(own["low"]):
            axes.hlines(
                place, max(own["low"], scale.minimum), min(own["high"], scale.maximum), color=color, linewidth=1.4
            )
        axes.plot(own["mean"], place, marker=marker, color=color, markersize=4.6)
    if scale.overall is not None:
        axes.axvline(scale.overall, color=LINE, linewidth=1, linestyle="--", zorder=1)
        axes.annotate(
            words.text("program.panel_overall", overall=scale.overall),
            (scale.overall, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 2),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=8,
            color=QUIET_TEXT,
        )
    axes.set_xlim(scale.minimum, scale.maximum)
    axes.set_xticks([scale.minimum, (scale.minimum + scale.maximum) / 2, scale.maximum])
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.set_ylim(len(ordered) - 0.5, -0.5)
    axes.set_title(_two_lines(scale.label), pad=12, fontsize=8)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _name_rows(axes: Axes, view: ProgramView, ordered: pd.DataFrame, words: Wording) -> None:
    cells = Cells(view, "groups", words)
    labels = []
    for group in rows_of(ordered):
        came = cells.known(group, "started")
        name = _shortened(str(group.group_name))
        labels.append(
            words.text("program.group_label_unknown", name=name)
            if came is None
            else words.text("program.group_label", name=name, members=int(came))
        )
    axes.set_yticks(range(len(labels)), labels)


def _alt(scale: ComparedScale, ordered: pd.DataFrame) -> dict[str, Any]:
    rows = scale.rows.set_index("group_id")
    listed = []
    for group in rows_of(ordered):
        known = group.group_id in rows.index and not is_missing(rows.loc[group.group_id, "mean"])
        own = rows.loc[group.group_id] if known else None
        bounded = own is not None and not is_missing(own["low"])
        listed.append(
            {
                "name": str(group.group_name),
                "mean": float(own["mean"]) if own is not None else None,
                "low": float(own["low"]) if own is not None and bounded else None,
                "high": float(own["high"]) if own is not None and bounded else None,
            }
        )
    facts = {"label": scale.label, "short_name": scale.short_name, "minimum": scale.minimum, "maximum": scale.maximum}
    return {**facts, "overall": scale.overall, "rows": listed}


def _two_lines(label: str) -> str:
    words = label.split()
    half = next((place for place in range(1, len(words)) if len(" ".join(words[:place])) >= len(label) / 2 - 1), 0)
    return f"{' '.join(words[:half])}\n{' '.join(words[half:])}" if half and len(label) > 14 else label


def _shortened(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23].rstrip()}\N{HORIZONTAL ELLIPSIS}"
