"""Every rule's share of planted falls found beside its false alarms, over the depth of the fall."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from groupreport.display.figures import WIDTH
from groupreport.display.rounding import is_missing, percent, plainly
from groupreport.display.style import BLUE, GRID, PALE_BLUE, QUIET_TEXT
from groupreport.display.wording import Wording
from groupreport.measures.calibration import Calibration, Recovery

_COLUMNS = 3
_ROW = 1.35  # inches
_LINE_OF_TEXT = 0.17  # of a panel's height
_MARGIN = (0.62, 0.16, 0.45, 0.3)  # left, right, bottom, top


def figure_height(found: Calibration) -> float:
    """Inches, for as many panels as there are rules."""
    return _ROW * -(-len(found.decided_on) // _COLUMNS) + _MARGIN[2]


def draw_calibration(figure: Figure, found: Calibration, words: Wording) -> None:
    """Draw one panel a rule; call it inside `figures.drawing`."""
    height = figure_height(found)
    left, right, bottom, top = _MARGIN
    width = (WIDTH - left - right) / _COLUMNS
    count = len(found.decided_on)
    for place, rule in enumerate(found.decided_on):
        row, column = divmod(place, _COLUMNS)
        low = height - (row + 1) * _ROW + 0.14
        axes = figure.add_axes(
            ((left + column * width) / WIDTH, low / height, (width - 0.16) / WIDTH, (_ROW - top - 0.14) / height)
        )
        _panel(axes, [rules[place] for rules in found.found], found, words, named=place == 0)
        supported = rule.rule == found.support.rule
        title = words.text("calibration.figure_supported", rule=rule.rule) if supported else rule.rule
        axes.set_title(title, fontsize=8.5, pad=3)
        axes.tick_params(labelleft=column == 0, labelbottom=place + _COLUMNS >= count)
    figure.text(
        (left + (WIDTH - left - right) / 2) / WIDTH, 0.07 / height, words.text("calibration.figure_x"), ha="center"
    )
    figure.text(0.02, 0.5 + bottom / height / 2, words.text("calibration.figure_y"), va="center", rotation=90)


def calibration_alt(found: Calibration, words: Wording) -> str:
    """The figure in words, from the same numbers."""
    panels = [_said([rules[place] for rules in found.found], found, words) for place in range(len(found.decided_on))]
    return words.text("calibration.figure_alt", lowest=found.depths[0], highest=found.depths[-1], panels=panels)


def _said(rules: list[Recovery], found: Calibration, words: Wording) -> str:
    name = rules[0].rule
    shares = (rules[0].recall.share, rules[-1].recall.share, rules[found.depths.index(found.design.depth)].false_alarms)
    if is_missing(shares[0]) or is_missing(shares[1]) or not shares[2].total:
        return words.text("calibration.figure_alt_not_judged", rule=name)
    facts = {"first": shares[0], "last": shares[1], "alarms": shares[2].share}
    return words.text("calibration.figure_alt_panel", rule=name, supported=name == found.support.rule, **facts)


def _panel(axes: Axes, rules: list[Recovery], found: Calibration, words: Wording, *, named: bool) -> None:
    depths = list(found.depths)
    recall, alarms = [one.recall.share for one in rules], [one.false_alarms.share for one in rules]
    axes.set_ylim(-0.01, 1.09)
    span = depths[-1] - depths[0] or 1.0
    axes.set_xlim(depths[0] - 0.08 * span, depths[-1] + 0.26 * span)
    axes.set_yticks([0, 0.5, 1])
    axes.set_xticks(depths, [plainly(depth) for depth in depths])
    axes.yaxis.set_major_formatter(lambda value, _: percent(value))
    axes.yaxis.grid(True, color=GRID)
    axes.tick_params(labelsize=8)
    if any(is_missing(value) for value in (*recall, *alarms)):
        return
    more = [max(high, low) for high, low in zip(recall, alarms, strict=True)]
    axes.fill_between(depths, more, alarms, color=PALE_BLUE, linewidth=0)
    axes.plot(depths, alarms, color=QUIET_TEXT, linestyle="--", linewidth=1.1)
    axes.plot(depths, recall, color=BLUE, marker="o", markersize=3.6, linewidth=1.5, clip_on=False)
    _ends(axes, depths[-1], recall[-1], alarms[-1])
    if named:
        _name_lines(axes, depths[-1], recall[-1], alarms[-1], words)


def _ends(axes: Axes, last: float, recall: float, alarms: float) -> None:
    """Both shares at the deepest fall, moved apart where they would touch."""
    apart = max(0.0, _LINE_OF_TEXT - abs(recall - alarms)) / 2
    low = min(max(min(recall, alarms) - apart, 0.05), 0.95 - _LINE_OF_TEXT)
    high = max(min(max(recall, alarms) + apart, 0.95), low + _LINE_OF_TEXT)
    recall_at, alarms_at = (high, low) if recall >= alarms else (low, high)
    for value, place, color in ((recall, recall_at, BLUE), (alarms, alarms_at, QUIET_TEXT)):
        axes.annotate(
            percent(value),
            (last, place),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=7.5,
            color=color,
            annotation_clip=False,
        )


def _name_lines(axes: Axes, last: float, recall: float, alarms: float, words: Wording) -> None:
    """Both lines' names at their ends: the upper one above its line, the lower one below, where there is room."""
    for value, name, color in (
        (recall, words.text("calibration.figure_found"), BLUE),
        (alarms, words.text("calibration.figure_alarms"), QUIET_TEXT),
    ):
        above = value == max(recall, alarms) or value < _LINE_OF_TEXT
        axes.annotate(
            name,
            (last, value),
            xytext=(-5, 3 if above else -3),
            textcoords="offset points",
            ha="right",
            va="bottom" if above else "top",
            fontsize=7.5,
            color=color,
        )
