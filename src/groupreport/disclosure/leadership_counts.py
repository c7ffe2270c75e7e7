"""Which counts of people the program's term shows to leadership, and what a reader can work out from them.

Counts of rating drops and of logged ruptures are held to the same smallest count (`leadership_drops`); what they are of
a single group is not in leadership's view at all (`leadership_form`). Sessions and questionnaires are not people.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from groupreport.disclosure.known_sums import KnownSums, Place
from groupreport.disclosure.leadership_drops import add_drops, add_log
from groupreport.summaries.records import ALL_PROGRAMS, Outcomes, ProgramSummary

CLASSES = ("recovered", "improved", "unchanged", "deteriorated")
PEOPLE_OF_A_GROUP = ("enrolled", "started", "dose_reached", "completed", "dropped_out")
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
    _add_groups(known, summary, smallest)
    _add_flows(known, summary, smallest)
    _add_rules(known, summary, smallest)
    add_drops(known, summary, smallest)
    add_log(known, summary, smallest)
    _add_members_rated(known, summary, smallest)
    _add_raters_of_all(known, summary, smallest)
    _add_compared(known, summary, smallest)
    if isinstance(summary.equity, pd.DataFrame):
        _add_equity(known, summary.equity, smallest)
        _join_equity(known, summary, summary.equity, smallest)
    if isinstance(summary.outcomes, Outcomes):
        _add_outcomes(known, "outcomes.by_instrument", summary.outcomes.by_instrument, smallest)
        if isinstance(summary.outcomes_by_program, pd.DataFrame):
            _add_outcomes(known, "outcomes_by_program", summary.outcomes_by_program, smallest)
            _join_outcomes(known, summary, summary.outcomes.by_instrument, summary.outcomes_by_program)
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


def _add_groups(known: KnownSums, summary: ProgramSummary, smallest: int) -> None:
    groups = summary.groups
    known.take("groups", groups, PEOPLE_OF_A_GROUP)
    known.precious |= {("groups", row, "enrolled") for row in groups.index}
    _protect_people(known, "groups", groups, PEOPLE_OF_A_GROUP, smallest)
    small = set(small_groups(summary, smallest))
    below, smallest_shown = ("reader knows", 0, "below"), ("reader knows", 0, "smallest")
    known.constants |= {below: smallest - 1, smallest_shown: smallest}
    for row in groups.index:
        neither = {("groups", row, "enrolled"): 1, ("groups", row, "completed"): -1, ("groups", row, "dropped_out"): -1}
        known.not_less_than_zero(neither)
        known.protect(neither, smallest)
        # A group is called small or not, which tells on which side its number of members is.
        if row in small:
            known.at_most(("groups", row, "enrolled"), below)
        else:
            known.at_most(smallest_shown, ("groups", row, "enrolled"))


def _add_flows(known: KnownSums, summary: ProgramSummary, smallest: int) -> None:
    flows = summary.flows
    known.take("flows", flows, PEOPLE_OF_A_FLOW)
    known.precious |= {("flows", row, column) for row in flows.index for column in ("enrolled", "started", "completed")}
    _protect_people(known, "flows", flows, PEOPLE_OF_A_FLOW, smallest)
    for row in flows.index:
        known.equal(("flows", row, "enrolled"), ("flows", row, "never_attended"), ("flows", row, "started"))
        known.equal(
            ("flows", row, "enrolled"),
            *(("flows", row, end) for end in ("completed", "dropped_out", "ended_otherwise", "still_enrolled")),
        )
    programs = flows.index[flows["program"] != ALL_PROGRAMS]
    everybody = flows.index[flows["program"] == ALL_PROGRAMS]
    for column in PEOPLE_OF_A_FLOW:
        for whole in everybody:
            known.add_up(("flows", whole, column), [("flows", row, column) for row in programs])
        for row in programs:
            of_program = summary.groups.index[summary.groups["program"] == flows["program"][row]]
            known.add_up(("flows", row, column), [("groups", group, column) for group in of_program])


def _add_rules(known: KnownSums, summary: ProgramSummary, smallest: int) -> None:
    """How many members could be judged, of those who are enrolled, came and came twice, and how many had a drop."""
    rules = summary.rules
    if not isinstance(rules, pd.DataFrame):
        return
    people = ("members_judged", "members_with_episode")
    known.take("rules", rules, people)
    _protect_people(known, "rules", rules, people, smallest)
    for row in rules.index:
        for whole in ("enrolled", "started", "attended_two_or_more"):
            _part(known, ("rules", row, "members_judged"), _flow_row(summary, ALL_PROGRAMS, whole), smallest)


def _add_members_rated(known: KnownSums, summary: ProgramSummary, smallest: int) -> None:
    """How many members of a group gave ratings of a scale, and how many did not."""
    scales = summary.scales_by_group
    if not isinstance(scales, pd.DataFrame):
        return
    known.take("scales_by_group", scales, ("members",))
    group_row = dict(zip(summary.groups["group_id"], summary.groups.index, strict=True))
    for row in scales.index:
        rated, enrolled = (
            ("scales_by_group", row, "members"),
            ("groups", group_row[scales["group_id"][row]], "enrolled"),
        )
        known.at_most(rated, enrolled)
        known.protect({rated: 1}, smallest)
        known.protect({enrolled: 1, rated: -1}, smallest)


def _add_raters_of_all(known: KnownSums, summary: ProgramSummary, smallest: int) -> None:
    """How many members of all groups gave ratings of a scale: of those who are enrolled, and of those who ever came."""
    agreement = summary.agreement
    if isinstance(agreement, pd.DataFrame):
        known.take("agreement", agreement, ("members",))
        for row in agreement.index:
            known.protect({("agreement", row, "members"): 1}, smallest)
            for whole in (_flow_row(summary, ALL_PROGRAMS, "enrolled"), _flow_row(summary, ALL_PROGRAMS, "started")):
                _part(known, ("agreement", row, "members"), whole, smallest)
            if isinstance(summary.rules, pd.DataFrame):
                for headline in summary.rules.index:
                    _part(known, ("rules", headline, "members_judged"), ("agreement", row, "members"), smallest)


def _add_compared(known: KnownSums, summary: ProgramSummary, smallest: int) -> None:
    """The numbers of people beside the compared measures: of this term's enrolled, or of the most people of a row."""
    comparison = summary.comparison
    if not isinstance(comparison, pd.DataFrame):
        return
    known.take("comparison", comparison, ("previous_n", "current_n"))
    for column in ("previous_n", "current_n"):
        numbers = comparison[column].dropna()
        if numbers.empty:
            continue
        most: Place | None = ("comparison", int(str(numbers.astype("float64").idxmax())), column)
        whole = _flow_row(summary, ALL_PROGRAMS, "enrolled") if column == "current_n" else most
        for row in numbers.index:
            _part(known, ("comparison", row, column), whole, smallest)
    for row in comparison.index:
        _join_compared(known, summary, row, str(comparison["measure"][row]), smallest)


