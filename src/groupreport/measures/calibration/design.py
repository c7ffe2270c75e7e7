"""What is simulated: a term of members whose ratings are known to fall, or known not to."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from groupreport.measures.change import reliable_change

# How many sessions a fall stays low, or that it stays to the end of the term.
LowPhase: TypeAlias = int | Literal["end"]

# No length of real drops is published. A rule that is chosen for one length alone may be blind to the others: to short
# ones, or to those that are never repaired, on which repair rates hang.
EVERY_LENGTH: tuple[LowPhase, ...] = (1, 2, 4, "end")


@dataclass(frozen=True, kw_only=True)
class Design:
    """One term, as it is simulated. Points are those of the scale; higher is better.

    A member's rating is the member's level, plus the trend, plus noise that carries over (first-order autoregression,
    stationary), minus what was planted. A planted fall begins after the first session, takes `onset_sessions` to reach
    its depth in equal steps, stays there `low_sessions`, and is regained whole in the session after, if any.

    Attributes:
        members: How many members the term has.
        group_size: Members of one group; the last group may be smaller.
        scales: How many scales are followed. All have the same levels, noise and gaps; a planted fall is in the first
            one only, and a member is flagged who has an episode on any.
        scale_correlation: Correlation of two scales' noise in the same session, and of a member's levels on them, 0 or
            more and below 1. It matters only with several scales.
        sessions: Sessions of every member.
        center: The mean of the members' levels, in points. It matters only for rules that take a share of a rating.
        person_sd: SD of the members' levels, in points.
        noise_sd: SD of a member's ratings around the level, in points.
        noise_spread: How much members differ in their noise: the SD of the logarithm of their noise SDs (0: all have
            the same; .4: for two members in three it lies between two thirds and one and a half times the median);
            noise_sd stays the root of the mean square.
        autocorrelation: How much of one session's noise is in the next, -1 to 1.
        depth: Of a planted fall, in noise SDs.
        low_sessions: How many sessions a planted fall stays at its depth; 1 is a V, "end" to the end of the term. With
            several each planted fall has one of them, each as likely.
        onset_sessions: In how many sessions it gets there; 1 is sudden.
        share: Share of members with a planted fall.
        missing: Share of ratings that are missing, at random.
        trend: Change a session of every member's level, in noise SDs.
        step: Ratings are rounded to multiples of it; None for not rounded.
        minimum: Lowest rating that can be given; None for no limit.
        maximum: Highest rating that can be given; None for no limit.
        reliability: The scale's, from which the reliable change criterion follows; None: that of person and noise SD.
        criterion: The reliable change criterion in points; None: that of the reliability.
        answer_range: From the lowest to the highest rating of the scale, in points. It matters only for rules that take
            a fixed part of it. None: that of minimum and maximum; without them the rule judges nobody.

    Raises:
        ValueError: A number is out of its range, or a fall does not fit into the term.

    Examples:
        >>> design = Design(person_sd=2.0, noise_sd=1.0)
        >>> round(design.scale_reliability, 2), round(design.reliable_change, 2)  # 1.96 sqrt(2) sqrt(5) sqrt(.2)
        (0.8, 2.77)
    """

    members: int = 40
    group_size: int = 8
    scales: int = 1
    scale_correlation: float = 0.5
    sessions: int = 12
    center: float = 7.0
    person_sd: float = 1.5
    noise_sd: float = 0.75
    noise_spread: float = 0.0
    autocorrelation: float = 0.2
    depth: float = 2.0
    low_sessions: LowPhase | tuple[LowPhase, ...] = EVERY_LENGTH
    onset_sessions: int = 1
    share: float = 0.25
    missing: float = 0.1
    trend: float = 0.0
    step: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    reliability: float | None = None
    criterion: float | None = None
    answer_range: float | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be simulated."""
        for name, least in (("members", 1), ("group_size", 1), ("scales", 1), ("sessions", 2)):
            _refuse(getattr(self, name) < least, f"{name} must be {least} or more, it is {getattr(self, name)}")
        _refuse(self.onset_sessions < 1, f"onset_sessions must be 1 or more, it is {self.onset_sessions}")
        _refuse(not self.low_phases, "low_sessions must be one length or several, it is none")
        for phase in self.low_phases:
            _refuse(
                not (phase == "end" or (isinstance(phase, int) and phase >= 1)),
                f"low_sessions must be 1 or more or 'end', it is {phase!r}",
            )
        _refuse(
            self.onset_sessions > self.sessions - 1,
            f"a fall over {self.onset_sessions} sessions that begins after the first does not fit into {self.sessions}",
        )
        for name in ("center", "depth", "trend"):
            _refuse(not math.isfinite(getattr(self, name)), f"{name} must be a number, it is {getattr(self, name)}")
        _refuse(self.depth < 0, f"depth must not be negative, it is {self.depth}")
        _refuse(not 0 <= self.person_sd < math.inf, f"person_sd must be 0 or more, it is {self.person_sd}")
        _refuse(not 0 < self.noise_sd < math.inf, f"noise_sd must be more than 0, it is {self.noise_sd}")
        _refuse(not 0 <= self.noise_spread <= 1, f"noise_spread must lie between 0 and 1, it is {self.noise_spread}")
        _refuse(
            not -1 < self.autocorrelation < 1,
            f"autocorrelation must lie between -1 and 1 (neither of them), it is {self.autocorrelation}",
        )
        _refuse(
            not 0 <= self.scale_correlation < 1,
            f"scale_correlation must be 0 or more and below 1, it is {self.scale_correlation}",
        )
        _refuse(not 0 <= self.share <= 1, f"share must lie between 0 and 1, it is {self.share}")
        _refuse(not 0 <= self.missing < 1, f"missing must be 0 or more and below 1, it is {self.missing}")
        _refuse(self.step is not None and not 0 < self.step < math.inf, f"step must be more than 0, it is {self.step}")
        _refuse(
            self.minimum is not None and self.maximum is not None and not self.minimum < self.maximum,
            f"minimum must lie below maximum, they are {self.minimum} and {self.maximum}",
        )
        _refuse(
            self.reliability is not None and not 0 <= self.reliability < 1,
            f"reliability must be 0 or more and below 1, it is {self.reliability}",
        )
        _refuse(
            self.criterion is not None and not 0 < self.criterion < math.inf,
            f"criterion must be more than 0, it is {self.criterion}",
        )
        _refuse(
            self.answer_range is not None and not 0 < self.answer_range < math.inf,
            f"answer_range must be more than 0, it is {self.answer_range}",
        )

    @property
    def low_phases(self) -> tuple[LowPhase, ...]:
        """The lengths of planted falls, one or several."""
        return self.low_sessions if isinstance(self.low_sessions, tuple) else (self.low_sessions,)

    @property
    def scale_sd(self) -> float:
        """SD of single ratings over all members, in points."""
        return math.hypot(self.person_sd, self.noise_sd)

    @property
    def scale_reliability(self) -> float:
        """The reliability that the criterion rests on."""
        return self.person_sd**2 / self.scale_sd**2 if self.reliability is None else self.reliability

    @property
    def reliable_change(self) -> float:
        """The reliable change criterion, in points."""
        if self.criterion is not None:
            return self.criterion
        return reliable_change(self.scale_sd, self.scale_reliability).criterion

    @property
    def answer_point(self) -> float:
        """One point of a seven-point scale, a sixth of the scale's range; NaN where that is not known."""
        if self.answer_range is not None:
            return self.answer_range / 6
        if self.minimum is None or self.maximum is None:
            return math.nan
        return (self.maximum - self.minimum) / 6

    @property
    def depth_in_points(self) -> float:
        """How far a planted fall goes, in points."""
        return self.depth * self.noise_sd

    def measured_with(self, reliability: float) -> Design:
        """The same members and the same fall in points, asked by a questionnaire of another reliability.

        The SD of single ratings stays; of it, `reliability` is between members and the rest is noise.

        Examples:
            >>> better = Design(person_sd=2.0, noise_sd=1.0, depth=2.0).measured_with(0.9)
            >>> round(better.noise_sd, 3), round(better.depth, 3), round(better.scale_sd**2, 3)
            (0.707, 2.828, 5.0)
        """
        _refuse(not 0 <= reliability < 1, f"reliability must be 0 or more and below 1, it is {reliability}")
        noise = self.scale_sd * math.sqrt(1 - reliability)
        return replace(
            self,
            person_sd=self.scale_sd * math.sqrt(reliability),
            noise_sd=noise,
            depth=self.depth_in_points / noise,
            reliability=None,
            criterion=None,
        )


def _refuse(wrong: bool, message: str) -> None:
    if wrong:
        raise ValueError(message)
