"""Every rule's share of planted falls found beside its false alarms, over the depth of the fall or its length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from groupreport.display.drawing.axes import Axes
from groupreport.display.drawing.picture import Picture
from groupreport.display.figures import WIDTH
from groupreport.display.rounding import is_missing, percent, plainly
from groupreport.display.style import BLUE, PALE_BLUE, QUIET_TEXT
from groupreport.display.wording import Wording
from groupreport.measures.calibration import Calibration, Recovery

_COLUMNS = 3
_ROW = 1.6  # inches
_LINE_OF_TEXT = 0.19  # of a panel's height
_MARGIN = (0.74, 0.16, 0.5, 0.34)  # left, right, bottom, top


@dataclass(frozen=True)
class Panels:
    """One panel a rule.

    Attributes:
        rules: For each rule what it found at each place of the horizontal axis.
        places: Where these are.
        labels: What is written there.
        axis: What the axis is.
        supported: The rule that is marked; None for none.
    """

    rules: Sequence[Sequence[Recovery]]
    places: Sequence[float]
    labels: Sequence[str]
    axis: str
    supported: str | None


def depth_panels(found: Calibration, words: Wording) -> Panels:
    """Every rule over the depth of the fall."""
    return Panels(
        rules=list(zip(*found.found, strict=True)),
        places=found.depths,
        labels=[plainly(depth) for depth in found.depths],
        axis=words.text("calibration.figure_x"),
        supported=found.support.rule,
    )


def panels_height(panels: Panels) -> float:
    """Inches, for as many panels as there are rules."""
    return _ROW * -(-len(panels.rules) // _COLUMNS) + _MARGIN[2]


def draw_panels(figure: Picture, panels: Panels, words: Wording) -> None:
    """Draw one panel a rule; call it inside `figures.drawing`."""
    height = panels_height(panels)
    left, right, bottom, top = _MARGIN
    width = (WIDTH - left - right) / _COLUMNS
    count = len(panels.rules)
    names = [rules[0].rule for rules in panels.rules]
    named = names.index(panels.supported) if panels.supported in names else 0
    for place, rules in enumerate(panels.rules):
        row, column = divmod(place, _COLUMNS)
        low = height - (row + 1) * _ROW + 0.14
        axes = figure.add_axes(
            ((left + column * width) / WIDTH, low / height, (width - 0.16) / WIDTH, (_ROW - top - 0.14) / height)
        )
        _panel(axes, rules, panels, words, named=place == named)
        name = names[place]
        title = words.text("calibration.figure_supported", rule=name) if name == panels.supported else name
        axes.set_title(title, fontsize=10, pad=3)
        axes.y.labelled, axes.x.labelled = column == 0, place + _COLUMNS >= count
    figure.text((left + (WIDTH - left - right) / 2) / WIDTH, 0.07 / height, panels.axis, ha="center")
    figure.text(0.02, 0.5 + bottom / height / 2, words.text("calibration.figure_y"), va="center", rotation=90)


def depth_alt(found: Calibration, words: Wording) -> str:
    """The figure over depths in words, from the same numbers."""
    panels = [_said([rules[place] for rules in found.found], found, words) for place in range(len(found.decided_on))]
    return words.text("calibration.figure_alt", lowest=found.depths[0], highest=found.depths[-1], panels=panels)


def length_alt(panels: Panels, words: Wording) -> str:
    """The figure over lengths in words, from the same numbers."""
    return words.text(
        "calibration.figure_length_alt", panels=[_said_of_length(panels, one, words) for one in panels.rules]
    )


def _said_of_length(panels: Panels, rules: Sequence[Recovery], words: Wording) -> str:
    name = rules[0].rule
    if any(not one.recall.total or not one.false_alarms.total for one in rules):
        return words.text("calibration.figure_alt_not_judged", rule=name)
    at = zip(panels.labels, rules, strict=True)
    shares = [
        words.text("calibration.figure_length_alt_share", label=label, share=one.recall.share) for label, one in at
    ]
    alarms = [one.false_alarms.share for one in rules]
    facts = {"lowest": min(alarms), "highest": max(alarms), "supported": name == panels.supported}
    return words.text("calibration.figure_length_alt_panel", rule=name, shares=", ".join(shares), **facts)


def _said(rules: list[Recovery], found: Calibration, words: Wording) -> str:
    name = rules[0].rule
    shares = (rules[0].recall.share, rules[-1].recall.share, rules[found.depths.index(found.design.depth)].false_alarms)
    if is_missing(shares[0]) or is_missing(shares[1]) or not shares[2].total:
        return words.text("calibration.figure_alt_not_judged", rule=name)
    facts = {"first": shares[0], "last": shares[1], "alarms": shares[2].share}
    return words.text("calibration.figure_alt_panel", rule=name, supported=name == found.support.rule, **facts)


def _panel(axes: Axes, rules: Sequence[Recovery], panels: Panels, words: Wording, *, named: bool) -> None:
    places = list(panels.places)
    recall, alarms = [one.recall.share for one in rules], [one.false_alarms.share for one in rules]
    axes.set_ylim(-0.01, 1.09)
    span = places[-1] - places[0] or 1.0
    axes.set_xlim(places[0] - 0.08 * span, places[-1] + 0.26 * span)
    axes.set_yticks([0, 0.5, 1], None, {"fontsize": 9.5})
    axes.set_xticks(places, list(panels.labels), {"fontsize": 9.5})
    axes.y.write = percent
    axes.y.grid = True
    if any(is_missing(value) for value in (*recall, *alarms)):
        return
    more = [max(high, low) for high, low in zip(recall, alarms, strict=True)]
    axes.fill_between(places, more, alarms, color=PALE_BLUE)
    axes.plot(places, alarms, color=QUIET_TEXT, linestyle="--", linewidth=1.1)
    axes.plot(places, recall, color=BLUE, marker="o", markersize=3.6, linewidth=1.5, clip_on=False)
    _ends(axes, places[-1], recall[-1], alarms[-1])
    if named:
        _name_lines(axes, places[-1], recall[-1], alarms[-1], words)


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
            (5, 0),
            va="center",
            fontsize=9.5,
            color=color,
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
            (-5, 3 if above else -3),
            ha="right",
            va="bottom" if above else "top",
            fontsize=9,
            color=color,
        )