def _join_compared(known: KnownSums, summary: ProgramSummary, row: int, measure: str, smallest: int) -> None:
    """This term's number of people stands elsewhere as well: who rated a scale, has both measurements, is enrolled."""
    people = ("comparison", row, "current_n")
    if people not in known.counts:
        return
    if measure in summary.flows:
        _same(known, people, _flow_row(summary, ALL_PROGRAMS, "enrolled"))
    if isinstance(summary.outcomes, Outcomes):
        outcomes = summary.outcomes.by_instrument
        for place in _rows_of_scale(outcomes, measure.removeprefix("improved.")):
            _same(known, people, ("outcomes.by_instrument", place, "pairs"))
    if isinstance(summary.agreement, pd.DataFrame):
        for place in _rows_of_scale(summary.agreement, measure):
            known.add_up(people, [("agreement", place, "members")])
            _part(known, people, _flow_row(summary, ALL_PROGRAMS, "started"), smallest)
    if isinstance(summary.scales_by_group, pd.DataFrame):
        rated = summary.scales_by_group
        known.add_up(people, [("scales_by_group", place, "members") for place in _rows_of_scale(rated, measure)])


def _rows_of_scale(frame: pd.DataFrame, measure: str) -> list[int]:
    """The rows of the scale that a compared measure names as questionnaire, scale and, at times, level."""
    names = frame["instrument"].astype(str) + "." + frame["scale"].astype(str)
    if "level" in frame:
        chosen = (names == measure) | (names + "." + frame["level"].astype(str) == measure)
    else:
        chosen = names.map(lambda name: name == measure or measure.startswith(f"{name}."))
    return [int(str(row)) for row in frame.index[chosen]]


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
        known.precious |= {(name, row, "enrolled"), (name, row, "pairs"), (name, row, "improved_share")}
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


def _join_outcomes(
    known: KnownSums, summary: ProgramSummary, everybody: pd.DataFrame, by_program: pd.DataFrame
) -> None:
    """Programs add up to all; the enrolled are those of the flows."""
    for row in everybody.index:
        parts = by_program.index[
            (by_program["instrument"] == everybody["instrument"][row])
            & (by_program["scale"] == everybody["scale"][row])
            & (by_program["program"] != ALL_PROGRAMS)
        ]
        for column in ("enrolled", "with_pre", "with_post", "pairs", *CLASSES, "improved_share"):
            known.add_up(
                ("outcomes.by_instrument", row, column),
                [("outcomes_by_program", part, column) for part in parts],
            )
        _same(known, ("outcomes.by_instrument", row, "enrolled"), _flow_row(summary, ALL_PROGRAMS, "enrolled"))
    for row in by_program.index:
        _same(
            known, ("outcomes_by_program", row, "enrolled"), _flow_row(summary, by_program["program"][row], "enrolled")
        )


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
        known.protect_nobody(better, pairs, smallest)
        known.protect_nobody(worse, pairs, smallest)
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
