"""What became of everybody enrolled, program by program, as bars: completed, dropped out, still enrolled, other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from groupreport.disclosure.views import ProgramView
from groupreport.display.cells import Cells
from groupreport.display.drawing.axes import Axes
from groupreport.display.program_name import program_name
from groupreport.display.rows import rows_of
from groupreport.display.style import BLACK, GREEN, ORANGE, PALE_BLUE, QUIET_TEXT, SHADE, TEXT, WHITE
from groupreport.display.wording import Wording
from groupreport.measures.flow import ENDINGS

NEITHER = "neither"
# Face, hatching and ink: told apart in grayscale by the hatching too.
_LOOK = {
    "completed": (GREEN, "", BLACK),
    "dropped_out": (ORANGE, "", WHITE),
    "still_enrolled": (PALE_BLUE, "", BLACK),
    "ended_otherwise": (WHITE, "////", BLACK),
    NEITHER: (SHADE, "", BLACK),
}
_NARROW = 0.03  # of the bar: a number does not fit into less


@dataclass(frozen=True)
class Ends:
    """How everybody enrolled in one program ended; no parts where a count behind them is withheld.

    Leadership reads those who neither completed nor dropped out as one part: of the rest of three counts that it reads
    anyway, nothing more is said.
    """

    name: str
    enrolled: int | None
    parts: dict[str, int]

    @property
    def known(self) -> bool:
        """True where the bar can be drawn."""
        return bool(self.enrolled) and bool(self.parts)

    @property
    def others(self) -> int:
        """People who neither completed nor dropped out."""
        return sum(count for name, count in self.parts.items() if name not in ("completed", "dropped_out"))

    def in_words(self, words: Wording) -> dict[str, object]:
        """For the alternative text."""
        parts = [{"name": words.text(f"program.end_{name}"), "count": count} for name, count in self.parts.items()]
        return {"name": self.name, "enrolled": self.enrolled, "parts": parts}


def ends_by_program(view: ProgramView, words: Wording) -> list[Ends]:
    """Every program, and all of them in the last place."""
    cells, found = Cells(view, "flows", words), []
    for row in rows_of(view.summary.flows):
        name = program_name(row.program, words)
        enrolled = cells.known(row, "enrolled")
        known = {end: cells.known(row, end) for end in ENDINGS}
        parts = {end: int(count) for end, count in known.items() if count is not None}
        if view.audience == "leadership":
            parts = _for_leadership(parts, enrolled, view.smallest_count or 0)
        elif len(parts) < len(ENDINGS):
            parts = {}
        found.append(Ends(name, None if enrolled is None else int(enrolled), parts))
    return _together(found) if view.audience == "leadership" else found


def _together(found: list[Ends]) -> list[Ends]:
    """Programs' parts only where all of them may be drawn: the one that is missing is what the others leave of all."""
    *programs, total = found
    if all(one.parts or one.enrolled == 0 for one in found):
        return found
    return [*(replace(one, parts={}) for one in programs), total]


def _for_leadership(parts: dict[str, int], enrolled: float | None, smallest: int) -> dict[str, int]:
    """Completed, dropped out and all others; nothing where one of them is withheld or the others are few."""
    if enrolled is None or not {"completed", "dropped_out"} <= set(parts):
        return {}
    neither = int(enrolled) - parts["completed"] - parts["dropped_out"]
    if 0 < neither < smallest:
        return {}
    return {"completed": parts["completed"], "dropped_out": parts["dropped_out"], NEITHER: neither}


def draw_ends(axes: Axes, ends: Sequence[Ends], words: Wording) -> None:
    """A bar a program, from nobody to everybody enrolled, with the counts in it."""
    for place, one in enumerate(ends):
        if not one.known or not one.enrolled:
            axes.text(0.01, place, words.word("marker", "withheld"), va="center_baseline", fontsize=8, color=QUIET_TEXT)
            continue
        start = 0.0
        for name, count in one.parts.items():
            share = count / one.enrolled
            face, hatch, ink = _LOOK[name]
            box = (start, place - 0.36, share, 0.72)
            axes.rectangle(*box, color=face, hatch=hatch, edgecolor=QUIET_TEXT, linewidth=0.5)
            if share >= _NARROW:
                axes.text(
                    start + share / 2,
                    place,
                    str(count),
                    ha="center",
                    va="center_baseline",
                    fontsize=8.5,
                    color=ink,
                    behind=face if hatch else "",
                    pad=0.6,
                )
            start += share
    axes.set_xlim(0, 1)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_ylim(len(ends) - 0.5, -0.5)
    axes.hide_spines("left", "bottom")


def draw_ends_key(key: Axes, ends: Sequence[Ends], words: Wording) -> None:
    """The parts that are drawn, each with its name."""
    place = 0.0
    for name in dict.fromkeys(name for one in ends for name in one.parts):
        face, hatch, _ = _LOOK[name]
        key.rectangle(place, 0.1, 4, 0.8, color=face, hatch=hatch, edgecolor=QUIET_TEXT, linewidth=0.5)
        label = words.text(f"program.end_{name}")
        key.text(place + 5, 0.5, label, va="center_baseline", fontsize=8.5, color=TEXT)
        place += 8 + 1.35 * len(label)
