"""What the fixed rules see in a group's term: the same facts feed the box at the top and the prompts for the group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from groupreport.display.chance import against_chance
from groupreport.display.group.alliance import level_panels
from groupreport.display.group.participation import quiet_rows
from groupreport.display.growth_words import direction, told_of
from groupreport.display.rounding import is_missing
from groupreport.display.rows import rows_of
from groupreport.display.scale_panels import Panel, panels_of
from groupreport.display.scale_range import range_of
from groupreport.display.trend import SAME_SHARE
from groupreport.measures.attendance_over_term import Attendances, attendances_over_term
from groupreport.measures.response_rates import answered_and_expected
from groupreport.summaries.records import GroupSummary, ObservedRuptures, Outcomes, Participation, Ruptures, Unavailable


def attendances(summary: GroupSummary) -> Attendances | None:
    """Attendance over the term; None where it was not recorded or nothing was possible."""
    by_session = summary.attendance_by_session
    return None if isinstance(by_session, Unavailable) else attendances_over_term(by_session)


def whole_panels(summary: GroupSummary) -> list[Panel]:
    """The scales of cohesion and climate, and the alliance by level: what the report opens with."""
    scales = summary.scales_by_session
    if isinstance(scales, Unavailable):
        return []
    climate = panels_of(scales[scales["domain"].isin(["cohesion", "climate"])])
    return [*climate, *level_panels(scales[scales["domain"] == "alliance"])]


@dataclass(frozen=True)
class HeadlineDrops:
    """Members with a drop by the rule that leads, of those whose ratings could show one, and how that is beside chance.

    `expected` (members by chance alone), its middle 95 % and `against` are None where what chance gives is not known.
    """

    members: int
    judged: int
    expected: float | None
    low: float | None
    high: float | None
    against: Literal["as_many", "more", "fewer"] | None


def headline_drops(summary: GroupSummary) -> HeadlineDrops | None:
    """What the rule that leads found; None where ratings could not be looked at."""
    if not isinstance(summary.ruptures, Ruptures):
        return None
    row = next(row for row in rows_of(summary.ruptures.rules) if row.headline)
    members = int(row.members_with_episode)
    if is_missing(row.expected_members):
        return HeadlineDrops(members, int(row.members_judged), None, None, None, None)
    expected, low, high = (float(getattr(row, f"expected_{name}")) for name in ("members", "low", "high"))
    return HeadlineDrops(members, int(row.members_judged), expected, low, high, against_chance(members, low, high))


Way = Literal["better", "worse", "either"]
_TOWARDS: dict[Way, dict[str, tuple[str, ...]]] = {
    "better": {"better": ("rose",), "worse": ("fell",)},
    "worse": {"better": ("fell",), "worse": ("rose",)},
    "either": {"context": ("rose", "fell")},  # conflict, for one, has no better and no worse end
}


def moved_scales(panels: Sequence[Panel], way: Way) -> list[Panel]:
    """The scales that went this way beyond their uncertainty; `either`: those without a better and a worse end."""
    return [
        panel
        for panel in panels
        if panel.trend is not None
        and panel.trend.certain is True
        and panel.trend.direction in _TOWARDS[way].get(str(panel.facts["higher_is"]), ())
    ]


def unresolved_drops(summary: GroupSummary) -> pd.DataFrame:
    """The headline rule's drops that were followed long enough and not repaired, the latest first."""
    if not isinstance(summary.ruptures, Ruptures):
        return pd.DataFrame({"onset_session": [], "level": []})
    drops = summary.ruptures.headline_episodes
    return drops[drops["status"] == "unrepaired"].sort_values("onset_session", ascending=False, kind="stable")


def repaired_drops(summary: GroupSummary) -> pd.DataFrame:
    """The headline rule's drops that were repaired, the latest first."""
    if not isinstance(summary.ruptures, Ruptures):
        return pd.DataFrame({"onset_session": [], "level": []})
    drops = summary.ruptures.headline_episodes
    return drops[drops["status"] == "repaired"].sort_values("onset_session", ascending=False, kind="stable")


def repair_seen(summary: GroupSummary) -> int | None:
    """The latest session with a logged rupture that somebody tried to repair, at the time of a drop that was repaired.

    At the time is from the session before the drop began to its end.
    """
    if not isinstance(summary.observed, ObservedRuptures):
        return None
    events = summary.observed.events
    tried = events[events["repair_status"].isin(["attempted", "partial", "full"])]
    seen = [
        int(event.session)
        for event in rows_of(tried)
        for drop in rows_of(repaired_drops(summary))
        if int(drop.onset_session) - 1 <= int(event.session) <= int(drop.end_session)
    ]
    return max(seen, default=None)


