"""How counts of rating drops and of logged ruptures bind one another, and which of them must stay uncertain.

Counts of drops and of events are not counts of people, but a few of them are of few people: one drop that lasted is
one member. They are held to the same smallest count, and so is what a reader can subtract from them.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pandas as pd

from groupreport.disclosure.known_sums import KnownSums, Place
from groupreport.disclosure.leadership_form import FOLLOWED
from groupreport.measures.ruptures import STATUSES
from groupreport.summaries.records import ProgramSummary


def add_drops(known: KnownSums, summary: ProgramSummary, smallest: int) -> None:
    """The headline rule's drops, by what became of them and by the stage in which they began."""
    rules, stages = summary.rules, summary.ruptures_by_stage
    if not isinstance(rules, pd.DataFrame):
        return
    known.take("rules", rules, ("episodes", *STATUSES, "followed"))
    by_stage = stages if isinstance(stages, pd.DataFrame) else None
    for row in rules.index:
        members, drops = ("rules", row, "members_with_episode"), ("rules", row, "episodes")
        known.at_most(members, drops)
        # 19 drops of 18 members: one of them had two.
        known.protect({drops: 1, members: -1}, smallest)
        _add_statuses(known, "rules", row, smallest)
        known.equal(("rules", row, "followed"), *(("rules", row, status) for status in FOLLOWED))
        known.protect({("rules", row, "followed"): 1}, smallest)
    if by_stage is None:
        return
    known.take("ruptures_by_stage", by_stage, ("episodes", *STATUSES))
    for row in by_stage.index:
        _add_statuses(known, "ruptures_by_stage", row, smallest)
    for headline in rules.index:
        for column in ("episodes", *STATUSES):
            parts: list[Place] = [("ruptures_by_stage", row, column) for row in by_stage.index]
            known.add_up(("rules", headline, column), parts)
            _protect_sums(known, ("rules", headline, column), parts, smallest)


def _add_statuses(known: KnownSums, frame_name: str, row: int, smallest: int) -> None:
    """What became of the drops of a row adds up to them; a few drops of any two or three kinds are few as well."""
    whole: Place = (frame_name, row, "episodes")
    parts: list[Place] = [(frame_name, row, status) for status in STATUSES]
    known.equal(whole, *parts)
    known.protect({whole: 1}, smallest)
    for part in parts:
        known.protect({part: 1}, smallest)
        known.protect({whole: 1, part: -1}, smallest)
    for one, other in itertools.combinations(parts, 2):
        known.protect({one: 1, other: 1}, smallest)


def _protect_sums(known: KnownSums, whole: Place, parts: Sequence[Place], smallest: int) -> None:
    """A few drops in all stages but one, or in two of them, are few as well."""
    for part in parts:
        known.protect({whole: 1, part: -1}, smallest)
    for one, other in itertools.combinations(parts, 2):
        known.protect({one: 1, other: 1}, smallest)


def add_log(known: KnownSums, summary: ProgramSummary, smallest: int) -> None:
    """The log of the whole program: logged, cultural, fully repaired, and in how many of them a step was taken."""
    log, steps = summary.events_by_kind, summary.steps
    if not isinstance(log, pd.DataFrame):
        return
    known.take("events_by_kind", log, ("events", "events_cultural", "repaired_full"))
    for row in log.index:
        whole: Place = ("events_by_kind", row, "events")
        known.protect({whole: 1}, smallest)
        for column in ("events_cultural", "repaired_full"):
            _add_part(known, {("events_by_kind", row, column): 1}, whole, smallest)
        if isinstance(steps, pd.DataFrame):
            _add_steps(known, steps, whole, smallest)


def _add_steps(known: KnownSums, steps: pd.DataFrame, whole: Place, smallest: int) -> None:
    known.take("steps", steps, ("taken", "not_taken"))
    for row in steps.index:
        taken, not_taken = ("steps", row, "taken"), ("steps", row, "not_taken")
        _add_part(known, {taken: 1, not_taken: 1}, whole, smallest)
        known.protect({taken: 1}, smallest)
        known.protect({not_taken: 1}, smallest)


def _add_part(known: KnownSums, part: dict[Place, int], whole: Place, smallest: int) -> None:
    """These are among the logged ruptures; the others are a count of them as well."""
    rest = {whole: 1, **{place: -factor for place, factor in part.items()}}
    if all(place in known.counts for place in rest):
        known.not_less_than_zero(rest)
        known.protect(part, smallest)
        known.protect(rest, smallest)
