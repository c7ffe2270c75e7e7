"""The axis of sessions that several figures share: whole sessions, stages as bands, canceled sessions named."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import pandas as pd

from groupreport.display.drawing.axes import Axes
from groupreport.display.rounding import is_missing
from groupreport.display.style import LINE, QUIET_TEXT, SHADE


@dataclass(frozen=True)
class SessionsAxis:
    """The sessions of a group in order, the canceled among them, and the stage of each where it is known."""

    sessions: tuple[int, ...]
    canceled: tuple[int, ...]
    stages: tuple[tuple[str, int, int], ...]  # stage, first and last session

    @classmethod
    def of(cls, sessions: pd.DataFrame) -> SessionsAxis:
        """From a group summary's `sessions`."""
        ordered = sessions.sort_values("session")
        numbers = [int(number) for number in ordered["session"]]
        known = [
            (str(stage), number)
            for stage, number in zip(ordered["stage"], numbers, strict=True)
            if not is_missing(stage)
        ]
        runs = [(stage, [number for _, number in run]) for stage, run in groupby(known, key=lambda pair: pair[0])]
        return cls(
            sessions=tuple(numbers),
            canceled=tuple(int(number) for number in ordered.loc[ordered["status"] == "canceled", "session"]),
            stages=tuple((stage, run[0], run[-1]) for stage, run in runs),
        )

    @property
    def first(self) -> int:
        """The first planned session."""
        return self.sessions[0] if self.sessions else 1

    @property
    def last(self) -> int:
        """The last planned session."""
        return self.sessions[-1] if self.sessions else 1

    def ticks(self, most: int) -> list[int]:
        """At most so many sessions to label, evenly spaced from the first."""
        step = max(1, -(-len(self.sessions) // most))
        return list(self.sessions[::step])

    def prepare(self, axes: Axes, *, title: str, most_ticks: int = 30) -> None:
        """Limits, ticks and label of the x axis."""
        axes.set_xlim(self.first - 0.6, self.last + 0.6)
        axes.set_xticks(self.ticks(most_ticks))
        axes.set_xlabel(title)

    def draw_stages(self, axes: Axes, names: dict[str, str] | None = None) -> None:
        """Every second stage shaded; with `names`, each stage's name at the top where it fits."""
        for place, (stage, first, last) in enumerate(self.stages):
            if place % 2 == 0:
                axes.axvspan(first - 0.5, last + 0.5, color=SHADE)
            if names is not None and self._fits(names[stage], first, last):
                axes.annotate_edge(
                    names[stage],
                    ((first + last) / 2, 1),
                    (0, 3),
                    ha="center",
                    va="bottom",
                    fontsize=8,
                    color=QUIET_TEXT,
                )

    def _fits(self, name: str, first: int, last: int) -> bool:
        """Whether a stage's name is narrower than its band, at about 5.5 inches for all sessions."""
        return len(name) * 0.065 <= (last - first + 1) * 5.5 / (self.last - self.first + 1.2)

    def draw_canceled(self, axes: Axes) -> None:
        """A dotted line at every session that was canceled."""
        for session in self.canceled:
            axes.axvline(session, color=LINE, linewidth=0.8, linestyle=":", zorder=1)
