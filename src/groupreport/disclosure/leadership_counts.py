"""Which counts of people the program's term has for leadership, and what a reader can work out from them.

Counts of rating drops and of logged ruptures are held to the same smallest count (`leadership_drops`); what is counted
of a single group is not in leadership's view at all (`leadership_form`). Sessions and questionnaires are not people.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from groupreport.disclosure.known_sums import KnownSums, Place
from groupreport.disclosure.leadership_drops import add_drops, add_log
from groupreport.disclosure.leadership_groups import add_groups
from groupreport.summaries.records import ALL_PROGRAMS, Outcomes, ProgramSummary

CLASSES = ("recovered", "improved", "unchanged", "deteriorated")
PEOPLE_OF_A_FLOW = (
    "enrolled",
    "never_attended",
    "started",
    "attended_two_or_more",
    "dose_reached",
    "completed",
    "dropped_out",
    "ended_otherwise",
    "still_enrolled",
)
# Those who came, once or more: of them, somebody completes or is measured twice as a rule, though not by definition.
_WHO_CAME = ("started", "attended_two_or_more")
# Part and whole: the difference between them is a count of people as well.
PARTS = (
    ("started", "enrolled"),
    ("attended_two_or_more", "started"),
    ("attended_two_or_more", "enrolled"),
    ("dose_reached", "started"),
    ("dose_reached", "enrolled"),
    ("completed", "enrolled"),
    ("dropped_out", "enrolled"),
    ("members_judged", "enrolled"),
    ("members_with_episode", "members_judged"),
    ("with_pre", "enrolled"),
    ("with_post", "enrolled"),
    ("pairs", "with_pre"),
    ("pairs", "with_post"),
    ("pairs", "enrolled"),
)


def known_to_leadership(summary: ProgramSummary, smallest: int) -> KnownSums:
    """The counts of people in the frames that leadership sees, with all that binds them."""
    known = KnownSums()
    _add_flows(known, summary, smallest)
    add_groups(known, summary, smallest)
    _add_rules(known, summary, smallest)
    add_drops(known, summary, smallest)
    add_log(known, summary, smallest)
    if isinstance(summary.equity, pd.DataFrame):
        _add_equity(known, summary.equity, smallest)
        _join_equity(known, summary, summary.equity, smallest)
    if isinstance(summary.outcomes, Outcomes):
        of_all = summary.outcomes.by_instrument
        _add_outcomes(known, "outcomes.by_instrument", of_all, smallest)
        _join_flows(known, summary, "outcomes.by_instrument", of_all.assign(program=ALL_PROGRAMS), smallest)
        if isinstance(summary.outcomes_by_program, pd.DataFrame):
            _add_outcomes(known, "outcomes_by_program", summary.outcomes_by_program, smallest)
            _join_flows(known, summary, "outcomes_by_program", summary.outcomes_by_program, smallest)
            _join_outcomes(known, of_all, summary.outcomes_by_program, smallest)
        if isinstance(summary.equity, pd.DataFrame):
            _join_changes(known, summary.equity, summary.outcomes.by_instrument, smallest)
    return known


def small_groups(summary: ProgramSummary, smallest: int) -> list[int]:
    """The rows of `groups` with fewer members than the smallest count that is shown."""
    enrolled = summary.groups["enrolled"]
    return list(summary.groups.index[enrolled.notna() & (enrolled < smallest)])


def _protect_people(
    known: KnownSums, frame_name: str, frame: pd.DataFrame, columns: Iterable[str], smallest: int
) -> None:
    """Small counts, and small differences between a count and a part of it."""
    columns = [column for column in columns if column in frame]
    for row in frame.index:
        for column in columns:
            known.protect({(frame_name, row, column): 1}, smallest)
        for part, whole in PARTS:
            if part in columns and whole in columns:
                known.at_most((frame_name, row, part), (frame_name, row, whole))
                known.protect({(frame_name, row, whole): 1, (frame_name, row, part): -1}, smallest)
                known.protect_nobody((frame_name, row, part), (frame_name, row, whole), smallest)


def _add_flows(known: KnownSums, summary: ProgramSummary, smallest: int) -> None:
    flows = summary.flows
    known.take("flows", flows, PEOPLE_OF_A_FLOW)
    _protect_people(known, "flows", flows, PEOPLE_OF_A_FLOW, smallest)
    for row in flows.index:
        if (summary.groups["held_sessions"] <= 1).all():  # a regular dose of one session is that session
            _same(known, ("flows", row, "dose_reached"), ("flows", row, "started"))
        known.equal(("flows", row, "enrolled"), ("flows", row, "never_attended"), ("flows", row, "started"))
        known.equal(
            ("flows", row, "enrolled"),
            *(("flows", row, end) for end in ("completed", "dropped_out", "ended_otherwise", "still_enrolled")),
        )
        neither = {("flows", row, "enrolled"): 1, ("flows", row, "completed"): -1, ("flows", row, "dropped_out"): -1}
        known.protect(neither, smallest)
        known.protect({("flows", row, "dropped_out"): 1, ("flows", row, "ended_otherwise"): 1}, smallest)
        for came in _WHO_CAME:
            _part(known, ("flows", row, "completed"), ("flows", row, came), smallest)
    programs = flows.index[flows["program"] != ALL_PROGRAMS]
    everybody = flows.index[flows["program"] == ALL_PROGRAMS]
    for column in PEOPLE_OF_A_FLOW:
        for whole in everybody:
            parts: list[Place] = [("flows", row, column) for row in programs]
            known.add_up(("flows", whole, column), parts)
            # Who is in two programs counts in both, and once in all: a few of them are a few people as well.
            known.protect({**dict.fromkeys(parts, 1), ("flows", whole, column): -1}, smallest)


def _add_rules(known: KnownSums, summary: ProgramSummary, smallest: int) -> None:
    """How many members could be judged, of those who are enrolled, came and came twice, and how many had a drop."""
    rules = summary.rules
    if not isinstance(rules, pd.DataFrame):
        return
    people = ("members_judged", "members_with_episode")
    known.take("rules", rules, people)
    _protect_people(known, "rules", rules, people, smallest)
    for row in rules.index:
        for whole in ("enrolled", *_WHO_CAME):
            _part(known, ("rules", row, "members_judged"), _flow_row(summary, ALL_PROGRAMS, whole), smallest)


def _part(known: KnownSums, part: Place, whole: Place | None, smallest: int) -> None:
    """The part is among the people of the whole; those of the whole who are not in it are a count of people."""
    if whole is not None and part != whole and known.counts.get(part, 0) <= known.counts.get(whole, -1):
        known.at_most(part, whole)
        known.protect({whole: 1, part: -1}, smallest)


def _add_outcomes(known: KnownSums, name: str, outcomes: pd.DataFrame, smallest: int) -> None:
    people = ("enrolled", "with_pre", "with_post", "pairs")
    known.take(name, outcomes, (*people, *CLASSES))
    _protect_people(known, name, outcomes, (*people, *CLASSES), smallest)
    for row in outcomes.index:
        known.equal((name, row, "pairs"), *((name, row, outcome) for outcome in CLASSES))
        for outcome in CLASSES:
            known.protect({(name, row, "pairs"): 1, (name, row, outcome): -1}, smallest)
            known.protect_nobody((name, row, outcome), (name, row, "pairs"), smallest)
        if not pd.isna(outcomes["improved_share"][row]):
            # The share is a count in disguise: times the pairs it is the recovered and improved people.
            better = (name, row, "improved_share")
            known.counts[better] = int(outcomes["recovered"][row] + outcomes["improved"][row])
            known.equal(better, (name, row, "recovered"), (name, row, "improved"))
            known.protect({better: 1}, smallest)
            known.protect({(name, row, "pairs"): 1, better: -1}, smallest)
            if name == "outcomes_by_program":
                known.protect_alike(better, (name, row, "pairs"), smallest)


def _join_outcomes(known: KnownSums, everybody: pd.DataFrame, by_program: pd.DataFrame, smallest: int) -> None:
    """Programs add up to all, or to more where people are in two: a few of them are a few people as well."""
    for row in everybody.index:
        parts = by_program.index[
            (by_program["instrument"] == everybody["instrument"][row])
            & (by_program["scale"] == everybody["scale"][row])
            & (by_program["program"] != ALL_PROGRAMS)
        ]
        for column in ("enrolled", "with_pre", "with_post", "pairs", *CLASSES, "improved_share"):
            whole: Place = ("outcomes.by_instrument", int(str(row)), column)
            places: list[Place] = [("outcomes_by_program", int(str(part)), column) for part in parts]
            known.add_up(whole, places)
            if places:
                known.protect({**dict.fromkeys(places, 1), whole: -1}, smallest)


def _join_flows(known: KnownSums, summary: ProgramSummary, name: str, outcomes: pd.DataFrame, smallest: int) -> None:
    """The enrolled are those of the flows, and those measured twice are among those who came."""
    for row, program in outcomes["program"].items():
        place = int(str(row))
        _same(known, (name, place, "enrolled"), _flow_row(summary, str(program), "enrolled"))
        for came in _WHO_CAME:
            _part(known, (name, place, "pairs"), _flow_row(summary, str(program), came), smallest)


def _flow_row(summary: ProgramSummary, program: str, column: str) -> Place | None:
    rows = summary.flows.index[summary.flows["program"] == program]
    return ("flows", int(rows[0]), column) if len(rows) else None


def _same(known: KnownSums, one: Place, other: Place | None) -> None:
    """Two places with the same people hold the same count."""
    if other is not None and known.counts.get(one) == known.counts.get(other):
        known.equal(one, other)


def _add_equity(known: KnownSums, equity: pd.DataFrame, smallest: int) -> None:
    """One row a category and instrument: the categories' people, the same in each instrument's row."""
    known.take("equity", equity, ("enrolled", "completed", "pairs", "improved", "deteriorated"))
    _protect_people(known, "equity", equity, ("enrolled", "completed", "pairs", "improved", "deteriorated"), smallest)
    for row in equity.index:
        pairs, better, worse = (("equity", row, column) for column in ("pairs", "improved", "deteriorated"))
        known.at_most(better, pairs)
        known.protect({pairs: 1, better: -1}, smallest)
        known.protect({pairs: 1, worse: -1}, smallest)
        known.protect_alike(better, pairs, smallest)
        known.protect_nobody(worse, pairs, smallest)
        known.protect_alike(("equity", row, "completed"), ("equity", row, "enrolled"), smallest)
        known.not_less_than_zero({pairs: 1, better: -1, worse: -1})
        known.protect({pairs: 1, better: -1, worse: -1}, smallest)
    for _, rows in equity.groupby(["characteristic", "category"], sort=False):
        first = rows.index[0]
        for row in rows.index[1:]:
            for column in ("enrolled", "completed"):
                _same(known, ("equity", row, column), ("equity", first, column))


def _join_equity(known: KnownSums, summary: ProgramSummary, equity: pd.DataFrame, smallest: int) -> None:
    """The categories of a characteristic add up to everybody, and so do those of them who completed."""
    for _, rows in equity.drop_duplicates(["characteristic", "category"]).groupby("characteristic", sort=False):
        for column in ("enrolled", "completed"):
            whole = _flow_row(summary, ALL_PROGRAMS, column)
            if whole is not None:
                _add_up_to(known, whole, [("equity", row, column) for row in rows.index], smallest)


def _join_changes(known: KnownSums, equity: pd.DataFrame, everybody: pd.DataFrame, smallest: int) -> None:
    """The same for who has both measurements, who improved and who got worse, questionnaire by questionnaire."""
    wholes = {"enrolled": "enrolled", "pairs": "pairs", "improved": "improved_share", "deteriorated": "deteriorated"}
    for (instrument, _), rows in equity.groupby(["instrument", "characteristic"], sort=False):
        # Each scale of a questionnaire has a row of its own in a category, in the order of the outcomes.
        place = rows.groupby("category", sort=False).cumcount()
        for number, whole_row in enumerate(everybody.index[everybody["instrument"] == instrument]):
            for column, of_all in wholes.items():
                whole = ("outcomes.by_instrument", whole_row, of_all)
                _add_up_to(known, whole, [("equity", row, column) for row in rows.index[place == number]], smallest)


def _add_up_to(known: KnownSums, whole: Place, parts: list[Place], smallest: int) -> None:
    """Parts without a person in two of them: those of the whole who are in none are a count of people as well."""
    known.add_up(whole, parts)
    if all(part in known.counts for part in parts) and known.counts.get(whole, 0) > sum(known.counts[p] for p in parts):
        rest = {whole: 1, **dict.fromkeys(parts, -1)}
        known.not_less_than_zero(rest)
        known.protect(rest, smallest)