def open_events(summary: GroupSummary) -> pd.DataFrame:
    """Logged ruptures without a full repair on record: cultural ones first, then the latest."""
    if not isinstance(summary.observed, ObservedRuptures):
        return pd.DataFrame({"session": [], "is_cultural": []})
    events = summary.observed.events
    cultural = events["cultural"].map(lambda value: not is_missing(value) and bool(value)).astype(bool)
    still_open = events.assign(is_cultural=cultural)[events["repair_status"].ne("full").fillna(True).astype(bool)]
    return still_open.sort_values(["is_cultural", "session"], ascending=[False, False], kind="stable")


def quiet(summary: GroupSummary) -> int:
    """Members with less than half of an equal share of turns."""
    return len(quiet_rows(summary.participation)) if isinstance(summary.participation, Participation) else 0


def silent(summary: GroupSummary) -> int:
    """Members who were present and did not speak in two or more sessions."""
    signs = summary.participation_signs
    return 0 if signs is None else int(signs.by_member["often_silent"].astype(bool).sum())


def lower_aspect(summary: GroupSummary) -> str | None:
    """Which of goals, tasks and bond stands clearly below the other two in the last third of the sessions."""
    if isinstance(summary.scales_by_session, Unavailable):
        return None
    scales = summary.scales_by_session
    of_aspects = scales[scales["aspect"].isin(["goal", "task", "bond"])]
    for _, asked in of_aspects.groupby(["instrument", "level"], sort=False, dropna=False):
        late = {str(panel.sessions[0].aspect): panel.trend for panel in panels_of(asked)}
        known = {aspect: trend.late for aspect, trend in late.items() if trend is not None}
        if len(known) == 3:
            lowest = min(known, key=lambda aspect: known[aspect])
            others = [value for aspect, value in known.items() if aspect != lowest]
            if sum(others) / 2 - known[lowest] >= SAME_SHARE * range_of(asked, ["mean", "low", "high"]).span:
                return lowest
    return None


def first_outcome(summary: GroupSummary) -> Any:  # noqa: ANN401 - a row of `rows_of`
    """The first questionnaire, as the program lists them, of which reliable change is known; None without one."""
    if not isinstance(summary.outcomes, Outcomes):
        return None
    rows = rows_of(summary.outcomes.by_instrument)
    return next((row for row in rows if int(row.pairs) and not is_missing(row.deteriorated)), None)


def worsened(summary: GroupSummary) -> list[Any]:
    """The rows of the questionnaires on which members got reliably worse."""
    if not isinstance(summary.outcomes, Outcomes):
        return []
    rows = rows_of(summary.outcomes.by_instrument)
    return [row for row in rows if not is_missing(row.deteriorated) and int(row.deteriorated)]


def scales_that_differ(summary: GroupSummary, panels: Sequence[Panel]) -> dict[str, list[Any]] | None:
    """Scales of which the growth model says another thing than the thirds of the term; None where none is.

    `moved`: by the model (title and direction), though not, or the other way, by the thirds. `unsure`: by the thirds
    alone (titles).
    """
    if not isinstance(summary.growth, pd.DataFrame):
        return None
    slopes = {_scale_of(row): direction(row.low, row.high) for row in rows_of(told_of(summary.growth))}
    moved, unsure = [], []
    for panel in panels:
        by_model = slopes.get(_scale_of(panel.sessions[0]))
        if by_model is None or panel.trend is None or panel.trend.certain is None:
            continue
        by_thirds = panel.trend.direction if panel.trend.certain else "unclear"
        by_thirds = "unclear" if by_thirds == "same" else by_thirds
        if by_model == by_thirds:
            continue
        if by_model == "unclear":
            unsure.append(panel.title)
        else:
            moved.append({"title": panel.title, "direction": by_model})
    return {"moved": moved, "unsure": unsure} if moved or unsure else None


def _scale_of(row: Any) -> tuple[str, str, str | None]:  # noqa: ANN401 - a row of `rows_of`
    return str(row.instrument), str(row.scale), None if is_missing(row.level) else str(row.level)


def response_rate(summary: GroupSummary) -> tuple[int, int] | None:
    """Answered and expected session questionnaires over the term; None where none was expected."""
    if isinstance(summary.response_rates, Unavailable):
        return None
    answered, expected = answered_and_expected(summary.response_rates)
    return (answered, expected) if expected else None
